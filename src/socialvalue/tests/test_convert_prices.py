"""Prices of other years and countries."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused


def row(**fields):
    return {"rows": [{"what": "w", "value": 100} | fields]}


def test_uprates_by_the_dutch_index_unless_another_is_given():
    out = pipeline.outputs("convert-prices", row(from_period="2015", to_period="2024"))
    assert out["rows"][0]["value"] == pytest.approx(130.31)
    given = row(from_period="a", to_period="b") | {"index": {"a": 50, "b": 60}}
    assert pipeline.outputs("convert-prices", given)["rows"][0]["value"] == pytest.approx(120)


def test_uprating_comes_before_purchasing_power():
    given = row(from_period="a", to_period="b", from_country="GBR", to_country="NLD")
    given |= {"index": {"a": 50, "b": 60}, "ppp": {"GBR": 0.5, "NLD": 0.8}}
    assert pipeline.outputs("convert-prices", given)["rows"][0]["value"] == pytest.approx(192)


def test_a_statistical_life_scales_with_income():
    vsl = {"base": 1000, "index_from": 100, "index_to": 110, "income_here": 81, "income_there": 100, "elasticity": 0.5}
    out = pipeline.outputs("convert-prices", {"vsl": vsl | {"currency_per_euro": 1.1}})["vsl"]
    assert out == pytest.approx({"uprated": 1100, "scale": 0.9, "scaled": 990, "euros": 900})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (row(from_period="2015"), ("rows[0].to_period", "price-year")),
        (row(to_period="2015"), ("rows[0].from_period", "price-year")),
        (row(from_period="1900", to_period="2024"), ("rows[0].from_period", "price-year")),
        (row(from_country="GBR", to_country="NLD"), ("rows[0].from_country", "country")),
        ({"index": {"a": 0}}, ("index.a", "above")),
    ],
)
def test_refusals(given, expected):
    assert expected in refused("convert-prices", given)
