"""Factors and present values."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused


def test_dutch_rate_by_hand():
    out = pipeline.outputs("discount", {"costs": [100, 0], "benefits": [0, 204.5], "years": [0, 2]})
    assert out["factors"] == pytest.approx({"0": 1, "2": 1 / 1.0225**2})
    assert out["npv"] == pytest.approx(100)
    assert out["ratio"] == pytest.approx(2)
    assert out["equivalent_annual"] == pytest.approx(102.25)


def test_guide_timing_discounts_the_first_year():
    out = pipeline.outputs("discount", {"rate": 0.1, "timing": "guide", "years": [0, 1]})
    assert out["factors"] == pytest.approx({"0": 1 / 1.1, "1": 1 / 1.21})


def test_a_kinked_schedule_multiplies_year_by_year():
    given = {"schedule": [[0, 1, 0.1], [2, 5, 0.05]], "years": [1, 2, 3]}
    found = pipeline.outputs("discount", given)["factors"]
    assert found == pytest.approx({"1": 1 / 1.1, "2": 1 / 1.155, "3": 1 / 1.21275})


def test_zero_rate_divides_over_the_years():
    out = pipeline.outputs("discount", {"rate": 0, "costs": [10, 0, 0], "benefits": [0, 10, 20]})
    assert out["equivalent_annual"] == pytest.approx(10)


def test_optimism_and_tax_raise_costs_and_poverty_raises_weight():
    money = {"rate": 0, "costs": [100], "benefits": [300], "bias": 0.5, "mitigation": 0.6, "tax_cost": 0.25}
    out = pipeline.outputs("discount", money | {"income": 20, "reference_income": 40, "eta": 1})
    assert out["pv_costs"] == pytest.approx(150)
    assert out["weight"] == pytest.approx(2)
    assert out["weighted_npv"] == pytest.approx(450)


def test_refusals():
    assert refused("discount", {"costs": [1], "benefits": []}) == {("benefits", "same-length")}
    assert refused("discount", {}) == {("costs", "required")}
    assert refused("discount", {"regime": "uk-health", "years": [80]}) == {("schedule", "covers-years")}
    assert refused("discount", {"rate": 1.5, "years": [1]}) == {("rate", "maximum")}
