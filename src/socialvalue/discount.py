"""Discount: factors, present values and yearly equivalents under a stated regime.

## Purpose
Bring amounts of several years to one year, with the Dutch rate or another country's
schedule, and show optimism bias, the cost of taxation and distributional weights
where a comparison abroad asks for them.

## Formula
- factor: `f(0) = 1`, `f(t) = f(t-1) / (1 + r(t))`; timing `guide` discounts year 0 too
- `NPV = sum over t of (benefit - cost) f(t)`
- equivalent annual: `NPV r / (1 - (1 + r)^-T)`, T the last year, r of year 0
- costs with `1 + bias (1 - mitigation)` and `1 + tax cost` each as a factor
- weight: `(reference income / income)^eta`
- WELLBYs: `points x persons x years x value`, undiscounted as the source does

## Units
Any currency in constant prices; years count from 0.

## Source
Werkgroep discontovoet (2020), 2.25 %; HM Treasury Green Book (2022), annex 6 and
wellbeing guidance (2021).
"""

from typing import Final

import numpy as np

from socialvalue import formula, spec
from socialvalue.reference import REGIMES, Schedule
from socialvalue.spec import Data, Floats, Report


def _lengths(data: Data, dot: str, report: Report) -> None:
    if len(data["costs"]) != len(data["benefits"]):
        report.say(f"{dot}benefits", "same-length", "needs as many years as costs")
    if not data["costs"] and not data["years"] and not data["wellbys"]:
        report.say(f"{dot}costs", "required", "give amounts, or years for factors")


_MONEY: Final = spec.List(of=spec.Number(unit="money"), default=[], most=1000)

SPEC: Final = spec.Object(
    fields={
        "regime": spec.Choice(of=tuple(REGIMES), default="nl", note="see reference"),
        "rate": spec.Number(default=None, nullable=True, low=0, high=1, note="one rate instead"),
        "schedule": spec.List(
            default=[],
            most=20,
            note="own schedule: [first year, last year, rate]",
            of=spec.List(of=spec.Number(low=0, high=1000), least=3, most=3),
        ),
        "timing": spec.Choice(of=("start", "guide"), default="start"),
        "years": spec.List(of=spec.Number(low=0, high=999, whole=True), default=[], note="factors of"),
        "costs": _MONEY,
        "benefits": _MONEY,
        "bias": spec.Number(default=0.0, low=0, high=5, note="optimism bias"),
        "mitigation": spec.share(default=0.0, note="part of the bias dealt with"),
        "tax_cost": spec.Number(default=0.0, low=0, high=2, note="marginal excess"),
        "income": spec.Number(default=None, nullable=True, above=0),
        "reference_income": spec.Number(default=None, nullable=True, above=0),
        "eta": spec.Number(default=1.3, low=0, high=5, note="of the weight"),
        "wellbys": spec.Object(
            default=None,
            nullable=True,
            fields={
                "points": spec.Number(low=-10, high=10),
                "persons": spec.count(),
                "years": spec.Number(low=0, high=100),
                "value": spec.euros(),
                "deflator": spec.Number(default=1.0, above=0),
            },
        ),
    },
    rules=(_lengths,),
)

EXAMPLE: Final[Data] = {
    "costs": [100, 50, 50, 0, 0],
    "benefits": [0, 0, 0, 150, 150],
    "years": [0, 1, 5],
}


def run(data: Data) -> Data:
    """Return factors, present values, NPV, yearly equivalent, ratio and weights."""
    schedule = _schedule(data)
    shift = 1 if data["timing"] == "guide" else 0
    last = max([len(data["costs"]) - 1, *data["years"], 0])
    factors = formula.discount_factors(schedule, last, shift)
    out: Data = {"factors": {str(year): factors[year] for year in data["years"]}}
    if data["costs"]:
        out |= _present(data, factors, schedule[0][2])
    if data["wellbys"]:
        one = data["wellbys"]
        value = one["points"] * one["persons"] * one["years"] * one["value"]
        out["wellbys"] = {"value": value, "uprated": value * one["deflator"]}
    return out


def _schedule(data: Data) -> Schedule:
    if data["rate"] is not None:
        return ((0, 1000, data["rate"]),)
    if data["schedule"]:
        return tuple((int(a), int(b), float(c)) for a, b, c in data["schedule"])
    return REGIMES[data["regime"]]


def _present(data: Data, factors: Floats, rate: float) -> Data:
    costs, benefits = np.asarray(data["costs"]), np.asarray(data["benefits"])
    factor = (1 + data["bias"] * (1 - data["mitigation"])) * (1 + data["tax_cost"])
    use = factors[: len(costs)]
    pv_costs = float((costs * use).sum() * factor)
    pv_benefits = float((benefits * use).sum())
    npv, last = pv_benefits - pv_costs, max(1, len(costs) - 1)
    annual = npv * rate / (1 - (1 + rate) ** -last) if rate else npv / last
    weight = 1.0
    if data["income"] and data["reference_income"]:
        weight = (data["reference_income"] / data["income"]) ** data["eta"]
    return {
        "pv_costs": pv_costs,
        "pv_benefits": pv_benefits,
        "npv": npv,
        "equivalent_annual": annual,
        "ratio": pv_benefits / pv_costs if pv_costs else None,
        "weight": weight,
        "weighted_npv": pv_benefits * weight - pv_costs,
    }
