"""The screens of the quality label."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives.facts import State as EntryState
from kracht.domains.initiatives.queries import owning
from kracht.domains.initiatives.queries.owning import Head
from kracht.domains.labels import queries, rules
from kracht.domains.labels.facts import Case, CriterionFact, Event, Found, Shown, State, Verdict
from kracht.domains.labels.forms import EvidenceForm, FindingForm, ReasonForm
from kracht.foundation.accounts.queries import User, names
from kracht.ui import parts

EVENTS = {
    "given": gettext_lazy("Label given"),
    "withdrawn": gettext_lazy("Label withdrawn"),
    "restored": gettext_lazy("Label given back after an appeal"),
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
    verdict_key: str
    reason: str
    earlier: str  # what the first reviewer found, at an appeal
    document_url: str
    picture: bool  # whether the document is one
    fields: tuple[BoundField, ...] = ()


@dataclass(frozen=True, slots=True)
class AskPage:
    """The initiative's page of its label."""

    name: str
    entry_url: str
    case: Case | None
    state: str
    form: EvidenceForm | None
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
    key: str
    until: date | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The reviewers' desk."""

    name: str
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


def _rows(case: Case, form: FindingForm | None = None) -> tuple[Judged, ...]:
    """Each criterion with what was shown and found; with the fields of a form for who judges."""
    shown = {one.criterion: one for one in case.evidence}
    found, earlier = _by_criterion(case.findings), _by_criterion(case.earlier)
    return tuple(
        _judged(one, shown.get(one.number), found.get(one.number), earlier.get(one.number), form)
        for one in case.criteria.criteria
    )


def _by_criterion(findings: Iterable[Found]) -> dict[int, Found]:
    return {one.criterion: one for one in findings}


def _judged(
    one: CriterionFact, shown: Shown | None, found: Found | None, earlier: Found | None, form: FindingForm | None
) -> Judged:
    document = shown.document if shown else None
    return Judged(
        name=one.name,
        text=one.text,
        shown=shown,
        verdict=str(Verdict(found.verdict).label) if found else "",
        verdict_key=found.verdict if found else "",
        reason=found.reason if found else "",
        earlier=f"{Verdict(earlier.verdict).label}: {earlier.reason}" if earlier else "",
        document_url=reverse("labels:document", args=[document]) if document else "",
        picture=bool(shown and shown.document_name.endswith(".webp")),
        fields=form.of(one.number) if form else (),
    )


def ask_page(head: Head, case: Case | None, form: EvidenceForm | None, *, at: datetime, on: date) -> AskPage:
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


def desk_page(name: str, user: User, *, on: date) -> DeskPage:
    """Compose the reviewers' desk."""
    tabs = tuple(parts.Link(str(label), f"?queue={key}", current=key == name) for key, label in QUEUES.items())
    return DeskPage(name, tabs, tuple(_waiting(queries.queue(name, user, on=on))))


def _waiting(found: Iterable[Case]) -> list[Waiting]:
    rows = []
    for one in found:
        head = owning.head_by_id(one.initiative_id)
        url = reverse("labels:case", args=[one.number])
        state = str(State(one.state).label)
        rows.append(
            Waiting(head.name if head else "?", url, state, one.asked_at, one.round == 2, one.state, one.valid_until)
        )
    return rows


def case_page(case: Case, form: FindingForm, user: User, *, on: date) -> CasePage:
    """Compose one check; who has an interest reads why somebody else must judge, and nothing of the evidence."""
    head = owning.head_by_id(case.initiative_id)
    conflict = queries.conflict(user, case, on=on)
    free = rules.can_review(conflict)
    mine = free and case.state == State.REVIEWING and case.reviewer == user.pk
    return CasePage(
        case=case,
        name=head.name if head else "?",
        entry_url=_entry_url(head) if head else "",
        state=str(State(case.state).label),
        rows=_rows(case, form if mine else None) if free else (),
        form=form,
        refusal="" if free else _("You have an interest in this initiative, so somebody else checks it."),
        mine=mine,
        can_take=free and case.state == State.ASKED,
        can_withdraw=free and case.state == State.GIVEN,
        reason_form=ReasonForm(),
    )
