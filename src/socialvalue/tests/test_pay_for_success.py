"""What an outcome contract pays."""

import pytest

from socialvalue import payment, pipeline
from socialvalue.tests.helpers import refused, rules

TERMS = {"cohort_trigger": 0.1, "pooled_trigger": 0.075, "price": 100}


def cohorts(*pairs):
    return [
        {"cohort": f"c{at}", "treated": treated, "control": control, "people": 1000}
        for at, (treated, control) in enumerate(pairs)
    ]


def test_one_cohort_below_its_trigger_but_above_the_pooled_one():
    out = pipeline.outputs("pay-for-success", payment.EXAMPLE)
    assert out["cohorts"][0]["reduction"] == pytest.approx(13 / 155)
    assert out["cohorts"][0]["pays"] is False
    assert out["pooled_pays"] is True
    assert out["paid"] == 130 * 1200


def test_a_cohort_can_pay_alone_and_a_cap_holds():
    given = {"cohorts": cohorts((80, 100), (100, 100), (100, 100)), **TERMS}
    out = pipeline.outputs("pay-for-success", given)
    assert out["pooled_pays"] is False
    assert out["paid"] == pytest.approx(200 * 100)
    capped = pipeline.outputs("pay-for-success", given | {"cap": 500})
    assert (capped["paid"], capped["capped"]) == (500, True)


def test_worse_than_control_pays_nothing_and_is_flagged():
    out = pipeline.outputs("pay-for-success", {"cohorts": cohorts((120, 100)), **TERMS})
    assert out["paid"] == 0
    assert rules(out) == {"worse-than-control"}


def test_refusals():
    assert refused("pay-for-success", {"cohorts": cohorts((1, 0)), **TERMS}) == {("cohorts[0].control", "above")}
    given = {"cohorts": cohorts((1, 2)), **TERMS, "cohort_trigger": 10}
    assert refused("pay-for-success", given) == {("cohort_trigger", "maximum")}
