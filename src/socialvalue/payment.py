"""Pay for success: what an outcome contract pays, given the measured result.

## Purpose
Compute the payment of a contract on outcomes from counts in the group and in its
comparison group, with triggers, price per outcome and a cap. It pays on the measured
reduction and never on a modelled value.

## Formula
- reduction: `(control - treated) / control`, rates per the same number of people
- cohort trigger: reduction at least x; or the pooled trigger over all cohorts
- payment: `min(cap, avoided events x price)` when a trigger is met, else 0

## Units
Events per `per` people, people, EUR.

## Source
HMP Peterborough social impact bond, cohort 1 (Ministry of Justice, 2014).
"""

from typing import Final

from socialvalue import flags, spec
from socialvalue.spec import Data

SPEC: Final = spec.Object(
    fields={
        "cohorts": spec.List(
            least=1,
            most=100,
            unique=("cohort",),
            of=spec.Object(
                fields={
                    "cohort": spec.name(),
                    "treated": spec.Number(low=0, high=1e9, note="events, treated"),
                    "control": spec.Number(above=0, high=1e9, note="events, control"),
                    "per": spec.Number(default=100, above=0, note="people per rate"),
                    "people": spec.count(default=0, note="people treated"),
                }
            ),
        ),
        "cohort_trigger": spec.share(note="reduction that pays one cohort"),
        "pooled_trigger": spec.share(note="reduction that pays over all cohorts"),
        "price": spec.euros(default=0.0, note="per avoided event"),
        "cap": spec.euros(default=None, nullable=True, note="most that is paid"),
    }
)

EXAMPLE: Final[Data] = {
    "cohorts": [{"cohort": "1", "treated": 142, "control": 155, "people": 1000}],
    "cohort_trigger": 0.1,
    "pooled_trigger": 0.075,
    "price": 1200,
    "cap": 200000,
}


def run(data: Data) -> Data:
    """Return per cohort the reduction and whether it pays, pooled result, payment."""
    rows, treated, control, events = [], 0.0, 0.0, 0.0
    for one in data["cohorts"]:
        cut = (one["control"] - one["treated"]) / one["control"]
        avoided = (one["control"] - one["treated"]) / one["per"] * one["people"]
        weight = one["people"] or 1
        treated += one["treated"] / one["per"] * weight
        control += one["control"] / one["per"] * weight
        pays = cut >= data["cohort_trigger"]
        rows.append({"cohort": one["cohort"], "reduction": cut, "avoided": avoided, "pays": pays})
        events += avoided if pays else 0.0
    pooled = (control - treated) / control
    all_pay = pooled >= data["pooled_trigger"]
    if all_pay:
        events = max(events, sum(row["avoided"] for row in rows))
    due = max(0.0, events) * data["price"]
    paid = due if data["cap"] is None else min(due, data["cap"])
    flagged = []
    if pooled < 0:
        text = "the treated group did worse than its comparison group"
        flagged.append(flags.flag("amber", "worse-than-control", "cohorts", text))
    return {
        "cohorts": rows,
        "pooled_reduction": pooled,
        "pooled_pays": all_pay,
        "due": due,
        "paid": paid,
        "capped": paid < due,
        "flags": flagged,
    }
