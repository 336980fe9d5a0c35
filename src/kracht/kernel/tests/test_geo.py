"""Projections against published points, keys against their definition, coordinates as people type them."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kracht.kernel import geo

LATS = st.floats(50.7, 53.6)
LONS = st.floats(3.3, 7.3)

# Published pairs (Schreutelkamp & Strang van Hees 2001): RD x, y, latitude, longitude
KNOWN = [
    (155000.000, 463000.000, 52.15517440, 5.38720621),  # Amersfoort
    (120700.723, 487525.501, 52.37453253, 4.88352559),  # Amsterdam, Westertoren
    (233883.131, 582065.167, 53.21938317, 6.56820053),  # Groningen, Martinitoren
]


@pytest.mark.parametrize(("x", "y", "lat", "lon"), KNOWN)
def test_rd_new_of_published_points(x, y, lat, lon):
    assert geo.to_rd(lat, lon) == pytest.approx((x, y), abs=0.05)
    assert geo.from_rd(x, y) == pytest.approx((lat, lon), abs=5e-7)


@given(LATS, LONS)
def test_rd_new_there_and_back(lat, lon):
    assert geo.from_rd(*geo.to_rd(lat, lon)) == pytest.approx((lat, lon), abs=1e-5)  # one metre


def test_web_mercator_of_known_points():
    assert geo.mercator(0, 180) == pytest.approx((20037508.342789244, 0), abs=1e-6)
    assert geo.mercator(geo.MAX_LAT, 0)[1] == pytest.approx(20037508.34, abs=0.01)
    assert geo.mercator(90, 0) == geo.mercator(geo.MAX_LAT, 0)


@given(LATS, LONS)
def test_web_mercator_there_and_back(lat, lon):
    assert geo.from_mercator(*geo.mercator(lat, lon)) == pytest.approx((lat, lon), abs=1e-9)


@given(LATS, LONS, st.floats(10, 5000))
def test_a_radius_in_mercator_units_is_a_radius_over_the_ground(lat, lon, metres):
    x, y = geo.mercator(lat, lon)
    east = geo.from_mercator(x + geo.mercator_metres(lat, metres), y)
    assert geo.haversine(lat, lon, *east) == pytest.approx(metres, rel=0.002)


def test_haversine_of_one_degree_of_latitude():
    assert geo.haversine(52, 5, 53, 5) == pytest.approx(111195, abs=1)
    assert geo.haversine(52, 5, 52, 5) == 0


def test_tiles_of_the_world():
    assert geo.tile(52.37, 4.89, 0) == (0, 0)
    assert geo.tile(52.37, 4.89, 1) == (1, 0)
    assert geo.tile(-90, -180, 3) == (0, 7)
    assert geo.tile(90, 180, 3) == (7, 0)


@given(LATS, LONS, st.integers(0, 20))
def test_a_point_lies_in_the_box_of_its_tile(lat, lon, zoom):
    column, row = geo.tile(lat, lon, zoom)
    box = geo.tile_bbox(zoom, column, row)
    assert box.grown(1e-9).contains(lat, lon)


@pytest.mark.parametrize("address", [(-1, 0, 0), (2, 4, 0), (2, 0, -1), (31, 0, 0), (10**9, 0, 0)])
def test_tiles_that_do_not_exist(address):
    with pytest.raises(ValueError, match="no such tile"):
        geo.tile_bbox(*address)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_interleaved_bits_come_apart_again(column, row):
    assert geo.deinterleave(geo.interleave(column, row)) == (column, row)


def test_interleave_by_definition():
    assert geo.interleave(0b11, 0b00) == 0b0101
    assert geo.interleave(0b00, 0b11) == 0b1010


@given(LATS, LONS, st.integers(0, 20))
def test_the_range_of_a_tile_holds_the_keys_of_its_points(lat, lon, zoom):
    low, high = geo.tile_range(zoom, *geo.tile(lat, lon, zoom))
    assert low <= geo.quadkey(lat, lon) <= high


@given(LATS, LONS, st.floats(0, 0.3), st.floats(0, 0.3), st.integers(0, 12))
def test_ranges_of_a_box_are_merged_ordered_and_complete(south, west, height, width, zoom):
    box = geo.Bbox(west, south, west + width, south + height)
    ranges = geo.quadkey_ranges(box, zoom)
    assert all(high + 1 < low for (_, high), (low, _) in itertools.pairwise(ranges))
    wanted = {geo.tile_range(zoom, *tile) for tile in geo.tiles(box, zoom)}
    assert sum(high - low + 1 for low, high in ranges) == sum(high - low + 1 for low, high in wanted)
    for lat, lon in [(south, west), box.centre, (box.north, box.east)]:
        assert any(low <= geo.quadkey(lat, lon) <= high for low, high in ranges)


def test_too_large_a_box_is_refused():
    with pytest.raises(ValueError, match="too large"):
        geo.quadkey_ranges(geo.EUROPEAN_NETHERLANDS, 14)
    with pytest.raises(ValueError, match="Zoom"):
        geo.quadkey_ranges(geo.EUROPEAN_NETHERLANDS, 21)


@given(LATS, LONS)
def test_the_coarse_cell_hides_the_point(lat, lon):
    middle = geo.coarse(lat, lon)
    assert geo.coarse(*middle) == middle
    assert geo.haversine(lat, lon, *middle) < 500
    for step_lat, step_lon in [(geo.COARSE_LAT, 0), (0, geo.COARSE_LON)]:
        assert geo.haversine(*middle, middle[0] + step_lat, middle[1] + step_lon) >= 500


def test_reads_a_box():
    assert geo.parse_bbox("4.7, 52.2,5.1,52.5") == geo.Bbox(4.7, 52.2, 5.1, 52.5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "1,2,3",
        "1,2,3,4,5",
        "5,52,4,53",
        "4,53,5,52",
        "4,52,5,91",
        "-181,52,5,53",
        "nan,1,2,3",
        "inf,1,2,3",
        "1,,3,4",
        "1,2,3,4\x00",
        "9" * 400 + ",1,2,3",
        "1e400,1,2,3",
        "١,٢,x,٤",
    ],
)
def test_refuses_what_is_no_box(text):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        geo.parse_bbox(text)


def test_reads_a_point():
    assert geo.parse_near("52.09,5.12") == (52.09, 5.12)


@pytest.mark.parametrize("text", ["", "52", "52,5,1", "91,5", "52,181", "nan,5", "a,b", "52,5\x00", "1e999,1"])
def test_refuses_what_is_no_point(text):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        geo.parse_near(text)


@pytest.mark.parametrize("point", [(math.nan, 5), (52, math.inf), (91, 0), (0, -181)])
def test_refuses_points_off_the_earth(point):
    with pytest.raises(ValueError, match=r"coordinate|Latitude|Longitude"):
        geo.check_point(*point)


def test_the_netherlands_have_a_caribbean_part():
    assert geo.in_netherlands(52.37, 4.9)
    assert geo.in_netherlands(12.15, -68.27)
    assert not geo.in_netherlands(48.85, 2.35)
    assert not geo.in_netherlands(4.9, 52.37)  # the two numbers swapped
