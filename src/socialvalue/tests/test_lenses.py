"""Prices of one physical change are shown and never added."""

import pytest

from socialvalue import lenses, pipeline
from socialvalue.tests.helpers import refused


def test_each_lens_by_hand():
    out = pipeline.outputs("lenses", lenses.EXAMPLE)
    assert out["lenses"]["reuse"] == {"quantity": 100, "low": 90000, "high": 110000, "ratio": {"cash": 20}}
    assert out["sum"] is None


def test_lenses_on_one_driver_cannot_be_added():
    assert refused("lenses", lenses.EXAMPLE | {"add": ["reuse", "disposal"]}) == {("add[1]", "counted-twice")}


def test_lenses_on_two_drivers_can():
    given = {"drivers": {"tonnes": 2, "nights": 3}, "add": ["a", "b"]}
    given["lenses"] = [
        {"code": "a", "driver": "tonnes", "low": 1, "high": 2},
        {"code": "b", "driver": "nights", "low": 10, "high": 20},
    ]
    assert pipeline.outputs("lenses", given)["sum"] == pytest.approx({"low": 32, "high": 64})


def test_refusals():
    assert ("add[0]", "known") in refused("lenses", lenses.EXAMPLE | {"add": ["nothing"]})
    assert ("lenses[0].driver", "known") in refused("lenses", lenses.EXAMPLE | {"drivers": {"other": 1}})
    assert ("costs.cash", "above") in refused("lenses", lenses.EXAMPLE | {"costs": {"cash": 0}})
