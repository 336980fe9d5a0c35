"""The value set: what does not add up, what expired, what changed."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused, rules, value


def test_components_that_do_not_sum_are_reported():
    rows = [value("a", "L1", 100, parts=[60, 40.4]), value("b", "L1", 100, parts=[60, 30])]
    out = pipeline.outputs("catalogue", {"values": rows})
    assert out["consistent"] == ["a"]
    assert out["inconsistent"] == ["b"]
    assert out["gaps"]["b"] == -10
    assert rules(out) == {"components", "provenance"}


def test_values_are_shown_in_the_base_year():
    out = pipeline.outputs("catalogue", {"values": [value(at=100, price_year=2015)]})
    assert out["base_year_values"] == {"o": pytest.approx(130.31)}


def test_difference_between_versions():
    old = [value("kept"), value("gone"), value("dearer", at=100)]
    new = [value("kept"), value("new"), value("dearer", at=120)]
    changes = pipeline.outputs("catalogue", {"values": new, "before": old})["changes"]
    assert changes["added"] == ["new"]
    assert changes["removed"] == ["gone"]
    assert changes["changed"]["dearer"]["central"] == {"old": 100, "new": 120}


def test_version_is_a_hash_that_order_does_not_move():
    rows = [value("a"), value("b")]
    one, two = (pipeline.outputs("catalogue", {"values": each})["version"] for each in (rows, rows[::-1]))
    assert one == two
    assert one != pipeline.outputs("catalogue", {"values": [value("a", at=1), value("b")]})["version"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (value(expires="2026-11-21"), ("values[0].expires", "expired")),
        (value(price_year=...), ("values[0].price_year", "type")),
        (value(price_year=None), ("values[0].price_year", "price-year")),
        (value("o", "L1", payer=""), ("values[0].payer", "payer")),
        (value("o", "L4", 0), ("values[0].dimension", "dimension")),
        (value(low=2000), ("values[0].central", "order")),
        (value(low=0), ("values[0].low", "above")),
        (value(at=-1), ("values[0].low", "minimum")),
        (value(expires="22-11-2026"), ("values[0].expires", "pattern")),
    ],
)
def test_refusals(row, expected):
    assert expected in refused("catalogue", {"values": [row], "on": "2026-11-22"})


def test_the_last_day_still_counts():
    given = {"values": [value(expires="2026-11-22")], "on": "2026-11-22"}
    assert pipeline.outputs("catalogue", given)["changes"] is None


def test_a_year_outside_the_price_index_is_refused():
    assert refused("catalogue", {"values": [value(price_year=1950)]}) == {("price_year", "price-index")}
