"""A profile in one number: normalise, weigh, aggregate, and how robust it is.

## Purpose
Combine the four dimensions (physical, intellectual, social, spiritual) or any set of
indicators, with fixed goalposts, and say in how many of 1,000 weightings A stands
above B. Below 80 % there is no order between the two, and no league table.

## Formula
- `goalposts`: `(x - low) / (high - low)`, held within 0 and 1, then x 100
- others for comparison: rank, z-score (sample), min-max, ratio or difference to mean,
  best or worst, above or below the mean (20 %), percentile
- arithmetic `sum w x`; geometric `product x^w` (low scores cannot be bought off)
- robustness: weights from a flat Dirichlet distribution, seed fixed by the input

## Units
Indicators in their own unit; goalpost scores 0-100.

## Source
OECD/JRC (2008), Handbook on Constructing Composite Indicators; HDI technical notes
for the geometric mean.
"""

import itertools
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from socialvalue import draws, flags, spec
from socialvalue.record import digest
from socialvalue.spec import Data, Floats, Report, refuse

ENOUGH: Final = 0.8
MARGIN: Final = 0.2


def _ranks(x: Floats) -> Floats:
    """Return ranks with 1 for the lowest; equals share the lowest of their ranks."""
    return np.searchsorted(np.sort(x), x).astype(float) + 1


def _above(x: Floats) -> Floats:
    ratio = x / x.mean()
    return np.where(ratio > 1 + MARGIN, 1.0, np.where(ratio < 1 - MARGIN, -1.0, 0.0))


METHODS: Final[dict[str, Callable[[Floats], Floats]]] = {
    "none": lambda x: x,
    "rank": _ranks,
    "zscore": lambda x: (x - x.mean()) / x.std(ddof=1),
    "minmax": lambda x: (x - x.min()) / np.ptp(x),
    "ratio-to-mean": lambda x: x / x.mean(),
    "ratio-to-best": lambda x: x / x.max(),
    "ratio-to-worst": lambda x: x / x.min(),
    "difference-from-mean": lambda x: x / x.mean() - 1,
    "difference-from-worst": lambda x: x / x.min() - 1,
    "above-below-mean": _above,
    "percentile": lambda x: 100 * _ranks(x) / len(x),
}


def _square(data: Data, dot: str, report: Report) -> None:
    if len(set(data["units"])) != len(data["units"]):
        report.say(f"{dot}units", "once", "names a unit twice")
    for label, one in data["indicators"].items():
        where = f"{dot}indicators.{label}"
        if len(one["values"]) != len(data["units"]):
            report.say(f"{where}.values", "same-length", "needs a value for every unit")
        if data["normalise"] == "goalposts" and None in (one["low"], one["high"]):
            report.say(f"{where}.low", "goalposts", "needs low and high, fixed by rule")
        elif None not in (one["low"], one["high"]) and one["low"] >= one["high"]:
            report.say(f"{where}.high", "order", "must be above low")


SPEC: Final = spec.Object(
    fields={
        "units": spec.List(of=spec.name(), least=1, most=2000, note="who is compared"),
        "indicators": spec.Map(
            least=1,
            most=100,
            of=spec.Object(
                fields={
                    "values": spec.List(of=spec.Number(), most=2000),
                    "weight": spec.Number(default=1.0, low=0, high=1e6),
                    "low": spec.Number(default=None, nullable=True, note="goalpost"),
                    "high": spec.Number(default=None, nullable=True, note="goalpost"),
                    "reverse": spec.Flag(default=False, note="less is better"),
                }
            ),
        ),
        "normalise": spec.Choice(of=("goalposts", *METHODS), default="goalposts", note="see docs"),
        "aggregate": spec.Choice(of=("geometric", "arithmetic"), default="geometric"),
        "weightings": spec.Number(default=1000, low=0, high=10_000, whole=True),
    },
    rules=(_square,),
)

