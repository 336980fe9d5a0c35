"""Borda, Kemeny and outranking."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused


def test_a_fourth_option_turns_bordas_order_around():
    def points(drop):
        orders = [(3, "cbad"), (2, "badc"), (2, "adcb")]
        votes = [{"voters": n, "order": [o for o in order if o != drop]} for n, order in orders]
        options = [o for o in "abcd" if o != drop]
        return pipeline.outputs("votes", {"options": options, "votes": votes})["borda"]

    assert points("") == {"a": 13, "b": 12, "c": 11, "d": 6}
    assert points("d") == {"a": 6, "b": 7, "c": 8}


def test_outranking_splits_equals():
    out = pipeline.outputs("votes", {"options": ["a", "b"], "data": [[1, 5, 3, 2], [1, 4, 9, 1]]})
    assert out["pairs"] == [[0, 0.625], [0.375, 0]]
    assert out["best"] == pytest.approx(0.625)
    assert out["winners"] == [["a", "b"]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"votes": [{"voters": 1, "order": ["a", "a"]}]}, ("votes[0].order", "permutation")),
        ({"votes": [], "data": [[1]]}, ("data", "same-length")),
        ({"data": [[1], [2]]}, ("votes", "either")),
        ({"options": list("abcdefghi")}, ("options", "length")),
    ],
)
def test_refusals(change, expected):
    given = {"options": ["a", "b"], "votes": [{"voters": 1, "order": ["a", "b"]}]}
    assert expected in refused("votes", given | change)
