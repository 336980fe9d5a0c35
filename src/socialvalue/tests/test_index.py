"""The divisor index: the level moves by achievement only."""

import math

import pytest

from socialvalue import index, pipeline
from socialvalue.tests.helpers import refused, rules


def series(*periods, **options):
    made = [{"period": f"p{at}", **period} for at, period in enumerate(periods)]
    return pipeline.outputs("index", {"periods": made, **options})


def levels(out):
    return [one["level"] for one in out["series"]]


A = {"values": {"A": 100, "B": 60, "C": 40}}


def test_growth_entry_closure_by_hand():
    out = pipeline.outputs("index", index.EXAMPLE)
    assert levels(out) == pytest.approx([1000, 835, 896.56682], abs=1e-5)
    assert [one["matched"] for one in out["series"]] == pytest.approx([1000, 1043.75, 1120.708525], abs=1e-6)


def test_membership_that_grows_does_not_move_the_level():
    assert levels(series(A, {"values": {**A["values"], "D": 1000}}, {"values": {**A["values"], "D": 1000}})) == [
        1000,
        1000,
        1000,
    ]


def test_takeover_leaves_at_its_last_value():
    out = series(A, {"values": {"A": 100, "B": 60}, "removed": ["C"]}, {"values": {"A": 110, "B": 66}})
    assert levels(out) == pytest.approx([1000, 1000, 1100])


def test_silence_counts_once_at_the_slowest_quarter_of_its_peers():
    now = {"A": 100 * 0.8, "B": 60 * 1.2}
    out = series(A, {"values": now, "silent": ["C"]})
    quarter = 0.8 + 0.25 * 0.4
    assert levels(out)[1] == pytest.approx(1000 * (80 + 72 + 40 * quarter) / 200)


def test_closure_of_all_brings_the_level_to_zero_and_then_nothing_can_follow():
    closed = {"values": {}, "closed": ["A", "B", "C"]}
    assert levels(series(A, closed)) == [1000, 0]
    periods = [{"period": "a", **A}, {"period": "b", **closed, "values": {"D": 5}}]
    assert refused("index", {"periods": periods}) == {("periods[b].values", "all-zero")}


def test_a_new_catalogue_is_spliced():
    halved = {key: value / 2 for key, value in A["values"].items()}
    out = series(A, {"values": {k: v * 1.1 for k, v in halved.items()}, "restated": halved})
    assert levels(out) == pytest.approx([1000, 1100])
    periods = [{"period": "a", **A}, {"period": "b", **A, "restated": {"A": 1}}]
    assert ("periods[b].restated.B", "restate-all") in refused("index", {"periods": periods})


def test_no_constituent_weighs_more_than_the_cap():
    many = {f"m{at:02}": 1.0 for at in range(30)} | {"giant": 1000.0}
    grown = {**many, "giant": 2000.0}
    out = series({"values": many}, {"values": grown})
    assert levels(out)[1] == pytest.approx(1150)
    themes = {key: {"theme": "t1" if at < 15 or key == "giant" else f"t{at}"} for at, key in enumerate(many)}
    out = series(
        {"values": many},
        {"values": {k: v * (2 if themes[k]["theme"] == "t1" else 1) for k, v in many.items()}},
        members=themes,
    )
    assert levels(out)[1] == pytest.approx(1350)


def test_decomposition_adds_up():
    first = {**A, "reach": {"A": 10, "B": 20, "C": 30}}
    then = {"values": {"A": 130, "B": 50}, "closed": ["C"], "reach": {"A": 12, "B": 18}}
    link = series(first, then)["series"][1]["link"]
    assert link["ln_reach"] + link["ln_effect"] == pytest.approx(math.log(link["matched_ratio"]))
    assert link["matched_ratio"] == pytest.approx(180 / 160)
    assert series(first, {"values": A["values"]})["series"][1]["link"]["ln_reach"] is None


def test_interval_of_the_change_uses_the_same_draws():
    noise = [1 + at / 1000 for at in range(200)]
    draws = {key: [value * one for one in noise] for key, value in A["values"].items()}
    later = {key: [value * 1.05 for value in each] for key, each in draws.items()}
    link = series({**A, "draws": draws}, {**A, "draws": later})["series"][1]["link"]
    assert link["range"] == pytest.approx({"p5": 0.05, "p50": 0.05, "p95": 0.05})


def test_sub_index_only_when_large_enough():
    names = [f"m{at:02}" for at in range(25)]
    members = {name: {"theme": "care" if at < 22 else "work"} for at, name in enumerate(names)}
    periods = [{"values": dict.fromkeys(names, 1.0)}, {"values": dict.fromkeys(names, 1.1)}]
    out = series(*periods, members=members, groups="theme")
    assert [one["level"] for one in out["groups"]["care"]["series"]] == pytest.approx([1000, 1100])
    assert out["groups"]["work"]["count"] == 3
    assert out["groups"]["work"]["series"] is None
    made = [{"period": f"p{at}", **one} for at, one in enumerate(periods)]
    asked = {"periods": made, "members": members, "groups": "theme", "only": "work"}
    assert refused("index", asked) == {("only", "sub-index-members")}
    made[0]["values"]["m00"] = 100
    assert refused("index", {**asked, "only": "care"}) == {("only", "sub-index-weight")}
    assert refused("index", {**asked, "groups": ""}) == {("groups", "required")}


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([{"values": {"A": 0, "B": 0}}], ("periods[0].values", "all-zero")),
        ([A, {"values": {"A": 1, "B": 1}}], ("periods[p1].values.C", "member-without-value")),
        ([A, {**A, "closed": ["C"]}], ("periods[1].values.C", "closed-has-value")),
        ([{**A, "closed": ["A"]}], ("periods[0]", "first")),
        ([{"values": {"A": float("inf")}}], ("periods[0].values.A", "finite")),
        ([A, {"values": {"A": 1, "B": 1}, "removed": ["C"], "silent": ["C"]}], ("periods[1].closed", "once")),
    ],
)
def test_refusals_name_field_and_rule(periods, expected):
    made = [{"period": f"p{at}", **period} for at, period in enumerate(periods)]
    assert expected in refused("index", {"periods": made})


def test_negative_value_is_floored_and_a_jump_is_flagged():
    out = series(A, {"values": {"A": -5, "B": 60, "C": 4}})
    assert levels(out)[1] == pytest.approx(320)
    assert rules(out) == {"floor", "large-link"}


def test_an_error_above_half_a_percent_is_restated():
    assert index.must_restate(1000, 1005.1)
    assert index.must_restate(1000, 994.9)
    assert not index.must_restate(1000, 1005)
