"""Many initiative-years at once, checked and published: for an example portfolio. The records are those of one by one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kracht.domains.value.facts import MANY_DRAWS, EventKind, State, YearValues
from kracht.domains.value.models import Appraisal, Event, Need, Publication, Reply, Run, ValueSet
from kracht.domains.value.queries import values as sets
from kracht.domains.value.rules import computing, inputs
from kracht.domains.value.rules.inputs import NOBODY, Surveyed
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from socialvalue import pipeline
from socialvalue.record import canonical

NOON = time(12, tzinfo=UTC)


@transaction.atomic
def publish_many(
    *, years: Sequence[YearValues], slugs: Mapping[int, str], people: tuple[Actor, Actor, Actor], at: datetime
) -> int:
    """Publish initiative-years that are not there yet: filled in by the first, checked by the other two people.

    `slugs` names each initiative. ValidationError names the first year that cannot be computed. Returns how many.
    """
    version = sets.current()
    if version is None:
        raise ValidationError("no value set")
    known = set(Appraisal.objects.values_list("initiative_id", "year"))
    fresh = [one for one in years if (one.initiative_id, one.year) not in known]
    worked = _worked(fresh, slugs, version)
    ranges = _ranges(worked)
    rows = [_row(one, version, people) for one in fresh]
    Appraisal.objects.bulk_create(rows, batch_size=500)
    runs, publications = [], []
    for row, one, core in zip(rows, fresh, worked, strict=True):
        year = core["year"]
        record = computing.sealed(
            core,
            {"central": pipeline.outputs("appraise", core), "range": ranges[year["initiative"], year["year"]]},
            MANY_DRAWS,
        )
        moment = datetime.combine(one.published_on, NOON)
        run = Run(hash=record["hash"], record=canonical(record).decode(), made_at=moment)
        runs.append(run)
        publications.append(_publication(row, run, version, people, moment))
    Run.objects.bulk_create(runs, batch_size=250)
    Publication.objects.bulk_create(publications, batch_size=500)
    Reply.objects.bulk_create(
        [Reply(appraisal=row, **reply) for row, one in zip(rows, fresh, strict=True) for reply in one.replies],
        batch_size=1000,
    )
    if fresh:
        target = ("value.appraisal", "many")
        audit.record(by=people[0], verb="value published in bulk", target=target, at=at, data={"n": len(fresh)})
    return len(fresh)


def _worked(years: Sequence[YearValues], slugs: Mapping[int, str], version: ValueSet) -> list[dict[str, Any]]:
    rows = list(version.values.all())
    found = []
    previous: dict[tuple[int, int], dict[str, float]] = {}
    for one in years:
        year, problems = inputs.year_of(
            one.answers,
            identity=(slugs[one.initiative_id], one.year),
            version=version,
            rows=rows,
            surveyed=_surveyed(one),
            previous=previous.get((one.initiative_id, one.year - 1)),
        )
        if problems:
            raise ValidationError(f"{slugs[one.initiative_id]} {one.year}: {problems[0].field} {problems[0].rule}")
        previous[one.initiative_id, one.year] = inputs.counts(year)
        core = {"year": year, "values": inputs.used(rows, year)}
        found.append({**core, "parameters": inputs.parameters(version, one.published_on)})
    return found


def _surveyed(one: YearValues) -> Surveyed:
    if not one.replies:
        return NOBODY
    codes = {code for reply in one.replies for code in reply["improved"]}
    improved = {code: sum(bool(reply["improved"].get(code)) for reply in one.replies) for code in codes}
    share = sum(1 / (1 + reply["others"]) for reply in one.replies) / len(one.replies)
    return Surveyed(len(one.replies), len(one.replies), improved, round(share, 6))


def _ranges(worked: Sequence[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Draw all at once: an initiative's own stream and the shared ones do not depend on who else is drawn."""
    if not worked:
        return {}
    values = {row["code"]: row for core in worked for row in core["values"]}
    out = pipeline.outputs(
        "simulate",
        {
            "years": [core["year"] for core in worked],
            "values": [values[code] for code in sorted(values)],
            "parameters": {**worked[0]["parameters"], "on": None},
            "draws": MANY_DRAWS,
        },
    )
    return {(one["initiative"], one["year"]): one for one in out["initiatives"]}


def _row(one: YearValues, version: ValueSet, people: tuple[Actor, Actor, Actor]) -> Appraisal:
    moment = datetime.combine(one.published_on, NOON)
    return Appraisal(
        initiative_id=one.initiative_id,
        year=one.year,
        state=State.PUBLISHED,
        answers=one.answers,
        value_set=version,
        started_by=people[0].audit_key,
        started_at=moment,
        saved_at=moment,
        submitted_by=people[0].audit_key,
        submitted_at=moment,
    )


def _publication(
    row: Appraisal, run: Run, version: ValueSet, people: tuple[Actor, Actor, Actor], moment: datetime
) -> Publication:
    return Publication(
        appraisal=row,
        number=1,
        run=run,
        value_set=version,
        activities=row.answers["activities"],
        first_by=people[1].audit_key,
        second_by=people[2].audit_key,
        at=moment,
    )


@transaction.atomic
def leave(*, initiative_id: int, kind: EventKind, on: Any, note: str, by: Actor, at: datetime) -> None:
    """An initiative closed, was taken over or withdrew: it leaves the index by the rule of its kind. Twice is once."""
    row, new = Event.objects.get_or_create(
        initiative_id=initiative_id, defaults={"kind": kind, "on": on, "note": note[:300]}
    )
    if new:
        audit.record(by=by, verb=f"value {kind.value}", target=row, at=at)


@transaction.atomic
def know_needs(*, rows: Sequence[tuple[int, str, int, int | None]], source: str, demonstration: bool) -> int:
    """Keep need per area: (area id, driver, year, people or None when hidden). What is there already stays."""
    made = [
        Need(area_id=area, driver=driver, year=year, people=people, source=source, demonstration=demonstration)
        for area, driver, year, people in rows
    ]
    return len(Need.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000))
