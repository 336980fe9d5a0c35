"""What counts as a boundary. No database."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from kracht.foundation.places import rules, wording
from kracht.foundation.places.models import BoundarySet, Kind
from kracht.kernel import geo


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("properties", "level", "code"),
    [
        ({"code": "0363"}, Kind.MUNICIPALITY, "GM0363"),
        ({"identificatie": "GM0363", "code": "363"}, Kind.MUNICIPALITY, "GM0363"),
        ({"GM_CODE": "GM0363", "statcode": "x"}, Kind.MUNICIPALITY, "GM0363"),
        ({"statcode": "gm0363 "}, Kind.MUNICIPALITY, "GM0363"),
        ({"code": 363}, Kind.MUNICIPALITY, "GM0363"),
        ({"wijkcode": "WK0363AA", "gemeentecode": "GM0363"}, Kind.DISTRICT, "WK0363AA"),
        ({"buurtcode": "BU05990110", "wijkcode": "WK059901"}, Kind.NEIGHBOURHOOD, "BU05990110"),
        ({"id": "PV20"}, Kind.PROVINCE, "PV20"),
        ({"code": "20"}, Kind.PROVINCE, "PV20"),
        ({"code": "GM0363"}, Kind.DISTRICT, ""),
        ({"code": "GM03630"}, Kind.MUNICIPALITY, ""),
        ({"code": None, "naam": "x"}, Kind.MUNICIPALITY, ""),
        ({"code": ["GM0363"]}, Kind.MUNICIPALITY, ""),
        ({}, Kind.MUNICIPALITY, ""),
    ],
)
def test_code_of(properties, level, code):
    assert rules.code_of(properties, level) == code


def test_name_and_parent():
    properties = {"buurtnaam": "Cool\x00 ", "wijkcode": "WK059901"}
    assert rules.name_of(properties, Kind.NEIGHBOURHOOD) == "Cool"
    assert rules.name_of({}, Kind.NEIGHBOURHOOD) == ""
    assert len(rules.name_of({"naam": "x" * 500}, Kind.DISTRICT)) == 120
    assert rules.parent_of({}, "BU05990110", Kind.NEIGHBOURHOOD) == "WK059901"
    assert rules.parent_of({}, "WK059901", Kind.DISTRICT) == "GM0599"
    assert rules.parent_of({"pv": "PV28"}, "GM0599", Kind.MUNICIPALITY) == "PV28"
    assert rules.parent_of({"ligtInProvincieCode": "8"}, "GM0599", Kind.MUNICIPALITY) == "PV08"
    assert rules.parent_of({}, "GM0599", Kind.MUNICIPALITY) == ""
    assert rules.parent_of({}, "PV28", Kind.PROVINCE) == "NL"


def test_water_says_so():
    assert rules.is_water({"water": "JA"})
    assert rules.is_water({"H2O": "ja"})
    assert not rules.is_water({"water": "NEE"})
    assert not rules.is_water({})


def test_only_four_levels_have_boundaries():
    assert rules.check_level("district") == Kind.DISTRICT
    for level in ("country", "", "street"):
        with pytest.raises(rules.BoundaryError, match="Choose a level"):
            rules.check_level(level)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "active", "features": 5}, "not being loaded"),
        ({"next_url": "/more", "features": 5}, "pages left"),
        ({"features": 0}, "no boundaries"),
        ({"features": 5, "expected": 10}, "5 of 10"),
    ],
)
def test_only_a_whole_set_may_come_into_force(fields, sentence):
    row = BoundarySet(**{"state": "loading", "features": 9, "expected": None} | fields)
    with pytest.raises(rules.BoundaryError, match=sentence):
        rules.check_can_activate(row)
    assert not rules.can_activate(row)
    assert rules.can_activate(BoundarySet(state="loading", features=9, expected=10))


def test_every_sentence_of_the_kernel_has_its_words():
    """A sentence raised in the kernel without a value in it must stand in the list, or it stays English."""
    kernel = Path(geo.__file__).parent
    raised = set()
    for name in ("geo", "http", "geojson", "topojson"):
        source = (kernel / f"{name}.py").read_text()
        raised |= set(re.findall(r'raise \w+\("((?:[^"\\]|\\.)*)"\)', source))
    assert raised
    assert raised <= set(wording.SENTENCES)


def test_a_sentence_of_the_kernel_in_dutch():
    with translation.override("nl"):
        assert wording.in_words(ValueError("There is no such tile.")) == "Deze kaarttegel bestaat niet."
    assert wording.in_words(ValueError("There is no such tile.")) == "There is no such tile."
    assert wording.in_words(ValueError("Something else.")) == "Something else."
