"""The formats there are, how one is known, and reading with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.imports.facts import MOST_COLUMNS, MOST_ROWS, FileRefused, Raw
from kracht.domains.imports.readers import json_files, pages, sheets, tables

HEAD = 4000  # bytes that are looked at to know a format


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its key, its name on screen, and its reader of an open file."""

    key: str
    label: str | Promise
    rows: Callable[[BinaryIO], Iterator[Raw]]


FORMATS: dict[str, Format] = {
    one.key: one
    for one in (
        Format("csv", gettext_lazy("CSV (any separator)"), tables.rows),
        Format("xlsx", gettext_lazy("Excel (XLSX)"), sheets.rows),
        Format("geojson", "GeoJSON", json_files.geojson),
        Format("kracht", gettext_lazy("JSON of this site"), json_files.listed),
        Format("openfairdb", "OpenFairDB (JSON)", json_files.listed),
        Format("murmurations", gettext_lazy("Murmurations profiles (JSON)"), json_files.listed),
        Format("murmurations-csv", "Murmurations (CSV)", tables.murmurations),
        Format("json", gettext_lazy("JSON, a list of records"), json_files.listed),
        Format("schemaorg", gettext_lazy("Web page with schema.org data"), pages.rows),
    )
}


def guess(filename: str, head: bytes) -> str:
    """Return the key of the format that a file seems to have, from its first bytes and then its name."""
    if head[:4] == b"PK\x03\x04":
        return "xlsx"
    text = head[:HEAD].decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in {"{", "["}:
        return _json_kind(start)
    if start[:1] == "<" or filename.lower().endswith((".html", ".htm")):
        return "schemaorg"
    first = start.split("\n", 1)[0]
    return "murmurations-csv" if "primary_url" in first or "tags[0]" in first else "csv"


def _json_kind(start: str) -> str:
    signs = (
        ("geojson", ('"FeatureCollection"', '"Feature"')),
        ("openfairdb", ('"visible"', '"invisible"')),
        ("murmurations", ('"linked_schemas"', '"primary_url"', '"geolocation"')),
        ("kracht", ('"confirmedAt"', '"volunteerHours"', '"madeAt"')),
        ("schemaorg", ('"@context"',)),
    )
    return next((key for key, words in signs if any(word in start for word in words)), "json")


def read(key: str, file: BinaryIO) -> Iterator[Raw]:
    """Read an open file row by row; FileRefused when it is none of this format or too large."""
    if key not in FORMATS:
        raise FileRefused(_("This format is not known here."))
    count = 0
    for count, raw in enumerate(FORMATS[key].rows(file), 1):
        if count > MOST_ROWS:
            raise FileRefused(
                _("This file has more than %(most)d records. Cut it into smaller files.") % {"most": MOST_ROWS}
            )
        if len(raw.values) > MOST_COLUMNS:
            raise FileRefused(_("This file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
        yield raw
    if not count:
        raise FileRefused(_("This file holds no records."))
