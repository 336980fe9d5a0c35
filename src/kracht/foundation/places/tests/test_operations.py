"""Boundary sets, and the tables that ship with the code."""

import pytest
from django.utils import translation

from kracht.foundation.audit import queries as audit
from kracht.foundation.places import operations, queries
from kracht.foundation.places.models import Area, Boundary, BoundarySet, PlaceName, Postcode, Release
from kracht.foundation.places.operations.tables import Slugs, slug_base
from kracht.foundation.places.rules import BoundaryError
from kracht.foundation.places.tests.factories import AT, BY, SQUARES, square
from kracht.kernel import geo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def begin(level="municipality", year=2024, **fields):
    return operations.begin_set(level=level, year=year, source="test", by=BY, at=AT, **fields)


def activate(features, level="municipality", year=2024):
    row = begin(level, year)
    operations.add_features(set_id=row.pk, features=features)
    return operations.activate_set(set_id=row.pk, by=BY, at=AT)


# boundaries


def test_a_set_comes_into_force_whole(country):
    done = activate(SQUARES)
    assert (done.boundaries, done.created, done.ended) == (3, 0, 0)
    row = queries.active_sets()["municipality"]
    assert row.activated_at == AT
    area = Area.objects.get(code="GM0001")
    assert area.bbox == pytest.approx((5.0, 52.0, 5.1, 52.1))
    assert [act.verb for act in audit.history(row)] == ["activate", "begin"]


def test_the_set_before_stays_until_then_and_goes_then(country):
    activate(SQUARES, year=2023)
    first = queries.boundary_version("municipality")
    row = begin(year=2024)
    operations.add_features(set_id=row.pk, features=SQUARES[:1])
    assert queries.boundary_version("municipality") == first
    operations.activate_set(set_id=row.pk, by=BY, at=AT)
    assert queries.boundary_version("municipality") == row.pk
    assert BoundarySet.objects.get(pk=first).state == "old"
    assert not Boundary.objects.filter(set_id=first).exists()


def test_a_half_set_does_not_come_into_force(country):
    row = begin()
    with pytest.raises(BoundaryError, match="no boundaries"):
        operations.activate_set(set_id=row.pk, by=BY, at=AT)
    operations.add_features(set_id=row.pk, features=SQUARES, next_url="http://x/2", expected=300, page=True)
    with pytest.raises(BoundaryError, match="pages left"):
        operations.activate_set(set_id=row.pk, by=BY, at=AT)
    operations.add_features(set_id=row.pk, features=[], page=True)
    with pytest.raises(BoundaryError, match="3 of 300"):
        operations.activate_set(set_id=row.pk, by=BY, at=AT)
    assert queries.active_sets() == {}


def test_an_active_set_takes_no_more(country):
    activate(SQUARES)
    row = queries.active_sets()["municipality"]
    with pytest.raises(BoundaryError, match="not being loaded"):
        operations.add_features(set_id=row.pk, features=SQUARES)
    with pytest.raises(BoundaryError, match="not being loaded"):
        operations.activate_set(set_id=row.pk, by=BY, at=AT)


def test_begin_again_goes_on_or_starts_afresh(country):
    row = begin()
    operations.add_features(set_id=row.pk, features=SQUARES[:2])
    assert begin().pk == row.pk
    assert begin().offset == 2
    assert begin(year=2025).pk != row.pk
    fresh = begin(fresh=True)
    assert (fresh.pk != row.pk, fresh.features) == (True, 0)


@pytest.mark.parametrize(("level", "year"), [("country", 2024), ("", 2024), ("district", 24), ("district", 10**6)])
def test_begin_refuses_nonsense(level, year):
    with pytest.raises(BoundaryError):
        begin(level, year)


def test_parts_of_one_area_are_joined_and_twice_the_same_is_once(country):
    row = begin()
    parts = [square("GM0001", 5.0, 52.0), square("GM0001", 5.3, 52.0), square("GM0001", 5.3, 52.0)]
    operations.add_features(set_id=row.pk, features=parts)
    operations.add_features(set_id=row.pk, features=parts)
    boundary = Boundary.objects.get(set=row)
    assert boundary.geometry["type"] == "MultiPolygon"
    assert len(boundary.geometry["coordinates"]) == 2
    assert (boundary.west, boundary.east) == pytest.approx((5.0, 5.4))


def test_water_and_empty_features_are_passed_over(country):
    nothing = {"type": "Feature", "properties": {"code": "GM0002"}, "geometry": None}
    assert activate([SQUARES[0], square("GM0002", 5.1, 52.0, water="JA"), nothing]).boundaries == 1


def test_metres_of_rd_new_become_degrees(country):
    x, y = geo.to_rd(52.0, 5.0)
    activate([square("GM0001", x, y, 5000)])
    boundary = Boundary.objects.get(code="GM0001")
    assert (boundary.west, boundary.south) == pytest.approx((5.0, 52.0), abs=0.001)


@pytest.mark.parametrize(
    ("feature", "sentence"),
    [
        ({"properties": {"naam": "x"}, "geometry": SQUARES[0]["geometry"]}, "no code.*naam"),
        (
            {"properties": {"code": "GM0001"}, "geometry": {"type": "Point", "coordinates": [5, 52]}},
            "must be a polygon",
        ),
        ({"properties": {"code": "GM0001"}, "geometry": {"type": "Polygon"}}, "cannot be read"),
        (
            {"properties": {"code": "GM0001"}, "geometry": {"type": "Polygon", "coordinates": [[["a"]]]}},
            "cannot be read",
        ),
        ({"properties": {"code": "GM0001"}, "geometry": {"type": "Heart", "coordinates": []}}, "cannot be read"),
        (square("GM0001", 2.0, 48.0), "outside the Netherlands"),
    ],
)
def test_a_feature_that_cannot_be_used_stops_the_load(country, feature, sentence):
    row = begin()
    with pytest.raises(BoundaryError, match=sentence):
        operations.add_features(set_id=row.pk, features=[SQUARES[1], feature])
    assert not Boundary.objects.exists()  # all of the batch or nothing


