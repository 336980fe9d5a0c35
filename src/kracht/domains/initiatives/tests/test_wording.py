"""Words: what a search asks for and what Dutch hides in compounds. No database."""

import pytest

from kracht.domains.initiatives import wording
from kracht.kernel.text import edit_distance


def test_a_compound_gives_its_parts_and_keeps_places() -> None:
    found = wording.hidden_parts("Buurtmoestuin De Akker", also=("Den Haag",)).split()
    assert {"buurt", "moestuin", "den", "haag"} <= set(found)
    assert "buurtmoestuin" not in found


@pytest.mark.parametrize(
    ("q", "ways"),
    [
        ("buurtmoestuin", "buurtmoestuin|moestuin"),
        ("wijkmoestuinen", "wijkmoestuinen|moestuin"),
        ("moestuin", "moestuin"),
        ("moestuinen", "moestuinen"),
        ("voedselbank", "voedselbank"),
        ("repaircafe", "repaircafe"),
        ("dorpshuis", "dorpshuis"),
    ],
)
def test_a_new_compound_is_also_found_by_its_head_and_a_known_word_means_itself(q: str, ways: str) -> None:
    assert wording.search_words(q) == (ways,)


def test_a_search_is_bounded() -> None:
    assert len(wording.search_words("woord " * 1000)) == wording.MOST_WORDS
    assert wording.search_words("\x00 '; drop table --") == ("drop", "table")
    assert wording.search_words("مرحبا 🙂") == ()


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("moestiun", "moestuin", 1), ("", "abc", 3), ("kat", "kat", 0), ("kast", "kat", 1), ("ca", "abc", 3)],
)
def test_distance_counts_letters_and_swaps(one: str, other: str, steps: int) -> None:
    assert edit_distance(one, other, 9) == edit_distance(other, one, 9) == steps
