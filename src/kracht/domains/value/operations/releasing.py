"""Releases: a snapshot of everything computed, sealed into a chain; and computing one again to the byte."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kracht.domains.value.facts import ReleaseKind
from kracht.domains.value.models import Appraisal, Event, Need, Part, Publication, Release, Reply, Run
from kracht.domains.value.rules import computing, inputs, national, periods, release
from kracht.domains.value.rules.answers import codes
from kracht.domains.value.rules.given import Area, Given, Place
from kracht.domains.value.rules.periods import Known
from kracht.domains.value.rules.reading import parsed
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from socialvalue import record as records

type Data = dict[str, Any]
COMPLETENESS = 0.6  # of the register, until a municipality counts what is not in it: our assumption
NEED_LEVEL = {"district": "district", "neighbourhood": "neighbourhood"}


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What came of computing a release again."""

    name: str
    identical: bool
    problems: tuple[str, ...]


@transaction.atomic
def make(*, name: str, by: Actor, at: datetime, progress: Callable[[str], None] = lambda _text: None) -> Release:
    """Compute and seal the release `name` (2025 or 2026Q3); one that exists already is given back.

    ValidationError when its time has not come, or when nothing is published.
    """
    known = Release.objects.filter(name=name).first()
    if known:
        return known
    try:
        cutoff = periods.cutoff(name)
    except ValueError as wrong:
        raise ValidationError(str(wrong)) from None
    if cutoff >= at.date():
        raise ValidationError(f"{name} ends on {cutoff}: too early")
    facts = gather(name, cutoff)
    if not facts["sheets"]:
        raise ValidationError(f"{name}: nothing was published before {cutoff}")
    progress(f"{len(facts['sheets'])} sheets")
    parts = release.build(given_of(facts, _runs(facts)))
    last = Release.objects.select_for_update().order_by("-pk").first()
    document = seal(facts, parts, last.hash if last else "")
    kind = ReleaseKind.QUARTER if "Q" in name else ReleaseKind.YEAR
    made = Release.objects.create(
        name=name,
        kind=kind,
        cutoff=cutoff,
        made_at=at,
        document=records.canonical(document).decode(),
        hash=document["hash"],
        previous=document["previous"],
    )
    Part.objects.bulk_create(
        [Part(release=made, stage=stage, key=key, document=one) for stage, key, one in _split(parts)], batch_size=100
    )
    audit.record(by=by, verb="value released", target=made, at=at, data={"name": name, "hash": made.hash})
    return made


def _split(parts: dict[str, Data]) -> list[tuple[str, str, Data]]:
    return [(*path.split("/", 1), one) for path, one in parts.items()]  # type: ignore[misc]  # two parts each


def seal(facts: Data, parts: dict[str, Data], previous: str) -> Data:
    """Return the document of a release: inputs, outputs, versions, the hash before it and its own."""
    body = {"release": facts["name"], "versions": records.versions(), "inputs": facts, "outputs": parts}
    return records.seal(body, previous)


def gather(name: str, cutoff: date) -> Data:
    """Collect what a release is computed from: publications up to the cutoff by their hash, places, events, needs."""
    before = datetime.combine(cutoff + timedelta(days=1), time(0, tzinfo=UTC))
    rows = list(
        Publication.objects.filter(at__lt=before)
        .select_related("appraisal__initiative__province", "appraisal__initiative__municipality", "run", "value_set")
        .defer("run__record", "appraisal__answers", "appraisal__initiative__search", "appraisal__initiative__story")
        .order_by("appraisal_id", "-number")
        .distinct("appraisal_id")
    )
    sheets = [
        {
            "initiative": row.appraisal.initiative.slug,
            "year": row.appraisal.year,
            "day": row.at.date().isoformat(),
            "version": row.value_set.number,
            "run": row.run.hash,
            "theme": str(row.appraisal.initiative.themes[0]) if row.appraisal.initiative.themes else "",
            "province": _code(row.appraisal.initiative.province),
            "municipality": _code(row.appraisal.initiative.municipality),
        }
        for row in rows
    ]
    sheets.sort(key=lambda one: (one["initiative"], one["year"]))
    events = {
        row.initiative.slug: [row.kind, row.on.isoformat()]
        for row in Event.objects.filter(on__lte=cutoff)
        .select_related("initiative")
        .only("kind", "on", "initiative__slug")
    }
    return {
        "name": name,
        "cutoff": cutoff.isoformat(),
        "sheets": sheets,
        "events": dict(sorted(events.items())),
        "sets": _sets(rows),
        "needs": _needs(),
        "completeness": COMPLETENESS,
        "overlaps": _overlaps(cutoff),
    }


def _code(area: Any) -> str:
    return area.code if area else ""


def _sets(rows: Any) -> Data:
    found = {row.value_set.number: row.value_set for row in rows}
    return {
        str(number): {
            "rows": [inputs.core_row(one) for one in version.values.order_by("code")],
            "parameters": inputs.parameters(version, None),
        }
        for number, version in sorted(found.items())
    }


