"""The screens of the reviewers: the queue, and one initiative-year with all that is needed to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.value import wording
from kracht.domains.value.facts import State, Verdict
from kracht.domains.value.forms.steps import StepForm
from kracht.domains.value.pages.asking import LABELS, Preview, preview
from kracht.domains.value.queries.answering import File, Sheet, Worked
from kracht.domains.value.queries.desk import TABS, Said, Waiting
from kracht.domains.value.rules.answers import STEPS, codes, said
from kracht.foundation.accounts.queries import names
from kracht.ui import parts


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for reviewers."""

    tabs: tuple[parts.Link, ...]
    rows: tuple[tuple[Waiting, str], ...]
    sets_url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was typed."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One initiative-year at the desk."""

    number: int
    name: str
    year: int
    state: str
    own: bool
    can_pass: bool
    can_publish: bool
    can_back: bool
    can_correct: bool
    why_not: str
    red: bool
    flags: tuple[tuple[str, str, str], ...]
    preview: Preview
    answers: tuple[tuple[str, tuple[Answer, ...]], ...]
    files: tuple[File, ...]
    remarks: tuple[str, ...]
    said: tuple[tuple[str, str, str, datetime], ...]
    sheet_url: str
    typed: str
    error: str
    invited: int
    replies: int
    correcting: str


def queue_page(state: str, rows: Sequence[Waiting], waiting: dict[str, int]) -> QueuePage:
    """Return the queue of one state."""
    base = reverse("value:desk")
    tabs = tuple(
        parts.Link(
            label=f"{State(one).label} ({waiting[one]})" if one in waiting else str(State(one).label),
            url=f"{base}?state={one.value}",
            current=one.value == state,
        )
        for one in TABS
    )
    known = names({row.first_by for row in rows})
    return QueuePage(tabs, tuple((row, known.get(row.first_by, "")) for row in rows), reverse("value:sets"))


def case_page(
    sheet: Sheet,
    worked: Worked,
    reviews: Sequence[Said],
    remarks: Sequence[str],
    *,
    me: str,
    own: bool,
    typed: str = "",
    error: str = "",
) -> CasePage:
    """Return one case; `me` is who looks."""
    flags = worked.central["flags"] if worked.central else []
    first = next((one.by for one in reversed(reviews) if one.verdict == Verdict.FIRST), "")
    mine = me in {sheet.started_by, sheet.submitted_by}
    state = sheet.state
    why = ""
    if own or mine:
        why = _("You keep this initiative, so somebody else must check its figures.")
    elif state == State.REVIEW and first == me:
        why = _("You did the first check. A second person publishes.")
    done = state in {State.PUBLISHED, State.CORRECTED}
    return CasePage(
        number=sheet.number,
        name=sheet.name,
        year=sheet.year,
        state=str(State(state).label),
        own=own,
        can_pass=state == State.SUBMITTED and not why,
        can_publish=state == State.REVIEW and not why,
        can_back=state in {State.SUBMITTED, State.REVIEW} and not (own or mine),
        can_correct=done and not own,
        why_not=why,
        red=any(flag["colour"] == "red" for flag in flags),
        flags=tuple(
            dict.fromkeys(
                (flag["colour"], str(wording.COLOURS[flag["colour"]]), wording.of_flag(flag)) for flag in flags
            )
        ),
        preview=preview(sheet, worked),
        answers=_answers(sheet),
        files=sheet.files,
        remarks=tuple(remarks),
        said=_said(reviews),
        sheet_url=reverse("value:sheet", args=[sheet.slug, sheet.year]) if done else "",
        typed=typed,
        error=error,
        invited=sheet.surveyed.invited,
        replies=sheet.surveyed.replies,
        correcting=sheet.correcting,
    )


def _said(reviews: Sequence[Said]) -> tuple[tuple[str, str, str, datetime], ...]:
    known = names({one.by for one in reviews})
    return tuple((str(Verdict(one.verdict).label), one.text, known.get(one.by, one.by), one.at) for one in reviews)


def _answers(sheet: Sheet) -> tuple[tuple[str, tuple[Answer, ...]], ...]:
    """Return what was answered, in the words of the questionnaire."""
    found = []
    for step in STEPS[:-1]:
        rows = []
        for heading, fields, study in StepForm(sheet, step).groups():
            for bound in (*fields, *study):
                value = _told(sheet, bound.name, getattr(bound.field, "choices", ()))
                if value:
                    rows.append(Answer(f"{heading}: {bound.label}" if heading else str(bound.label), value))
        if rows:
            found.append((str(LABELS[step]), tuple(rows)))
    return tuple(found)


def _told(sheet: Sheet, field: str, choices: Any) -> str:
    words = {str(key): str(label) for key, label in choices}
    if field == "outcomes":
        return ", ".join(words.get(code, code) for code in codes(sheet.answers))
    value = said(sheet.answers, field)
    return words.get(value, value) if value else ""
