"""Appraise one initiative-year: the calculation sheet, line by line.

## Purpose
Turn "so many people improved" into value per outcome and per ledger, with costs, net
value, ratios and break-even numbers. This is the sheet that is published; every euro
on it is people x change x share x unit value x years.

## Formula
- persons, RATE: `respondents x ((improved + 1) / (respondents + 2) - norm)`; who did
  not answer counts as no effect. The upper variant counts all participants.
- persons, IMPACT: `participants x effect`
- share kept: `a = attribution x (1 - displacement)`; IMPACT: `a = 1 - displacement`
- years: `T = sum over h of (1 - drop)^h / (1 + rate)^h`; timing `guide`: `h + 1`
- value: `V = persons x a x unit value x T`; L1: unit cost x cashable share; L3: points
  of life satisfaction x value of a WELLBY
- capacity (L1): the part `1 - cashable share` that frees people or beds but no money; it
  stands beside the value and is not in it
- `B = L1 + L2 + L3`, `C = cash + in kind + hours x hour value`, `NSV = B - C`,
  `R = B / C`, `R_fiscal = L1 / C`, break-even share `C / B`, `public_net = L1 - public money`

## Units
Money in EUR of the base year, people, years, shares 0 to 1. The three ledgers are
shown side by side; their sum is only used in `NSV` and `R`, never as "money saved".

## Source
Method of the Maatschappelijke AEX, chapter (a). Dutch discount rate 2.25 %
(Werkgroep discontovoet 2020). Prices: CBS consumer price index.
"""

from typing import Any, Final

import numpy as np

from socialvalue import flags, formula, inputs, model, spec, values
from socialvalue.initiative import DEFAULT_CASHABLE, Row, Table, build
from socialvalue.reference import DIMENSIONS
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
                "attribution": 1,
            }
        ],
    },
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
}


def run(data: Data) -> Data:
    """Return the sheet of one initiative-year: lines, ledgers, total, profile, flags."""
    year, rows = data["year"], data["values"]
    table = build([year], rows, data["parameters"])
    worth = model.central(table)
    known = values.by_code(rows)
    lines = [
        {**_line(table, row, float(value)), "payer": known[row.code]["payer"]}
        for row, value in zip(table.rows, worth, strict=True)
    ]
    ledgers = {
        ledger: sum(line["value"] for line in lines if line["ledger"] == ledger) for ledger in ("L1", "L2", "L3")
    }
    total = totals(ledgers, float(table.cost[0]))
    total["public_net"] = ledgers["L1"] - year["costs"]["public"]
    gain = _gain(table)
    return {
        "lines": lines,
        "ledgers": ledgers,
        "total": total,
        "upper": _upper(table, worth, float(table.cost[0])),
        "wellbys": ledgers["L3"] / table.units[values.WELLBY][1],
        "gain_per_participant": gain,
        "not_valued": _not_valued(year, known, table),
        "profile": _profile(year, known),
        "flags": _flags(table, year, rows, gain, total["ratio"]),
    }


def totals(ledgers: dict[str, float], cost: float) -> Data:
    """Return B, C, NSV, ratios and the break-even share (None when B is not above 0)."""
    benefit = sum(ledgers.values())
    return {
        "benefit": benefit,
        "cost": cost,
        "net": benefit - cost,
        "ratio": benefit / cost,
        "fiscal_ratio": ledgers["L1"] / cost,
        "break_even_share": cost / benefit if benefit > 0 else None,
    }


def _line(table: Table, row: Row, value: float) -> Data:
    rate, shift = table.parameters["rate"], model.timing(table)
    lasting = float(formula.lasting(row.drop.centre, rate, row.years, shift))
    unit = table.units[row.unit][1] * row.gain[0] * row.cashable.centre
    persons = row.base * row.net_rate
    first = row.sign * persons * row.kept * unit
    per_year = [first * (1 - row.drop.centre) ** at for at in range(row.years)]
    gross = row.base * (row.observed.centre if row.net is None else row.net_rate)
    whole = row.kept * unit * lasting
    return {
        "code": row.code,
        "group": row.group,
        "ledger": row.ledger,
        "observed_rate": None if row.net else row.observed.centre,
        "net_rate": row.net_rate,
        "persons": persons,
        "kept": row.kept,
        "unit_value": unit,
        "years": lasting,
        "gross_first_year": gross * unit,
        "after_deadweight": persons * unit,
        "per_year": per_year,
        "per_year_present": [amount / (1 + rate) ** (at + shift) for at, amount in enumerate(per_year)],
        "value": value,
        "capacity": row.sign * persons * row.kept * table.units[row.unit][1] * (1 - row.cashable.centre) * lasting,
        "persons_to_break_even": float(table.cost[0]) / whole if whole > 0 else None,
    }


