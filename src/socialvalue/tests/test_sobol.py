"""Which unknown matters most."""

import numpy as np
import pytest

from socialvalue import pipeline, sequence, sobol
from socialvalue.tests.helpers import outcome, refused, rules, value, year


def test_first_points_of_the_sequence():
    assert sequence.points(3, 2).tolist() == [[0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]
    many = sequence.points(1023, sequence.MOST_DIMENSIONS)
    assert np.abs(many.mean(axis=0) - 0.5).max() < 0.001
    assert np.abs(np.corrcoef(many.T) - np.eye(sequence.MOST_DIMENSIONS)).max() < 0.1


def test_ishigami_closed_form_and_estimate():
    out = pipeline.outputs("sobol", {"function": "ishigami", "n": 4096})
    assert out["analytic"] == pytest.approx([0.3139, 0.4424, 0], abs=6e-5)
    assert out["estimated"] == pytest.approx(out["analytic"], abs=0.03)
    assert out["total"][2] > 0.2


def test_a_product_of_two_lognormals_splits_by_variance():
    rows = [value("o", "L1", 1000, low=500, high=2000, cashable=1)]
    made = year(outcome(improved=..., observed=0.5, norm=0, level=3))
    out = pipeline.outputs("sobol", {"year": made, "values": rows, "n": 8192})
    assert list(out["groups"]) == ["evidence", "unit value"]
    assert out["drivers"][0]["group"] == "unit value"
    low, high = out["groups"]["unit value"]["first_range"]
    assert low < out["groups"]["unit value"]["first"] < high
    one, two = 0.2**2, np.exp((np.log(4) / 3.29) ** 2) - 1
    whole = one + two + one * two
    assert out["groups"]["evidence"]["first"] == pytest.approx(one / whole, abs=0.04)
    assert out["groups"]["unit value"]["first"] == pytest.approx(two / whole, abs=0.04)


def test_every_group_has_words():
    assert set(sobol.WORDS) == set(sobol.model.GROUPS)


def test_nothing_uncertain_is_said():
    made = year(outcome(improved=..., observed=0.5, norm=0, level=5))
    out = pipeline.outputs("sobol", {"year": made, "values": [value()]})
    assert out["drivers"] == []
    assert rules(out) == {"no-variance"}


def test_refusals():
    assert refused("sobol", {}) == {("year", "either")}
    assert refused("sobol", {"function": "g", "a": []}) == {("a", "required")}
    assert refused("sobol", {"function": "g", "a": [1] * 13}) == {("a", "length")}
