"""The questionnaire as its pages show it, and what the answers come to so far."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kracht.domains.value.models import Appraisal, Evidence, Publication, Reply, Value
from kracht.domains.value.rules import computing, inputs
from kracht.domains.value.rules.answers import STEPS, Problem
from kracht.domains.value.rules.inputs import Surveyed
from kracht.domains.value.rules.reading import parsed


@dataclass(frozen=True, slots=True)
class File:
    """Evidence as a page shows it."""

    number: int
    name: str
    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Worked:
    """What the answers come to: inputs of the core, problems, and the central sheet when there are none."""

    inputs: dict[str, Any]
    problems: tuple[Problem, ...]
    central: dict[str, Any] | None
    demonstration: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A questionnaire of one year, for owners and reviewers."""

    number: int
    initiative_id: int
    slug: str
    name: str
    year: int
    state: str
    answers: Mapping[str, Any]
    version: int
    saved_at: datetime
    submitted_at: datetime | None
    started_by: str
    submitted_by: str
    correcting: str
    values: tuple[Value, ...]
    files: tuple[File, ...]
    surveyed: Surveyed
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of an initiative in a list; `published` is the number of the newest publication."""

    year: int
    state: str
    published: int | None


def years(initiative_id: int, *, owner: bool) -> list[YearRow]:
    """The years of an initiative, newest first: published ones for everyone, others for its people."""
    rows = Appraisal.objects.filter(initiative_id=initiative_id).prefetch_related("publications").order_by("-year")
    found = [
        YearRow(row.year, row.state, max((one.number for one in row.publications.all()), default=None)) for row in rows
    ]
    return found if owner else [row for row in found if row.published]


def by_year(initiative_id: int, year: int, *, allowed: bool) -> Sheet | None:
    """The questionnaire of one year, for who was found allowed; None when there is none."""
    if not allowed:
        return None
    row = Appraisal.objects.select_related("initiative", "value_set").filter(initiative_id=initiative_id, year=year)
    found = row.first()
    return as_sheet(found) if found else None


def by_number(number: int, *, allowed: bool) -> Sheet | None:
    """The questionnaire with this number, for who was found allowed."""
    if not allowed or number >= 2**62:
        return None
    found = Appraisal.objects.select_related("initiative", "value_set").filter(pk=number).first()
    return as_sheet(found) if found else None


def as_sheet(row: Appraisal) -> Sheet:
    """Return a questionnaire with what hangs on it."""
    return Sheet(
        number=row.pk,
        initiative_id=row.initiative_id,
        slug=row.initiative.slug,
        name=row.initiative.name,
        year=row.year,
        state=row.state,
        answers=row.answers,
        version=row.version,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        started_by=row.started_by,
        submitted_by=row.submitted_by,
        correcting=row.correcting,
        values=tuple(row.value_set.values.order_by("ledger", "code")),
        files=tuple(
            File(one.pk, one.name, one.kind, one.size, one.sha256)
            for one in row.evidence.defer("content").order_by("pk")
        ),
        surveyed=surveyed(row),
        questions=tuple(row.reviews.filter(verdict="back").values_list("text", flat=True)),
    )


def surveyed(row: Appraisal) -> Surveyed:
    """What participants answered by link."""
    replies = list(row.replies.all())
    if not replies:
        return Surveyed(row.invitations.count(), 0, {}, None)
    improved: Counter[str] = Counter()
    for one in replies:
        improved.update(code for code, yes in one.improved.items() if yes is True)
    share = sum(1 / (1 + min(one.others, 20)) for one in replies) / len(replies)
    return Surveyed(row.invitations.count(), len(replies), dict(improved), round(share, 6))


def worked_out(row: Appraisal, *, on: date | None) -> Worked:
    """Work the answers out; `on` is the day on which values must be in date. A few milliseconds."""
    rows = list(row.value_set.values.all())
    year, problems = inputs.year_of(
        row.answers,
        identity=(row.initiative.slug, row.year),
        version=row.value_set,
        rows=rows,
        surveyed=surveyed(row),
        previous=_previous(row),
    )
    core: dict[str, Any] = {
        "year": year,
        "values": inputs.used(rows, year),
        "parameters": inputs.parameters(row.value_set, on),
    }
    central = None
    if not problems:
        central, problems = computing.central(core)
    marked = tuple(one["code"] for one in core["values"] if one["demonstration"])
    return Worked(core, tuple(problems), central, marked)


def preview(number: int, *, on: date | None, allowed: bool) -> Worked | None:
    """Work out the answers of a questionnaire, for who was found allowed."""
    row = Appraisal.objects.select_related("initiative", "value_set").filter(pk=number).first() if allowed else None
    return worked_out(row, on=on) if row else None


def _previous(row: Appraisal) -> dict[str, float]:
    """The counts of the year before as published, for the flag that numbers are the same."""
    kept = (
        Publication.objects.filter(appraisal__initiative_id=row.initiative_id, appraisal__year=row.year - 1)
        .select_related("run")
        .order_by("-number")
        .first()
    )
    return inputs.counts(parsed(kept.run.record)["inputs"]["year"]) if kept else {}


def file_content(evidence: int, *, appraisal: int, allowed: bool) -> tuple[File, bytes] | None:
    """One file of evidence with its bytes, for owners and reviewers."""
    row = Evidence.objects.filter(pk=evidence, appraisal_id=appraisal).first() if allowed else None
    if row is None:
        return None
    return File(row.pk, row.name, row.kind, row.size, row.sha256), bytes(row.content)


def remarks(number: int) -> list[str]:
    """What participants wrote about what got worse, for owners and reviewers."""
    return list(Reply.objects.filter(appraisal_id=number).exclude(worse="").values_list("worse", flat=True)[:100])


def done_steps(worked: Worked, answers: Mapping[str, Any]) -> dict[str, bool]:
    """Which steps hold no problem any more."""
    wrong = {problem.step for problem in worked.problems}
    return {step: step not in wrong and bool(answers) for step in STEPS[:-1]}
