"""What the database itself guarantees, and the mixin on a table of its own."""

import random
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kracht.foundation.places.models import Area, AreaSuccession, Kind, Toponym
from kracht.foundation.places.tests import factories
from kracht.kernel import geo

pytestmark = pytest.mark.django_db


@pytest.fixture
def spots():
    """Two thousand points around Utrecht."""
    model = factories.spot_table()
    draw = random.Random(7)
    rows = [model(lat=draw.gauss(52.1, 0.2), lon=draw.gauss(5.1, 0.3)) for _ in range(2000)]
    model.objects.bulk_create([*rows, model()])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_spot")
    return model.objects


def metres(row):
    return geo.haversine(52.1, 5.1, row.lat, row.lon)


def plan(rows):
    return rows.explain()


def test_generated_columns_equal_the_kernel(spots):
    for row in spots.filter(lat__isnull=False)[:50]:
        assert row.mp == pytest.approx(geo.mercator(row.lat, row.lon))
        assert row.qk == geo.quadkey(row.lat, row.lon)
    empty = spots.get(lat=None)
    assert (empty.mp, empty.qk) == (None, None)


def test_a_new_row_knows_its_key_at_once(spots):
    row = spots.create(lat=52.1, lon=5.1)
    assert row.qk == geo.quadkey(52.1, 5.1)


def test_near_is_a_circle_over_the_ground(spots):
    wanted = {row.pk for row in spots.filter(lat__isnull=False) if metres(row) <= 5000}
    found = {row.pk for row in spots.near(52.1, 5.1, 5000)}
    assert len(wanted) > 20
    assert len(wanted ^ found) <= 1  # a point on the edge
    assert "spot_mp" in plan(spots.near(52.1, 5.1, 500))


def test_nearest_comes_in_order_from_the_index(spots):
    found = list(spots.nearest(52.1, 5.1)[:25])
    assert [metres(row) for row in found] == sorted(metres(row) for row in spots.filter(lat__isnull=False))[:25]
    assert "Order By: (mp <->" in plan(spots.nearest(52.1, 5.1)[:25])


def test_inside_a_box(spots):
    box = (5.0, 52.0, 5.2, 52.1)
    wanted = {row.pk for row in spots.filter(lat__isnull=False) if geo.Bbox(*box).contains(row.lat, row.lon)}
    assert {row.pk for row in spots.inside(box)} == wanted
    assert wanted
    assert "spot_mp" in plan(spots.inside((5.0, 52.0, 5.02, 52.02)))


def test_in_ranges_of_keys(spots):
    box = geo.Bbox(5.0, 52.0, 5.05, 52.05)
    found = spots.in_ranges(geo.quadkey_ranges(box, 14))
    assert {row.pk for row in spots.inside(box)} <= {row.pk for row in found}
    assert not spots.in_ranges([]).exists()


def test_in_area(spots, country):
    row = spots.create(lat=52.05, lon=5.15, municipality=country["GM0002"], province=country["PV20"])
    assert list(spots.in_area(country["GM0002"])) == list(spots.in_area(country["PV20"])) == [row]
    assert not spots.in_area(country["GM0001"]).exists()
    assert not spots.in_area(country["WK000200"]).exists()
    assert spots.in_area(country["NL"]).count() == 2002


@pytest.mark.parametrize("point", [(52.0, None), (None, 5.0), (86.0, 5.0), (52.0, 181.0)])
def test_half_a_point_is_refused(spots, point):
    with pytest.raises(IntegrityError, match="spot_point_whole"):
        spots.create(lat=point[0], lon=point[1])


def test_an_unknown_kind_of_place_is_refused(spots):
    with pytest.raises(IntegrityError, match="spot_place_kind"):
        spots.create(lat=52, lon=5, place_kind="vague")


def test_every_area_but_the_country_has_a_parent(country):
    with pytest.raises(IntegrityError, match="area_has_parent"):
        factories.area("GM0004", "Los", None, Kind.MUNICIPALITY)


def test_codes_and_slugs_are_unique(country):
    for fields in [{"code": "GM0001", "slug": "x"}, {"code": "GM0004", "slug": "gm0001"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.area(fields["code"], "Dubbel", country["PV20"], Kind.MUNICIPALITY, slug=fields["slug"])


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_a_share_is_a_share(country, share):
    with pytest.raises(IntegrityError, match="succession_share"):
        AreaSuccession.objects.create(old=country["GM0003"], new=country["GM0001"], on=date(2020, 1, 1), share=share)


def test_no_area_succeeds_itself(country):
    with pytest.raises(IntegrityError, match="succession_not_itself"):
        AreaSuccession.objects.create(old=country["GM0003"], new=country["GM0003"], on=date(2020, 1, 1))


def test_areas_know_their_box_and_whether_they_exist(country):
    assert country["GM0001"].bbox is None
    assert Area(west=1, south=2, east=3, north=4).bbox == (1, 2, 3, 4)
    assert country["GM0001"].is_current
    assert not country["GM0009"].is_current
    assert str(country["GM0001"]) == "West"
    assert not Area.objects.current().filter(code="GM0009").exists()


def test_the_unaccent_wrapper_serves_search(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.f_unaccent('Fryslân één'), to_tsvector('nl', 'Moestuinen in één coöperatie')::text"
        )
        assert cursor.fetchone() == ("Fryslan een", "'cooperatie':4 'moestuin':1")
        cursor.execute(
            "SELECT to_tsvector('fy', 'Súdwest-Fryslân')::text, to_tsvector('en_u', 'Gardens naïvely')::text"
        )
        assert cursor.fetchone() == ("'fryslan':3 'sudwest':2 'sudwest-fryslan':1", "'garden':1 'naiv':2")


def test_the_place_search_reads_the_trigram_index(country):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "toponym_trgm" in Toponym.objects.filter(key__trigram_similar="oudhuzen").explain()
