"""Where the fields of an entry came from, read from the rows of its sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """Where the value of a field came from. `locked`: only that source may change it. `since`: when it first said so."""

    field: str
    source: str
    organisation_id: int | None
    licence: str
    url: str
    since: datetime | None
    locked: bool


def read_origins(rows: Iterable[Sequence[Any]]) -> tuple[FieldOrigin, ...]:
    """Return one origin a field; of two sources the one that owns it, else the older.

    Rows are (source, organisation, licence, url, sent, owned), oldest first; `sent` and `owned` as in `Provenance`.
    """
    found: dict[str, FieldOrigin] = {}
    for source, organisation_id, licence, url, sent, owned in rows:
        for name in sorted({*sent, *owned}):
            told = sent.get(name)
            since = datetime.fromtimestamp(told[2], UTC) if told else None
            one = FieldOrigin(name, source, organisation_id, licence, url, since, locked=name in owned)
            if name not in found or (one.locked and not found[name].locked):
                found[name] = one
    return tuple(found.values())
