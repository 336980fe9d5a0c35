"""The screens of the quality label."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives.facts import State as EntryState
from kracht.domains.initiatives.queries import owning
from kracht.domains.initiatives.queries.owning import Head
from kracht.domains.labels import queries, rules
from kracht.domains.labels.facts import Case, Event, Found, Shown, State, Verdict
from kracht.domains.labels.forms import ReasonForm
from kracht.foundation.accounts.queries import User, names
from kracht.ui import parts

EVENTS = {
    "given": gettext_lazy("Label given"),
    "withdrawn": gettext_lazy("Label withdrawn"),
    "expired": gettext_lazy("Term over"),
}
QUEUES = {
    "waiting": gettext_lazy("Waiting"),
    "mine": gettext_lazy("With me"),
    "given": gettext_lazy("Bear the label"),
    "closed": gettext_lazy("Closed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a public history."""

    what: str
    event: Event
    who: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The label of an entry, for everyone."""

    name: str
    entry_url: str
    until: date | None
    lines: tuple[Line, ...]
    owner: bool
    ask_url: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with what was shown and found."""

    name: str
    text: str
    shown: Shown | None
    verdict: str
    reason: str
    document_url: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The initiative's page of its label."""

    name: str
    entry_url: str
    case: Case | None
    state: str
    form: Form | None
    rows: tuple[Judged, ...]
    can_begin: bool
    can_appeal: bool
    open: bool
    reason_form: ReasonForm


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the reviewers' desk."""

    name: str
    url: str
    state: str
    asked_at: datetime | None
    appeal: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The reviewers' desk."""

    tabs: tuple[parts.Link, ...]
    rows: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """One check at the desk."""

    case: Case
    name: str
    entry_url: str
    state: str
    rows: tuple[Judged, ...]
    form: Form
    refusal: str
    mine: bool
    can_take: bool
    can_withdraw: bool
    reason_form: ReasonForm


def _entry_url(head: Head) -> str:
    return reverse("site:entry", args=[head.slug]) if head.state == EntryState.PUBLISHED else ""


def history_page(head: Head, *, owner: bool) -> HistoryPage:
    """Compose the public history."""
    events = queries.public_history(head.id)
    known = names(event.who for event in events)
    lines = tuple(Line(str(EVENTS[one.what]), one, known.get(one.who, "")) for one in events if one.what in EVENTS)
    ask_url = reverse("labels:ask", args=[head.slug])
    return HistoryPage(head.name, _entry_url(head), queries.given_until(head.id), lines, owner, ask_url)


def _rows(case: Case) -> tuple[Judged, ...]:
    shown = {one.criterion: one for one in case.evidence}
    found: dict[int, Found] = {one.criterion: one for one in case.findings}
    rows = []
    for one in case.criteria.criteria:
        proof, verdict = shown.get(one.number), found.get(one.number)
        url = reverse("labels:document", args=[proof.document]) if proof and proof.document else ""
        label = str(Verdict(verdict.verdict).label) if verdict else ""
        rows.append(Judged(one.name, one.text, proof, label, verdict.reason if verdict else "", url))
    return tuple(rows)


def ask_page(head: Head, case: Case | None, form: Form | None, *, at: datetime, on: date) -> AskPage:
    """Compose the initiative's own page. What a reviewer is still weighing is not shown."""
    open_, until = queries.has_open(head.id), queries.given_until(head.id)
    decided = case is not None and case.state in {State.GIVEN, State.REFUSED, State.WITHDRAWN, State.EXPIRED}
    since = (case.ended_at or case.decided_at) if case else None
    return AskPage(
        name=head.name,
        entry_url=_entry_url(head),
        case=case,
        state=str(State(case.state).label) if case else "",
        form=form,
        rows=_rows(case) if case and decided else (),
        can_begin=rules.can_ask(published=head.state == EntryState.PUBLISHED, open_=open_, valid_until=until, on=on),
        can_appeal=case is not None
        and not open_
        and rules.can_appeal(state=case.state, appealed=case.appealed, since=since, at=at),
        open=open_,
        reason_form=ReasonForm(),
    )


def desk_page(name: str, user: User) -> DeskPage:
    """Compose the reviewers' desk."""
    tabs = tuple(parts.Link(str(label), f"?queue={key}", current=key == name) for key, label in QUEUES.items())
    return DeskPage(tabs, tuple(_waiting(queries.queue(name, user))))


def _waiting(found: Iterable[Case]) -> list[Waiting]:
    rows = []
    for one in found:
        head = owning.head_by_id(one.initiative_id)
        url = reverse("labels:case", args=[one.number])
        state = str(State(one.state).label)
        rows.append(Waiting(head.name if head else "?", url, state, one.asked_at, one.round == 2, one.valid_until))
    return rows


def case_page(case: Case, form: Form, user: User, *, on: date) -> CasePage:
    """Compose one check; who has an interest reads why somebody else must judge, and nothing of the evidence."""
    head = owning.head_by_id(case.initiative_id)
    conflict = queries.conflict(user, case, on=on)
    free = rules.can_review(conflict)
    return CasePage(
        case=case,
        name=head.name if head else "?",
        entry_url=_entry_url(head) if head else "",
        state=str(State(case.state).label),
        rows=_rows(case) if free else (),
        form=form,
        refusal="" if free else _("You have an interest in this initiative, so somebody else checks it."),
        mine=free and case.state == State.REVIEWING and case.reviewer == user.pk,
        can_take=free and case.state == State.ASKED,
        can_withdraw=free and case.state == State.GIVEN,
        reason_form=ReasonForm(),
    )