EXAMPLE: Final[Data] = {
    "units": ["Buurtkamer", "Moestuin", "Klusdienst"],
    "indicators": {
        "physical": {"values": [40, 70, 55], "low": 0, "high": 100},
        "intellectual": {"values": [35, 30, 60], "low": 0, "high": 100},
        "social": {"values": [80, 65, 50], "low": 0, "high": 100},
        "spiritual": {"values": [45, 50, 20], "low": 0, "high": 100},
    },
}


def run(data: Data) -> Data:
    """Return normalised indicators, scores, order, and pairs with their robustness."""
    scores = np.asarray([_normalised(data, label) for label in data["indicators"]])
    weights = np.asarray([one["weight"] for one in data["indicators"].values()])
    if not weights.any():
        raise refuse("indicators", "all-zero", "at least one weight must be above 0")
    weights = weights / weights.sum()
    final = _aggregate(data, scores.T, weights[None, :])[0]
    order = sorted(range(len(final)), key=lambda at: (-final[at], data["units"][at]))
    out: Data = {
        "normalised": dict(zip(data["indicators"], scores, strict=True)),
        "scores": dict(zip(data["units"], final, strict=True)),
        "order": [data["units"][at] for at in order],
        "flags": [],
    }
    if data["weightings"] and len(final) > 1:
        out |= _robust(data, scores.T, order)
    return out


def _normalised(data: Data, label: str) -> Floats:
    one = data["indicators"][label]
    x = np.asarray(one["values"], dtype=float)
    if data["normalise"] == "goalposts":
        score = np.clip((x - one["low"]) / (one["high"] - one["low"]), 0, 1) * 100
        out: Floats = 100 - score if one["reverse"] else score
        return out
    _check_method(x, data["normalise"], f"indicators.{label}.values")
    return METHODS[data["normalise"]](-x if one["reverse"] else x)


def _check_method(x: Floats, method: str, where: str) -> None:
    if method in ("zscore", "minmax") and (len(x) < 2 or np.ptp(x) == 0):
        raise refuse(where, "spread", f"{method} needs values that differ")
    by_mean = method in ("ratio-to-mean", "difference-from-mean", "above-below-mean")
    zero = (by_mean and x.mean() == 0) or (method in ("ratio-to-worst", "difference-from-worst") and x.min() == 0)
    if zero or (method == "ratio-to-best" and x.max() == 0):
        raise refuse(where, "above", f"{method} cannot divide by zero")


def _aggregate(data: Data, scores: Floats, weights: Floats) -> Floats:
    """Return scores (weightings, units) from (units, indicators) and weights."""
    if data["aggregate"] == "arithmetic":
        return weights @ scores.T
    if (scores < 0).any():
        text = "a geometric mean needs scores of 0 or more: use goalposts"
        raise refuse("aggregate", "geometric", text)
    with np.errstate(divide="ignore"):
        logs = np.log(scores)
    zero = (scores == 0).astype(float)
    out: Floats = np.exp(weights @ np.where(zero > 0, 0.0, logs).T)
    return np.where(weights @ zero.T > 0, 0.0, out)


def _robust(data: Data, scores: Floats, order: list[int]) -> dict[str, Any]:
    rng = draws.stream("weights", digest(sorted(data["indicators"])))
    weights = rng.dirichlet(np.ones(scores.shape[1]), data["weightings"])
    many = _aggregate(data, scores, weights)
    pairs = []
    for one, two in itertools.pairwise(order):
        above = float((many[:, one] > many[:, two]).mean())
        names = {"above": data["units"][one], "below": data["units"][two]}
        pairs.append({**names, "share": above, "ordered": above >= ENOUGH})
    table = all(pair["ordered"] for pair in pairs)
    text = "neighbours change places under other weights: show no league table"
    flagged = [] if table else [flags.flag("note", "no-league-table", "units", text)]
    return {"pairs": pairs, "league_table": table, "flags": flagged}
