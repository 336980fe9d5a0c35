"""Very many rows at once, for measuring: copied in with totals and indexes set aside, and taken out again.

All of a load is one transaction: it blocks readers while it runs, and a stopped load leaves nothing behind.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.sql import RECOUNT
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor

TABLE = "initiatives_initiative"
PARTS = ("initiatives_need", "initiatives_party", "initiatives_initiativepicture")
MANY = 20_000  # from here on it is faster to make the indexes anew
STEP = 5_000
COLUMNS = (
    "id slug name summary story parts language stage themes sdgs need_kinds sectors people volunteer_hours legal_form"
    " since reach website contact_name contact_email contact_phone contact_public opening_times state state_before"
    " source source_key source_url licence is_example created_at updated_at published_at fresh_at lat lon place_kind"
    " place_name province_id municipality_id district_id area_estimated"
)

type Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One published row with one theme or more; `needs` are (kind, text), `parties` are (name, sector)."""

    name: str
    summary: str
    story: str
    parts: str
    stage: str
    themes: list[int]
    needs: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str], ...]
    people: int
    hours: int
    since: int
    lat: float
    lon: float
    place_name: str
    province_id: int
    municipality_id: int
    district_id: int
    fresh_at: datetime


def copy_in(*, rows: Iterable[BulkRow], expected: int, source: str, by: Actor, at: datetime, progress: Progress) -> int:
    """Publish the rows under this source, marked as examples; returns how many. `progress` hears the running number."""
    with transaction.atomic(), connection.cursor() as db:
        first = _reserve(db, expected)
        needs: list[tuple[int, str, str]] = []
        parties: list[tuple[int, str, str]] = []
        with _bare_table(db, rebuild=expected >= MANY):
            number = first - 1
            with db.copy(f"COPY {TABLE} ({', '.join(COLUMNS.split())}) FROM STDIN") as copy:
                for number, row in enumerate(rows, first):
                    copy.write_row(_columns(number, row, source, at))
                    needs += [(number, kind, text) for kind, text in row.needs]
                    parties += [(number, name, sector) for name, sector in row.parties]
                    if (number - first) % STEP == STEP - 1:
                        progress(number - first + 1)
            _copy(db, "initiatives_need (initiative_id, kind, text)", needs)
            _copy(db, "initiatives_party (initiative_id, name, sector)", parties)
        db.execute(RECOUNT)
        made = number - first + 1
        audit.record(by=by, verb="initiative.copy_in", target=("initiatives", source), at=at, data={"n": made})
    _vacuum()
    return made


def remove(*, source: str, by: Actor, at: datetime) -> int:
    """Take out every row of this source with all that hangs on it; returns how many."""
    with transaction.atomic(), connection.cursor() as db:
        with _bare_table(db, rebuild=False):
            for table in ("need", "party", "initiativepicture"):
                db.execute(
                    f"DELETE FROM initiatives_{table} AS t USING {TABLE} AS i"  # noqa: S608 # names of our own tables
                    " WHERE i.id = t.initiative_id AND i.source = %s",
                    [source],
                )
            db.execute(f"DELETE FROM {TABLE} WHERE source = %s", [source])  # noqa: S608 # a constant
            gone: int = db.rowcount
        db.execute(RECOUNT)
        audit.record(by=by, verb="initiative.remove", target=("initiatives", source), at=at, data={"n": gone})
    _vacuum()
    return gone


def count(source: str) -> int:
    """Return how many rows there are of this source."""
    return Initiative.objects.filter(source=source).count()


def _reserve(db: CursorWrapper, n: int) -> int:
    """Take n numbers from the sequence; returns the first."""
    db.execute(f"SELECT nextval(pg_get_serial_sequence('{TABLE}', 'id'))")  # a constant
    first = int(db.fetchone()[0])
    db.execute(f"SELECT setval(pg_get_serial_sequence('{TABLE}', 'id'), %s)", [first + n])
    return first


@contextlib.contextmanager
def _bare_table(db: CursorWrapper, *, rebuild: bool) -> Iterator[None]:
    """Without the triggers of totals and versions, and without the plain indexes when they are to be made anew."""
    db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in (TABLE, *PARTS):
        db.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    again = _indexes(db) if rebuild else {}
    for name in again:
        db.execute(f'DROP INDEX "{name}"')
    yield
    for statement in again.values():
        db.execute(statement)
    for table in (TABLE, *PARTS):
        db.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _indexes(db: CursorWrapper) -> dict[str, str]:
    """(name, statement that makes it) of the indexes that no constraint needs."""
    db.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass AND NOT i.indisunique AND NOT i.indisprimary",
        [TABLE],
    )
    return dict(db.fetchall())


def _columns(number: int, row: BulkRow, source: str, at: datetime) -> tuple[object, ...]:
    return (
        *(number, f"{source}-{number}", row.name, row.summary, row.story, row.parts, "nl", row.stage, row.themes, []),
        *(sorted({kind for kind, _text in row.needs}), sorted({sector for _name, sector in row.parties})),
        *(row.people, row.hours, "none", row.since, "neighbourhood", "", "", "", "", False, "", State.PUBLISHED.value),
        *("", source, str(number), "", "CC-BY-4.0", True, row.fresh_at, at, row.fresh_at, row.fresh_at),
        *(row.lat, row.lon, "exact", row.place_name, row.province_id, row.municipality_id, row.district_id, False),
    )


def _copy(db: CursorWrapper, target: str, rows: Iterable[tuple[object, ...]]) -> None:
    with db.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _vacuum() -> None:
    """Fresh statistics and visibility, so that plans and index-only scans are those of a settled table.

    Not possible inside a transaction of the caller.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as db:
        for table in (TABLE, "initiatives_need", "initiatives_party", "initiatives_tally", "initiatives_cell"):
            db.execute(f"VACUUM (ANALYZE) {table}")
