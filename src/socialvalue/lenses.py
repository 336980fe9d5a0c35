"""Lenses: several prices of one physical change, side by side and never added.

## Purpose
One tonne reused has a value for the household, a saving for the municipality and a
value for the climate. They belong to different people. Each is shown; asking for the
sum of two lenses on one driver is refused.

## Formula
`lens = quantity x factor x price` (low and high apart); sum over drivers only when
every lens in it has another driver; `ratio = lens / cost`.

## Units
The driver's own unit (tonnes, nights, …), EUR per unit.

## Source
Freegle Social Impact Measurement Framework (2026); method chapter (a), rule (iii).
"""

from typing import Any, Final

from socialvalue import spec
from socialvalue.spec import Data, Report


def _sum(data: Data, dot: str, report: Report) -> None:
    lenses = {lens["code"]: lens for lens in data["lenses"]}
    seen: dict[str, str] = {}
    for position, code in enumerate(data["add"]):
        where = f"{dot}add[{position}]"
        if code not in lenses:
            report.say(where, "known", f"{code} is not one of the lenses")
            continue
        driver = lenses[code]["driver"]
        if driver in seen:
            text = f"{seen[driver]} and {code} are two prices of the same {driver}"
            report.say(where, "counted-twice", text)
        seen[driver] = code
    for position, lens in enumerate(data["lenses"]):
        if lens["driver"] not in data["drivers"]:
            where = f"{dot}lenses[{position}].driver"
            report.say(where, "known", f"{lens['driver']} is not one of the drivers")


SPEC: Final = spec.Object(
    fields={
        "drivers": spec.Map(of=spec.Number(low=0), least=1, note="physical quantities"),
        "lenses": spec.List(
            least=1,
            unique=("code",),
            of=spec.Object(
                fields={
                    "code": spec.name(),
                    "driver": spec.name(note="which quantity it prices"),
                    "factor": spec.Number(default=1.0, note="units per driver unit"),
                    "low": spec.Number(note="price per unit, EUR"),
                    "high": spec.Number(note="price per unit, EUR"),
                    "beneficiary": spec.Text(default="", note="whose it is"),
                }
            ),
        ),
        "add": spec.List(of=spec.name(), default=[], note="lenses to add"),
        "costs": spec.Map(of=spec.Number(above=0), default={}, note="cost bases for ratios, EUR"),
    },
    rules=(_sum,),
)

EXAMPLE: Final[Data] = {
    "drivers": {"tonnes reused": 100},
    "lenses": [
        {"code": "reuse", "driver": "tonnes reused", "low": 900, "high": 1100},
        {"code": "disposal", "driver": "tonnes reused", "low": 121, "high": 164},
    ],
    "costs": {"cash": 5000},
}


def run(data: Data) -> Data:
    """Return each lens with its quantity and range, and the sum that was allowed."""
    out: dict[str, Any] = {}
    for lens in data["lenses"]:
        quantity = data["drivers"][lens["driver"]] * lens["factor"]
        low, high = quantity * lens["low"], quantity * lens["high"]
        out[lens["code"]] = {
            "quantity": quantity,
            "low": low,
            "high": high,
            "ratio": {k: (low + high) / 2 / c for k, c in data["costs"].items()},
        }
    total = None
    if data["add"]:
        total = {key: sum(out[code][key] for code in data["add"]) for key in ("low", "high")}
    return {"lenses": out, "sum": total}
