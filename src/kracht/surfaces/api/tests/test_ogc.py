"""OGC API Features: documents, features, coordinate systems, and GDAL as a stranger that reads them."""

import json
import shutil
import subprocess

import jsonschema_rs
import pytest
from django.test import Client

from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, UTRECHT
from kracht.foundation.places.models import Boundary, BoundarySet
from kracht.kernel import geo
from kracht.surfaces.api.ogc import crs
from kracht.surfaces.api.tests.conftest import World

ITEMS = "/ogc/collections/initiatives/items"
AREAS = "/ogc/collections/areas/items"


def ids(client: Client, query: str, path: str = ITEMS) -> list[object]:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/geo+json"
    return [one["id"] for one in answer.json()["features"]]


def test_the_landing_page_leads_to_everything(client: Client, world: World) -> None:
    links = {link["rel"]: link["href"] for link in client.get("/ogc").json()["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data", "license"} <= links.keys()
    for rel in ("service-desc", "conformance", "data", "service-doc"):
        assert client.get(links[rel].removeprefix("http://localhost:8000")).status_code == 200
    assert client.get("/ogc/").json() == client.get("/ogc").json()
    classes = client.get("/ogc/conformance").json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in classes


def test_collections_say_their_systems(client: Client, world: World) -> None:
    found = client.get("/ogc/collections").json()["collections"]
    assert [one["id"] for one in found] == ["initiatives", "areas"]
    for one in found:
        assert client.get(f"/ogc/collections/{one['id']}").json() == one
        assert one["crs"] == list(crs.KNOWN)
        assert one["storageCrs"] == crs.CRS84
    assert client.get("/ogc/collections/none").status_code == 404


def test_features_by_box_period_and_filter(client: Client, world: World) -> None:
    garden, repair, nowhere = world.garden.pk, world.repair.pk, world.nowhere.pk
    assert ids(client, "") == [garden, repair, nowhere]
    assert ids(client, "bbox=4.8,52.3,5.0,52.4") == [repair]
    assert ids(client, "bbox=4.8,52.3,0,5.0,52.4,100") == [repair]
    assert ids(client, f"bbox=52.3,4.8,52.4,5.0&bbox-crs={crs.WGS84}") == [repair]
    x, y = geo.to_rd(*AMSTERDAM)
    assert ids(client, f"bbox={x - 500},{y - 500},{x + 500},{y + 500}&bbox-crs={crs.RD}") == [repair]
    x, y = geo.mercator(*UTRECHT)
    assert ids(client, f"bbox={x - 500},{y - 500},{x + 500},{y + 500}&bbox-crs=[EPSG:3857]") == [garden]
    assert ids(client, "bbox=170,50,-60,54") == []
    assert ids(client, "datetime=2026-11-01T13:00:00Z/..") == [repair, nowhere]
    assert ids(client, "datetime=2026-11-01") == [garden, repair, nowhere]
    assert ids(client, "datetime=../2026-10-31") == []
    assert ids(client, "theme=groen-en-voedsel&area=GM0344") == [garden]


def test_pages_follow_next_and_count_themselves(client: Client, world: World) -> None:
    seen, address = [], f"{ITEMS}?limit=1"
    while address:
        page = client.get(address).json()
        assert page["numberReturned"] == len(page["features"]) == 1
        assert page["numberMatched"] == 3
        seen += [one["id"] for one in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        address = following[0].removeprefix("http://localhost:8000") if following else ""
    assert seen == [world.garden.pk, world.repair.pk, world.nowhere.pk]


@pytest.mark.parametrize("system", crs.KNOWN)
def test_each_system_has_its_own_axes_and_says_so(client: Client, world: World, system: str) -> None:
    answer = client.get(f"{ITEMS}/{world.garden.pk}?crs={system}")
    assert answer.headers["Content-Crs"] == f"<{system}>"
    lat, lon = UTRECHT
    wanted = {
        crs.CRS84: (lon, lat),
        crs.WGS84: (lat, lon),
        crs.RD: geo.to_rd(lat, lon),
        crs.MERCATOR: geo.mercator(lat, lon),
    }[system]
    assert answer.json()["geometry"]["coordinates"] == pytest.approx(wanted, abs=0.01)


def test_areas_have_borders_once_they_are_loaded(client: Client, world: World) -> None:
    assert ids(client, "kind=municipality", AREAS) == ["GM0344", "GM0363"]
    assert ids(client, "bbox=4.8,52.3,5.0,52.4&kind=municipality", AREAS) == ["GM0363"]
    assert client.get(f"{AREAS}/GM0344").json()["geometry"]["type"] == "Point"
    lat, lon = UTRECHT
    ring = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat]]
    loaded = BoundarySet.objects.create(level="municipality", year=2023, source="test", state="active", started_at=AT)
    Boundary.objects.create(
        set=loaded, code="GM0344", area=world.areas["GM0344"], geometry={"type": "Polygon", "coordinates": [ring]},
        west=lon, south=lat, east=lon + 0.1, north=lat + 0.1,
    )  # fmt: skip
    answer = client.get(f"{AREAS}/GM0344?crs={crs.WGS84}").json()
    assert answer["geometry"]["type"] == "Polygon"
    assert answer["geometry"]["coordinates"][0][1] == pytest.approx([lat, lon + 0.1])
    assert answer["properties"]["initiatives"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=x", "bbox=nonsense", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=nan,1,2,3", "crs=EPSG:1",
        "bbox-crs=x", "datetime=yesterday", "datetime=2026-01-02/2026-01-01", "datetime=%00", "after=-1", "f=xml",
        "unknown=1", "theme=x", "q=%00", "limit=1&limit=2", "bbox=0,95,1,96",
    ],
)  # fmt: skip
def test_bad_queries_are_problems(client: Client, world: World, query: str) -> None:
    answer = client.get(f"{ITEMS}?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"]


