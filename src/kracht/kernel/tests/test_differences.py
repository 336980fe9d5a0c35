"""Two texts beside each other."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kracht.kernel.differences import Piece, compare


@given(st.text(max_size=300), st.text(max_size=300))
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = compare(before, after)
    assert "".join(one.text for one in pieces if one.kind != "come") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after
    assert all(one.text for one in pieces)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("zo", "zo", [("same", "zo")]),
        ("", "zo", [("come", "zo")]),
        ("We eten soep.", "We eten pap.", [("same", "We eten "), ("gone", "soep."), ("come", "pap.")]),
        (
            "Een. Twee drie. Vier.",
            "Een. Twee vijf. Vier.",
            [("same", "Een. Twee "), ("gone", "drie. "), ("come", "vijf. "), ("same", "Vier.")],
        ),
        ("een twee", "drie vier", [("gone", "een twee"), ("come", "drie vier")]),
    ],
)
def test_words_that_changed_stand_apart(before, after, pieces):
    assert compare(before, after) == [Piece(*one) for one in pieces]


@pytest.mark.parametrize("word", ["de ", "woord. ", "\n"])
def test_a_long_text_takes_no_long_time(word):
    before, after = word * (20_000 // len(word)), ("anders " + word) * (20_000 // len(word) // 3)
    start = perf_counter()
    compare(before, after)
    assert perf_counter() - start < 3