def _upper(table: Table, worth: Any, cost: float) -> Data:
    """Return the variant in which who did not answer did as those who did."""
    scale = [1.0 if row.base == 0 else row.asked / row.base for row in table.rows]
    ledgers = {"L1": 0.0, "L2": 0.0, "L3": 0.0}
    persons = []
    for row, value, factor in zip(table.rows, worth, scale, strict=True):
        ledgers[row.ledger] += float(value) * factor
        persons.append(row.asked * row.net_rate)
    return {"persons": persons, "ledgers": ledgers, **totals(ledgers, cost)}


def _gain(table: Table) -> float:
    """Return implied points of life satisfaction per participant in the first year."""
    people = float(table.participants[0])
    if people == 0:
        return 0.0
    points = sum(
        row.sign * row.base * row.net_rate * row.kept * row.gain[0] for row in table.rows if row.ledger == "L3"
    )
    return points / people


def _not_valued(year: Data, known: dict[str, Data], table: Table) -> list[Data]:
    """Return outcomes without a measurement, with the persons that would break even."""
    out = []
    cost = float(table.cost[0])
    for outcome in year["outcomes"]:
        value = known[outcome["code"]]
        if outcome["measured"] or value["ledger"] == "L4":
            continue
        well = value["ledger"] == "L3"
        unit = value["central"] * table.parameters["wellby"]["central"]
        worth = unit if well else table.units[value["code"]][1] * _freed(value)
        out.append(
            {
                "code": outcome["code"],
                "value": 0.0,
                "persons_to_break_even": cost / worth if worth > 0 else None,
            }
        )
    return out


def _freed(value: Data) -> float:
    """Return which share of a unit frees money: public spending only in part."""
    if value["ledger"] != "L1":
        return 1.0
    return DEFAULT_CASHABLE if value["cashable"] is None else float(value["cashable"])


def _profile(year: Data, known: dict[str, Data]) -> Data:
    """Return the L4 profile: share of participants that improved, 0-100, per dimension."""
    scores: dict[str, list[float]] = {}
    for outcome in year["outcomes"]:
        value = known[outcome["code"]]
        if value["ledger"] == "L4" and outcome["measured"] and year["participants"]:
            share = outcome["observed"]
            if share is None and outcome["improved"] is not None:
                share = outcome["improved"] / max(1, outcome["respondents"])
            kept = (share or 0) * (outcome["respondents"] or 0) / year["participants"]
            scores.setdefault(value["dimension"], []).append(100 * kept)
    return {key: float(np.mean(scores[key])) if key in scores else None for key in DIMENSIONS}


def _flags(table: Table, year: Data, rows: list[Data], gain: float, ratio: float) -> list[Data]:
    out = [note for row in table.rows for note in row.notes]
    out += flags.wellbeing(gain) + flags.ratio(ratio)
    now = {"participants": year["participants"]}
    for outcome in year["outcomes"]:
        for key in ("respondents", "improved"):
            if outcome[key] is not None:
                now[f"{outcome['code']}.{key}"] = outcome[key]
    out += flags.repeated(now, year["previous"])
    if not year["got_worse"] and not any(o["worse"] for o in year["outcomes"]):
        text = "nothing is said about what got worse"
        out.append(flags.flag("note", "negative-question", "got_worse", text))
    used = {outcome["code"] for outcome in year["outcomes"]}
    for row in rows:
        if row["code"] in used and row["demonstration"]:
            text = "a foreign value, for demonstration only"
            out.append(flags.flag("amber", "demonstration", row["code"], text))
    return out
