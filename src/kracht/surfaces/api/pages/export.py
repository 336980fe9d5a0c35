"""Rows of an export, written batch by batch: CSV, GeoJSON and JSON of any filtered set.

CSV: UTF-8 with a byte order mark and semicolons, which is what a Dutch Excel opens well. Licence and source stand in
columns of each row, since a comment line would be read as data.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import orjson
from django.conf import settings

from kracht.domains.initiatives.exchange import LICENCE_URLS, join_listed, safe_cell
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import entry as entries
from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.initiatives.queries.lookups import themes
from kracht.surfaces.api.pages import naming, records

type Areas = dict[int, naming.AreaName]
BATCH = 50  # what a worker once used it keeps: five hundred made it 10 MB larger
COLUMNS = (
    "slug", "name", "summary", "story", "language", "stage", "themes", "sdgs", "needs", "parties", "people",
    "volunteer_hours_per_month", "legal_form", "since", "reach", "website", "contact_name", "contact_email",
    "contact_phone", "contact_public", "opening_times", "place_kind", "place_name", "latitude", "longitude", "province_code", "province",
    "municipality_code", "municipality", "district_code", "district", "neighbourhood_code", "neighbourhood",
    "area_estimated", "is_example", "published_at", "updated_at", "confirmed_at", "label_until", "page", "source", "source_url",
    "source_year", "recipe", "licence", "licence_url", "attribution",
)  # fmt: skip


def _batches(filters: Filters) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries.every(filters, batch=BATCH):
        batch.append(entry)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _areas(batch: Iterable[Entry]) -> dict[int, naming.AreaName]:
    return naming.area_names(
        key for one in batch for key in (one.province_id, one.municipality_id, one.district_id, one.neighbourhood_id)
    )


def _row(entry: Entry, areas: dict[int, naming.AreaName]) -> list[Any]:
    known = themes()
    place: list[Any] = []
    for key in (entry.province_id, entry.municipality_id, entry.district_id, entry.neighbourhood_id):
        found = areas.get(key) if key else None
        place += [found.code, found.name] if found else ["", ""]
    return [
        entry.slug, entry.name, entry.summary, entry.story, entry.language, entry.stage,
        " | ".join(known[key].slug for key in entry.themes if key in known), " | ".join(map(str, entry.sdgs)),
        join_listed(f"{need.kind}: {need.text}" if need.text else need.kind for need in entry.needs),
        join_listed(f"{party.name} ({party.sector})" for party in entry.parties),
        entry.people, entry.volunteer_hours, entry.legal_form, entry.since, entry.reach, entry.website,
        entry.contact_name, entry.contact_email, entry.contact_phone, _contacts(entry), entry.opening_times, entry.place_kind,
        entry.place_name, entry.lat, entry.lon, *place, entry.area_estimated, entry.is_example,
        records.moment(entry.published_at), records.moment(entry.updated_at), records.moment(entry.fresh_at),
        entry.label_until, naming.entry_url(entry.slug), entry.source, entry.source_url, entry.source_year, entry.recipe_slug, entry.licence,
        LICENCE_URLS.get(entry.licence, ""), attribution(),
    ]  # fmt: skip


def _contacts(entry: Entry) -> bool:
    """Whether it has contacts that anyone may see; others are in no export."""
    return bool(entry.contact_name or entry.contact_email or entry.contact_phone)


def attribution() -> str:
    """Return how to name the source."""
    return f"{settings.SITE_NAME}, {settings.SITE_URL}"


def rows(filters: Filters) -> Iterator[list[Any]]:
    """Return the rows of a table, in the order of COLUMNS."""
    for batch in _batches(filters):
        areas = _areas(batch)
        yield from (_row(entry, areas) for entry in batch)


def as_csv(filters: Filters) -> Iterator[bytes]:
    """Write a set as CSV."""
    page = StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    yield b"\xef\xbb\xbf"
    for batch in _batches(filters):
        areas = _areas(batch)
        for entry in batch:
            writer.writerow([safe_cell(value) for value in _row(entry, areas)])
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()
    yield page.getvalue().encode()


def head(at: datetime) -> dict[str, Any]:
    return {
        "licence": records.licence(),
        "attribution": attribution(),
        "source": settings.SITE_URL,
        "madeAt": records.moment(at),
    }


def as_geojson(filters: Filters, at: datetime) -> Iterator[bytes]:
    """Write a set as a GeoJSON FeatureCollection (RFC 7946); entries without a point have a null geometry."""
    start = orjson.dumps({"type": "FeatureCollection", **head(at)})[:-1]
    return stream(filters, start + b',"features":[', feature)


def as_json(filters: Filters, at: datetime) -> Iterator[bytes]:
    """Write a set as JSON, each record as the REST API shows it."""
    return stream(filters, orjson.dumps(head(at))[:-1] + b',"items":[', record)


def record(entry: Entry, areas: dict[int, naming.AreaName]) -> dict[str, Any]:
    """Return an entry as in the REST API, without pictures and numbers of organisations."""
    found = records.whole(entry, themes(), areas, {}, [])
    found.pop("pictures")
    if found["contact"]:
        found["contact"]["public"] = True
    return found


def feature(entry: Entry, areas: dict[int, naming.AreaName]) -> dict[str, Any]:
    """Return an entry as a GeoJSON feature."""
    properties = record(entry, areas)
    latitude, longitude = properties.pop("latitude"), properties.pop("longitude")
    properties["page"] = properties.pop("_links")["page"]["href"]
    point = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "Feature", "id": entry.slug, "geometry": point, "properties": properties}


def stream(filters: Filters, head: bytes, write: Any) -> Iterator[bytes]:
    yield head
    first = True
    for batch in _batches(filters):
        areas = _areas(batch)
        rows = b",\n".join(orjson.dumps(write(entry, areas)) for entry in batch)
        yield rows if first else b",\n" + rows
        first = False
    yield b"]}\n"
