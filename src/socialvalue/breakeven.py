"""Break-even: how much change would be needed to earn back the cost.

## Purpose
The honest sentence of an initiative whose outcomes are not measured: "pays for itself
if 3 of 120 participants stay out of residential care for a year".

## Formula
- persons needed: `C / (a u T)`, with `a` the share kept, `u` the unit value, `T` years
- share of participants: `persons needed / participants`
- implied unit value: `C / outcomes`, when a source gives cost and break-even outcomes

## Units
EUR, persons, years, shares.

## Source
Method chapter (a); Northern Ireland children's services, 2024-25.
"""

import math
from typing import Final

from socialvalue import flags, spec
from socialvalue.spec import Data, Report


def _asks(data: Data, dot: str, report: Report) -> None:
    if (data["unit_value"] is None) == (data["outcomes"] is None):
        text = "give a unit value, or the outcomes that would break even"
        report.say(f"{dot}unit_value", "either", text)


SPEC: Final = spec.Object(
    fields={
        "cost": spec.Number(above=0, high=1e13, unit="EUR", note="total, or per person"),
        "people": spec.count(default=1, low=1, note="times which the cost is made"),
        "participants": spec.count(default=None, nullable=True, low=1),
        "unit_value": spec.Number(default=None, nullable=True, above=0, unit="EUR", note="per person-year"),
        "kept": spec.Number(default=1.0, above=0, high=1, note="a: share kept"),
        "years": spec.Number(default=1.0, above=0, high=100, note="T: years it counts"),
        "outcomes": spec.Number(default=None, nullable=True, above=0, note="outcomes that break even"),
    },
    rules=(_asks,),
)

EXAMPLE: Final[Data] = {
    "cost": 38826,
    "participants": 120,
    "unit_value": 6000,
    "kept": 0.5,
}


def run(data: Data) -> Data:
    """Return persons needed (and as share), or the implied unit value."""
    cost = data["cost"] * data["people"]
    if data["outcomes"] is not None:
        return {"cost": cost, "implied_unit_value": cost / data["outcomes"], "flags": []}
    persons = cost / (data["kept"] * data["unit_value"] * data["years"])
    share, flagged = None, []
    if data["participants"]:
        share = persons / data["participants"]
        if share > 1:
            text = "more people would have to improve than took part"
            flagged.append(flags.flag("amber", "out-of-reach", "participants", text))
    return {
        "cost": cost,
        "persons": persons,
        "whole_persons": math.ceil(persons - 1e-9),
        "share": share,
        "flags": flagged,
    }
