"""Exports, feeds, tiles, suggestions, sitemap, health and pictures."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import openpyxl
import pytest
from django.db import OperationalError, connection
from django.test import Client
from PIL import Image

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT
from kracht.foundation.places.models import Boundary, BoundarySet
from kracht.kernel import clock, geo
from kracht.surfaces.api.pages import export, formats, health, tiles
from kracht.surfaces.api.tests.conftest import World


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    body = client.get(f"/export/initiatieven.csv?{query}").getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_csv_opens_in_a_dutch_spreadsheet_and_calculates_nothing(client: Client, world: World) -> None:
    Initiative.objects.filter(pk=world.nowhere.pk).update(licence="ODbL-1.0", source="Partner", story="@SUM(A1)\n-2+3")
    found = {row["slug"]: row for row in rows(client)}
    assert len(found) == 3
    assert found[world.repair.slug]["name"] == '\'=Repair Café; "Oost" <script>'
    assert found[world.nowhere.slug]["story"] == "'@SUM(A1)\n-2+3"
    assert found[world.nowhere.slug]["licence_url"] == "https://opendatacommons.org/licenses/odbl/1-0/"
    garden = found[world.garden.slug]
    assert garden["licence"] == "CC-BY-4.0"
    assert garden["attribution"] == "Kracht, http://localhost:8000"
    assert (garden["municipality_code"], garden["municipality"]) == ("GM0344", "Utrecht")
    assert garden["contact_email"] == "jo@voorbeeld.example"
    assert found[world.repair.slug]["contact_email"] == ""


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1"])
def test_a_cell_never_starts_a_formula(value: str) -> None:
    assert export.safe_cell(value).startswith("'")


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert [export.safe_cell(value) for value in (-1.5, 3, True, None, "a-b")] == ["-1.5", "3", "true", "", "a-b"]


def test_exports_are_of_the_filtered_set_and_state_licence_and_source(client: Client, world: World) -> None:
    assert [row["slug"] for row in rows(client, "theme=groen-en-voedsel")] == [world.garden.slug]
    for kind, key in (("json", "items"), ("geojson", "features")):
        answer = client.get(f"/export/initiatieven.{kind}?area=GM0363")
        assert f'filename="initiatieven-{clock.now():%Y-%m-%d}.{kind}"' in answer.headers["Content-Disposition"]
        data = json.loads(answer.getvalue())
        assert data["licence"]["id"] == "CC-BY-4.0"
        assert data["source"] == "http://localhost:8000"
        assert len(data[key]) == 1
    assert client.get("/export/initiatieven.csv?bbox=nonsense").status_code == 400
    assert client.get("/export/initiatieven.xls").status_code == 404


def test_exports_cross_batches_without_loss(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "BATCH", 1)
    assert len(rows(client)) == 3
    assert len(json.loads(client.get("/export/initiatieven.json").getvalue())["items"]) == 3


def test_a_spreadsheet_that_cannot_hold_all_says_so_and_where_all_is(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines() -> list[str]:
        answer = client.get("/export/initiatieven.xlsx?theme=")
        assert '</export/initiatieven.csv?theme=>; rel="alternate"' in answer.headers["Link"]
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue()), read_only=True).active
        return [str(row[0]) for row in sheet.iter_rows(values_only=True)]

    whole = lines()
    assert len(whole) == 4
    monkeypatch.setattr(formats, "MOST_ROWS", 2)
    cut = lines()
    assert cut[:3] == whole[:3]
    assert "CSV" in cut[3]


def test_feeds_are_read_by_a_feed_parser(client: Client, world: World) -> None:
    answer = client.get("/feeds/initiatieven.atom?theme=groen-en-voedsel&area=GM0344&lang=en")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == "Kracht: Initiatives – Green and food, Utrecht"
    assert feed.feed.id == next(link.href for link in feed.feed.links if link.rel == "self")
    (entry,) = feed.entries
    assert entry.id == f"tag:localhost,2026:initiative/{world.garden.pk}"
    assert entry.link == f"http://localhost:8000/en/initiatives/{world.garden.slug}/"
    assert entry.updated_parsed
    assert feed.feed.updated_parsed == entry.updated_parsed
    everything = feedparser.parse(client.get("/feeds/initiatieven.atom").content)
    assert [one.title for one in everything.entries][1] == world.repair.name
    assert len({one.id for one in everything.entries}) == 3
    assert not feedparser.parse(client.get("/feeds/initiatieven.atom?q=bestaatniet").content).bozo
    assert client.get("/feeds/initiatieven.atom?lang=xx").status_code == 400


def test_tiles_count_and_are_kept_for_a_minute(client: Client, world: World) -> None:
    column, row = geo.tile(*AMSTERDAM, 12)
    address = f"/kaart/tegel/12/{column}/{row}.json"
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    lon, lat, key, theme, name, slug = answer.json()["points"][0]
    assert (round(lat, 3), round(lon, 3)) == (round(AMSTERDAM[0], 3), round(AMSTERDAM[1], 3))
    assert (key, theme, name, slug) == (world.repair.pk, 7, world.repair.name, world.repair.slug)
    Initiative.objects.filter(pk=world.repair.pk).update(state="withdrawn")
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    tiles.memory.clear()
    assert client.get(address).json() == {"cells": [], "points": []}
    assert client.get(f"{address}?theme=energie").json() == {"cells": [], "points": []}
    for wrong in ("/kaart/tegel/12/4096/1.json", "/kaart/tegel/99/1/1.json", f"/kaart/tegel/{'9' * 30}/1/1.json"):
        assert client.get(wrong).status_code == 404
    assert client.get(f"{address}?theme=voetbal").status_code == 400


def test_the_memory_for_tiles_has_a_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "MOST_BYTES", 3 * (tiles.OVERHEAD + 100))
    for column in range(20):
        tiles.tile(10, column, 1, Filters())
    assert len(tiles.memory.rows) <= 3


def test_suggestions_hold_places_themes_initiatives_and_organisations(client: Client, world: World) -> None:
    found = client.get("/zoek/suggesties.json?q=buurtmoes").json()
    assert found["initiatives"][0]["url"] == f"/nl/initiatieven/{world.garden.slug}/"
    assert client.get("/zoek/suggesties.json?q=ener&lang=en").json()["themes"][0]["label"] == "Energy"
    assert client.get("/zoek/suggesties.json?q=gemeente").json()["organisations"][0]["label"] == "Gemeente Utrecht"
    for odd in ("", "%00", "x" * 5000, "a", "%F0%9F%8C%B1%F0%9F%8C%B1", "%E2%80%AE%D8%B9%D8%B1"):
        assert client.get(f"/zoek/suggesties.json?q={odd}").status_code == 200


def test_shapes_are_missing_until_they_are_loaded(client: Client, world: World) -> None:
    assert client.get("/kaart/vormen/municipality.json").status_code == 404
    assert client.get("/kaart/vormen/planet.json").status_code == 404
    assert client.get("/kaart/vormen/district.json").status_code == 400
    assert client.get("/kaart/vormen/district.json?within=x%00").status_code == 400


def test_shapes_lead_to_the_pages_of_their_areas(client: Client, world: World) -> None:
    lat, lon = AMSTERDAM
    ring = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat + 0.1], [lon, lat]]
    loaded = BoundarySet.objects.create(level="municipality", year=2023, source="test", state="active", started_at=AT)
    Boundary.objects.create(
        set=loaded,
        code="GM0363",
        area=world.areas["GM0363"],
        geometry={"type": "Polygon", "coordinates": [ring]},
        west=lon,
        south=lat,
        east=lon + 0.1,
        north=lat + 0.1,
    )
    for language, path in (("nl", "/nl/gebieden/gm0363/"), ("en", "/en/areas/gm0363/")):
        found = client.get("/kaart/vormen/municipality.json", headers={"Accept-Language": language}).json()
        assert [one["properties"]["url"] for one in found["features"]] == [f"http://localhost:8000{path}"]
    assert client.get("/kaart/vormen/municipality.json?within=PV26").json()["features"] == []


def test_the_sitemap_names_every_page_in_both_languages(client: Client, world: World) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    chunks = [node.text.removeprefix("http://localhost:8000") for node in index.iter(f"{space}loc")]
    assert "/sitemap-initiatives-0.xml" in chunks
    found = {}
    for chunk in chunks:
        for page in ElementTree.fromstring(client.get(chunk).content):
            found[page.find(f"{space}loc").text] = page
    garden = found[f"http://localhost:8000/nl/initiatieven/{world.garden.slug}/"]
    assert garden.find(f"{space}lastmod").text.endswith("Z")
    others = [node.get("href") for node in garden.iter("{http://www.w3.org/1999/xhtml}link")]
    assert f"http://localhost:8000/en/initiatives/{world.garden.slug}/" in others
    assert "http://localhost:8000/nl/gebieden/gm0344/" in found
    assert "Sitemap: http://localhost:8000/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_health_tells_worker_and_database_apart(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    with connection.cursor() as db:
        db.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert client.get("/healthz").json()["status"] == "ok"
    assert health.state(clock.now() + timedelta(minutes=10)).data["worker"]["state"] == "away"

    def away(at: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(health, "_look", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
    assert answer.json() == {"status": "unavailable", "database": "away"}


def test_pictures_for_sharing_are_of_the_right_size(client: Client, world: World) -> None:
    Initiative.objects.filter(pk=world.garden.pk).update(name="Ж 🎉 " + "Lang woord " * 10)
    for path in (f"/og/initiatief/{world.garden.slug}.png", "/og/gebied/gm0344.png", "/og/kracht.png"):
        answer = client.get(path)
        assert answer.headers["Content-Type"] == "image/png"
        picture = Image.open(io.BytesIO(answer.content))
        assert picture.size == (1200, 630)
        assert len(answer.content) < 100_000
    assert client.get("/og/initiatief/bestaat-niet.png").status_code == 404
