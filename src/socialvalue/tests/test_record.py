"""Strict reading, one way of writing, hashes that show a change."""

import copy
import json

import numpy as np
import pytest

from socialvalue import appraise, pipeline, record
from socialvalue.spec import Refused


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b'{"a": 1, "a": 2}', "duplicate-key"),
        (b'{"a": {"b": 1, "b": 1}}', "duplicate-key"),
        (b'{"a": NaN}', "finite"),
        (b'{"a": -Infinity}', "finite"),
        (b'{"a": 1e999}', "finite"),
        (b"1" * 5000, "finite"),
        (b"[" * 100_000, "depth"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "depth"),
        (b"{", "json"),
        (b"", "json"),
        (b"\xff", "encoding"),
    ],
)
def test_bad_json_is_refused(raw, rule):
    with pytest.raises(Refused) as caught:
        record.parse(raw)
    assert caught.value.problems[0].rule == rule


def test_brackets_inside_text_are_not_depth():
    text = {"a": "[" * 500 + '\\"' + "{" * 500}
    assert record.parse(json.dumps(text).encode()) == text


def test_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(record, "LARGEST", 10)
    with pytest.raises(Refused, match="size"):
        record.parse(b" " * 11)


def test_rounding_rule():
    assert record.rounded(0.1 + 0.2) == 0.3
    assert record.rounded(1234567890123.456) == 1234567890120.0
    assert str(record.rounded(-0.0)) == "0.0"
    found = record.rounded({"a": np.array([1.5, 2]), "b": (np.int64(3), np.bool_(True), None, "x")})
    assert found == {"a": [1.5, 2.0], "b": [3, True, None, "x"]}
    assert found["b"][1] is True
    with pytest.raises(ValueError, match="finite"):
        record.rounded([float("inf")])


def test_a_record_replays_to_the_byte_in_every_stage():
    for name in pipeline.STAGES:
        made = pipeline.run(name, pipeline.example(name))
        again = pipeline.replay(json.loads(record.canonical(made)))
        assert again["identical"], name
        assert again["intact"], name
        assert again["versions_differ"] == [], name


def test_one_changed_digit_shows():
    made = pipeline.run("appraise", appraise.EXAMPLE)
    changed = copy.deepcopy(made)
    changed["outputs"]["total"]["benefit"] += 0.01
    found = pipeline.replay(changed)
    assert (found["intact"], found["identical"], found["same_outputs"]) == (False, False, False)


def test_replay_says_which_version_differs():
    made = pipeline.run("appraise", appraise.EXAMPLE)
    made["versions"]["numpy"] = "1.0"
    found = pipeline.replay(made)
    assert found["versions_differ"] == ["numpy"]
    assert found["same_outputs"]
    with pytest.raises(Refused, match="required"):
        pipeline.replay({"stage": "appraise"})


def test_a_chain_breaks_where_an_input_changed():
    chain = []
    for at in range(3):
        previous = chain[-1]["hash"] if chain else ""
        inputs = pipeline.example("break-even") | {"cost": 1000 + at}
        chain.append(pipeline.run("break-even", inputs, previous))
    assert record.broken_links(chain) == []
    changed = copy.deepcopy(chain)
    changed[1]["inputs"]["cost"] = 1
    assert [one.field for one in record.broken_links(changed)] == ["records[1].hash"]
    changed[1] = record.seal({k: v for k, v in changed[1].items() if k not in ("hash", "previous")}, chain[0]["hash"])
    assert [one.field for one in record.broken_links(changed)] == ["records[2].previous"]