def test_new_areas_are_made_from_the_boundaries(country):
    done = activate([square("WK000101", 5.0, 52.0)], level="district")
    assert done.created == 1
    area = Area.objects.get(code="WK000101")
    assert (area.parent, area.name, area.slug) == (country["GM0001"], "Naam WK000101", "wijk-naam-wk000101-gm0001")
    assert geo.Bbox(*area.bbox).contains(area.lat, area.lon)
    activate([square("BU00010101", 5.0, 52.0)], level="neighbourhood")
    assert Area.objects.get(code="BU00010101").parent == area


def test_a_new_municipality_finds_its_province_by_its_place(country):
    activate([*SQUARES, square("GM0004", 5.2, 52.0)])
    area = Area.objects.get(code="GM0004")
    assert area.parent == country["PV20"]
    assert queries.locate("naam gm0004")[0].area == area


def test_an_area_without_a_known_parent_is_refused(country):
    with pytest.raises(BoundaryError, match="WK777700"):
        activate([square("WK777700", 3.4, 53.5, 0.01)], level="district")
    assert not Area.objects.filter(code="WK777700").exists()


def test_a_newer_set_ends_the_districts_it_has_no_more(country):
    assert activate([square("WK000200", 5.1, 52.0)], level="district", year=2024).ended == 1
    gone = Area.objects.get(code="WK000201")
    assert gone.ended_on.isoformat() == "2024-01-01"
    assert Area.objects.get(code="WK000100").is_current  # of a municipality the set says nothing about
    assert queries.resolve(52.09, 5.19).district_id == country["WK000200"].pk


def test_an_older_set_ends_nothing(country):
    assert activate([square("WK000200", 5.1, 52.0)], level="district", year=2022).ended == 0
    assert activate(SQUARES[:1], year=2024).ended == 0  # and a part of the country ends no municipality


# the tables


def test_the_tables_load_once_and_again(db, tmp_path):
    first = operations.load_tables(by=BY, at=AT)
    assert first.changed
    assert (first.areas, first.places, first.postcodes) == (3785, 3040, 4117)
    numbers = dict(Area.objects.values_list("code", "pk"))
    assert not operations.load_tables(by=BY, at=AT).changed
    Release.objects.update(digest="older")
    Area.objects.filter(code="GM0363").update(name="Damsko")
    assert operations.load_tables(by=BY, at=AT).changed
    assert dict(Area.objects.values_list("code", "pk")) == numbers
    assert Area.objects.get(code="GM0363").name == "Amsterdam"
    _check_tree()
    _check_what_people_expect()


def _check_tree():
    assert Area.objects.filter(kind="municipality", ended_on=None).count() == 342
    assert Area.objects.filter(kind="municipality").exclude(ended_on=None).count() == 90
    assert (
        sum(Area.objects.filter(kind="province").values_list("population", flat=True))
        == Area.objects.get(code="NL").population
    )
    assert not Area.objects.filter(kind="municipality").exclude(parent__kind="province").exists()
    assert not Area.objects.filter(kind="district").exclude(parent__kind="municipality", parent__ended_on=None).exists()
    assert all(queries.successor(old).is_current for old in Area.objects.exclude(ended_on=None)[:9])
    for lat, lon in [*Postcode.objects.values_list("lat", "lon"), *PlaceName.objects.values_list("lat", "lon")]:
        assert geo.in_netherlands(lat, lon)


def _check_what_people_expect():
    """Issue 2, Shows 4, as far as it is about places; and what a Dutch person types."""
    for typed, label, where in [
        ("Hoogeloon", "Hoogeloon", "Bladel"),
        ("5528", "5528 Hoogeloon", "Bladel"),
        ("Heerhugowaard", "Heerhugowaard", "Dijk en Waard"),
        ("den haag", "Den Haag", "Den Haag"),
        ("'s-gravenhage", "Den Haag", "Den Haag"),
        ("den bosch", "'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("ljouwert", "Leeuwarden", "Leeuwarden"),
        ("friesland", "Fryslân", "Fryslân"),
        ("amsterdm", "Amsterdam", "Amsterdam"),
        ("haren", "Haren", "Groningen"),
        ("nuenen", "Nuenen, Gerwen en Nederwetten", "Nuenen, Gerwen en Nederwetten"),
        ("utrecht", "Utrecht", "Utrecht"),
    ]:
        found = queries.locate(typed)[0]
        assert (found.label, found.area.name) == (label, where), typed
    assert "Dijk en Waard" in queries.locate("heerhugowaard")[0].note
    assert queries.locate("moestuin") == queries.locate("zorgcoop") == queries.locate("moestiun") == []
    assert queries.suggest("am")[0].label == "Amsterdam"
    assert queries.resolve(51.397, 5.268).municipality_id == queries.area_by_slug("bladel").pk
    assert queries.area_by_slug("provincie-utrecht").kind == "province"


def test_slugs_stay_apart_and_the_same():
    areas = [
        Area(code=code, kind="municipality", name=name) for code, name in [("GM1", "Één"), ("GM2", "een"), ("GM3", "!")]
    ]
    slugs = Slugs()
    assert [slugs.take(area) for area in areas] == ["een", "een-gm2", "gm3"]
    assert slug_base(Area(code="PV1", kind="province", name="Utrecht")) == "provincie-utrecht"
