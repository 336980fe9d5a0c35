"""Versions of the value set, and what a difference would have done to what is published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kracht.domains.value.facts import SetState
from kracht.domains.value.models import Publication, Value, ValueSet
from kracht.domains.value.rules import computing, inputs
from kracht.domains.value.rules.reading import parsed
from socialvalue import pipeline

COMPARED = 200  # published sheets that a difference is worked out for, newest first


@dataclass(frozen=True, slots=True)
class Version:
    """A version as a page shows it."""

    number: int
    state: str
    note: str
    based_on: int | None
    rows: int
    made_at: datetime
    proposed_by: str
    proposed_at: datetime | None
    published_at: datetime | None
    digest: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row in two versions."""

    code: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the ledgers of a published sheet would have been under another version; cents of the base year, each apart."""

    slug: str
    name: str
    year: int
    before: dict[str, int]
    after: dict[str, int] | None
    why_not: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions beside each other."""

    old: int
    new: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[FieldChange, ...]
    consequences: tuple[Consequence, ...]


def current() -> ValueSet | None:
    """The published version that new figures use."""
    return ValueSet.objects.filter(state=SetState.PUBLISHED).order_by("-number").first()


def versions(*, reviewer: bool) -> list[Version]:
    """All versions, newest first; others than reviewers see the published ones."""
    rows = ValueSet.objects.order_by("-number").prefetch_related("values")
    if not reviewer:
        rows = rows.filter(state=SetState.PUBLISHED)
    return [as_version(row) for row in rows]


def version(number: int, *, reviewer: bool) -> Version | None:
    """One version, or None."""
    row = ValueSet.objects.filter(number=number).prefetch_related("values").first() if number < 2**31 else None
    if row is None or not (reviewer or row.state == SetState.PUBLISHED):
        return None
    return as_version(row)


def as_version(row: ValueSet) -> Version:
    """Return a row as a page shows it."""
    return Version(
        number=row.number,
        state=row.state,
        note=row.note,
        based_on=row.based_on.number if row.based_on_id and row.based_on else None,
        rows=len(row.values.all()),
        made_at=row.made_at,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        published_at=row.published_at,
        digest=row.digest,
        parameters=row.parameters,
    )


def rows_of(number: int) -> list[Value]:
    """The rows of a version, by ledger and code."""
    return list(Value.objects.filter(value_set__number=number).order_by("ledger", "code"))


def row_of(number: int, code: str) -> Value | None:
    """One row of a version."""
    if "\x00" in code:
        return None
    return Value.objects.filter(value_set__number=number, code=code).first()


def expired(on: date) -> list[Value]:
    """Rows of the current version whose last day has passed: their owners must renew them."""
    now = current()
    return list(now.values.filter(expires__lt=on).order_by("code")) if now else []


def difference(old: int, new: int, *, with_consequences: bool = True) -> Difference | None:
    """Compare two versions and work out what each published sheet would have been under the new one."""
    pair = {row.number: row for row in ValueSet.objects.filter(number__in=[old, new]).prefetch_related("values")}
    if old not in pair or new not in pair:
        return None
    before, after = ([inputs.core_row(one) for one in pair[key].values.all()] for key in (old, new))
    found = pipeline.outputs("catalogue", {"values": after, "before": before or [], "on": None})["changes"]
    found = found or {"added": [one["code"] for one in after], "removed": [], "changed": {}}
    changed = [
        FieldChange(code, field, _plain(pair_of["old"]), _plain(pair_of["new"]))
        for code, fields in found["changed"].items()
        for field, pair_of in fields.items()
    ]
    return Difference(
        old=old,
        new=new,
        added=tuple(found["added"]),
        removed=tuple(found["removed"]),
        changed=tuple(changed),
        consequences=tuple(_consequences(pair[new])) if with_consequences else (),
    )


def _plain(value: object) -> str:
    return "–" if value is None or value == "" else str(value)


def _consequences(version: ValueSet) -> list[Consequence]:
    rows = list(version.values.all())
    known = {row.code for row in rows}
    newest = (
        Publication.objects.exclude(value_set=version)
        .select_related("appraisal__initiative", "run")
        .order_by("appraisal_id", "-number")
        .distinct("appraisal_id")[:COMPARED]
    )
    return [_consequence(one, version, rows, known) for one in newest]


def _consequence(one: Publication, version: ValueSet, rows: list[Value], known: set[str]) -> Consequence:
    kept = parsed(one.run.record)
    year = kept["inputs"]["year"]
    before = _ledgers(kept["outputs"]["central"])
    gone = sorted({outcome["code"] for outcome in year["outcomes"]} - known)
    after = None
    if not gone:
        again = {"year": year, "values": inputs.used(rows, year), "parameters": inputs.parameters(version, None)}
        out, _problems = computing.central(again)
        after = _ledgers(out) if out else None
    return Consequence(
        slug=one.appraisal.initiative.slug,
        name=one.appraisal.initiative.name,
        year=one.appraisal.year,
        before=before,
        after=after,
        why_not=", ".join(gone),
    )


def _ledgers(central: dict[str, Any]) -> dict[str, int]:
    return {ledger: round(central["ledgers"][ledger] * 100) for ledger in ("L1", "L2", "L3")}
