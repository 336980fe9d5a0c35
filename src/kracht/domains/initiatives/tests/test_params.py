"""The query string is read whole: good parts become filters, bad parts become sentences, nothing raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kracht.domains.initiatives import params
from kracht.kernel import cursor, geo

LOOKUPS = params.Lookups(themes={"energie": 2, "cultuur": 9}, area={"GM0363": 7, "amsterdam": 7}.get)


def read(strict: bool = False, **query: str | list[str]) -> params.Params:
    lists = {key: value if isinstance(value, list) else [value] for key, value in query.items()}
    return params.read(lists, LOOKUPS, strict=strict)


def test_a_full_query_becomes_filters_without_a_problem() -> None:
    found = read(
        q=" moestuin ",
        theme=["energie", "cultuur"],
        area="GM0363",
        stage="idea,running",
        sector="business",
        need="hands",
        sdg=["1", "17"],
        bbox="4.7,52.2,5.0,52.5",
        near="52.37,4.9",
        examples="0",
        limit="5",
        after=cursor.encode(20),
    )
    assert found.problems == ()
    assert found.filters.q == "moestuin"
    assert found.filters.themes == (2, 9)
    assert found.filters.area_id == 7
    assert found.filters.stages == ("idea", "running")
    assert found.filters.sdgs == (1, 17)
    assert found.filters.bbox == geo.Bbox(4.7, 52.2, 5.0, 52.5)
    assert found.filters.near == (52.37, 4.9)
    assert not found.filters.examples
    assert (found.limit, found.after) == (5, cursor.encode(20))
    assert found.pairs[:3] == (("q", "moestuin"), ("theme", "energie"), ("theme", "cultuur"))
    assert ("examples", "0") in found.pairs


def test_nothing_asked_is_the_whole_register() -> None:
    found = read()
    assert found.filters.plain
    assert (found.limit, found.after, found.pairs, found.problems) == (20, "", (), ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("limit", "1" + "0" * 30),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "٣"),
        ("limit", "many"),
        ("bbox", "nonsense"),
        ("bbox", "nan,1,2,3"),
        ("bbox", "6,52,5,53"),
        ("near", "91,4"),
        ("near", "52"),
        ("near", "inf,4"),
        ("area", "Atlantis"),
        ("area", "GM0363\x00"),
        ("area", "x" * 100_000),
        ("theme", "voetbal"),
        ("theme", "energie\x00"),
        ("stage", "done"),
        ("sector", "church"),
        ("need", "love"),
        ("sdg", "18"),
        ("sdg", "one"),
        ("tag", "groen"),
        ("tag", "VNG:groen"),
        ("examples", "yes"),
        ("after", "rubbish"),
        ("after", "WzFd" * 100),
        ("q", "\x00"),
        ("q", "x" * 1_000_000),
        ("q", ["one", "two"]),
    ],
)
def test_a_bad_value_is_a_sentence_and_the_rest_still_counts(field: str, value: str | list[str]) -> None:
    found = read(**{"stage": "idea", field: value} if field != "stage" else {field: value, "need": "hands"})
    assert [name for name, _sentence in found.problems] == [field]
    assert all(sentence.endswith(".") and len(sentence) < 300 for _name, sentence in found.problems)
    assert found.filters.stages == ("idea",) or found.filters.needs == ("hands",)


def test_empty_values_of_a_form_are_open_and_of_the_api_are_wrong() -> None:
    assert read(theme="", bbox="", limit="", q="").problems == ()
    assert {field for field, _ in read(strict=True, theme="", bbox="", limit="").problems} == {"theme", "bbox", "limit"}


def test_two_hundred_values_of_one_field_are_too_many() -> None:
    assert read(sdg=[str(n) for n in range(200)]).problems[0][0] == "sdg"


@given(st.dictionaries(st.sampled_from(params.FIELDS), st.lists(st.text(max_size=40), max_size=3)), st.booleans())
def test_no_query_at_all_makes_it_raise(query: dict[str, list[str]], strict: bool) -> None:
    found = params.read(query, LOOKUPS, strict=strict)
    assert all(field in params.FIELDS for field, _ in found.problems)
