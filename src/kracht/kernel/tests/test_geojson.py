"""Features come one by one, however the bytes are cut."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kracht.kernel import geojson

PAGE = {
    "type": "FeatureCollection",
    "numberMatched": 3,
    "features": [
        {"type": "Feature", "properties": {"name": name, "features": []}} for name in ("één", "t\\]wee", "drie}")
    ],
    "links": [{"rel": "self", "href": "/a"}, {"rel": "next", "href": "/b?page=2"}],
}
BYTES = json.dumps(PAGE, ensure_ascii=False, indent=1).encode()


@given(st.integers(1, 60))
def test_reads_features_and_the_rest(size):
    reader = geojson.Reader(BYTES[at : at + size] for at in range(0, len(BYTES), size))
    assert list(reader) == PAGE["features"]
    assert reader.envelope == PAGE | {"features": []}
    assert geojson.next_link(reader.envelope) == "/b?page=2"


def test_an_empty_collection():
    reader = geojson.Reader([b'\xef\xbb\xbf{"type":"FeatureCollection","features":[ ]}'])
    assert list(reader) == []
    assert geojson.next_link(reader.envelope) == ""


@pytest.mark.parametrize("links", [None, 5, [5], [{"rel": "next"}], [{"rel": "next", "href": 5}]])
def test_links_that_are_none(links):
    assert geojson.next_link({"links": links}) == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"type":"Topology"}',
        BYTES[:200],
        BYTES[:-30],
        b'{"type":"X","features":[]}',
        b'{"type":"FeatureCollection","features":[5]}',
        b'{"type":"FeatureCollection","features":[{"a":nope}]}',
        b'{"type":"FeatureCollection","features":[{"a":"\xff"}]}',
        b'{"type":"FeatureCollection","features":[' + b'{"a":' * 100_000,
        b'{"type":"FeatureCollection","features":[]}}}',
    ],
)
def test_says_what_is_wrong(raw):
    with pytest.raises(ValueError, match=r"^This .*\.$"):
        list(geojson.Reader([raw]))


def test_what_goes_on_for_ever_is_stopped():
    def endless():
        yield b'{"type":"FeatureCollection","features":[]'
        while True:
            yield b" " * 100_000

    with pytest.raises(ValueError, match="goes on"):
        list(geojson.Reader(endless()))
