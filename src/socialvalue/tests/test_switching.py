"""At its switching value a parameter makes the net value exactly zero."""

import pytest

from socialvalue import pipeline, switching
from socialvalue.tests.helpers import outcome, refused, value, year


def given(**fields):
    rows = [value("o", "L1", cashable=0.8), value("w", "L3", 0.2)]
    change = outcome("o", improved=..., observed=0.5, displacement=0.1, **fields)
    return {"year": year(change, outcome("w", improved=..., observed=0.4)), "values": rows}


def found(inputs, code, parameter):
    rows = pipeline.outputs("switching", inputs)["switching"]
    return next(r for r in rows if (r["code"], r["parameter"]) == (code, parameter))


def net(inputs):
    return pipeline.outputs("appraise", inputs)["total"]["net"]


@pytest.mark.parametrize("parameter", ["observed", "norm", "attribution", "displacement"])
def test_putting_it_back_gives_zero(parameter):
    inputs = given()
    inputs["year"]["costs"] = {"cash": net(inputs) + 10000 - 3000}
    row = found(inputs, "o", parameter)
    assert row["reachable"]
    inputs["year"]["outcomes"][0][parameter] = row["switches_at"]
    assert net(inputs) == pytest.approx(0, abs=1e-6)


def test_value_of_a_wellby_switches_too():
    inputs = given()
    inputs["year"]["costs"] = {"cash": 60_000}
    row = found(inputs, "value-of-a-wellby", "unit value")
    assert row["switches_at"] > 0
    at = row["switches_at"]
    inputs["parameters"] = {"wellby": {"low": at, "central": at, "high": at}}
    assert net(inputs) == pytest.approx(0, abs=1e-6)


def test_out_of_reach_is_said():
    inputs = given()
    inputs["year"]["costs"] = {"cash": 10_000_000}
    assert not found(inputs, "o", "observed")["reachable"]
    assert pipeline.outputs("switching", inputs)["holds"] is False


def test_refusals():
    assert refused("switching", {"year": year(costs={}), "values": []}) == {("year.costs", "above")}
    assert pipeline.outputs("switching", switching.EXAMPLE)["holds"] is True
