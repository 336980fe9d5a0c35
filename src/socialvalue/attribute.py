"""Attribute: what each giver's part of a result is, exact to the cent.

## Purpose
Givers follow the effect of what they gave. Money, goods and hours are all funders; the
shares add up to the total to the cent, so that nobody's euro is claimed twice.

## Formula
- `share_d = x_d / (cash + in kind + valued hours)`
- `effect_d = share_d x realised`, in cents by largest remainder, ties by name
- before anything is realised: only "reserved", never a predicted result
- causal variant, only with a funding plan filed in advance: `effect_d x A`,
  `A ~ Beta(2.5, 7.5)`, mean 25 %, shown apart as an estimate

## Units
Contributions in EUR with whole cents; results in cents and persons.

## Source
Largest remainder (Hamilton); range of A from studies of matched giving, 10-40 %;
method chapter (d).
"""

from fractions import Fraction
from typing import Any, Final

from socialvalue import draws, formula, spec
from socialvalue.spec import Data, Report

CAUSAL: Final = (2.5, 7.5)
DRAWS: Final = 10_000


def _whole(data: Data, dot: str, report: Report) -> None:
    for key, amount in data["contributions"].items():
        if Fraction(str(amount)) * 100 % 1:
            report.say(f"{dot}contributions.{key}", "cents", "must be whole cents")
    if not any(data["contributions"].values()):
        text = "all contributions are zero: there is nothing to divide by"
        report.say(f"{dot}contributions", "all-zero", text)


SPEC: Final = spec.Object(
    fields={
        "contributions": spec.Map(of=spec.euros(), least=1, note="EUR per giver"),
        "realised": spec.Number(default=None, nullable=True, unit="EUR", note="null: nothing realised yet"),
        "persons": spec.Number(default=None, nullable=True, low=0, note="net persons"),
        "plan": spec.Flag(default=False, note="a funding plan was filed in advance"),
    },
    rules=(_whole,),
)

EXAMPLE: Final[Data] = {
    "contributions": {
        "municipality": 20000,
        "donor_a": 3000,
        "donor_b": 2000,
        "fund": 5000,
        "volunteers": 8826,
    },
    "realised": 40000,
    "persons": 27.9,
}


def run(data: Data) -> Data:
    """Return per giver the contribution in cents, share, attributed cents and persons."""
    given = {key: formula.cents(one) for key, one in data["contributions"].items()}
    weights = {key: Fraction(one) for key, one in given.items()}
    total = sum(given.values())
    out: Data = {
        "contributed_cents": given,
        "share": {key: one / total for key, one in given.items()},
        "state": "reserved" if data["realised"] is None else "realised",
        "attributed_cents": None,
        "sum_cents": None,
        "persons": None,
        "causal": None,
    }
    if data["realised"] is None:
        return out
    whole = formula.cents(data["realised"])
    parts = formula.shares_in_cents(whole, weights)
    out |= {"attributed_cents": parts, "sum_cents": sum(parts.values())}
    if data["persons"] is not None:
        out["persons"] = {k: data["persons"] * one / total for k, one in given.items()}
    if data["plan"]:
        out["causal"] = _causal(parts)
    return out


def _causal(parts: dict[str, int]) -> dict[str, Any]:
    """Return what would not have happened without the gift, in cents, P5-P50-P95."""
    chance = draws.stream("causal").beta(*CAUSAL, DRAWS)
    points = formula.quantiles(chance)
    return {key: [round(float(point) * part) for point in points] for key, part in parts.items()}
