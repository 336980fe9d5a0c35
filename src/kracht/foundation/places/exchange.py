"""Reading boundaries from outside: a GeoJSON or TopoJSON file, its web address, or an OGC API Features collection.

Each batch is stored before the next is read, with the place where to read on, so that a load that was killed goes on
where it stopped. Files are read as a stream; only a TopoJSON must fit in memory, because its arcs are shared.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, islice
from pathlib import Path
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from kracht.foundation.audit.facts import Actor
from kracht.foundation.places import operations
from kracht.foundation.places.models import BoundarySet
from kracht.foundation.places.rules import BoundaryError
from kracht.foundation.places.wording import in_words
from kracht.kernel import geojson, http, topojson

BATCH = 200
MAX_TOPOLOGY = 150_000_000  # bytes
MAX_PAGES = 5_000
CHUNK = 1 << 18

type Feature = Mapping[str, Any]
type Progress = Callable[[BoundarySet], None]


@dataclass(frozen=True, slots=True)
class Source:
    """Where boundaries come from, and how to read them."""

    place: str  # path or web address
    level: str
    year: int
    licence: str = ""
    layer: str | None = None  # of a TopoJSON with several
    allow_loopback: bool = False  # for tests

    @property
    def is_url(self) -> bool:
        return urlsplit(self.place).scheme in {"http", "https"}


def load_boundaries(
    source: Source, *, by: Actor, at: datetime, fresh: bool = False, progress: Progress = lambda _row: None
) -> operations.Activated:
    """Read all boundaries of a source and bring them into force; goes on where an earlier try stopped.

    Raises BoundaryError or kernel.http.FetchError with a plain sentence; the set in force then stays.
    """
    row = operations.begin_set(
        level=source.level, year=source.year, source=source.place, licence=source.licence, fresh=fresh, by=by, at=at
    )
    with operations.alone(row):
        try:
            row = _read_pages(source, row, progress) if source.is_url else _read_path(source, row, progress)
        except BoundaryError:
            raise
        except ValueError as problem:  # the kernel's readers say what is wrong with the file
            raise BoundaryError(in_words(problem)) from None
        return operations.activate_set(set_id=row.pk, by=by, at=at)


def _read_path(source: Source, row: BoundarySet, progress: Progress) -> BoundarySet:
    try:
        with Path(source.place).open("rb") as file:
            return _read_file(file, source, row, progress)[0]
    except OSError:
        raise BoundaryError(_("The file %(path)s cannot be read.") % {"path": source.place}) from None


def _read_pages(source: Source, row: BoundarySet, progress: Progress) -> BoundarySet:
    """Page after page, from the page where an earlier try stopped."""
    if row.pages and not row.next_url:
        return row  # all was read; only the last step is left
    url = row.next_url or source.place
    for _page in range(MAX_PAGES):
        with tempfile.TemporaryFile() as file:
            url = _download(url, file, source)
            row, envelope = _read_file(file, source, row, progress)
        follow = geojson.next_link(envelope)
        matched = envelope.get("numberMatched")
        row = operations.add_features(
            set_id=row.pk,
            features=[],
            next_url=urljoin(url, follow) if follow else "",
            expected=matched if isinstance(matched, int) else None,
            page=True,
        )
        progress(row)
        if not follow:
            return row
        url = row.next_url
    raise BoundaryError(_("The source has more than %(pages)s pages.") % {"pages": MAX_PAGES})


def _download(url: str, file: IO[bytes], source: Source) -> str:
    """Bring one answer to disk; returns its address after redirects."""
    headers = {"Accept": "application/geo+json, application/json"}
    with http.stream(url, headers=headers, limits=http.BOUNDARIES, allow_loopback=source.allow_loopback) as answer:
        if answer.status != 200:
            raise BoundaryError(_("The source answers with status %(status)s.") % {"status": answer.status})
        for piece in answer:
            file.write(piece)
    file.seek(0)
    return answer.url


def _read_file(
    file: IO[bytes], source: Source, row: BoundarySet, progress: Progress
) -> tuple[BoundarySet, dict[str, Any]]:
    """Store the features of one file or page, less those that an earlier try stored."""
    reader = geojson.Reader(iter(lambda: file.read(CHUNK), b""))
    features: Iterator[Feature] = _topology(file, source) if _is_topology(file) else iter(reader)
    for batch in batched(islice(features, row.offset, None), BATCH, strict=False):
        row = operations.add_features(set_id=row.pk, features=batch)
        progress(row)
    return row, reader.envelope


def _is_topology(file: IO[bytes]) -> bool:
    """Whether the file says it is a TopoJSON: in its first or in its last few characters."""
    head = file.read(4096)
    size = file.seek(0, 2)
    file.seek(max(0, size - 4096))
    tail = file.read()
    file.seek(0)
    return any(b'"Topology"' in part.replace(b" ", b"") for part in (head, tail)) and size <= MAX_TOPOLOGY


def _topology(file: IO[bytes], source: Source) -> Iterator[Feature]:
    try:
        document = json.load(file)
    except (ValueError, RecursionError):
        raise BoundaryError(_("This file is not valid JSON.")) from None
    if not topojson.is_topology(document):
        raise BoundaryError(_("This file is neither GeoJSON nor TopoJSON."))
    yield from topojson.features(document, source.layer or _layer(document, source.level))


def _layer(document: dict[str, Any], level: str) -> str | None:
    """The layer whose name fits the level, when there are several."""
    names = topojson.layers(document)
    if len(names) == 1:
        return names[0]
    words = {"province": "provinc", "municipality": "gemeente", "district": "wijk", "neighbourhood": "buurt"}
    fitting = [name for name in names if words.get(level, level) in name.lower()]
    return fitting[0] if len(fitting) == 1 else None
