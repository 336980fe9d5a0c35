"""Need, known reach and what is not published."""

import pytest

from socialvalue import gap, pipeline
from socialvalue.tests.helpers import refused, rules


def areas(**change):
    base = {"area": "W1", "level": "district", "inhabitants": 5000, "events": 500}
    return [base | change, {"area": "W2", "level": "district", "inhabitants": 5000, "events": 100}]


def found(first, **options):
    uptake = {"reached": 49, "needed": 498}
    given = {"areas": first, "uptake": uptake, "value_per_person": 900, "cost_per_person": 300, **options}
    return pipeline.outputs("gap", given)


def test_gap_by_hand():
    out = found(areas(reach=60, completeness=0.5))
    one = out["areas"][0]
    assert out["uptake"] == pytest.approx(0.1)
    assert one["known_reach"] == 120
    assert one["gap"] == pytest.approx(one["need"] - 120)
    assert one["chance"] == pytest.approx(one["gap"] * 0.1 * 600)
    assert one["range"][0] < one["chance"] < one["range"][2]
    assert one["ordered"]
    assert not out["areas"][1]["ordered"]


def test_enough_reach_leaves_no_gap():
    assert found(areas(reach=900))["areas"][0]["gap"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"level": "neighbourhood", "inhabitants": 499, "events": 50},
        {"level": "district", "inhabitants": 499, "events": 50},
        {"events": None},
    ],
)
def test_small_or_hidden_areas_are_not_published(change):
    one = found(areas(**change))["areas"][0]
    assert not one["published"]
    assert set(one) == {"area", "published", "reason"}


def test_flags():
    out = found(areas(reach=4000, completeness=0.5), cost_per_person=1000)
    assert rules(out) == {"no-gain", "reach-above-people"}


def test_refusals():
    given = gap.EXAMPLE
    assert refused("gap", given | {"areas": areas(events=6000)}) == {("areas[0].events", "events<=inhabitants")}
    none = [{**area, "events": None} for area in areas()]
    assert refused("gap", given | {"areas": none}) == {("areas", "all-zero")}
