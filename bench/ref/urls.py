"""Hand-written SQL behind bare views. Reads what ours reads; the search ranks every match, the tile counts every row."""

import uuid
from typing import Any

import orjson
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

COLUMNS = (
    "i.id, i.slug, i.name, i.summary, i.language, i.stage, i.themes, i.need_kinds, i.sectors, i.place_name,"
    " i.municipality_id, a.name AS municipality, i.lat, i.lon, i.cover_id, i.is_example, i.source_year, i.fresh_at"
)
SELECT = (
    f"SELECT {COLUMNS} FROM initiatives_initiative i LEFT JOIN places_area a ON a.id = i.municipality_id"
    " WHERE i.state = 'published'"
)
ITEM = (
    "SELECT i.*, (SELECT json_agg(n) FROM initiatives_need n WHERE n.initiative_id = i.id) AS needs,"
    " (SELECT json_agg(p) FROM initiatives_party p WHERE p.initiative_id = i.id) AS parties"
    " FROM (SELECT id, slug, name, summary, story, language, stage, themes, sdgs, people, volunteer_hours, legal_form,"
    " since, reach, website, opening_times, place_name, lat, lon, municipality_id, source, source_year, licence,"
    " is_example, created_at, updated_at, fresh_at FROM initiatives_initiative"
    " WHERE slug = %s AND state = 'published') AS i"
)


def _rows(statement: str, params: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as db:
        db.execute(statement, params)
        names = [column.name for column in db.description]
        return [dict(zip(names, row, strict=True)) for row in db.fetchall()]


def _json(data: Any) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), content_type="application/json")


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return HttpResponse(b"ok")


def listing(request: HttpRequest) -> HttpResponse:
    """The freshest twenty, or those behind a place in the list."""
    if moment := request.GET.get("moment"):
        behind = " AND (i.fresh_at, i.id) < (%s, %s)"
        return _json(
            _rows(f"{SELECT}{behind} ORDER BY i.fresh_at DESC, i.id DESC LIMIT 20", [moment, request.GET["id"]])
        )
    return _json(_rows(f"{SELECT} ORDER BY i.fresh_at DESC, i.id DESC LIMIT 20", []))


def item(request: HttpRequest, slug: str) -> HttpResponse:
    """One, whole."""
    return _json(_rows(ITEM, [slug]))


def search(request: HttpRequest) -> HttpResponse:
    """The best twenty of all matches."""
    query = request.GET["q"]
    ranked = (
        f"{SELECT} AND i.search @@ plainto_tsquery('public.nl', %s)"
        " ORDER BY ts_rank(i.search, plainto_tsquery('public.nl', %s)) DESC, i.id DESC LIMIT 20"
    )
    return _json(_rows(ranked, [query, query]))


def tile(request: HttpRequest, z: int, low: int, high: int) -> HttpResponse:
    """Counts per square of a tile, from the index on the key."""
    statement = (
        f"SELECT qk >> {2 * (20 - max(7, z + 3))} AS square, count(*) AS n FROM initiatives_initiative"
        " WHERE state = 'published' AND qk BETWEEN %s AND %s GROUP BY 1"
    )
    return _json(_rows(statement, [low, high]))


def near(request: HttpRequest) -> HttpResponse:
    """The nearest twenty."""
    point = f"({float(request.GET['x'])},{float(request.GET['y'])})"
    return _json(_rows(f"{SELECT} ORDER BY i.mp <-> %s::point LIMIT 20", [point]))


def insert(request: HttpRequest) -> HttpResponse:
    """One row in the same table with its indexes, one need, one party: a raw indexed insert."""
    key = uuid.uuid4().hex
    with transaction.atomic(), connection.cursor() as db:
        db.execute(
            "INSERT INTO initiatives_initiative (slug, name, summary, story, parts, language, stage, themes, sdgs,"
            " need_kinds, sectors, legal_form, reach, website, contact_name, contact_email, contact_phone,"
            " contact_public, opening_times, state, state_before, source, source_key, source_url, licence, is_example,"
            " created_at, updated_at, fresh_at, place_kind, place_name, area_estimated, lat, lon)"
            " VALUES (%s, %s, %s, %s, '', 'nl', 'running', '{8}', '{}', '{hands}', '{government}', 'none',"
            " 'neighbourhood', '', '', '', '', false, '', 'draft', '', 'meting-insert', %s, '', 'CC-BY-4.0', true,"
            " now(), now(), now(), 'exact', 'Utrecht', false, 52.09, 5.11) RETURNING id",
            [f"insert-{key}", f"Buurttuin {key[:8]}", "Samen tuinieren.", "Een verhaal over tuinieren. " * 10, key],
        )
        number = db.fetchone()[0]
        db.execute("INSERT INTO initiatives_need (initiative_id, kind, text) VALUES (%s, 'hands', 'Helpers')", [number])
        db.execute(
            "INSERT INTO initiatives_party (initiative_id, name, sector) VALUES (%s, 'Gemeente', 'government')",
            [number],
        )
    return _json({"id": number})


urlpatterns = [
    path("empty", empty),
    path("list", listing),
    path("item/<str:slug>", item),
    path("search", search),
    path("tile/<int:z>/<int:low>/<int:high>", tile),
    path("near", near),
    path("insert", insert),
]
