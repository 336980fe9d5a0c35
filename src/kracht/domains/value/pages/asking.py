"""The screens of the questionnaire: the years of an initiative, its steps with a running preview, inviting."""

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.value import wording
from kracht.domains.value.facts import Ledger, State
from kracht.domains.value.forms.others import EvidenceForm, InviteForm, StartForm
from kracht.domains.value.forms.steps import StepForm
from kracht.domains.value.pages.words import euros, plain
from kracht.domains.value.queries.answering import File, Sheet, Worked, YearRow, done_steps
from kracht.domains.value.rules.answers import STEPS, Problem
from kracht.ui import parts

LABELS = {
    "activities": gettext_lazy("What you did"),
    "people": gettext_lazy("Who came"),
    "changes": gettext_lazy("What changed"),
    "evidence": gettext_lazy("How you know"),
    "costs": gettext_lazy("What it cost"),
    "anyway": gettext_lazy("Without you"),
    "worse": gettext_lazy("What got worse"),
    "check": gettext_lazy("Check and send"),
}
LEADS = {
    "activities": gettext_lazy("In a few sentences, as you would tell a neighbour."),
    "people": gettext_lazy("Only people who took part, not everyone who heard of you."),
    "changes": gettext_lazy("Think of what people would tell you themselves."),
    "evidence": gettext_lazy(
        "“We do not know yet” is an honest answer. The sheet then says what it would take to break even."
    ),
    "costs": gettext_lazy("Count hours too. An honest cost makes an honest result."),
    "anyway": gettext_lazy(
        "Some people would have got on without you too. Nobody knows exactly; your best guess will do."
    ),
    "worse": gettext_lazy("Good work can also do harm. Who says so is believed sooner."),
    "check": gettext_lazy("Two people check your figures before they are public."),
}


@dataclass(frozen=True, slots=True)
class LedgerPreview:
    """One ledger so far."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to mend, with the way to it."""

    text: str
    rule: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the answers come to so far; `ledgers` is empty while something is missing."""

    ledgers: tuple[LedgerPreview, ...]
    cost: str
    sentences: tuple[str, ...]
    missing: int
    todo: tuple[Todo, ...]


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step in the row of steps."""

    label: str
    url: str
    current: bool
    done: bool


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step of the questionnaire."""

    title: str
    lead: str
    name: str
    year: int
    slug: str
    step: str
    steps: tuple[StepLink, ...]
    form: StepForm | None
    version: int
    mark: str
    saved_at: datetime
    preview: Preview
    back: str
    open: bool
    state: str
    questions: tuple[str, ...]
    correcting: str
    files: tuple[File, ...]
    evidence: EvidenceForm | None
    invited: int
    replies: int


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year in the list."""

    year: int
    state: str
    sheet_url: str
    fill_url: str


@dataclass(frozen=True, slots=True)
class YearsPage:
    """The years of one initiative."""

    name: str
    slug: str
    entry_url: str
    owner: bool
    years: tuple[YearLine, ...]
    form: StartForm | None


@dataclass(frozen=True, slots=True)
class InvitePage:
    """Asking participants."""

    name: str
    slug: str
    year: int
    form: InviteForm
    questions: tuple[str, ...]
    invited: int
    replies: int
    back: str


def step_url(slug: str, year: int, step: str) -> str:
    """Return the address of a step."""
    return reverse("value:fill", args=[slug, year, step])


