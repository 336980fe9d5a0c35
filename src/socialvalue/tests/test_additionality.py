"""From gross to net."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused, rules


def test_by_hand():
    row = {"key": "a", "deadweight": 0.5, "displacement": 0.2, "leakage": 0.1, "substitution": 0.5, "gross": 1000}
    out = pipeline.outputs("additionality", {"rows": [row]})
    assert out["net_factor"]["a"] == pytest.approx(0.18)
    assert out["net"]["a"] == pytest.approx(180)


def test_a_multiplier_above_its_deductions_is_flagged():
    out = pipeline.outputs("additionality", {"rows": [{"key": "a", "multiplier": 1.4}]})
    assert rules(out) == {"net-above-gross"}


def test_refusals():
    assert refused("additionality", {"rows": [{"key": "a", "leakage": 1.01}]}) == {("rows[0].leakage", "maximum")}
    assert refused("additionality", {"rows": []}) == {("rows", "length")}
    assert refused("additionality", {"rows": [{"key": "a"}, {"key": "a"}]}) == {("rows[1].key", "once")}
