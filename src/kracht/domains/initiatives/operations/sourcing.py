"""Records of a source into the register: once per key, never over what somebody changed here, and back again.

`put_many` works on a batch inside one transaction; a caller with many batches opens one transaction around them all.
Whoever writes for a source waits for whoever was first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from kracht.domains.initiatives.facts import Licence, Put, SourceRecord, State, Verdict
from kracht.domains.initiatives.models import Initiative, Provenance
from kracht.domains.initiatives.operations import slugs, stitching
from kracht.domains.initiatives.operations.writing import find_words
from kracht.domains.initiatives.queries import given, sourcing
from kracht.domains.initiatives.queries.sourcing import Step
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a source is. `owned` are the fields that nobody else may change; `state` is where new entries begin."""

    source: str
    organisation_id: int | None = None
    licence: str = Licence.CC_BY.value
    owned: frozenset[str] = frozenset()
    state: State = State.PUBLISHED


def put(*, record: SourceRecord, sender: Sender, by: Actor, at: datetime) -> Put:
    """Write one record; as `put_many`."""
    return put_many(records=[record], sender=sender, by=by, at=at)[0]


@transaction.atomic
def put_many(*, records: Sequence[SourceRecord], sender: Sender, by: Actor, at: datetime) -> list[Put]:
    """Write what is new and changed, and return what became of each record, in their order.

    The same records again change nothing. At most BATCH records at a time.
    """
    if len(records) > BATCH:
        raise ValueError(f"at most {BATCH} records at a time")
    wait_for(sender.source)
    steps = sourcing.plan(records, source=sender.source, locked=True)
    new = [step for step in steps if step.verdict is Verdict.CREATED]
    old = [step for step in steps if step.holding is not None and step.verdict is not Verdict.REFUSED]
    traces: dict[int, dict[str, Any]] = _create(new, sender, at) | _change(old, sender, at)
    done = [_put(step, traces) for step in steps]
    written = sum(one.trace is not None for one in done)
    if written:
        data = {"n": written} | {
            str(verdict): sum(one.verdict is verdict for one in done)
            for verdict in Verdict
            if any(one.verdict is verdict for one in done)
        }
        audit.record(by=by, verb="initiative.put", target=("source", sender.source), at=at, data=data)
    return done


@transaction.atomic
def remove_many(*, keys: Iterable[str], source: str, by: Actor, at: datetime) -> list[Put]:
    """Mark records as gone at their source. An entry that no other source feeds leaves the register, as a tombstone.

    One that was changed here by hand since stays, as a conflict. `put_many` brings a record back.
    """
    wait_for(source)
    wanted = list(keys)
    rows = Provenance.objects.select_for_update().filter(source=source, source_key__in=wanted, gone_at__isnull=True)
    known = {row.source_key: row for row in rows.order_by("id")}
    held = sourcing.holdings([row.initiative_id for row in known.values()], locked=True)
    fed = set(
        Provenance.objects.filter(initiative__in=held, gone_at__isnull=True)
        .exclude(source=source)
        .values_list("initiative_id", flat=True)
    )
    done, updates = [], []
    for key in wanted:
        row = known.get(key)
        if row is None:
            done.append(Put(key, Verdict.UNCHANGED))
            continue
        entry = held[row.initiative_id].row
        trace: dict[str, Any] = {
            "id": entry.pk,
            "after": at.isoformat(),
            "row": {},
            "provenance": stitching.kept(row),
            "key": key,
        }
        stays = entry.pk in fed or entry.state != State.PUBLISHED
        if not stays:
            trace["row"] = stitching.columns_of(entry, ("state", "state_before", "updated_at"))
            entry.state_before, entry.state, entry.updated_at = entry.state, State.WITHDRAWN, at
            updates.append(entry)
        else:
            trace["after"] = entry.updated_at.isoformat()
        row.gone_at = at
        done.append(Put(key, Verdict.REMOVED, entry.pk, entry.slug, trace=trace))
    stitching.save(updates, ("state", "state_before", "updated_at"))
    Provenance.objects.bulk_update(known.values(), ["gone_at"])
    if known:
        audit.record(by=by, verb="initiative.remove", target=("source", source), at=at, data={"n": len(known)})
    return done


def wait_for(source: str) -> None:
    """Wait until nobody else writes for this source; holds until the end of the transaction."""
    with connection.cursor() as db:
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"source:{source}"])


def _put(step: Step, traces: dict[int, dict[str, Any]]) -> Put:
    row = step.holding.row if step.holding else None
    return Put(
        step.record.key,
        step.verdict,
        row.pk if row else None,
        row.slug if row else "",
        tuple(step.changes),
        tuple(step.conflicts),
        tuple(step.problems),
        traces.get(id(step)),
    )


