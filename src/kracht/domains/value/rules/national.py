"""The national figure: cashable public savings counted once, minus public money. Pure; may be negative.

Claims are lines of published sheets. Cells are municipality x driver x target group x year; where participants of a
cell were asked which other help they had, the overlap of that cell is measured, elsewhere the umbrella rule holds.
Overlap looks at the effect on one participant before attribution, and at the claim after it: an initiative that was
already given half because others helped is not halved again.
"""

from collections import defaultdict
from typing import Any

from kracht.domains.value.rules.given import Given, pairs, relative_sd
from kracht.domains.value.rules.periods import Known, Period
from socialvalue import pipeline
from socialvalue.values import WELLBY

type Data = dict[str, Any]
NATIONAL_DRAWS = 2000


def cell_name(municipality: str, driver: str, group: str, year: int) -> str:
    """Return the id of a cell."""
    return f"{municipality} | {driver} | {group} | {year}"


def figure(given: Given, last: Period) -> dict[str, Data]:
    """Return the figure of the newest year of the period, with the claims it is made of."""
    claims, cells, money = _collect(given, last)
    if not claims:
        return {}
    effects = _effects(given, last)
    for name in sorted(set(cells) & set(given.overlaps)):
        cells[name]["lambda"] = _overlap(given.overlaps[name], effects[name])
    data = {
        "cells": [cells[name] for name in sorted(cells)],
        "claims": claims,
        "public_money": money,
        "spread": _spread(last),
        "release": given.name,
        "draws": NATIONAL_DRAWS,
    }
    out = pipeline.outputs("national", data)
    return {f"national/{last.name}": {**out, "claims": claims, "cells": data["cells"], "public_money": money}}


def _collect(given: Given, last: Period) -> tuple[list[Data], dict[str, Data], list[Data]]:
    claims: list[Data] = []
    cells: dict[str, Data] = {}
    money: list[Data] = []
    for key, one in sorted(last.members.items()):
        place = given.places[key]
        if not place.municipality:
            continue
        mine = []
        for line, outcome, row in pairs(one):
            name = cell_name(place.municipality, row["driver"], line["group"], one.year)
            cells.setdefault(name, _cell(name, place.municipality, place.province, row["driver"], line, one))
            mine.append(_claim(key, name, line, outcome, row))
        claims += mine
        paid = one.record["inputs"]["year"]["costs"]["public"]
        if mine and paid:
            # in one cell: the best measured public saving, else the best measured of all
            best = min(mine, key=lambda claim: (claim["cashable"] == 0, -claim["level"], claim["cell"]))
            money.append({"initiative": key, "cell": best["cell"], "payer": "gemeente", "amount": paid})
    return claims, cells, money


def _cell(name: str, municipality: str, province: str, driver: str, line: Data, one: Known) -> Data:
    return {
        "cell": name,
        "municipality": municipality,
        "region": province or "–",
        "driver": driver,
        "group": line["group"],
        "year": one.year,
    }


def _claim(key: str, cell: str, line: Data, outcome: Data, row: Data) -> Data:
    value = round(line["value"], 2)
    ledger = line["ledger"]
    return {
        "initiative": key,
        "cell": cell,
        "code": WELLBY if ledger == "L3" else row["code"],
        "payer": row["payer"] or "–",
        "level": int(outcome.get("level", 1)),
        "persons": max(0.0, round(line["persons"] * line["kept"], 6)),
        "cashable": value if ledger == "L1" else 0.0,
        "capacity": round(line["capacity"], 2) if ledger == "L1" else 0.0,
        "other": value if ledger == "L2" else 0.0,
        "wellbeing": value if ledger == "L3" else 0.0,
        "sd": round(relative_sd(line, outcome), 6),
    }


def _spread(last: Period) -> dict[str, list[float]]:
    """Return low and high relative to the centre of every unit cost that is used, and of a WELLBY."""
    found: dict[str, list[float]] = {}
    for one in last.members.values():
        for row in one.record["inputs"]["values"]:
            if row["ledger"] in {"L1", "L2"} and row["central"] > 0 and row["low"] > 0:
                found[row["code"]] = [row["low"] / row["central"], row["high"] / row["central"]]
        wellby = one.record["inputs"]["parameters"].get("wellby")
        if wellby:
            found[WELLBY] = [wellby["low"] / wellby["central"], wellby["high"] / wellby["central"]]
    return found


def _effects(given: Given, last: Period) -> dict[str, dict[str, tuple[float, float]]]:
    """Return per cell of everybody in it the effect on one participant before attribution, and the attribution."""
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for key, one in sorted(last.members.items()):
        for line, _outcome, row in pairs(one):
            cell = cell_name(given.places[key].municipality, row["driver"], line["group"], one.year)
            found[cell][key] = (_share(line["net_rate"]), _share(line["kept"]))
    return found


def _share(value: float) -> float:
    return min(1.0, max(0.0, round(value, 6)))


def _overlap(participations: tuple[tuple[str, str], ...], effects: dict[str, tuple[float, float]]) -> float | None:
    """Return which share of the claims of a cell is left when every person counts once; None when it is not known."""
    known = [[person, key] for person, key in participations if key in effects]
    if len(effects) < 2 or {key for _person, key in known} != set(effects):
        return None
    given = {
        "participations": known,
        "effects": {key: effect for key, (effect, _kept) in effects.items()},
        "kept": {key: kept for key, (_effect, kept) in effects.items()},
    }
    found: float = pipeline.outputs("overlap", given)["lambda"]
    return found
