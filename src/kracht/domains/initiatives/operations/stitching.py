"""The small stitches of `sourcing`: fields into a row, rows into the table, and what is kept to undo it all."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import CASCADE, PROTECT, SET_NULL, JSONField, Model, QuerySet
from psycopg.types.json import Jsonb

from kracht.domains.initiatives.facts import SECTORS
from kracht.domains.initiatives.models import Initiative, Need, Party, Provenance
from kracht.domains.initiatives.queries import given
from kracht.domains.initiatives.queries.sourcing import AREA_COLUMNS, Step
from kracht.foundation.places import queries as places

TABLE = "initiatives_initiative"
LISTED = frozenset({"needs", "parties", "place", "recipe"})  # fields that are more than one column
PLACED = ("lat", "lon", "place_kind", "place_name", *AREA_COLUMNS, "area_estimated")
COLUMNS = (
    *(name for name in given.CHECKS if name not in LISTED | {"place_name"}),
    *("need_kinds", "sectors", "recipe_id", "parts", "state", "state_before", "updated_at", "fresh_at"),
    *PLACED,
)
SAVED = (
    "initiative_id", "source", "source_key", "sent", "owned", "organisation_id", "url", "licence", "moment",
    "written_at", "gone_at",
)  # fmt: skip
KEPT = ("sent", "owned", "organisation_id", "url", "licence", "moment", "written_at", "gone_at")


def write_fields(row: Initiative, step: Step) -> None:
    """Write the fields of a step into its row, in memory."""
    for name, value in step.writes.items():
        if name not in LISTED:
            setattr(row, name, value)
    if "needs" in step.writes:
        row.need_kinds = sorted({kind for kind, _text in step.writes["needs"]})
    if "parties" in step.writes:
        row.sectors = sorted({one[1] for one in step.writes["parties"]}, key=SECTORS.index)
    if "recipe" in step.writes:
        row.recipe_id = step.recipe_id
    if "place" in step.writes:
        _write_place(row, step)


def _write_place(row: Initiative, step: Step) -> None:
    point, found, area = step.writes["place"], step.found, step.area
    for name in AREA_COLUMNS:
        setattr(row, name, None)
    row.area_estimated = False
    if found is not None:
        row.lat, row.lon, row.place_kind = point["lat"], point["lon"], Initiative.PlaceKind.EXACT
        for name in AREA_COLUMNS:
            setattr(row, name, getattr(found, name))
        row.area_estimated = found.estimated
        name_of_place = found.place
    else:
        row.place_kind = Initiative.PlaceKind.AREA
        area = None if area is None or area.kind == "country" else area
        row.lat, row.lon = (area.lat, area.lon) if area else (None, None)
        for one in [*places.ancestors(area), area] if area else []:
            if one.kind != "country":
                setattr(row, f"{one.kind}_id", one.pk)
        name_of_place = area.name if area else ""
    if not row.place_name or "place_name" not in step.values:
        row.place_name = name_of_place


def held_after(step: Step, name: str) -> Any:
    """Return what the entry holds in this field after the step."""
    assert step.holding is not None  # noqa: S101 # the caller saw to it
    if name == "place_name":
        return step.holding.row.place_name
    if name not in step.writes:
        return step.holding.values[name]
    if name == "place" and step.area is not None:
        return {"area": step.area.code} if step.area.kind != "country" else {}
    return step.writes[name]


def save(rows: Sequence[Initiative], columns: Sequence[str]) -> None:
    """Write these columns of many rows in one statement."""
    restore([{"id": row.pk} | columns_of(row, columns) for row in rows])


def columns_of(row: Initiative, columns: Iterable[str]) -> dict[str, Any]:
    """Return columns of a row as JSON values."""
    found: dict[str, Any] = json.loads(json.dumps({name: getattr(row, name) for name in columns}, cls=_Encoder))
    return found


class _Encoder(DjangoJSONEncoder):
    """Moments to the microsecond, which Django's own cuts off."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def restore(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of JSON values, each with its `id`, into the table; one statement per set of columns."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(name for name in row if name != "id")), []).append(row)
    with connection.cursor() as db:
        for columns, group in groups.items():
            if not columns:
                continue
            left, right = ", ".join(columns), ", ".join(f"v.{name}" for name in columns)
            db.execute(
                f"UPDATE {TABLE} AS i SET ({left}) = ROW({right})"  # noqa: S608 # names of our own columns
                f" FROM jsonb_populate_recordset(NULL::{TABLE}, %s::jsonb) AS v WHERE i.id = v.id",
                [json.dumps(group)],
            )