def _create(steps: Sequence[Step], sender: Sender, at: datetime) -> dict[int, dict[str, Any]]:
    """Save new entries with all that hangs on them; returns the trace of each step."""
    if not steps:
        return {}
    rows = [_new_row(step, sender, at) for step in steps]
    wishes = [(step.record.slug, row.name, row.place_name) for step, row in zip(steps, rows, strict=True)]
    for row, slug in zip(rows, slugs.free(wishes), strict=True):
        row.slug = slug
    find_words(rows)
    stitching.insert(rows)
    provenance = []
    for step, row in zip(steps, rows, strict=True):
        step.holding = sourcing.Holding(row, dict(given.EMPTY) | step.writes)
        provenance.append(_provenance(step, sender, at))
    stitching.hang(steps)
    stitching.insert(provenance)
    return {
        id(step): {"id": row.pk, "created": True, "after": at.isoformat(), "key": step.record.key}
        for step, row in zip(steps, rows, strict=True)
    }


def _new_row(step: Step, sender: Sender, at: datetime) -> Initiative:
    record = step.record
    moment = min(record.moment, at) if record.moment else at
    row = Initiative(
        created_at=moment,
        updated_at=at,
        fresh_at=moment,
        state=sender.state,
        published_at=moment if sender.state == State.PUBLISHED else None,
        source=sender.source,
        source_key=record.key,
        source_url=record.url,
        source_year=record.year,
        licence=record.licence or sender.licence,
        is_example=record.is_example,
        place_kind=Initiative.PlaceKind.AREA,
    )
    stitching.write_fields(row, step)
    return row


def _change(steps: Sequence[Step], sender: Sender, at: datetime) -> dict[int, dict[str, Any]]:
    """Write the fields that changed, and what the source said; returns the trace of each step that wrote anything."""
    traces: dict[int, dict[str, Any]] = {}
    said, written = [], []
    for step in steps:
        if step.holding is None or step.older:
            continue
        row, comes_back = step.holding.row, step.comes_back
        before = stitching.kept(step.provenance) if step.provenance else None
        touched = bool(step.writes) or comes_back
        trace = (
            stitching.trace_of(step, state=comes_back) if touched else {"row": {}, "after": row.updated_at.isoformat()}
        )
        if touched:
            _touch(step, at, comes_back=comes_back)
            written.append(step)
            trace["after"] = at.isoformat()
        provenance = _provenance(step, sender, at)
        if touched or before is None or stitching.kept(provenance) | {"written_at": 0} != before | {"written_at": 0}:
            said.append(provenance)
            traces[id(step)] = trace | {"id": row.pk, "key": step.record.key, "provenance": before}
    find_words([step.holding.row for step in written if step.holding])
    stitching.save([step.holding.row for step in written if step.holding], stitching.COLUMNS)
    stitching.hang([step for step in written if {"needs", "parties"} & step.writes.keys()], replace=True)
    stitching.save_provenance(said)
    return traces


def _touch(step: Step, at: datetime, *, comes_back: bool) -> None:
    assert step.holding is not None  # noqa: S101 # the caller saw to it
    row = step.holding.row
    stitching.write_fields(row, step)
    row.updated_at = at
    row.fresh_at = max(row.fresh_at, min(step.record.moment or at, at))
    if comes_back:
        row.state, row.state_before = row.state_before or State.PUBLISHED, ""


def _provenance(step: Step, sender: Sender, at: datetime) -> Provenance:
    """Return what the source said of this record, to be saved."""
    assert step.holding is not None  # noqa: S101 # every step has one by now
    record, row = step.record, step.holding.row
    known = step.provenance or Provenance(initiative=row, source=sender.source, source_key=record.key)
    kept_back = {change.field for change in step.conflicts}
    sent = dict(known.sent)
    for name, value in step.values.items():
        if name in kept_back:
            continue
        now = stitching.held_after(step, name)
        said = given.digest(value)
        pair = [said, said if now is value else given.digest(now)]
        earlier = sent.get(name)
        if earlier is None and given.is_empty(name, value) and not given.is_empty(name, now):
            continue
        if name not in step.writes and earlier is not None and name not in record.keep and earlier[0] == pair[0]:
            continue  # changed here alone: what was written stays known
        if earlier is None or earlier[:2] != pair:
            sent[name] = [*pair, int(at.timestamp())]
    known.sent = sent
    known.owned = sorted(sender.owned)
    known.organisation_id = sender.organisation_id
    known.url, known.licence = record.url, record.licence or sender.licence
    known.moment = max(filter(None, (known.moment, record.moment)), default=None)
    known.gone_at, known.written_at = None, at
    return known
