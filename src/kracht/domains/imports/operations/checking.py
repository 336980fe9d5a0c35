"""The dry run: every row is read, mended, compared with the register and looked for among its likes. Nothing goes in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kracht.domains.imports import readers
from kracht.domains.imports.facts import Choice, FileRefused, Mapping, RunState
from kracht.domains.imports.models import Progress, Row, Run
from kracht.domains.imports.operations.progress import Stopped, Tracker
from kracht.domains.imports.queries import samples
from kracht.domains.imports.queries.converting import Converted, Converter, as_json
from kracht.domains.initiatives.facts import SourceRecord, Verdict
from kracht.domains.initiatives.queries import duplicates, sourcing
from kracht.domains.initiatives.queries.sourcing import Step
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.places import queries as places
from kracht.kernel import geo, text

BATCH = 1000
NEAR = 1500.0  # metres within which an equal name in the same file is suspect
MOST_VANISHED = 20_000  # that are listed


@dataclass(slots=True)
class _Memory:
    """What must be known of earlier rows of the file."""

    keys: set[str] = field(default_factory=set)
    names: dict[str, tuple[int, str, float | None, float | None]] = field(default_factory=dict)


def check(*, run_id: int, by: Actor, at: datetime) -> None:
    """Try the file of a run. What a worker that died left behind is begun again."""
    run = Run.objects.select_related("source").get(pk=run_id)
    if run.state != RunState.CHECKING:
        return
    with Tracker(run_id) as tracker:
        Row.objects.filter(run=run).delete()
        try:
            counts = _try(run, tracker)
        except Stopped:
            Row.objects.filter(run=run).delete()
            _end(run, RunState.CANCELLED, said=_("Stopped. Nothing was brought in."))
            return
        except FileRefused as error:
            Row.objects.filter(run=run).delete()
            _end(run, RunState.FAILED, said=str(error))
            return
    run.counts = dict(counts)
    _end(run, RunState.CHECKED)
    audit.record(by=by, verb="import.check", target=run, at=at, data=dict(counts))


@transaction.atomic
def _end(run: Run, state: RunState, said: str = "") -> None:
    run.state, run.said = state, said[:500]
    run.save(update_fields=["state", "said", "counts"])
    Progress.objects.filter(run=run).update(stop=False)


def _try(run: Run, tracker: Tracker) -> Counter[str]:
    mapping, memory = Mapping.of(run.mapping), _Memory()
    converter, counts = Converter(mapping), Counter[str]()
    with samples.opened(run.pk) as file:
        for batch in batched(readers.read(run.format, file), BATCH, strict=False):
            made = [converter.convert(raw) for raw in batch]
            _try_batch(run, made, memory, counts)
            tracker.tell(counts["rows"], 0)
    if run.whole:
        _list_vanished(run, memory, counts)
    return counts


def _try_batch(run: Run, made: Sequence[Converted], memory: _Memory, counts: Counter[str]) -> None:
    for one in made:
        if not one.problem and one.key in memory.keys:
            one.problem = _("This key stands in the file more than once; only the first record counts.")
        memory.keys.add(one.key)
    if run.mapping.get("abroad") == "nowhere":
        _leave_abroad(made, run.mapping["columns"].get("lat", "lat"))
    earlier = _chosen_before(run, [one.key for one in made])
    good = [one for one in made if not one.problem]
    records = [record_of(one.key, as_json(one), earlier.get(one.key)) for one in good]
    steps = dict(zip((one.number for one in good), sourcing.plan(records, source=run.source.name), strict=True))
    alike = _alike(good, steps, memory)
    rows = [_row(run, one, steps.get(one.number), alike.get(one.number, []), earlier.get(one.key)) for one in made]
    for row in rows:
        counts["rows"] += 1
        counts[row.verdict] += 1
        counts["alike"] += bool(row.alike)
        counts["warning"] += bool(row.warnings)
    Row.objects.bulk_create(rows)


def _leave_abroad(made: Sequence[Converted], column: str) -> None:
    """Take away the points outside the Netherlands, as the mapping asks."""
    pointed = [one for one in made if _point(one)[0] is not None]
    found = places.resolve_many([(one.values["place"]["lat"], one.values["place"]["lon"]) for one in pointed])
    for one, where in zip(pointed, found, strict=True):
        if where is None:
            one.values["place"] = {}
            one.warnings.append((column, _("This point lies outside the Netherlands; it went in without a place.")))


def record_of(key: str, kept: dict[str, Any], chosen: Row | None = None) -> SourceRecord:
    """Return a kept record as the register takes it, with what a person chose."""
    takes = chosen.takes if chosen else {}
    return SourceRecord(
        key,
        kept["values"],
        url=kept.get("url", ""),
        moment=datetime.fromisoformat(kept["moment"]) if kept.get("moment") else None,
        licence=kept.get("licence", ""),
        year=kept["year"] if isinstance(kept.get("year"), int) and 0 < kept["year"] < 32_000 else None,
        slug=kept.get("slug", ""),
        initiative_id=chosen.chosen_id if chosen and chosen.choice == Choice.SAME else None,
        take=frozenset(name for name, act in takes.items() if act == "take"),
        keep=frozenset(name for name, act in takes.items() if act == "keep"),
        is_example=bool(kept.get("is_example")),
    )


def _chosen_before(run: Run, keys: list[str]) -> dict[str, Row]:
    """What a person said of these records in the last file of the source."""
    rows = Row.objects.filter(run__source=run.source_id, key__in=keys).exclude(run=run).exclude(choice=Choice.OPEN)
    return {row.key: row for row in rows.only("key", "choice", "chosen_id", "takes").order_by("id")}


def _alike(made: Sequence[Converted], steps: dict[int, Step], memory: _Memory) -> dict[int, list[dict[str, Any]]]:
    """Entries of the register, and earlier rows of the file, that a new record may be a double of."""
    new = [one for one in made if steps[one.number].verdict is Verdict.CREATED]
    suspects = [
        duplicates.Suspect(
            one.number,
            one.values["name"],
            steps[one.number].values.get("website", ""),
            steps[one.number].values.get("contact_email", ""),
            *_point(one),
        )
        for one in new
    ]
    found: dict[int, list[dict[str, Any]]] = {}
    for number, listed in (duplicates.likely_many(suspects) if suspects else {}).items():
        found[number] = [
            {"id": x.id, "slug": x.slug, "name": x.name, "place": x.place_name, "reasons": list(x.reasons)}
            for x in listed
        ]
    for one in new:
        twin = _twin(one, memory)
        if twin:
            found.setdefault(one.number, []).append(twin)
    return found


def _point(one: Converted) -> tuple[float | None, float | None]:
    place = one.values.get("place") or {}
    return place.get("lat"), place.get("lon")


def _twin(one: Converted, memory: _Memory) -> dict[str, Any] | None:
    """An earlier row of the same name nearby (or with no place to tell them apart); remembers this row."""
    norm, (lat, lon) = text.norm(one.values["name"]), _point(one)
    earlier = memory.names.get(norm)
    if earlier is None:
        memory.names[norm] = (one.number, one.key, lat, lon)
        return None
    number, key, there, along = earlier
    known = lat is not None and lon is not None and there is not None and along is not None
    if known and geo.haversine(lat or 0.0, lon or 0.0, there or 0.0, along or 0.0) > NEAR:
        return None
    return {"row": number, "key": key, "name": one.values["name"], "reasons": ["file"]}


def _row(run: Run, one: Converted, step: Step | None, alike: list[dict[str, Any]], earlier: Row | None) -> Row:
    """What is kept of one record."""
    verdict = step.verdict if step else Verdict.REFUSED
    problems = [["", one.problem]] if one.problem else [[x.field, x.sentence] for x in step.problems] if step else []
    warnings = [list(pair) for pair in one.warnings] + (_outside(one, step) if step else [])
    keeps = verdict not in {Verdict.UNCHANGED, Verdict.REFUSED} or (step is not None and bool(step.record.keep))
    row = step.holding.row if step and step.holding else None
    return Row(
        run=run,
        number=one.number,
        key=one.key[:200],
        name=str(one.values.get("name", ""))[:120],
        verdict=verdict,
        record=as_json(one) if keeps else {},
        changes=[[x.field, x.before, x.after] for x in step.changes] if step and verdict is not Verdict.CREATED else [],
        conflicts=[[x.field, x.before, x.after] for x in step.conflicts] if step else [],
        problems=problems,
        warnings=warnings,
        alike=alike,
        choice=earlier.choice if earlier and alike else Choice.OPEN,
        chosen_id=earlier.chosen_id if earlier and alike else None,
        takes=earlier.takes if earlier and step and step.record.keep else {},
        initiative_id=row.pk if row else None,
        slug=row.slug if row else "",
    )


def _outside(one: Converted, step: Step) -> list[list[str]]:
    """A point outside the municipality that the source names goes in, with a flag."""
    if step.found is None or one.named is None or step.found.municipality_id in {None, one.named}:
        return []
    names = places.areas_by_id([one.named, step.found.municipality_id])
    said = _("The point lies in %(found)s, while the source says %(named)s.") % {
        "found": names[step.found.municipality_id].name,
        "named": names[one.named].name,
    }
    return [["lat", said]]


def _list_vanished(run: Run, memory: _Memory, counts: Counter[str]) -> None:
    """List what the source had and no longer has."""
    known = sourcing.known_keys(run.source.name)
    counts["known"] = len(known)
    gone = sorted(key for key in known if key not in memory.keys)
    counts["removed"] = len(gone)
    for keys in batched(gone[:MOST_VANISHED], BATCH, strict=False):
        held = sourcing.holdings([known[key] for key in keys])
        Row.objects.bulk_create(
            Row(
                run=run,
                number=0,
                key=key,
                name=held[known[key]].row.name if known[key] in held else "",
                verdict=Verdict.REMOVED,
                initiative_id=known[key],
                slug=held[known[key]].row.slug if known[key] in held else "",
            )
            for key in keys
        )
