"""Which unknowns move the result: Sobol' indices over groups of parameters.

## Purpose
Say in words which three unknowns matter most for an initiative-year, and check the
estimator against two functions whose answers are known.

## Formula
Saltelli's design: two independent samples A and B, and AB_i = A with group i from B.
- first order: correlation of f(B) and f(AB_i), which share only group i, with mean and
  variance pooled over both (Janon et al. 2014)
- total: `ST = mean((f(A) - f(AB_i))^2) / (var f(A) + var f(AB_i))` (Jansen 1999)
- interval: bootstrap over the rows of the design, percentile, 200 resamples
The uniform inputs of the test functions are points of Sobol's sequence.

## Units
Shares of the variance of B (EUR squared), without unit.

## Source
Saltelli et al. (2010), Computer Physics Communications 181; Jansen (1999);
Janon et al. (2014), ESAIM P&S 18; Ishigami
and Homma (1990); Sobol' G function as in Saltelli and Sobol' (1995).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from socialvalue import draws, flags, inputs, model, sequence, spec, values
from socialvalue.initiative import Table, build
from socialvalue.spec import Data, Floats, Report

RESAMPLES: Final = 200
WORDS: Final = {
    "observed": "how many people improved",
    "norm": "how many would have improved anyway",
    "deadweight": "how much would have happened anyway",
    "attribution": "what else helped",
    "displacement": "what moved to others",
    "drop": "how fast the effect fades",
    "evidence": "how strong the evidence is",
    "gain": "how much better life gets per person",
    "unit value": "what a unit of care or support costs",
    "cashable": "which part of that cost is really freed",
    "wellby": "what a point of life satisfaction is worth",
}


def _which(data: Data, dot: str, report: Report) -> None:
    if (data["function"] is None) == (data["year"] is None):
        report.say(f"{dot}year", "either", "give an initiative-year or a test function")
    if data["function"] == "g" and len(data["a"]) == 0:
        report.say(f"{dot}a", "required", "the G function needs its coefficients")


SPEC: Final = spec.Object(
    fields={
        "year": spec.Object(
            fields=inputs.YEAR.fields,
            rules=inputs.YEAR.rules,
            default=None,
            nullable=True,
            note="initiative-year",
        ),
        "values": spec.List(of=values.ROW, unique=("code",), default=[], note="the value set"),
        "parameters": inputs.PARAMETERS,
        "function": spec.Choice(of=("ishigami", "g"), default=None, nullable=True, note="self-test"),
        "a": spec.List(of=spec.Number(low=0), default=[7.0], most=12, note="coefficients"),
        "b": spec.Number(default=0.1, note="third coefficient of ishigami"),
        "n": spec.Number(default=2048, low=64, high=65536, whole=True, note="rows"),
    },
    rules=(_which,),
)

EXAMPLE: Final[Data] = {"function": "g", "a": [0, 1, 4.5, 9], "n": 1024}


def run(data: Data) -> Data:
    """Return S1, ST and intervals per group, and the three main drivers in words."""
    if data["function"]:
        return _known(data)
    table = build([data["year"]], data["values"], data["parameters"])
    fa, fb, mixed, groups = _design(table, data["n"])
    found = indices(fa, fb, mixed, draws.stream("bootstrap", *table.ids[0]))
    if found is None:
        text = "nothing in this initiative-year is uncertain"
        flagged = [flags.flag("note", "no-variance", "year", text)]
        return {"groups": {}, "drivers": [], "flags": flagged}
    named = {group: found[at] for at, group in enumerate(groups)}
    top = sorted(named, key=lambda group: (-named[group]["total"], group))
    drivers = [
        {"group": group, "words": WORDS[group], "total": named[group]["total"]}
        for group in top[:3]
        if named[group]["total"] > 0.01
    ]
    return {"groups": named, "drivers": drivers, "flags": []}


def _design(table: Table, n: int) -> tuple[Floats, Floats, list[Floats], list[str]]:
    codes = sorted({row.unit for row in table.rows})
    mine = [model.own(table, 0, 1, n, tag) for tag in (" A", " B")]
    common = [model.shared(table, codes, n, tag) for tag in (" A", " B")]

    def total(own: model.Sample, shared: model.Sample) -> Floats:
        worth: Floats = model.value(table, 0, 1, own, shared).sum(axis=0)
        return worth

    mixed, groups = [], []
    for group in model.OWN:
        if mine[0][group].shape[1] > 1:
            mixed.append(total({**mine[0], group: mine[1][group]}, common[0]))
            groups.append(group)
    for group in model.SHARED:
        keys = [key for key in common[0] if _kind(key, table) == group]
        if any(np.ptp(common[0][key]) > 0 for key in keys):
            swapped = {key: common[1][key] for key in keys}
            mixed.append(total(mine[0], {**common[0], **swapped}))
            groups.append(group)
    return total(mine[0], common[0]), total(mine[1], common[1]), mixed, groups


def _kind(key: str, table: Table) -> str:
    if key not in table.units:
        return "cashable"
    wellbeing = any(row.unit == key and row.ledger == "L3" for row in table.rows)
    return "wellby" if wellbeing else "unit value"


def indices(fa: Floats, fb: Floats, mixed: Sequence[Floats], rng: np.random.Generator) -> list[Data] | None:
    """Return per group S1, ST and 90 % bootstrap intervals; None without variance.

    Arguments: f(A), f(B) and each f(AB_i), all (n,).
    """
    if not len(mixed) or np.ptp(fa) == 0:
        return None
    centre = np.mean([fa, fb])
    a, b = fa - centre, fb - centre
    many = np.asarray(mixed) - centre
    pick = rng.integers(0, len(a), (RESAMPLES, len(a)))
    out = []
    for ab in many:
        first, total = _pair(a, b, ab)
        again = np.asarray([_pair(a[rows], b[rows], ab[rows]) for rows in pick])
        low, high = np.quantile(again, (0.05, 0.95), axis=0)
        out.append(
            {
                "first": first,
                "first_range": [low[0], high[0]],
                "total": total,
                "total_range": [low[1], high[1]],
            }
        )
    return out


def _pair(a: Floats, b: Floats, ab: Floats) -> tuple[float, float]:
    middle = (b.mean() + ab.mean()) / 2
    spread = (b * b + ab * ab).mean() / 2 - middle**2
    first = float(((b * ab).mean() - middle**2) / spread)
    total = float(np.mean((a - ab) ** 2) / (np.var(a) + np.var(ab)))
    return first, total


def _known(data: Data) -> Data:
    name, a, b = data["function"], np.asarray(data["a"]), data["b"]
    d = 3 if name == "ishigami" else len(a)
    rng = draws.stream("sobol", name, data["n"])
    both = sequence.points(data["n"], 2 * d)
    u, v = both[:, :d], both[:, d:]
    mixed = []
    for at in range(d):
        swapped = u.copy()
        swapped[:, at] = v[:, at]
        mixed.append(_function(name, swapped, a, b))
    found = indices(_function(name, u, a, b), _function(name, v, a, b), mixed, rng)
    exact = _exact(name, a, b)
    return {
        "analytic": exact,
        "estimated": [one["first"] for one in found or []],
        "total": [one["total"] for one in found or []],
        "ranges": [one["first_range"] for one in found or []],
    }


def _function(name: str, u: Floats, a: Floats, b: float) -> Floats:
    if name == "ishigami":
        x = (2 * u - 1) * np.pi
        out: Floats = np.sin(x[:, 0]) + a[0] * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])
        return out
    return np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=1)


def _exact(name: str, a: Floats, b: float) -> list[float]:
    """Return the first-order indices in closed form."""
    if name == "ishigami":
        one = 0.5 * (1 + b * np.pi**4 / 5) ** 2
        two = a[0] ** 2 / 8
        both = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
        whole = one + two + both
        return [float(one / whole), float(two / whole), 0.0]
    parts = 1 / (3 * (1 + a) ** 2)
    out: list[float] = (parts / (np.prod(1 + parts) - 1)).tolist()
    return out
