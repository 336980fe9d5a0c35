"""Draw initiative-years many times: ranges, chances, and totals with shared errors.

## Purpose
Give every published figure its range: P5, P50 and P95 per initiative-year, the chance
that benefit exceeds cost, and the range of totals over initiatives in which the errors
of shared parameters do not cancel.

## Formula
- own parameters of an initiative: a stream keyed by SHA-256 of (initiative, year,
  method); observed shares `Beta(improved + 1, not improved + 1)`, norms, attribution,
  drop-off and default shares Beta, displacement at work PERT(0, 0.15, 0.4), effects
  normal; evidence level 1..5 multiplies the net effect by a normal around 1 with
  standard deviation 0.6, 0.4, 0.2, 0.1, 0 (unless peers shrank it already)
- shared parameters: streams keyed by (release, code); unit costs and the value of a
  WELLBY lognormal with `sigma = ln(high / low) / 3.29`, cashable share Beta(3, 7)
- totals per draw add whole cents, so that no order and no grouping changes them

## Units
EUR of the base year; ratios and chances without unit. Cost is linear in initiatives x
draws; memory is bounded by blocks of initiatives.

## Source
Method of the Maatschappelijke AEX, chapter (a). Philox: Salmon et al. (2011). Sample
quantiles: Hyndman and Fan (1996), type 7.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any, Final

import numpy as np

from socialvalue import formula, inputs, model, spec, values
from socialvalue.initiative import Table, build
from socialvalue.spec import Data, Floats, refuse

MEASURES: Final = ("L1", "L2", "L3", "benefit", "net", "ratio", "fiscal_ratio")
# Values per array in a block: 2 MB, so that the dozen arrays in use stay in cache.
BLOCK: Final = 1 << 18
MOST: Final = 500

SPEC: Final = spec.Object(
    fields={
        "years": spec.List(of=inputs.YEAR, least=1, most=20_000, note="initiative-years"),
        "values": values.ROWS,
        "parameters": inputs.PARAMETERS,
        "draws": spec.Number(default=10_000, low=100, high=100_000, whole=True, note="per initiative"),
    }
)

EXAMPLE: Final[Data] = {
    "years": [
        {
            "initiative": "buurtkamer",
            "year": 2024,
            "participants": 120,
            "costs": {"cash": 30000, "hours": 600, "hour_value": 14.71},
            "outcomes": [
                {
                    "code": "less-lonely",
                    "respondents": 80,
                    "improved": 44,
                    "norm": 0.2,
                    "norm_n": 400,
                    "level": 2,
                }
            ],
        }
    ],
    "values": [
        {
            "code": "less-lonely",
            "driver": "loneliness",
            "ledger": "L3",
            "kind": "wellbeing",
            "low": 0.3,
            "central": 0.4,
            "high": 0.5,
        }
    ],
    "draws": 2000,
}


@dataclass(slots=True)
class Result:
    """Quantiles (initiatives, measures, 3), chance of R > 1, totals (ledger, draws)."""

    ids: list[tuple[str, int]] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    quantiles: list[Floats] = field(default_factory=list)
    chance: list[Floats] = field(default_factory=list)
    cents: Floats = field(default_factory=lambda: np.zeros((3, 0)))


def run(data: Data) -> Data:
    """Return ranges per initiative-year and of the totals per ledger."""
    result = portfolio(data["years"], data["values"], data["parameters"], data["draws"])
    tables = np.concatenate(result.quantiles)
    chances = np.concatenate(result.chance)
    order = sorted(range(len(result.ids)), key=lambda at: result.ids[at])
    return {
        "initiatives": [
            {
                "initiative": result.ids[at][0],
                "year": result.ids[at][1],
                "cost": result.cost[at],
                **{m: _range(tables[at, row]) for row, m in enumerate(MEASURES)},
                "chance_ratio_above_1": chances[at],
            }
            for at in order
        ],
        "totals": {
            ledger: _range(formula.quantiles(result.cents[row] / 100)) for row, ledger in enumerate(("L1", "L2", "L3"))
        },
        "draws": data["draws"],
    }


def _range(three: Floats) -> dict[str, Any]:
    return {"p5": three[0], "p50": three[1], "p95": three[2]}


def portfolio(
    years: Iterable[Data],
    rows: list[Data],
    parameters: Data,
    size: int,
    progress: Callable[[int], None] | None = None,
) -> Result:
    """Simulate initiative-years as they come, in blocks; `progress` hears the count.

    Arguments are clean (`inputs.YEAR` …); `years` may be a generator of any length.

    Raises:
        Refused: as `initiative.build`, or an initiative-year that comes twice.
    """
    result = Result(cents=np.zeros((3, size)))
    seen: set[tuple[str, int]] = set()
    common: model.Sample = {}
    for block in batched(years, MOST, strict=False):
        table = build(block, rows, parameters, len(result.ids))
        for identity in table.ids:
            if identity in seen:
                text = f"{identity[0]} {identity[1]} stands here twice"
                raise refuse("years", "once", text)
            seen.add(identity)
        _add_common(table, common, size)
        for first, last in _chunks(table, size):
            _chunk(table, first, last, common, result)
        if progress:
            progress(len(result.ids))
    return result


def benefits(years: Iterable[Data], rows: list[Data], parameters: Data, size: int) -> dict[tuple[str, int], Floats]:
    """Return the draws of benefit per initiative-year, EUR, (size,) each.

    For the interval of an index link: valued under one release, both ends share the
    draws of every shared parameter, so that only what really changed is uncertain.
    """
    out: dict[tuple[str, int], Floats] = {}
    common: model.Sample = {}
    for block in batched(years, MOST, strict=False):
        table = build(block, rows, parameters, len(out))
        _add_common(table, common, size)
        for first, last in _chunks(table, size):
            worth = model.value(table, first, last, model.own(table, first, last, size), common)
            sums = _by_ledger(table, first, last, worth, size).sum(axis=0)
            out |= zip(table.ids[first:last], sums, strict=True)
    return out


def _add_common(table: Table, common: model.Sample, size: int) -> None:
    codes = {row.unit for row in table.rows}
    shares = {model.cashable_key(r.unit) for r in table.rows if r.cashable.shape}
    if not (codes | shares) <= common.keys():
        common |= model.shared(table, sorted(codes), size)


def _chunks(table: Table, size: int) -> Iterator[tuple[int, int]]:
    first = 0
    most = max(1, BLOCK // size)
    for last in range(1, len(table.ids) + 1):
        full = last < len(table.ids) and table.start[last + 1] - table.start[first] > most
        if full or last == len(table.ids):
            yield first, last
            first = last


def _chunk(table: Table, first: int, last: int, common: model.Sample, result: Result) -> None:
    size = result.cents.shape[1]
    mine = model.own(table, first, last, size)
    worth = model.value(table, first, last, mine, common)
    sums = _by_ledger(table, first, last, worth, size)
    result.cents += np.rint(sums * 100).sum(axis=1)
    measured, chance = _measure(sums, table.cost[first:last])
    result.ids += table.ids[first:last]
    result.cost += table.cost[first:last].tolist()
    result.quantiles.append(measured)
    result.chance.append(chance)


def _by_ledger(table: Table, first: int, last: int, worth: Floats, size: int) -> Floats:
    """Return sums (ledger, initiative, draws); rows are sorted by ledger already."""
    begin = int(table.start[first])
    out = np.zeros((3, last - first, size))
    for at in range(first, last):
        for row in range(int(table.start[at]), int(table.start[at + 1])):
            ledger = int(table.rows[row].ledger[1]) - 1
            out[ledger, at - first] += worth[row - begin]
    return out


def _measure(sums: Floats, cost: Floats) -> tuple[Floats, Floats]:
    """Return quantiles (initiatives, measures, 3) and the chance that R exceeds 1.

    Net value and ratios are rising functions of benefit or L1 at a fixed cost, so
    their quantiles follow from those of benefit and L1 without drawing again.
    """
    benefit = sums.sum(axis=0)
    chance = (benefit > cost[:, None]).mean(axis=1)
    four = [formula.quantiles(part) if part.any() else np.zeros((len(cost), 3)) for part in (*sums, benefit)]
    net = four[3] - cost[:, None]
    ratio = four[3] / cost[:, None]
    return np.stack([*four, net, ratio, four[0] / cost[:, None]], axis=1), chance
