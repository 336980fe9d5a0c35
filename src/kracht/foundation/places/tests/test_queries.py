"""The tree, the search, the area of a point, shapes: on the small country of factories.py."""

import pytest
from django.utils import translation

from kracht.foundation.places import operations, queries
from kracht.foundation.places.models import Area, PlaceName
from kracht.foundation.places.operations.tables import rebuild_toponyms
from kracht.foundation.places.tests.factories import AT, BY, SQUARES, square

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def activate(features, level="municipality", year=2023):
    row = operations.begin_set(level=level, year=year, source="test", by=BY, at=AT)
    operations.add_features(set_id=row.pk, features=features)
    return operations.activate_set(set_id=row.pk, by=BY, at=AT)


def labels(found):
    return [(answer.kind, answer.label) for answer in found]


# the tree


def test_an_area_comes_with_its_ancestors(country, django_assert_max_num_queries):
    area = queries.area_by_slug("wk000200")
    with django_assert_max_num_queries(0):
        assert [above.code for above in queries.ancestors(area)] == ["NL", "PV20", "GM0002"]
    assert queries.ancestors(queries.area_by_code("nl")) == []


@pytest.mark.parametrize("value", ["", "geen", "a\x00b", "x" * 500])
def test_an_unknown_area_is_none(country, value):
    assert queries.area_by_slug(value) is None
    assert queries.area_by_code(value) is None
    assert queries.area_by_id(0) is None


def test_children_are_those_of_today(country):
    assert [area.name for area in queries.children(country["NL"])] == ["Noord", "Zuiderland"]
    assert [area.name for area in queries.children(country["PV20"])] == ["Oosterhové", "West"]
    assert [area.name for area in queries.children(country["GM0002"])] == ["Centrum", "Oudhuizen"]
    assert list(queries.children(country["WK000200"])) == []


def test_lists_of_areas(country):
    assert [area.name for area in queries.provinces()] == ["Noord", "Zuiderland"]
    assert [area.name for area in queries.municipalities()] == ["Oosterhové", "West", "Zuid"]
    assert [area.name for area in queries.municipalities(country["PV30"])] == ["Zuid"]
    assert set(queries.areas_by_id([country["GM0001"].pk, None])) == {country["GM0001"].pk}


def test_what_became_of_an_area(country):
    assert queries.successor(country["GM0009"]) == country["GM0002"]  # where nine in ten live
    assert queries.successor(country["GM0002"]) is None
    assert [(row.old.name, row.share) for row in queries.predecessors(country["GM0002"])] == [("Oudhuizen", 0.9)]


# the search


@pytest.mark.parametrize(
    "text",
    ["Oosterhové", "oosterhove", "  OOSTERHOVÉ ", "gemeente oosterhove", "osterhove", "oosterhvoe", "Oosterhove!"],
)
def test_finds_a_municipality_however_it_is_typed(country, text):
    assert labels(queries.locate(text))[0] == ("municipality", "Oosterhové")


def test_an_ended_municipality_says_what_it_is_now(country):
    (town, ward) = queries.locate("Oudhuizen")
    assert (town.kind, town.area) == ("place", country["GM0002"])
    assert town.note == "Since 1 January 2019 Oudhuizen has been part of the municipality of Oosterhové."
    assert town.detail == "Oosterhové, Noord"
    assert (ward.kind, ward.municipality_id) == ("district", country["GM0002"].pk)


def test_an_ended_municipality_without_a_town_of_its_name(country):
    PlaceName.objects.all().delete()
    rebuild_toponyms()
    found = queries.locate("oudhuizen")[0]
    assert (found.kind, found.area, found.lat) == ("municipality", country["GM0002"], 52.08)
    assert found.note


def test_the_same_name_in_two_places(country):
    assert [answer.detail for answer in queries.locate("centrum")] == ["district in Oosterhové", "district in West"]


@pytest.mark.parametrize("text", ["1002", "1002 AB", "1002ab", "1002 AB Oudhuizen", " 1002 "])
def test_finds_a_postcode(country, text):
    (found,) = queries.locate(text)
    assert (found.kind, found.label, found.area) == ("postcode", "1002 Oudhuizen", country["GM0002"])
    assert found.district_id == country["WK000201"].pk
    assert queries.is_postcode(text)


@pytest.mark.parametrize(
    "text", ["9999", "0123", "12345", "", " ", "\x00", "🌻", "x" * 10_000, "%", "_", "moestuin", "'; --"]
)
def test_finds_nothing_where_there_is_nothing(country, text):
    assert queries.locate(text) == []
    assert queries.suggest(text) == []


def test_a_province_can_be_asked_for(country):
    assert labels(queries.locate("provincie Noord")) == [("province", "Noord")]
    assert queries.locate("nederland")[0].zoom < queries.locate("noord")[0].zoom < queries.locate("1001")[0].zoom


def test_suggests_while_typing(country):
    assert labels(queries.suggest("oo")) == [("municipality", "Oosterhové")]
    assert [answer.label for answer in queries.suggest("10")] == ["1001 West", "1002 Oudhuizen"]
    assert [answer.label for answer in queries.suggest("zui")] == ["Zuid", "Zuiderland"]
    assert len(queries.suggest("zui", limit=1)) == 1


