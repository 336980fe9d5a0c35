"""Arcs become lines and rings again."""

import pytest

from kracht.kernel import topojson

# two unit squares that share a side, quantised on a grid of 1/10 from (4, 52)
SQUARES = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [4, 52]},
    "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
    "objects": {
        "squares": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "A", "arcs": [[0, 1]], "properties": {"name": "left"}},
                {"type": "MultiPolygon", "id": "B", "arcs": [[[2, -1]]]},
                {"type": None},
            ],
        }
    },
}


def test_puts_rings_together():
    left, right, nothing = topojson.features(SQUARES)
    assert left["properties"] == {"name": "left"}
    assert left["geometry"]["type"] == "Polygon"
    ring = left["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == [5, 52]
    assert sorted(map(tuple, ring[:-1])) == [(4, 52), (4, 53), (5, 52), (5, 53)]
    (other,) = right["geometry"]["coordinates"][0]
    assert other[0] == other[-1]
    assert sorted(map(tuple, other[:-1])) == [(5, 52), (5, 53), (6, 52), (6, 53)]
    assert nothing["geometry"] is None


def test_plain_arcs_need_no_transform():
    plain = {
        "type": "Topology",
        "arcs": [[[4, 52], [5, 53, 7]]],
        "objects": {"line": {"type": "LineString", "arcs": [0]}},
    }
    (line,) = topojson.features(plain)
    assert line["geometry"]["coordinates"] == [[4, 52], [5, 53]]


def test_knows_a_topology():
    assert topojson.is_topology(SQUARES)
    assert not topojson.is_topology({"type": "FeatureCollection"})
    assert not topojson.is_topology([])
    assert topojson.layers(SQUARES) == ["squares"]


def test_asks_which_layer_when_there_are_more():
    two = SQUARES | {"objects": {"a": SQUARES["objects"]["squares"], "b": {"type": None}}}
    with pytest.raises(ValueError, match="a, b"):
        list(topojson.features(two))
    assert len(list(topojson.features(two, "a"))) == 3


@pytest.mark.parametrize(
    "broken",
    [
        {"objects": None}, {"arcs": None}, {"arcs": [[["x", 0]]]}, {"transform": {"scale": [1]}}, {"arcs": []},
        {"objects": {"a": {"type": "Point", "coordinates": [4, 52]}}}, {"objects": {"a": {"type": "Polygon", "arcs": 5}}},
        {"objects": {"a": {"type": "GeometryCollection", "geometries": [5]}}},
    ],
)  # fmt: skip
def test_says_what_is_wrong(broken):
    with pytest.raises(ValueError, match=r"\.$"):
        list(topojson.features(SQUARES | broken))


def test_collections_in_collections_have_an_end():
    deep = {"type": "Polygon", "arcs": []}
    for _ in range(50):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    with pytest.raises(ValueError, match="no geometry"):
        list(topojson.features(SQUARES | {"objects": {"deep": deep}}))