def step_page(sheet: Sheet, step: str, worked: Worked, form: StepForm | None, evidence: EvidenceForm) -> StepPage:
    """Return one step with its preview."""
    done = done_steps(worked, sheet.answers)
    place = STEPS.index(step)
    return StepPage(
        title=str(LABELS[step]),
        lead=str(LEADS[step]),
        name=sheet.name,
        year=sheet.year,
        slug=sheet.slug,
        step=step,
        steps=tuple(
            StepLink(str(LABELS[one]), step_url(sheet.slug, sheet.year, one), one == step, done.get(one, False))
            for one in STEPS
        ),
        form=form,
        version=sheet.version,
        mark=secrets.token_hex(6),
        saved_at=sheet.saved_at,
        preview=preview(sheet, worked),
        back=step_url(sheet.slug, sheet.year, STEPS[place - 1]) if place else "",
        open=sheet.state in {State.DRAFT, State.ASKED},
        state=str(State(sheet.state).label),
        questions=sheet.questions[-1:],
        correcting=sheet.correcting,
        files=sheet.files,
        evidence=evidence if step == "evidence" else None,
        invited=sheet.surveyed.invited,
        replies=sheet.surveyed.replies,
    )


def preview(sheet: Sheet, worked: Worked) -> Preview:
    """Return what the answers come to so far."""
    todo = tuple(_todo(sheet, one) for one in worked.problems)
    if worked.central is None:
        return Preview((), "", (), len(todo), todo)
    central = worked.central
    ledgers = tuple(
        LedgerPreview(str(Ledger(code).label), euros(round(central["ledgers"][code] * 100)))
        for code in ("L1", "L2", "L3")
    )
    return Preview(ledgers, euros(round(central["total"]["cost"] * 100)), _sentences(sheet, central), 0, ())


def _sentences(sheet: Sheet, central: dict[str, Any]) -> tuple[str, ...]:
    titles = {row.code: row.title for row in sheet.values}
    found = [
        break_even(titles[one["code"]], one["persons_to_break_even"])
        for one in central["not_valued"]
        if one["persons_to_break_even"]
    ]
    return (*found, *dict.fromkeys(wording.of_flag(flag) for flag in central["flags"]))


def break_even(title: str, people: float) -> str:
    """Return the honest sentence of an outcome that was not measured."""
    return _("Not measured: “%(title)s”. The costs are earned back when this holds for %(n)s people for a year.") % {
        "title": title,
        "n": plain(math.ceil(people - 1e-9)),
    }


def _todo(sheet: Sheet, problem: Problem) -> Todo:
    code = problem.field.partition("-")[2]
    title = next((row.title for row in sheet.values if row.code == code), "")
    label = str(LABELS[problem.step if problem.step in LABELS else "check"])
    return Todo(
        text=wording.sentence(problem),
        rule=problem.rule,
        label=f"{label}: {title}" if title else label,
        url=f"{step_url(sheet.slug, sheet.year, problem.step)}#id_{problem.field}",
    )


def years_page(name: str, slug: str, years: Sequence[YearRow], *, owner: bool, form: StartForm | None) -> YearsPage:
    """Return the years of an initiative."""
    return YearsPage(
        name=name,
        slug=slug,
        entry_url=reverse("site:entry", args=[slug]),
        owner=owner,
        years=tuple(
            YearLine(
                year=one.year,
                state=str(State(one.state).label),
                sheet_url=reverse("value:sheet", args=[slug, one.year]) if one.published else "",
                fill_url=step_url(slug, one.year, STEPS[0]) if owner else "",
            )
            for one in years
        ),
        form=form,
    )


def invite_page(sheet: Sheet, form: InviteForm, questions: Sequence[str]) -> InvitePage:
    """Return the page that asks for addresses of participants."""
    return InvitePage(
        name=sheet.name,
        slug=sheet.slug,
        year=sheet.year,
        form=form,
        questions=tuple(questions),
        invited=sheet.surveyed.invited,
        replies=sheet.surveyed.replies,
        back=step_url(sheet.slug, sheet.year, "evidence"),
    )


def crumbs(name: str, slug: str, *rest: parts.Link) -> tuple[parts.Link, ...]:
    """Return the way back to the initiative."""
    return (
        parts.Link(label=name, url=reverse("site:entry", args=[slug])),
        parts.Link(label=_("Social value"), url=reverse("value:years", args=[slug])),
        *rest,
    )