def insert(rows: Sequence[Model]) -> None:
    """Save new rows of one table by COPY, a fifth of the time of INSERT; each gets its number."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not field.generated and not field.primary_key]
    with connection.cursor() as db:
        db.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [meta.db_table, len(rows)]
        )
        for row, (number,) in zip(rows, db.fetchall(), strict=True):
            row.pk = number
        columns = ", ".join(["id", *(f'"{field.column}"' for field in fields)])
        json_ones = {field.attname for field in fields if isinstance(field, JSONField)}
        with db.copy(f"COPY {meta.db_table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                values = (
                    Jsonb(getattr(row, field.attname)) if field.attname in json_ones else getattr(row, field.attname)
                    for field in fields
                )
                copy.write_row((row.pk, *values))


def hang(steps: Sequence[Step], *, replace: bool = False) -> None:
    """Save the needs and parties of steps whose rows are saved; `replace` first takes away what hung there."""
    needs = {step.holding.row.pk: step.writes["needs"] for step in steps if step.holding and "needs" in step.writes}
    parties = {
        step.holding.row.pk: step.writes["parties"] for step in steps if step.holding and "parties" in step.writes
    }
    rehang(needs, parties, replace=replace)


def rehang(needs: Mapping[int, list[Any]], parties: Mapping[int, list[Any]], *, replace: bool) -> None:
    """Save needs and parties by the number of their entry."""
    if replace:
        Need.objects.filter(initiative__in=needs).delete()
        Party.objects.filter(initiative__in=parties).delete()
    insert([Need(initiative_id=key, kind=kind, text=said) for key, listed in needs.items() for kind, said in listed])
    insert(
        [
            Party(initiative_id=key, name=one[0], sector=one[1], organisation_id=one[2] if len(one) > 2 else None)
            for key, listed in parties.items()
            for one in listed
        ]
    )


def trace_of(step: Step, *, state: bool) -> dict[str, Any]:
    """Return what must be kept of an entry before the step writes, so that it can be put back."""
    assert step.holding is not None  # noqa: S101 # the caller saw to it
    row, writes = step.holding.row, step.writes
    columns = [name for name in writes if name not in LISTED] + ["parts", "updated_at", "fresh_at"]
    columns += [name for name in PLACED if "place" in writes or name in columns]
    columns += ["state", "state_before"] if state else []
    columns += ["recipe_id"] if "recipe" in writes else []
    columns += ["need_kinds"] if "needs" in writes else []
    columns += ["sectors"] if "parties" in writes else []
    listed = {name: step.holding.values[name] for name in ("needs", "parties") if name in writes}
    return {"row": columns_of(row, dict.fromkeys(columns))} | listed


def kept(row: Provenance) -> dict[str, Any]:
    """Return a provenance as JSON values."""
    found: dict[str, Any] = json.loads(json.dumps({name: getattr(row, name) for name in KEPT}, cls=_Encoder))
    return found


def save_provenance(rows: Sequence[Provenance]) -> None:
    """Save new and known ones in one statement."""
    if rows:
        Provenance.objects.bulk_create(
            [Provenance(**{name: getattr(row, name) for name in SAVED}) for row in rows],
            update_conflicts=True,
            unique_fields=["source", "source_key"],
            update_fields=["initiative_id", *KEPT],
        )


def protected(keys: Sequence[int]) -> set[int]:
    """Return which of these entries something hangs on that may never go, such as a published valuation."""
    found: set[int] = set()
    for relation in Initiative._meta.related_objects:
        if relation.on_delete is PROTECT:
            rows: QuerySet[Model] = QuerySet(relation.related_model).filter(**{f"{relation.field.name}__in": keys})
            found.update(rows.values_list(relation.field.attname, flat=True))
    return found


def remove(keys: Sequence[int]) -> None:
    """Remove entries with all that hangs on them, in one statement per table.

    Django deletes a hundred at a time, and each time the triggers move the totals: a thousand new versions of the same
    few rows inside one transaction, which the next statement must step over.
    """
    if not keys:
        return
    for relation in Initiative._meta.related_objects:
        rows: QuerySet[Model] = QuerySet(relation.related_model).filter(**{f"{relation.field.name}__in": keys})
        if relation.on_delete is CASCADE:
            rows.delete()
        elif relation.on_delete is SET_NULL:
            rows = rows.exclude(pk__in=keys) if relation.related_model is Initiative else rows
            rows.update(**{relation.field.name: None})
    with connection.cursor() as db:
        db.execute(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", [list(keys)])  # noqa: S608 # our own table
