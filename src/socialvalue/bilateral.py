"""Index numbers between periods: Laspeyres, Paasche, Fisher, Törnqvist, GEKS.

## Purpose
The classic index numbers, to check our own index against and to show how much the
answer depends on the formula: per driver a unit value and a quantity in each period.

## Formula
For periods 0 and 1 with prices p and quantities q:
- Laspeyres `p1 q0 / p0 q0`, Paasche `p1 q1 / p0 q1`, Fisher their geometric mean
- Törnqvist `product of (p1 / p0)^((s0 + s1) / 2)`, s the value shares
- chained: product of links; fixed base: each period against the first
- GEKS over a window w of Törnqvist numbers, later periods spliced by the geometric
  mean over all links in the window
With `of` "quantity" the roles of p and q are exchanged.

## Units
Prices and quantities in any unit; the result has none and starts at 1.

## Source
ILO/IMF et al., Consumer Price Index Manual (2020); Diewert and Fox (2017); checked
against the output of IndexNumR 0.6.0.
"""

from typing import Final

import numpy as np

from socialvalue import spec
from socialvalue.spec import Data, Floats, Report

METHODS: Final = ("laspeyres", "paasche", "fisher", "tornqvist")


def _square(data: Data, dot: str, report: Report) -> None:
    widths = {len(row) for row in data["prices"] + data["quantities"]}
    if len(widths) != 1:
        report.say(f"{dot}prices", "same-length", "needs every product in every period")
    if len(data["prices"]) != len(data["quantities"]):
        report.say(f"{dot}quantities", "same-length", "needs as many periods as prices")
    if data["window"] > len(data["prices"]):
        report.say(f"{dot}window", "maximum", "is longer than the series")


_TABLE: Final = spec.List(
    least=2,
    most=400,
    of=spec.List(of=spec.Number(above=0), least=1, most=2000),
    note="one list per period, products in the same order",
)

SPEC: Final = spec.Object(
    fields={
        "prices": _TABLE,
        "quantities": _TABLE,
        "of": spec.Choice(of=("price", "quantity"), default="price"),
        "window": spec.Number(default=2, low=2, high=25, whole=True, note="of GEKS"),
    },
    rules=(_square,),
)

EXAMPLE: Final[Data] = {
    "prices": [[2, 1], [1.75, 0.5], [1.6, 1.05]],
    "quantities": [[4, 10], [5, 30], [6, 9]],
    "of": "quantity",
}


def run(data: Data) -> Data:
    """Return chained and fixed-base series per formula, and GEKS with mean splice."""
    p, q = np.asarray(data["prices"]), np.asarray(data["quantities"])
    if data["of"] == "quantity":
        p, q = q, p
    out: Data = {}
    for method in METHODS:
        links = [_pair(method, p, q, at - 1, at) for at in range(1, len(p))]
        out[f"{method}_chained"] = [1.0, *np.cumprod(links).tolist()]
        fixed = [_pair(method, p, q, 0, at) for at in range(1, len(p))]
        out[f"{method}_fixed"] = [1.0, *fixed]
    out["geks"] = geks(p, q, data["window"])
    return out


def _pair(method: str, p: Floats, q: Floats, a: int, b: int) -> float:
    laspeyres = float((p[b] * q[a]).sum() / (p[a] * q[a]).sum())
    if method == "laspeyres":
        return laspeyres
    paasche = float((p[b] * q[b]).sum() / (p[a] * q[b]).sum())
    if method == "paasche":
        return paasche
    if method == "fisher":
        return float(np.sqrt(laspeyres * paasche))
    shares = [p[t] * q[t] / (p[t] * q[t]).sum() for t in (a, b)]
    return float(np.exp(((shares[0] + shares[1]) / 2 * np.log(p[b] / p[a])).sum()))


def geks(p: Floats, q: Floats, window: int) -> list[float]:
    """Return the GEKS series: the first window whole, then mean splice by period."""
    logs: dict[tuple[int, int], float] = {}
    out = _window(p, q, range(window), logs)
    for end in range(window, len(p)):
        first = end - window + 1
        part = _window(p, q, range(first, end + 1), logs)
        steps = [part[-1] / part[at] * out[first + at] for at in range(window - 1)]
        out.append(float(np.exp(np.mean(np.log(steps)))))
    return out


def _window(p: Floats, q: Floats, periods: range, logs: dict[tuple[int, int], float]) -> list[float]:
    """Return GEKS over the periods; `logs` keeps pairs that the next window needs again."""
    for a in periods:
        for b in periods:
            if (a, b) not in logs:
                logs[a, b] = float(np.log(_pair("tornqvist", p, q, a, b)))
    table = np.asarray([[logs[a, b] for b in periods] for a in periods])
    series: list[float] = np.exp((table[0][:, None] + table).mean(axis=0)).tolist()
    return series