def _needs() -> Data:
    found: dict[str, list[Data]] = defaultdict(list)
    rows = Need.objects.select_related("area__parent").order_by("driver", "area__code", "-year")
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.driver, row.area.code) in seen or row.area.kind not in NEED_LEVEL:
            continue
        seen.add((row.driver, row.area.code))
        found[row.driver].append(
            {
                "code": row.area.code,
                "name": row.area.name,
                "municipality": row.area.parent.code if row.area.parent else "",
                "level": NEED_LEVEL[row.area.kind],
                "inhabitants": row.area.population or 0,
                "people": row.people,
            }
        )
    return dict(sorted(found.items()))


def _overlaps(cutoff: date) -> Data:
    """Collect which initiatives helped the same people, from everybody who was asked: also who names no other.

    Only cells with at least two initiatives in them: one alone overlaps with nobody.
    """
    found: dict[str, list[list[str]]] = defaultdict(list)
    out = Publication.objects.filter(at__date__lte=cutoff).values("appraisal_id")
    rows = Reply.objects.filter(appraisal_id__in=out)
    replies = list(rows.select_related("appraisal__initiative__municipality").order_by("pk"))
    slugs = _slugs({key for one in replies for key in one.helped_by})
    drivers = _drivers({one.appraisal_id for one in replies})
    for at, one in enumerate(replies):
        area = _code(one.appraisal.initiative.municipality)
        helpers = sorted({one.appraisal.initiative.slug, *(slugs[key] for key in one.helped_by if key in slugs)})
        for driver in drivers.get(one.appraisal_id, ()):
            cell = national.cell_name(area, driver, "all", one.appraisal.year)
            found[cell] += [[f"p{at}", helper] for helper in helpers]
    return {cell: told for cell, told in sorted(found.items()) if len({helper for _person, helper in told}) > 1}


def _slugs(ids: set[int]) -> dict[int, str]:
    rows = Appraisal.objects.filter(initiative_id__in=ids).values_list("initiative_id", "initiative__slug")
    return dict(rows.distinct())


def _drivers(ids: set[int]) -> dict[int, list[str]]:
    found = {}
    for row in Appraisal.objects.filter(pk__in=ids).select_related("value_set"):
        chosen = codes(row.answers)
        found[row.pk] = list(row.value_set.values.filter(code__in=chosen).values_list("driver", flat=True))
    return found


def _runs(facts: Data) -> dict[str, Data]:
    """Read the records that a release names, by hash."""
    hashes = [one["run"] for one in facts["sheets"]]
    return {row.hash: parsed(row.record) for row in Run.objects.filter(hash__in=hashes)}


def given_of(facts: Data, runs: dict[str, Data]) -> Given:
    """Return the inputs of a release as its rules read them."""
    known = tuple(
        Known(
            one["initiative"],
            one["year"],
            date.fromisoformat(one["day"]),
            one["version"],
            one["run"],
            runs[one["run"]],
        )
        for one in facts["sheets"]
    )
    return Given(
        name=facts["name"],
        known=known,
        places={
            one["initiative"]: Place(one["theme"], one["province"], one["municipality"]) for one in facts["sheets"]
        },
        events={key: (kind, date.fromisoformat(day)) for key, (kind, day) in facts["events"].items()},
        sets={int(key): (one["rows"], one["parameters"]) for key, one in facts["sets"].items()},
        needs={key: tuple(Area(**one) for one in areas) for key, areas in facts["needs"].items()},
        completeness=facts["completeness"],
        overlaps={key: tuple((a, b) for a, b in pairs) for key, pairs in facts["overlaps"].items()},
    )


def recompute(*, name: str) -> Recomputed:
    """Compute a release again from the records it names and compare all bytes with what was published.

    Problems say in words where the chain breaks: a record that does not fit its hash, a document that does not, a link.
    ValidationError when there is no such release.
    """
    row = Release.objects.filter(name=name).first()
    if row is None:
        raise ValidationError(f"there is no release {name}")
    problems = chain_problems()
    document = parsed(row.document)
    runs = _runs(document["inputs"])
    for one in document["inputs"]["sheets"]:
        found = runs.get(one["run"])
        if found is None:
            problems.append(f"{one['initiative']} {one['year']}: the record {one['run'][:12]} is gone")
        elif found.get("hash") != one["run"] or not computing.intact(found):
            problems.append(f"{one['initiative']} {one['year']}: the record does not fit its hash")
    if any("is gone" in text for text in problems):
        return Recomputed(name, identical=False, problems=tuple(problems))
    parts = release.build(given_of(document["inputs"], runs))
    again = seal(document["inputs"], parts, document["previous"])
    identical = records.canonical(again).decode() == row.document
    if not identical and document["versions"] != records.versions():
        problems.append(f"made with {document['versions']}, now {records.versions()}")
    if not identical:
        problems.append("the bytes differ from what was published")
    return Recomputed(name, identical=identical and not problems, problems=tuple(problems))


def chain_problems() -> list[str]:
    """Walk all releases: each must fit its own hash and name the one before it."""
    rows = list(Release.objects.order_by("pk"))
    found = records.broken_links([parsed(row.document) for row in rows])
    problems = [f"{rows[int(one.field[8 : one.field.index(']')])].name}: {one.text}" for one in found]
    problems += [
        f"{row.name}: its row and its document name other hashes" for row in rows if row.hash not in row.document
    ]
    return problems
