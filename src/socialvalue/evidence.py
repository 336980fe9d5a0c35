"""Evidence: shrink an effect toward its peers, and carry it to another place.

## Purpose
Weak evidence is not cut by a fixed haircut; it enters as bias variance and therefore
leans on its peers. An effect measured elsewhere is scaled to the need here.

## Formula
- bias at level 1..5 (SMS): `b = (0.6, 0.4, 0.2, 0.1, 0) |e|`
- `w = tau^2 / (tau^2 + s^2 + b^2)`, `e* = w e + (1 - w) mu`,
  `sd* = sqrt(w (s^2 + b^2))`
- fewer than five peers of level 3 or higher: `mu` is half the catalogue effect
- transfer: `E_new = E x need_new / need_old`

## Units
The unit of the effect, per participant; needs as rates.

## Source
Maryland Scientific Methods Scale (Farrington et al. 2002); bias levels proposed by us
[A]; transfer: OPA equation 16; method chapter (a).
"""

from typing import Final

from socialvalue import flags, spec
from socialvalue.shrinkage import level_bias, toward_peers
from socialvalue.spec import Data, Report

FEW_PEERS: Final = 5


def _prior(data: Data, dot: str, report: Report) -> None:
    if data["peers"] < FEW_PEERS and data["catalogue_effect"] is None:
        text = "is needed when there are fewer than five peers of level 3 or higher"
        report.say(f"{dot}catalogue_effect", "prior", text)
    if data["peers"] >= FEW_PEERS and data["peer_mean"] is None:
        report.say(f"{dot}peer_mean", "prior", "is needed: there are enough peers")


SPEC: Final = spec.Object(
    fields={
        "effect": spec.Number(low=-1e6, high=1e6, note="estimate"),
        "se": spec.Number(low=0, high=1e6, note="its standard error"),
        "level": spec.Number(low=1, high=5, whole=True, note="SMS level"),
        "peers": spec.count(note="peers of level 3 or higher"),
        "peer_mean": spec.Number(default=None, nullable=True, note="mu of the peers"),
        "peer_sd": spec.Number(low=0, high=1e6, note="tau of the peers"),
        "catalogue_effect": spec.Number(default=None, nullable=True, note="used, halved, without enough peers"),
        "need_old": spec.Number(default=1.0, above=0, note="need where measured"),
        "need_new": spec.Number(default=1.0, low=0, note="need here"),
    },
    rules=(_prior,),
)

EXAMPLE: Final[Data] = {
    "effect": 0.30,
    "se": 0.08,
    "level": 2,
    "peers": 3,
    "peer_sd": 0.10,
    "catalogue_effect": 0.20,
    "need_old": 0.12,
    "need_new": 0.09,
}


def run(data: Data) -> Data:
    """Return the shrunk and transferred effect, its spread and its weight."""
    few = data["peers"] < FEW_PEERS
    mu = data["catalogue_effect"] / 2 if few else data["peer_mean"]
    prior = (mu, data["peer_sd"])
    shrunk = toward_peers(data["effect"], data["se"] ** 2, data["level"], prior)
    scale = data["need_new"] / data["need_old"]
    text = "fewer than five good peers: the prior is half the catalogue effect"
    return {
        "bias": level_bias(data["effect"], data["level"]),
        "prior": mu,
        "weight": shrunk.weight,
        "effect": shrunk.value,
        "sd": shrunk.sd,
        "transferred": shrunk.value * scale,
        "transferred_sd": shrunk.sd * scale,
        "flags": [flags.flag("note", "few-peers", "peers", text)] if few else [],
    }
