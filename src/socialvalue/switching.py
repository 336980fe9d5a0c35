"""Switching values: how wrong a parameter must be before net value turns.

## Purpose
Beside the ratio: "this stays worth its cost unless fewer than 31 % improved". A value
outside the possible range is shown as out of reach.

## Formula
Let `B_p` be the benefit of the lines that use parameter p, C the cost and B all
benefit. These lines must be multiplied by `f = (C - (B - B_p)) / B_p`.
- a factor (unit value, WELLBY, attribution, cashable, gain): `c* = f c`
- displacement: `d* = 1 - f (1 - d)`
- observed share: `p* = (f (p (1 - dw) - norm) + norm) / (1 - dw)`
- norm: `norm* = p (1 - dw) - f (p (1 - dw) - norm)`

## Units
As the parameter: shares, EUR of the base year, points of life satisfaction.

## Source
HM Treasury Green Book (2022), switching values; method chapter (a).
"""

from typing import Final

from socialvalue import inputs, model, spec, values
from socialvalue.initiative import Row, Table, build
from socialvalue.spec import Data

SPEC: Final = spec.Object(
    fields={
        "year": inputs.YEAR,
        "values": values.ROWS,
        "parameters": inputs.PARAMETERS,
    }
)

EXAMPLE: Final[Data] = {
    "year": {
        "initiative": "klusdienst",
        "year": 2024,
        "participants": 60,
        "costs": {"cash": 40000},
        "outcomes": [
            {
                "code": "at-work",
                "respondents": 50,
                "improved": 20,
                "norm": 0.1,
                "attribution": 0.6,
                "displacement": 0.15,
            }
        ],
    },
    "values": [
        {
            "code": "at-work",
            "driver": "paid work",
            "ledger": "L1",
            "kind": "work",
            "low": 9000,
            "central": 12000,
            "high": 15000,
            "price_year": 2024,
            "payer": "gemeente",
            "cashable": 0.8,
        }
    ],
}


def run(data: Data) -> Data:
    """Return per parameter its centre, the value at which NSV is 0, and reachability."""
    table = build([data["year"]], data["values"], data["parameters"])
    worth = [float(value) for value in model.central(table)]
    cost, benefit = float(table.cost[0]), sum(worth)
    out: list[Data] = []
    for row, value in zip(table.rows, worth, strict=True):
        if value:
            factor = (cost - (benefit - value)) / value
            out += [_entry(row.code, *one) for one in _own(row, factor)]
    for unit in sorted({row.unit for row in table.rows}):
        part = sum(v for r, v in zip(table.rows, worth, strict=True) if r.unit == unit)
        if part:
            factor = (cost - (benefit - part)) / part
            centre = table.units[unit][1]
            out.append(_entry(unit, "unit value", centre, factor * centre, None))
    return {"net": benefit - cost, "switching": out, "holds": _holds(table, benefit)}


def _holds(table: Table, benefit: float) -> bool:
    return benefit > float(table.cost[0])


def _own(row: Row, f: float) -> list[tuple[str, float, float, float | None]]:
    a, d, c = (x.centre for x in (row.attribution, row.displacement, row.cashable))
    out: list[tuple[str, float, float, float | None]] = [
        ("attribution", a, f * a, 1.0),
        ("displacement", d, 1 - f * (1 - d), 1.0),
    ]
    if row.ledger == "L1":
        out.append(("cashable", c, f * c, 1.0))
    if row.ledger == "L3":
        out.append(("gain", row.gain[0], f * row.gain[0], None))
    if row.net is not None:
        out.append(("effect", row.net[0], f * row.net[0], None))
        return out
    p, norm, kept = row.observed.centre, row.norm.centre, 1 - row.deadweight.centre
    if kept > 0:
        out.append(("observed", p, (f * (p * kept - norm) + norm) / kept, 1.0))
    out.append(("norm", norm, p * kept - f * (p * kept - norm), 1.0))
    return out


def _entry(code: str, parameter: str, centre: float, at: float, most: float | None) -> Data:
    reachable = at >= 0 and (most is None or at <= most)
    return {
        "code": code,
        "parameter": parameter,
        "centre": centre,
        "switches_at": at,
        "reachable": reachable,
    }
