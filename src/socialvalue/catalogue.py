"""Check a value set: rows complete, components that sum, dates, and what changed.

## Purpose
A value set is only as good as its worst row. This stage reports what does not add up
and what has no source, refuses what has expired, and compares two versions.

## Formula
- components: `|total - sum of parts| <= tolerance`
- difference: rows added, removed, and per changed row the fields with old and new
- unit values in euros of the base year: `value x CPI(base) / CPI(price year)`

## Units
EUR (L3: points of life satisfaction) per person-year or event.

## Source
Method chapter (a); check on components after the Greater Manchester unit cost
database, of which one row does not add up.
"""

from typing import Final

from socialvalue import flags, formula, spec, values
from socialvalue.record import digest
from socialvalue.reference import CPI_NL
from socialvalue.spec import Data

SPEC: Final = spec.Object(
    fields={
        "values": values.ROWS,
        "before": spec.List(of=values.ROW, default=[], unique=("code",), note="an earlier version"),
        "on": spec.date(default=None, nullable=True, note="refuse what expired before"),
        "base_year": spec.year(default=2024),
        "tolerance": spec.euros(default=0.5, note="on the sum of components"),
    }
)

EXAMPLE: Final[Data] = {
    "values": [
        {
            "code": "shelter-week",
            "driver": "week in shelter",
            "ledger": "L1",
            "low": 500,
            "central": 640,
            "high": 800,
            "price_year": 2022,
            "payer": "gemeente",
            "parts": [420, 200],
        }
    ],
    "on": "2026-11-22",
}


def run(data: Data) -> Data:
    """Return components that (do not) sum, rows in base-year euros, changes, flags."""
    rows = data["values"]
    values.check_current(rows, data["on"], "values")
    with_parts = [row for row in rows if row["parts"]]
    gaps = {row["code"]: sum(row["parts"]) - row["central"] for row in with_parts}
    odd = sorted(code for code, gap in gaps.items() if abs(gap) > data["tolerance"])
    flagged = [note for row in rows for note in values.unsourced(row)]
    for code in odd:
        text = f"components differ from the total by {gaps[code]:.2f}"
        flagged.append(flags.flag("amber", "components", code, text))
    return {
        "version": digest(sorted(rows, key=lambda row: str(row["code"]))),
        "consistent": sorted(set(gaps) - set(odd)),
        "inconsistent": odd,
        "gaps": gaps,
        "base_year_values": _in_base_year(rows, data["base_year"]),
        "changes": _changes(data["before"], rows) if data["before"] else None,
        "flags": flagged,
    }


def _in_base_year(rows: list[Data], base: int) -> Data:
    return {
        row["code"]: row["central"] * formula.prices(base, row["price_year"], CPI_NL)
        for row in rows
        if row["price_year"] is not None
    }


def _changes(before: list[Data], rows: list[Data]) -> Data:
    old, new = values.by_code(before), values.by_code(rows)
    changed = {}
    for code in sorted(old.keys() & new.keys()):
        fields = {
            field: {"old": old[code][field], "new": new[code][field]}
            for field in new[code]
            if old[code][field] != new[code][field]
        }
        if fields:
            changed[code] = fields
    return {
        "added": sorted(new.keys() - old.keys()),
        "removed": sorted(old.keys() - new.keys()),
        "changed": changed,
    }
