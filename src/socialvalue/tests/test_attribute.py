"""Everybody's part of the result, exact to the cent."""

import pytest

from socialvalue import attribute, pipeline
from socialvalue.tests.helpers import refused


def test_golden_by_hand():
    out = pipeline.outputs("attribute", attribute.EXAMPLE)
    assert out["attributed_cents"] == {
        "municipality": 2060475,
        "donor_a": 309071,
        "donor_b": 206047,
        "fund": 515119,
        "volunteers": 909288,
    }
    assert out["sum_cents"] == 4_000_000


def test_equal_givers_and_an_odd_cent():
    given = {"contributions": {"c": 1, "a": 1, "b": 1}, "realised": 0.01}
    assert pipeline.outputs("attribute", given)["attributed_cents"] == {"c": 0, "a": 1, "b": 0}


def test_a_loss_is_shared_too():
    given = {"contributions": {"a": 1, "b": 2}, "realised": -10}
    assert pipeline.outputs("attribute", given)["attributed_cents"] == {"a": -333, "b": -667}


def test_before_anything_is_realised_it_is_only_reserved():
    out = pipeline.outputs("attribute", {"contributions": {"a": 5}})
    assert out["state"] == "reserved"
    assert out["attributed_cents"] is None


def test_the_causal_estimate_needs_a_plan_filed_in_advance():
    assert pipeline.outputs("attribute", attribute.EXAMPLE)["causal"] is None
    low, middle, high = pipeline.outputs("attribute", attribute.EXAMPLE | {"plan": True})["causal"]["fund"]
    assert low < middle < high
    assert middle == pytest.approx(0.236 * 515119, rel=0.03)


def test_refusals():
    assert refused("attribute", {"contributions": {"a": 0.005}}) == {("contributions.a", "cents")}
    assert refused("attribute", {"contributions": {"a": 0}}) == {("contributions", "all-zero")}
    assert refused("attribute", {"contributions": {"a": -1}}) == {("contributions.a", "minimum")}
    assert refused("attribute", {"contributions": {}}) == {("contributions", "length")}