def test_search_takes_few_queries(country, django_assert_max_num_queries):
    queries.locate("west")
    with django_assert_max_num_queries(3):
        queries.locate("west")
    with django_assert_max_num_queries(2):
        queries.suggest("we")


# the area of a point


def ids(found):
    return found.province_id, found.municipality_id, found.district_id


def test_without_boundaries_the_nearest_point_decides(country):
    found = queries.resolve(52.049, 5.052)
    assert ids(found) == (country["PV20"].pk, country["GM0001"].pk, country["WK000100"].pk)
    assert found.estimated
    assert found.place == "West"


def test_with_boundaries_the_shape_decides(country):
    before = queries.resolve(52.05, 5.101)  # nearer to West's middle? no: at the edge of Oosterhové
    activate(SQUARES)
    found = queries.resolve(52.05, 5.101)
    assert found.municipality_id == country["GM0002"].pk
    assert found.district_id in {country["WK000200"].pk, country["WK000201"].pk}
    assert found.estimated  # its district still is
    assert before.estimated


def test_a_guessed_district_lies_in_the_municipality_that_is_sure(country):
    activate(SQUARES)
    found = queries.resolve(52.05, 5.0999)  # just inside West, although its own middle is far
    assert found.municipality_id == country["GM0001"].pk
    assert found.district_id == country["WK000100"].pk


def test_district_and_neighbourhood_shapes_are_no_estimate(country):
    activate([square("WK000200", 5.1, 52.0)], level="district")
    activate([square("BU00020001", 5.1, 52.0, 0.05)], level="neighbourhood")
    inside, beside = queries.resolve(52.02, 5.12), queries.resolve(52.02, 5.17)
    assert not inside.estimated
    assert inside.neighbourhood_id == Area.objects.get(code="BU00020001").pk
    assert ids(inside) == ids(beside) == (country["PV20"].pk, country["GM0002"].pk, country["WK000200"].pk)
    assert beside.neighbourhood_id is None or not beside.estimated


def test_boundaries_of_an_ended_municipality_lead_to_its_heir(country):
    activate([square("GM0009", 5.15, 52.05, 0.05), SQUARES[0]], year=2014)
    assert queries.resolve(52.08, 5.18).municipality_id == country["GM0002"].pk


@pytest.mark.parametrize("point", [(48.85, 2.35), (53.6, 3.4), (5.1, 52.05), (0, 0)])
def test_points_abroad_are_refused(country, point):
    with pytest.raises(queries.OutsideError, match="does not lie in the Netherlands"):
        queries.resolve(*point)


@pytest.mark.parametrize("point", [(float("nan"), 5), (52, float("inf")), (91, 5), (52, 181)])
def test_what_is_no_point_is_refused(country, point):
    with pytest.raises(ValueError, match=r"\.$"):
        queries.resolve(*point)


def test_the_caribbean_netherlands_have_no_areas_yet(country):
    assert queries.resolve(12.15, -68.27) == queries.Resolution()


def test_many_points_at_once(country, django_assert_max_num_queries):
    queries.resolve(52.05, 5.05)
    with django_assert_max_num_queries(1):
        found = queries.resolve_many([(52.05, 5.05), (48.85, 2.35), (51.95, 5.15)] * 100)
    assert found[1] is None
    assert [row.municipality_id for row in (found[0], found[2])] == [country["GM0001"].pk, country["GM0003"].pk]
    assert queries.resolve_many([]) == []


def test_an_empty_database_knows_no_place(db):
    with pytest.raises(queries.OutsideError):
        queries.resolve(52.05, 5.05)
    assert queries.locate("amsterdam") == []


# shapes


def test_shapes_of_a_level(country):
    assert queries.boundary_collection("municipality") is None
    assert queries.boundary_version("municipality") is None
    activate(SQUARES)
    whole = queries.boundary_collection("municipality", tolerance=0.001)
    assert [shape["properties"]["name"] for shape in whole["features"]] == ["West", "Oosterhové", "Zuid"]
    assert whole["features"][0]["properties"]["slug"] == "gm0001"
    assert whole["features"][0]["geometry"]["type"] == "Polygon"
    north = queries.boundary_collection("municipality", within=country["PV20"])
    assert [shape["id"] for shape in north["features"]] == [country["GM0001"].pk, country["GM0002"].pk]
    assert queries.boundary_version("municipality") == queries.active_sets()["municipality"].pk


@pytest.mark.parametrize(("level", "tolerance"), [("planet", 0.0), ("municipality", -1.0), ("municipality", 1.0)])
def test_shapes_that_cannot_be_had(country, level, tolerance):
    with pytest.raises(ValueError, match=r"\.$"):
        queries.boundary_collection(level, tolerance=tolerance)


def test_new_boundaries_are_seen_at_once(country):
    activate(SQUARES)
    first = queries.boundary_version("municipality")
    assert queries.resolve(52.05, 5.05).municipality_id == country["GM0001"].pk
    swapped = [square("GM0002", 5.0, 52.0), square("GM0001", 5.1, 52.0), square("GM0003", 5.1, 51.9)]
    activate(swapped, year=2024)
    assert queries.boundary_version("municipality") != first
    assert queries.resolve(52.05, 5.05).municipality_id == country["GM0002"].pk
