"""Boundaries from files and from a server: whole or not at all, and going on where it stopped."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from kracht.foundation.places import exchange, queries
from kracht.foundation.places.models import Area, Boundary, BoundarySet
from kracht.foundation.places.operations.boundaries import LOCK, begin_set
from kracht.foundation.places.rules import BoundaryError
from kracht.foundation.places.tests.factories import AT, BY, SQUARES, square
from kracht.kernel import http

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[6] / "shared/data/areas"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(exchange, "BATCH", 2)


def load(place, level="municipality", **options):
    source = exchange.Source(str(place), level, 2024, allow_loopback=True, layer=options.pop("layer", None))
    return exchange.load_boundaries(source, by=BY, at=AT, **options)


def collection(features, **more):
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "boundaries.json"
        path.write_text(content)
        return path

    return write


# files


def test_a_geojson_file(country, file):
    seen = []
    done = load(file(collection(SQUARES)), progress=lambda row: seen.append(row.features))
    assert (done.boundaries, done.created) == (3, 0)
    assert seen == [2, 3]


def test_a_topojson_file(country, file):
    arcs = [[[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]]
    geometry = {"type": "Polygon", "arcs": [[0]], "id": "GM0001", "properties": {"name": "West"}}
    layers = {"gemeenten": {"type": "GeometryCollection", "geometries": [geometry]}, "provincies": {"type": None}}
    topology = {
        "type": "Topology",
        "arcs": arcs,
        "objects": layers,
        "transform": {"scale": [0.01, 0.01], "translate": [5, 52]},
    }
    assert load(file(json.dumps(topology))).boundaries == 1
    assert Boundary.objects.get(code="GM0001").east == pytest.approx(5.1)
    with pytest.raises(BoundaryError, match="gemeenten, provincies"):
        load(file(json.dumps(topology)), level="district")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "<html></html>",
        "{}",
        '{"type":"Topology"',
        '{"type":"Topology","objects":{"a":{}}}',
        collection([5]),
        collection(SQUARES)[:-20],
        collection([]),
        collection([{"type": "Feature", "properties": {}, "geometry": None}])[:60],
    ],
)
def test_a_file_that_is_none_changes_nothing(country, file, content):
    load(file(collection(SQUARES)))
    before = queries.boundary_version("municipality")
    with pytest.raises(BoundaryError, match=r"[.:].*$"):
        load(file(content), fresh=True)
    assert queries.boundary_version("municipality") == before


def test_a_file_that_is_not_there(country):
    with pytest.raises(BoundaryError, match="cannot be read"):
        load("/nowhere/at/all.json")


def test_a_load_that_was_killed_goes_on_where_it_stopped(country, file):
    load(file(collection(SQUARES)))
    before = queries.boundary_version("municipality")
    path = file(collection([*SQUARES, *(square(f"GM000{n}", 4.8 + n / 10, 52.0, pv="PV20") for n in (4, 5))]))

    def killed(row):
        if row.features == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(path, progress=killed)
    assert queries.boundary_version("municipality") == before
    assert BoundarySet.objects.get(state="loading").offset == 4
    seen = []
    assert load(path, progress=lambda row: seen.append(row.features)).boundaries == 5
    assert seen == [5]  # only what was left


def test_two_loads_of_the_same_at_once(country, file):
    path = file(collection(SQUARES))

    def meanwhile(row):
        with psycopg.connect(**other_session()) as second:
            taken = second.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, row.pk]).fetchone()
            assert taken == (False,)  # the first load holds it
        if row.features == 3:
            seen.append(row)

    seen = []
    load(path, progress=meanwhile)
    assert seen
    with psycopg.connect(**other_session()) as second:
        row = begin_set(level="municipality", year=2024, source=str(path), by=BY, at=AT)
        second.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, row.pk])
        with pytest.raises(BoundaryError, match="being loaded already"):
            load(path)


def other_session():
    database = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "password": "PASSWORD", "port": "PORT"}
    return {name: database[key] for name, key in names.items() if database[key]}


# a server


class Api(BaseHTTPRequestHandler):
    """Three pages of an OGC API Features collection."""

    broken = False
    asked: list[str]

    def log_message(self, *_):
        pass

    def do_GET(self):
        type(self).asked.append(self.path)
        if self.broken and "page=2" in self.path:
            self.answer(500, b"out of order")
            return
        page = int(self.path[-1]) if "page=" in self.path else 1
        links = [{"rel": "next", "href": f"/items?f=json&page={page + 1}"}] if page < 3 else []
        body = collection(SQUARES[page - 1 : page], numberMatched=3, numberReturned=1, links=links)
        self.answer(200, body.encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def api():
    handler = type("Fresh", (Api,), {"asked": [], "broken": False})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    handler.address = f"http://127.0.0.1:{server.server_port}/items"
    yield handler
    server.shutdown()
    server.server_close()


def test_an_ogc_api_features_collection_page_by_page(country, api):
    seen = []
    done = load(api.address, progress=lambda row: seen.append((row.features, row.pages, row.expected)))
    assert done.boundaries == 3
    assert seen[-1] == (3, 3, 3)
    assert api.asked == ["/items", "/items?f=json&page=2", "/items?f=json&page=3"]


def test_a_server_that_fails_half_way(country, api, file):
    load(file(collection(SQUARES)))
    before = queries.boundary_version("municipality")
    api.broken = True
    with pytest.raises(BoundaryError, match="status 500"):
        load(api.address)
    assert queries.boundary_version("municipality") == before
    api.broken, api.asked[:] = False, []
    assert load(api.address).boundaries == 3
    assert api.asked == ["/items?f=json&page=2", "/items?f=json&page=3"]
    assert queries.boundary_version("municipality") != before


def test_a_private_address_is_not_read(country, api):
    source = exchange.Source(api.address, "municipality", 2024)
    with pytest.raises(http.RefusedError):
        exchange.load_boundaries(source, by=BY, at=AT)


# the command


def test_the_command(country, file):
    out = StringIO()
    options = {"level": "municipality", "year": 2024, "stdout": out}
    call_command("load_boundaries", str(file(collection(SQUARES))), then="check", **options)
    assert "3 boundaries in force, 0 areas new, 0 ended." in out.getvalue()
    assert "System check" in out.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_boundaries", "/nowhere", **options)


# the real files


@pytest.mark.skipif(not REAL.is_dir(), reason="the real boundary files are not beside this checkout")
def test_real_boundaries(db, monkeypatch):
    monkeypatch.setattr(exchange, "BATCH", 500)
    call_command("load_places", stdout=StringIO())
    assert load(REAL / "gm_pv_2023.topojson").boundaries == 342
    assert load(REAL / "gm_pv_2023.topojson", level="province").boundaries == 12
    done = load(REAL / "buurten_rotterdam_2022.topojson", level="neighbourhood")
    assert (done.boundaries, done.created) == (91, 91)
    cool = Area.objects.get(code="BU05990112")
    found = queries.resolve(51.9165, 4.4756)  # Witte de Withstraat
    assert found.neighbourhood_id == cool.pk
    assert not found.estimated
    assert queries.resolve(52.371, 4.9).municipality_id == queries.area_by_slug("amsterdam").pk
    with pytest.raises(queries.OutsideError):
        queries.resolve(51.22, 4.40)  # Antwerp
    shapes = queries.boundary_collection("municipality", tolerance=0.002)
    assert len(shapes["features"]) == 342
    assert len(json.dumps(shapes)) < 1_000_000