def test_odd_but_lawful_queries_are_answered(client: Client, world: World) -> None:
    assert len(ids(client, "limit=1" + "0" * 30)) == 3
    assert ids(client, f"bbox=-1e300,-1e300,1e300,1e300&bbox-crs={crs.MERCATOR}") == [world.garden.pk, world.repair.pk]
    assert len(ids(client, f"bbox=-1e300,-1e300,1e300,1e300&bbox-crs={crs.RD}")) == 2
    for key in ("0", "x", "9" * 30, "%00"):
        assert client.get(f"{ITEMS}/{key}").status_code == 404
        assert client.get(f"{AREAS}/{key}").status_code == 404


def test_people_get_a_page(client: Client, world: World) -> None:
    for path in (
        "/ogc",
        "/ogc/conformance",
        "/ogc/api",
        "/ogc/collections",
        ITEMS,
        f"{ITEMS}/{world.garden.pk}",
        AREAS,
    ):
        answer = client.get(path, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})
        assert answer.headers["Content-Type"].startswith("text/html"), path
        assert "Accept" in answer.headers["Vary"]
        assert b"<h1>" in answer.content
    assert b"<script>" not in client.get(f"{ITEMS}/{world.repair.pk}?f=html").content


def test_features_are_geojson(client: Client, world: World) -> None:
    """RFC 7946, section 3: what a feature and a point must have."""
    point = {
        "oneOf": [
            {"type": "null"},
            {
                "type": "object",
                "required": ["type", "coordinates"],
                "properties": {
                    "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
                },
            },
        ]
    }
    feature = {"type": "object", "required": ["type", "geometry", "properties"], "properties": {"geometry": point}}
    whole = {"type": "object", "required": ["type", "features"], "properties": {"features": {"items": feature}}}
    for path in (ITEMS, AREAS, "/export/initiatieven.geojson"):
        body = client.get(path)
        jsonschema_rs.Draft202012Validator(whole).validate(json.loads(body.getvalue()))


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo (package gdal-bin) is not on this machine")
def test_gdal_reads_it_with_a_box(serving: str, world: World, settings: object) -> None:
    settings.SITE_URL = serving
    command = [
        "ogrinfo",
        "-ro",
        "-al",
        "-q",
        "-spat",
        "4.8",
        "52.3",
        "5.0",
        "52.4",
        f"OAPIF:{serving}/ogc",
        "initiatives",
    ]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "Repair" in found.stdout
    assert "Buurtmoestuin" not in found.stdout
    assert f"POINT ({AMSTERDAM[1]} {AMSTERDAM[0]})" in found.stdout
    layers = subprocess.run(
        ["ogrinfo", "-ro", f"OAPIF:{serving}/ogc"], capture_output=True, text=True, timeout=60, check=True
    )
    assert "initiatives" in layers.stdout
    assert "areas" in layers.stdout
