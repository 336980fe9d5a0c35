"""Benchmark: is this one better than half of its peers, and how sure is that?

## Purpose
Compare with initiatives of the same kind and target group without a league table.
Noisy results lean on what their properties predict; rates of small areas lean on the
overall rate. Who has no data is shown as missing and never ranked.

## Formula
- peers: `y ~ N(theta, s^2)`, `theta ~ N(x b, tau^2)`, tau by Paule-Mandel;
  `theta* = w y + (1 - w) x b`, `w = tau^2 / (tau^2 + s^2)`, variance `w s^2`
- chance to be better than half: share of draws in which theta is beyond the median of
  the peers' thetas
- funnel: pooled mean +- 1.96 and 3.09 standard errors
- effective peers: `(sum v)^2 / sum v^2` with `v = 1 / (s^2 + tau^2)`; under 5: widen
- rates: Marshall, `theta = w r + (1 - w) m`, `w = s2 / (s2 + m / n)`

## Units
`y` as given, usually ln(cost per net person helped) (less is better) or the effect per
participant; rates as events per head.

## Source
Paule and Mandel (1982); Marshall (1991), checked against PySAL's St. Louis homicides;
Spiegelhalter (2005), funnel plots.
"""

from typing import Any, Final

import numpy as np

from socialvalue import draws, flags, spec
from socialvalue.shrinkage import Fit, marshall, paule_mandel
from socialvalue.spec import Data, Floats, Report, refuse

LEAST_PEERS: Final = 5
DRAWS: Final = 4000


def _which(data: Data, dot: str, report: Report) -> None:
    if bool(data["peers"]) == bool(data["rates"]):
        report.say(f"{dot}peers", "either", "give peers, or rates")
    widths = {len(peer["x"]) for peer in data["peers"]}
    if len(widths) > 1:
        report.say(f"{dot}peers[0].x", "same-length", "needs the same properties")
    for at, rate in enumerate(data["rates"]):
        if rate["events"] > rate["people"] and not data["repeatable"]:
            text = "more events than people; set `repeatable` if that can be"
            report.say(f"{dot}rates[{at}].events", "events<=people", text)


SPEC: Final = spec.Object(
    fields={
        "peers": spec.List(
            default=[],
            most=2000,
            unique=("initiative",),
            of=spec.Object(
                fields={
                    "initiative": spec.name(),
                    "y": spec.Number(default=None, nullable=True, note="null: missing"),
                    "s": spec.Number(default=None, nullable=True, above=0, note="standard error"),
                    "x": spec.List(of=spec.Number(), default=[], most=10),
                }
            ),
        ),
        "less_is_better": spec.Flag(default=True, note="true for a cost per person"),
        "rates": spec.List(
            default=[],
            of=spec.Object(
                fields={
                    "area": spec.name(),
                    "events": spec.Number(low=0, high=1e9),
                    "people": spec.Number(above=0, high=1e10),
                }
            ),
        ),
        "repeatable": spec.Flag(default=False, note="one person, several events"),
    },
    rules=(_which,),
)

EXAMPLE: Final[Data] = {
    "peers": [
        {"initiative": "A", "y": 6.1, "s": 0.30},
        {"initiative": "B", "y": 6.6, "s": 0.25},
        {"initiative": "C", "y": 7.0, "s": 0.20},
        {"initiative": "D", "y": 6.4, "s": 0.40},
        {"initiative": "E", "y": 7.3, "s": 0.35},
        {"initiative": "F", "y": 6.8, "s": 0.30},
        {"initiative": "G"},
    ]
}


def run(data: Data) -> Data:
    """Return shrunk results with chances and funnel, or smoothed rates."""
    return _rates(data) if data["rates"] else _peers(data)


def _rates(data: Data) -> Data:
    events = np.asarray([float(one["events"]) for one in data["rates"]])
    people = np.asarray([float(one["people"]) for one in data["rates"]])
    if not events.any():
        raise refuse("rates", "all-zero", "no event anywhere: there is nothing to smooth")
    found = marshall(events, people)
    areas = [
        {
            "area": one["area"],
            "raw": float(events[at] / people[at]),
            "rate": float(found.rate[at]),
            "weight": float(found.weight[at]),
        }
        for at, one in enumerate(data["rates"])
    ]
    return {"areas": areas, "mean": found.mean, "between": found.between}


def _peers(data: Data) -> Data:
    full = [one for one in data["peers"] if None not in (one["y"], one["s"])]
    missing = sorted(p["initiative"] for p in data["peers"] if p not in full)
    full.sort(key=lambda one: str(one["initiative"]))
    x = np.asarray([[1.0, *one["x"]] for one in full])
    if len(full) < LEAST_PEERS or len(full) <= x.shape[1]:
        text = f"{len(full)} peers with data, {LEAST_PEERS} needed: widen to the theme"
        raise refuse("peers", "too-few-peers", text)
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise refuse("peers", "collinear", "the properties say the same thing twice")
    y = np.asarray([one["y"] for one in full])
    s = np.asarray([one["s"] for one in full])
    fit = paule_mandel(y, s, x)
    weights = 1 / (s**2 + fit.between)
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    if effective < LEAST_PEERS - 1e-9 and len(full) > LEAST_PEERS:
        text = f"{effective:.1f} effective peers, {LEAST_PEERS} needed: widen to the theme"
        raise refuse("peers", "too-few-peers", text)
    w = fit.between / (fit.between + s**2)
    theta, sd = w * y + (1 - w) * fit.fitted, np.sqrt(w) * s
    return {
        "coefficients": fit.coefficients,
        "tau": float(np.sqrt(fit.between)),
        "effective_peers": effective,
        "peers": _rows(data, full, (y, s, w, theta, sd)),
        "missing": missing,
        "funnel": _funnel(y, s),
        "flags": _same(fit),
    }


def _same(fit: Fit) -> list[Data]:
    if fit.between > 0:
        return []
    text = "the differences between peers are no larger than chance"
    return [flags.flag("note", "no-difference", "peers", text)]


def _rows(data: Data, full: list[Data], columns: tuple[Floats, ...]) -> list[Data]:
    y, s, w, theta, sd = columns
    rng = draws.stream("benchmark", *[one["initiative"] for one in full])
    many = theta + sd * rng.standard_normal((DRAWS, len(theta)))
    middle = np.median(many, axis=1)[:, None]
    better = (many < middle if data["less_is_better"] else many > middle).mean(axis=0)
    return [
        {
            "initiative": one["initiative"],
            "y": y[at],
            "s": s[at],
            "weight": w[at],
            "theta": theta[at],
            "low": theta[at] - 1.645 * sd[at],
            "high": theta[at] + 1.645 * sd[at],
            "better_than_half": better[at] if sd.any() else None,
        }
        for at, one in enumerate(full)
    ]


def _funnel(y: Floats, s: Floats) -> dict[str, Any]:
    """Return the pooled mean and limits over a grid of standard errors."""
    weights = 1 / s**2
    mean = float((weights * y).sum() / weights.sum())
    grid = np.linspace(0, s.max() * 1.1, 12)
    return {
        "mean": mean,
        "s": grid,
        "low95": mean - 1.96 * grid,
        "high95": mean + 1.96 * grid,
        "low998": mean - 3.09 * grid,
        "high998": mean + 3.09 * grid,
    }
