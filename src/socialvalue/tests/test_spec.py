"""Checks: each node says what is wrong, where, by which rule."""

import pytest

from socialvalue import spec
from socialvalue.spec import Refused


def problems(node, value):
    with pytest.raises(Refused) as caught:
        spec.read(node, value)
    return [(one.field, one.rule) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("node", "value", "rule"),
    [
        (spec.Number(), "1", "type"),
        (spec.Number(), None, "type"),
        (spec.Number(), True, "type"),
        (spec.Number(), float("nan"), "finite"),
        (spec.Number(), float("-inf"), "finite"),
        (spec.Number(), 10**400, "maximum"),
        (spec.Number(low=1), 0, "minimum"),
        (spec.Number(above=0), 0, "above"),
        (spec.Number(below=1), 1, "below"),
        (spec.count(), 1.5, "whole"),
        (spec.count(), -1, "minimum"),
        (spec.share(), 1.2, "maximum"),
        (spec.year(), 24, "minimum"),
        (spec.Text(), " ", "empty"),
        (spec.Text(), "a\x00b", "characters"),
        (spec.Text(), "\ud800", "characters"),
        (spec.Text(longest=3), "four", "length"),
        (spec.Text(), 5, "type"),
        (spec.date(), "2026-13-01", "pattern"),
        (spec.Choice(of=("a",)), "b", "choice"),
        (spec.Choice(of=("a",)), ["a"], "choice"),
        (spec.Flag(), 1, "type"),
        (spec.List(of=spec.Number()), {}, "type"),
        (spec.List(of=spec.Number(), least=1), [], "length"),
        (spec.Map(of=spec.Number()), [], "type"),
        (spec.Map(of=spec.Number(), least=1), {}, "length"),
        (spec.Map(of=spec.Number()), {"": 1}, "empty"),
        (spec.Object(), "x", "type"),
    ],
)
def test_each_rule(node, value, rule):
    assert [found for _, found in problems(node, value)] == [rule]


def test_all_problems_come_at_once_with_their_path():
    node = spec.Object(fields={"a": spec.List(of=spec.Object(fields={"b": spec.share()})), "c": spec.Number()})
    assert problems(node, {"a": [{"b": 2}, {}], "d": 1}) == [
        ("d", "unknown"),
        ("a[0].b", "maximum"),
        ("a[1].b", "required"),
        ("c", "required"),
    ]


def test_a_flood_of_problems_is_cut_off():
    assert len(problems(spec.List(of=spec.Number()), ["x"] * 1000)) == spec.MOST_PROBLEMS


def test_a_sentence_for_a_person():
    with pytest.raises(Refused, match=r"input: must be at most 1 \(100 %\) share \[maximum\]"):
        spec.read(spec.share(), 1.2)


def test_emoji_and_right_to_left_pass():
    assert spec.read(spec.name(), "مرحبا 🌱") == "مرحبا 🌱"


def test_schema_says_the_same_as_the_check():
    node = spec.Object(fields={"a": spec.share(note="n"), "b": spec.count(default=3, nullable=True)})
    found = node.schema()
    assert found["required"] == ["a"]
    assert found["properties"]["a"] == {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "x-unit": "share",
        "description": "n",
    }
    assert found["properties"]["b"]["type"] == ["integer", "null"]
    assert found["properties"]["b"]["default"] == 3
    assert found["additionalProperties"] is False
