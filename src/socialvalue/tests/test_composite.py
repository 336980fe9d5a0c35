"""Normalising, aggregating, and what the order is worth."""

import pytest

from socialvalue import composite, pipeline
from socialvalue.tests.helpers import refused, rules


def scores(values, **options):
    indicators = {key: {"values": each, "low": 0, "high": 100} for key, each in values.items()}
    given = {"units": ["A", "B"], "indicators": indicators, **options}
    return pipeline.outputs("composite", given)


def test_goalposts_and_geometric_mean():
    out = scores({"x": [40, 90], "y": [90, 40]})
    assert out["scores"] == pytest.approx({"A": 60, "B": 60})
    assert scores({"x": [120, 50]})["normalised"]["x"] == [100, 50]


def test_a_zero_cannot_be_bought_off():
    assert scores({"x": [0, 10], "y": [100, 10]})["scores"] == pytest.approx({"A": 0, "B": 10})


def test_less_is_better():
    given = {"units": ["A", "B"], "indicators": {"cost": {"values": [10, 30], "low": 0, "high": 40, "reverse": True}}}
    assert pipeline.outputs("composite", given)["scores"] == pytest.approx({"A": 75, "B": 25})


def test_order_that_depends_on_weights_is_no_league_table():
    out = scores({"x": [41, 90], "y": [90, 40]})
    assert out["league_table"] is False
    assert 0.3 < out["pairs"][0]["share"] < 0.7
    assert rules(out) == {"no-league-table"}
    assert scores({"x": [80, 20], "y": [80, 20]})["pairs"][0]["share"] == 1


def test_weightings_are_the_same_each_time():
    first = pipeline.outputs("composite", composite.EXAMPLE)
    assert first == pipeline.outputs("composite", composite.EXAMPLE)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"indicators": {"x": {"values": [1, 2]}}}, ("indicators.x.low", "goalposts")),
        ({"indicators": {"x": {"values": [1], "low": 0, "high": 1}}}, ("indicators.x.values", "same-length")),
        ({"indicators": {"x": {"values": [1, 2], "low": 5, "high": 5}}}, ("indicators.x.high", "order")),
        ({"indicators": {"x": {"values": [5, 5]}}, "normalise": "zscore"}, ("indicators.x.values", "spread")),
        ({"indicators": {"x": {"values": [0, 5]}}, "normalise": "ratio-to-worst"}, ("indicators.x.values", "above")),
        ({"indicators": {"x": {"values": [-1, 5]}}, "normalise": "none"}, ("aggregate", "geometric")),
        ({"units": ["A", "A"]}, ("units", "once")),
        (
            {"indicators": {"x": {"values": [1, 2], "low": 0, "high": 9, "weight": 0}}},
            ("indicators", "all-zero"),
        ),
    ],
)
def test_refusals(change, expected):
    given = {"units": ["A", "B"], "indicators": {"x": {"values": [1, 2], "low": 0, "high": 9}}}
    assert expected in refused("composite", given | change)
