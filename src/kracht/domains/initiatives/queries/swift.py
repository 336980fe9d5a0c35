"""What every visitor and machine asks most, as one statement each: a page of the list, the nearest, and one entry.

They say in SQL what `selecting.select` and `entry.as_entry` say in Django (tests hold them equal); building such a
query by the ORM costs several times what running it does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg
from django.core.cache import caches
from django.db import connection

from kracht.domains.initiatives.facts import Filters
from kracht.foundation.places import queries as places
from kracht.kernel import geo

AREA_COLUMNS = {
    "province": "province_id",
    "municipality": "municipality_id",
    "district": "district_id",
    "neighbourhood": "neighbourhood_id",
}
OVERLAPS = (
    ("themes", "themes", "integer"),
    ("needs", "need_kinds", "varchar"),
    ("sdgs", "sdgs", "integer"),
    ("sectors", "sectors", "varchar"),
    ("tags", "tags", "varchar"),
)

# of conditions that begin otherwise, the best plan hangs on the values: a rare theme, a small area
SAME_FOR_ALL = ("state = 'published'", "NOT is_example", "(fresh_at, id) ", "mp IS NOT NULL")

type Row = Sequence[Any]


def can_list(filters: Filters) -> bool:
    """Return whether the parts of these filters are all known here: everything but words to search for."""
    return not filters.q


def _where(filters: Filters) -> tuple[list[str], list[Any]]:
    parts = ["state = 'published'", *([] if filters.examples else ["NOT is_example"])]
    parts += ["label_until IS NOT NULL"] if filters.label else []
    values: list[Any] = []
    for part, wanted in _places(filters) + _sets(filters):
        parts.append(part)
        values += wanted
    return parts, values


def _places(filters: Filters) -> list[tuple[str, list[Any]]]:
    """Conditions on where, each with its values."""
    found: list[tuple[str, list[Any]]] = []
    if filters.area_id is not None and (column := _area_column(filters.area_id)):
        found.append((f"{column} = %s", [filters.area_id]))
    if filters.bbox is not None:
        west, south, east, north = filters.bbox
        corners = [*geo.mercator(south, west), *geo.mercator(north, east)]
        found.append(("mp <@ box(point(%s, %s), point(%s, %s))", corners))
    return found


def _sets(filters: Filters) -> list[tuple[str, list[Any]]]:
    """Conditions that one of several must hold, each with its values."""
    found: list[tuple[str, list[Any]]] = []
    if filters.ids is not None:
        found.append(("id = ANY(%s::bigint[])", [list(filters.ids)]))
    if filters.stages:
        found.append(("stage = ANY(%s)", [list(filters.stages)]))
    for name, array, kind in OVERLAPS:
        if wanted := getattr(filters, name):
            found.append((f"{array} && %s::{kind}[]", [list(wanted)]))
    return found


def _area_column(area_id: int) -> str:
    """The column that says whether a row lies in the area; empty for the country."""
    key = f"area-column:{area_id}"
    column: str | None = caches["local"].get(key)
    if column is None:
        area = places.area_by_id(area_id)
        column = AREA_COLUMNS.get(area.kind, "") if area else "id * 0 - 1"  # an area that is gone holds nothing
        caches["local"].set(key, column, 300)
    return column


def fresh_rows(
    columns: Sequence[str], filters: Filters, *, place: tuple[datetime, int] | None, newer: bool, size: int
) -> list[Row]:
    """Return rows by (fresh_at, id), newest first, or oldest first when `newer`, beyond a place."""
    parts, values = _where(filters)
    if place is not None:
        parts.append(f"(fresh_at, id) {'>' if newer else '<'} (%s, %s)")
        values += place
    way = "ASC" if newer else "DESC"
    return _rows(columns, parts, values, f"ORDER BY fresh_at {way}, id {way} LIMIT {int(size)}")


def nearest_rows(columns: Sequence[str], filters: Filters, *, start: int, size: int) -> list[Row]:
    """Return rows with a point, those nearest to `filters.near` first."""
    parts, values = _where(filters)
    lat, lon = filters.near or (0.0, 0.0)
    order = f"ORDER BY mp <-> point(%s, %s) LIMIT {int(size)} OFFSET {int(start)}"
    return _rows(columns, [*parts, "mp IS NOT NULL"], [*values, *geo.mercator(lat, lon)], order)


def ranked_rows(columns: Sequence[str], filters: Filters, asked: str, *, most: int, start: int, size: int) -> list[Row]:
    """Return rows whose text answers `asked` (a tsquery, see `selecting.tsquery`), best first, of at most `most`."""
    parts, values = _where(filters)
    own = ", ".join(f"i.{column}" for column in columns)
    statement = f"""
        SELECT {own} FROM (
          SELECT c.id, c.fresh_at, ts_rank(c.search, %s::tsquery, 1) AS rank FROM (
            SELECT id, fresh_at, search FROM initiatives_initiative
            WHERE {" AND ".join(parts)} AND search @@ %s::tsquery LIMIT {int(most)}) AS c
          ORDER BY rank DESC, fresh_at DESC, id DESC LIMIT {int(size)} OFFSET {int(start)}) AS r
        JOIN initiatives_initiative i ON i.id = r.id
        ORDER BY r.rank DESC, r.fresh_at DESC, r.id DESC"""  # noqa: S608 - constants of ours
    with connection.cursor() as db:
        db.execute(statement, [asked, *values, asked])
        return list(db.fetchall())


def _rows(columns: Sequence[str], parts: list[str], values: list[Any], order: str) -> list[Row]:
    # every word of this statement is a constant of ours; values travel as parameters
    statement = f"SELECT {', '.join(columns)} FROM initiatives_initiative WHERE {' AND '.join(parts)} {order}"  # noqa: S608
    if all(part.startswith(SAME_FOR_ALL) for part in parts):
        return _planned(statement, values)
    with connection.cursor() as db:
        db.execute(statement, values)
        return list(db.fetchall())


def entry_row(columns: Sequence[str], slug: str) -> Row | None:
    """Return one published row: `columns`, then contacts and what hangs on it.

    After the columns: themes, sdgs, contact name, e-mail and phone (empty unless public), slug and name of the recipe
    (empty unless published), lists of needs (kind, text), parties (name, sector, organisation) and pictures, tags,
    whether somebody owns it, and the sources that feed it (see `origins.read_origins`; None for no source).
    """
    own = ", ".join(f"i.{column}" for column in columns)
    statement = f"""
        SELECT {own}, i.themes, i.sdgs,
          CASE WHEN i.contact_public THEN i.contact_name ELSE '' END,
          CASE WHEN i.contact_public THEN i.contact_email ELSE '' END,
          CASE WHEN i.contact_public THEN i.contact_phone ELSE '' END,
          coalesce(r.slug, ''), coalesce(r.name, ''),
          (SELECT array_agg(ARRAY[n.kind, n.text] ORDER BY n.id) FROM initiatives_need n WHERE n.initiative_id = i.id),
          (SELECT array_agg(ARRAY[p.name, p.sector, p.organisation_id::text] ORDER BY p.id)
             FROM initiatives_party p WHERE p.initiative_id = i.id),
          (SELECT array_agg(c.picture_id ORDER BY c.position, c.id)
             FROM initiatives_initiativepicture c WHERE c.initiative_id = i.id),
          i.tags,
          EXISTS (SELECT 1 FROM initiatives_owner o WHERE o.initiative_id = i.id),
          (SELECT json_agg(json_build_array(s.source, s.organisation_id, s.licence, s.url, s.sent, s.owned)
                           ORDER BY s.id)
             FROM initiatives_provenance s WHERE s.initiative_id = i.id AND s.gone_at IS NULL)
        FROM initiatives_initiative i
        LEFT JOIN initiatives_initiative r ON r.id = i.recipe_id AND r.state = 'published'
        WHERE i.slug = %s AND i.state = 'published'"""  # noqa: S608 - constants of ours
    return next(iter(_planned(statement, [slug])), None)


def _planned(statement: str, values: list[Any]) -> list[Row]:
    """Rows of a statement whose plan the server keeps per connection: making it can take five times as long as running.

    Only for statements that are the same for everyone and whose best plan does not hang on the values.
    """
    connection.ensure_connection()
    cursor: Any = psycopg.Cursor(connection.connection)  # it binds on the server, unlike Django's own
    with connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor) as db:
        db.execute(statement, values)
        return list(db.fetchall())
