"""Peers and rates: weak results lean on the others."""

import numpy as np
import pytest

from socialvalue import benchmark, pipeline, shrinkage
from socialvalue.tests.helpers import refused, rules


def peers(ys, s=0.2):
    return [{"initiative": f"i{at}", "y": y, "s": s} for at, y in enumerate(ys)]


def test_paule_mandel_solves_its_equation():
    y, s = np.array([1.0, 2.0, 4.0, 5.5, 3.0]), np.array([0.3, 0.5, 0.2, 0.4, 0.6])
    fit = shrinkage.paule_mandel(y, s, np.ones((5, 1)))
    weights = 1 / (s**2 + fit.between)
    mean = (weights * y).sum() / weights.sum()
    assert (weights * (y - mean) ** 2).sum() == pytest.approx(4)


def test_equal_errors_give_the_moment_estimate():
    ys = [1.0, 2, 3, 4, 5]
    out = pipeline.outputs("benchmark", {"peers": peers(ys)})
    assert out["tau"] ** 2 == pytest.approx(np.var(ys, ddof=1) - 0.04)
    assert out["effective_peers"] == pytest.approx(5)
    low, high = out["peers"][0], out["peers"][4]
    assert 1 < low["theta"] < 1.1
    assert low["better_than_half"] > 0.99 > 0.01 > high["better_than_half"]


def test_differences_no_larger_than_chance_are_said_to_be_so():
    out = pipeline.outputs("benchmark", {"peers": peers([1, 1.01, 0.99, 1, 1.02])})
    assert out["tau"] == 0
    assert rules(out) == {"no-difference"}


def test_who_has_no_data_is_missing_and_not_ranked():
    out = pipeline.outputs("benchmark", benchmark.EXAMPLE)
    assert out["missing"] == ["G"]
    assert "G" not in {one["initiative"] for one in out["peers"]}


def test_rates_lean_on_the_mean_by_size():
    rates = [{"area": "a", "events": 5, "people": 10}, {"area": "b", "events": 500, "people": 5000}]
    rates.append({"area": "c", "events": 900, "people": 3000})
    out = pipeline.outputs("benchmark", {"rates": rates})
    assert out["mean"] == pytest.approx(1405 / 8010)
    small, large = out["areas"][0], out["areas"][1]
    assert small["weight"] < large["weight"]
    assert min(small["raw"], out["mean"]) <= small["rate"] <= max(small["raw"], out["mean"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"peers": peers([1, 2, 3, 4])}, ("peers", "too-few-peers")),
        ({"peers": [{**p, "x": [1.0]} for p in peers([1, 2, 3, 4, 5])]}, ("peers", "collinear")),
        ({}, ("peers", "either")),
        ({"rates": [{"area": "a", "events": 5, "people": 3}]}, ("rates[0].events", "events<=people")),
        ({"rates": [{"area": "a", "events": 0, "people": 3}]}, ("rates", "all-zero")),
        ({"peers": [*peers([1, 2, 3, 4, 5]), {"initiative": "i0"}]}, ("peers[5].initiative", "once")),
    ],
)
def test_refusals(given, expected):
    assert expected in refused("benchmark", given)
