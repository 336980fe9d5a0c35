"""Exports that others read without us: a spreadsheet, Murmurations profiles, OpenFairDB.

The last two cannot say everything; each record carries the whole of ours under `kracht` beside what they know, so that a
register can be taken there and back without loss.
"""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from django.utils.translation import gettext as _

from kracht.domains.initiatives.exchange import LICENCE_URLS, safe_cell
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.initiatives.queries.lookups import themes
from kracht.surfaces.api.pages import export, naming, records
from kracht.surfaces.api.pages.export import Areas

SCHEMA = "organizations_schema-v1.0.0"
SCOPES = {"neighbourhood": "local", "district": "local", "municipality": "local", "country": "national"}
CHUNK = 65_536
MOST_ROWS = 50_000  # in a spreadsheet; larger sets are for CSV


def as_xlsx(filters: Filters) -> Iterator[bytes]:
    """Write a set as a spreadsheet: the columns of the CSV; at most MOST_ROWS rows, and the last line says so."""
    import openpyxl  # here, because 4 MB of memory is much for what few ask

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("initiatieven")
    sheet.append(export.COLUMNS)
    for number, row in enumerate(export.rows(filters)):
        if number == MOST_ROWS:
            sheet.append([cut_short()])
            break
        sheet.append([_cell(value) for value in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def cut_short() -> str:
    """Return the last line of a spreadsheet that could not hold everything."""
    return _("There is more. A spreadsheet holds the first %(most)d initiatives; the CSV holds all of them.") % {
        "most": MOST_ROWS
    }


def _cell(value: Any) -> Any:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else safe_cell(value)


def as_murmurations(filters: Filters, at: datetime) -> Iterator[bytes]:
    """Write a set as organisation profiles of Murmurations."""
    return export.stream(filters, orjson.dumps(export.head(at))[:-1] + b',"profiles":[', profile)


def profile(entry: Entry, areas: Areas) -> dict[str, Any]:
    """Return an entry as a Murmurations organisation profile."""
    known, url = themes(), naming.entry_url(entry.slug)
    home = areas.get(entry.municipality_id) if entry.municipality_id else None
    found = {
        "linked_schemas": [SCHEMA],
        "name": entry.name,
        "primary_url": entry.website or url,
        "tags": [known[key].slug for key in entry.themes if key in known],
        "urls": [{"name": "Kracht", "url": url}],
        "description": entry.story or entry.summary,
        "mission": entry.summary,
        "status": "completed" if entry.stage == "ended" else "active",
        "full_address": ", ".join(filter(None, (entry.place_name, home.name if home else ""))),
        "country_name": "Nederland",
        "country_iso_3166": "NL",
        "geolocation": None if entry.lat is None else {"lat": entry.lat, "lon": entry.lon},
        "contact_details": {"email": entry.contact_email} if entry.contact_email else None,
        "telephone": entry.contact_phone,
        "geographic_scope": SCOPES.get(entry.reach, "regional"),
        "data_licence": LICENCE_URLS.get(entry.licence),
        "kracht": export.record(entry, areas),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def as_openfairdb(filters: Filters, at: datetime) -> Iterator[bytes]:
    """Write a set as a search result of OpenFairDB."""
    return export.stream(filters, orjson.dumps(export.head(at))[:-1] + b',"invisible":[],"visible":[', place)


def place(entry: Entry, areas: Areas) -> dict[str, Any]:
    """Return an entry as a place of OpenFairDB; what lies nowhere has no lat and lng."""
    known = themes()
    point = {} if entry.lat is None else {"lat": entry.lat, "lng": entry.lon}
    return {
        "id": entry.slug,
        **point,
        "title": entry.name,
        "description": entry.story or entry.summary,
        "categories": [],
        "tags": [known[key].slug for key in entry.themes if key in known],
        "homepage": entry.website or naming.entry_url(entry.slug),
        "license": entry.licence,
        "updated": records.moment(entry.updated_at),
        "kracht": export.record(entry, areas),
    }
