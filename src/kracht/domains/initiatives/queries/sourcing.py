"""What would become of the records of a source: found, compared field by field, judged. Nothing is written here.

The comparison is three-way: what the source said last, what it says now, what the entry holds. Only a field that
changed on both sides is a conflict; one that changed here alone stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import FieldChange, FieldProblem, SourceRecord, State, Verdict
from kracht.domains.initiatives.models import Initiative, Need, Party, Provenance
from kracht.domains.initiatives.queries import given
from kracht.foundation.places import queries as places
from kracht.foundation.places.models import Area
from kracht.foundation.places.queries import Resolution

AREA_COLUMNS = ("province_id", "municipality_id", "district_id", "neighbourhood_id")
NARROW_FIRST = tuple(reversed(AREA_COLUMNS))
LONGEST_KEY = 200

type Values = dict[str, Any]


@dataclass(slots=True)
class Holding:
    """An entry with what hangs on it, in the form of `given`."""

    row: Initiative
    values: Values


@dataclass(slots=True)
class Step:
    """What is to be done with one record. `writes` are the fields to write, in the form of `given`."""

    record: SourceRecord
    verdict: Verdict
    values: Values = field(default_factory=dict)
    writes: Values = field(default_factory=dict)
    holding: Holding | None = None
    provenance: Provenance | None = None
    found: Resolution | None = None
    area: Area | None = None
    recipe_id: int | None = None
    older: bool = False  # than what the source sent before: nothing is done with it
    changes: list[FieldChange] = field(default_factory=list)
    conflicts: list[FieldChange] = field(default_factory=list)
    problems: list[FieldProblem] = field(default_factory=list)

    @property
    def comes_back(self) -> bool:
        """Whether the source removed it earlier, and has it again now."""
        gone = self.provenance is not None and self.provenance.gone_at is not None
        return gone and self.holding is not None and self.holding.row.state == State.WITHDRAWN


def plan(records: Sequence[SourceRecord], *, source: str, locked: bool = False) -> list[Step]:
    """Judge the records of one source, in their order. With `locked` the rows stay locked until the commit."""
    steps = [_checked(record) for record in records]
    _refuse_twice(steps)
    _find_places(steps)
    _find_rows(steps, source, locked=locked)
    _find_recipes(steps)
    others = _owned_elsewhere(steps, source)
    for step in steps:
        if step.verdict is not Verdict.REFUSED:
            _judge(step, others.get(step.holding.row.pk, {}) if step.holding else {})
    return steps


def owned_fields(initiative_id: int) -> dict[str, str]:
    """Return the fields of an entry that only a source may change, each with the name of that source."""
    rows = Provenance.objects.filter(initiative_id=initiative_id, gone_at__isnull=True).exclude(owned=[])
    return {name: row.source for row in rows.order_by("id") for name in row.owned}


def provenance_of(initiative_id: int) -> list[Provenance]:
    """Return what feeds an entry, oldest first."""
    return list(Provenance.objects.filter(initiative_id=initiative_id).order_by("id"))


def known_keys(source: str, *, gone: bool = False) -> dict[str, int]:
    """Return the entry of each record of a source by its key: those it still has, or those it no longer has."""
    rows = Provenance.objects.filter(source=source, gone_at__isnull=not gone)
    return dict(rows.values_list("source_key", "initiative_id"))


def _checked(record: SourceRecord) -> Step:
    values, problems = given.check(record.values)
    step = Step(record, Verdict.UNCHANGED, values=values, problems=list(problems))
    if not record.key or len(record.key) > LONGEST_KEY or "\x00" in record.key:
        step.problems.append(
            FieldProblem("", _("This record has no usable key: give each its own, of 1 to 200 signs."))
        )
    if step.problems:
        step.verdict = Verdict.REFUSED
    return step


def _refuse(step: Step, name: str, sentence: str) -> None:
    step.problems.append(FieldProblem(name, sentence))
    step.verdict = Verdict.REFUSED


def _refuse_twice(steps: Iterable[Step]) -> None:
    """The same key twice in one batch: the first counts."""
    seen: set[str] = set()
    for step in steps:
        if step.record.key in seen:
            _refuse(step, "", _("This key stands in the file more than once; only the first record counts."))
        seen.add(step.record.key)


def _find_places(steps: Iterable[Step]) -> None:
    """Resolve every point and every area code, all at once."""
    pointed = [step for step in steps if "lat" in step.values.get("place", {})]
    points = [(step.values["place"]["lat"], step.values["place"]["lon"]) for step in pointed]
    for step, found in zip(pointed, places.resolve_many(points), strict=True):
        step.found = found
        if found is None:
            _refuse(step, "place", _("This point does not lie in the Netherlands."))
    known: dict[str, Area | None] = {}
    for step in steps:
        code = step.values.get("place", {}).get("area", "")
        if code:
            if code not in known:
                known[code] = _today(code)
            step.area = known[code]
            if step.area is None:
                _refuse(step, "place", _("There is no area with the code %(code)s.") % {"code": code})


def _today(code: str) -> Area | None:
    area = places.area_by_code(code)
    return places.successor(area) or area if area is not None else None


def _find_rows(steps: Sequence[Step], source: str, *, locked: bool) -> None:
    """Find the entry of each record: by its key at this source, else by what a person said."""
    live = [step for step in steps if step.verdict is not Verdict.REFUSED]
    keys = [step.record.key for step in live]
    sent = {row.source_key: row for row in Provenance.objects.filter(source=source, source_key__in=keys)}
    older = Initiative.objects.filter(source=source, source_key__in=keys).values_list("source_key", "id")
    by_key = dict(older) | {key: row.initiative_id for key, row in sent.items()}
    wanted = {by_key.get(step.record.key) or step.record.initiative_id for step in live} - {None}
    held = holdings([key for key in wanted if key], locked=locked)
    for step in live:
        step.provenance = sent.get(step.record.key)
        key = by_key.get(step.record.key) or step.record.initiative_id
        step.holding = held.get(key) if key else None
        if key and step.holding is None:
            _refuse(step, "", _("The entry that was chosen for this record no longer exists."))


def holdings(keys: Sequence[int], *, locked: bool = False) -> dict[int, Holding]:
    """Return entries by number with what hangs on them; locked in the order of their numbers when that is asked."""
    rows = Initiative.objects.filter(id__in=keys).select_related("recipe").defer("search").order_by("id")
    found = list(rows.select_for_update(of=("self",)) if locked else rows)
    needs: dict[int, list[Any]] = {}
    parties: dict[int, list[Any]] = {}
    for key, kind, said in (
        Need.objects.filter(initiative__in=keys).order_by("id").values_list("initiative_id", "kind", "text")
    ):
        needs.setdefault(key, []).append([kind, said])
    for key, name, sector, organisation in (
        Party.objects.filter(initiative__in=keys)
        .order_by("id")
        .values_list("initiative_id", "name", "sector", "organisation_id")
    ):
        parties.setdefault(key, []).append([name, sector, organisation])
    areas = places.areas_by_id(getattr(row, name) for row in found for name in AREA_COLUMNS)
    return {
        row.pk: Holding(row, _held(row, areas, needs=needs.get(row.pk, []), parties=parties.get(row.pk, [])))
        for row in found
    }


def _held(row: Initiative, areas: Mapping[int, Area], *, needs: list[Any], parties: list[Any]) -> Values:
    smallest = next((getattr(row, name) for name in NARROW_FIRST if getattr(row, name)), None)
    code = areas[smallest].code if smallest is not None and smallest in areas else ""
    recipe = row.recipe.slug if row.recipe else ""
    return {name: given.held(row, name, code, needs=needs, parties=parties, recipe=recipe) for name in given.CHECKS}


def _find_recipes(steps: Sequence[Step]) -> None:
    """Turn the slugs of followed initiatives into numbers; one that is not here (yet) is left out."""
    slugs = {step.values["recipe"] for step in steps if step.values.get("recipe")}
    known = dict(Initiative.objects.filter(slug__in=slugs).values_list("slug", "id")) if slugs else {}
    for step in steps:
        slug = step.values.get("recipe")
        if slug and slug not in known:
            del step.values["recipe"]
        elif slug:
            step.recipe_id = known[slug]


def _owned_elsewhere(steps: Iterable[Step], source: str) -> dict[int, dict[str, str]]:
    keys = [step.holding.row.pk for step in steps if step.holding]
    rows = Provenance.objects.filter(initiative__in=keys, gone_at__isnull=True).exclude(owned=[]).exclude(source=source)
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.initiative_id, {}).update(dict.fromkeys(row.owned, row.source))
    return found


def _judge(step: Step, owned: Mapping[str, str]) -> None:
    """Decide what to write and what to leave."""
    if step.holding is None:
        _judge_new(step)
        return
    step.older = _is_older(step.record.moment, step.provenance)
    if step.older:
        return
    for name, value in step.values.items():
        _judge_field(step, name, value, step.holding.values[name], owned=name in owned)
    if step.conflicts:
        step.verdict = Verdict.CONFLICT
    elif step.comes_back:
        step.verdict = Verdict.RESTORED
    elif step.changes:
        step.verdict = Verdict.CHANGED


def _judge_new(step: Step) -> None:
    for name in ("name", "summary"):
        if not step.values.get(name):
            _refuse(step, name, _("This may not be empty."))
    if step.verdict is Verdict.REFUSED:
        return
    step.verdict = Verdict.CREATED
    step.writes = dict(step.values)
    step.changes = [
        FieldChange(name, given.EMPTY[name], value)
        for name, value in step.values.items()
        if not given.is_empty(name, value)
    ]


def _is_older(moment: datetime | None, provenance: Provenance | None) -> bool:
    """Whether the source sends an older state than it sent before."""
    return (
        moment is not None and provenance is not None and provenance.moment is not None and moment < provenance.moment
    )


def _judge_field(step: Step, name: str, value: Any, now: Any, *, owned: bool) -> None:
    """The three-way comparison of one field."""
    same = _same_place(value, now) if name == "place" else value == now
    before = step.provenance.sent.get(name) if step.provenance else None
    if same or name in step.record.keep:
        return
    if before is None and given.is_empty(name, value):
        return  # it never said anything, and says nothing now
    change = FieldChange(name, now, value)
    source_changed = before is None or before[0] != given.digest(value)
    changed_here = not given.is_empty(name, now) if before is None else before[1] != given.digest(now)
    ours = step.provenance is not None and name in step.provenance.owned
    if name in step.record.take or ours:
        allowed = not owned
    elif not source_changed:
        return  # changed here alone: stays
    else:
        allowed = not (changed_here or owned)
    if allowed:
        step.changes.append(change)
        step.writes[name] = value
    else:
        step.conflicts.append(change)


def _same_place(value: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return {name: value.get(name) for name in ("lat", "lon", "area")} == {
        name: now.get(name) for name in ("lat", "lon", "area")
    }
