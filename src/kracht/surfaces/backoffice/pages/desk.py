"""The screens of the moderation desk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.queries import desk
from kracht.domains.initiatives.queries.desk import Case, Row
from kracht.domains.initiatives.queries.duplicates import likely
from kracht.foundation.accounts.queries import names
from kracht.foundation.audit.queries import Act, history
from kracht.foundation.places import queries as places
from kracht.surfaces.backoffice.facts import TEXTS
from kracht.surfaces.backoffice.forms.filtering import QueueFilter
from kracht.surfaces.backoffice.pages.adding import REASONS, Alike
from kracht.surfaces.backoffice.pages.preview import Preview, contact, entry_url, preview, theme_part
from kracht.ui import parts

TARGET = "initiatives.initiative"
QUEUE_LABELS = {
    State.WAITING: gettext_lazy("Waiting"),
    State.ASKED: gettext_lazy("Asked back"),
    State.PUBLISHED: gettext_lazy("Published"),
    State.REFUSED: gettext_lazy("Refused"),
    State.WITHDRAWN: gettext_lazy("Taken off"),
}
EMPTY = {
    State.WAITING: gettext_lazy("Nothing waits. Time for coffee!"),
    State.ASKED: gettext_lazy("There are no open questions."),
    State.PUBLISHED: gettext_lazy("Nothing of what people sent in has been published yet."),
    State.REFUSED: gettext_lazy("Nothing has been refused."),
    State.WITHDRAWN: gettext_lazy("Nothing has been taken off the map."),
}
VERBS = {
    "initiative.submit": gettext_lazy("Sent in"),
    "initiative.confirm": gettext_lazy("Confirmed by e-mail"),
    "initiative.answer": gettext_lazy("Question answered"),
    "initiative.published": gettext_lazy("Published"),
    "initiative.asked": gettext_lazy("Question asked"),
    "initiative.refused": gettext_lazy("Refused"),
    "initiative.withdrawn": gettext_lazy("Taken off the map"),
    "initiative.undo": gettext_lazy("Last decision undone"),
    "initiative.revise": gettext_lazy("Changed at the desk"),
    "initiative.relocate": gettext_lazy("Area found again"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue."""

    row: Row
    url: str
    place: str
    themes: tuple[parts.Theme, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue of one state."""

    title: str
    tabs: tuple[parts.Link, ...]
    form: QueueFilter
    state: str
    rows: tuple[Waiting, ...]
    invitation: parts.Invitation
    pager: parts.Pager
    narrowed: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text to start from, in the language of the sender."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One entry at the desk, with all that is needed to decide."""

    key: int
    name: str
    state: str
    state_label: str
    round: int
    preview: Preview
    public_url: str
    received: datetime
    confirmed: datetime | None
    email: str
    contact: tuple[parts.Fact, ...]
    contact_public: bool
    area: str
    reason: str
    alike: tuple[Alike, ...]
    events: tuple[Event, ...]
    texts: dict[str, tuple[Text, ...]]
    can_decide: bool
    can_undo: bool
    can_withdraw: bool
    seen: str
    typed: dict[str, Any] = field(default_factory=dict)
    next_url: str = ""


def queue_page(state: str, form: QueueFilter, after: str) -> QueuePage:
    """Read one queue; a cursor that is none shows the beginning."""
    wanted = form.wanted
    try:
        found = desk.queue(state, moderator=True, after=after, **wanted)
    except ValueError:
        found = desk.queue(state, moderator=True, **wanted)
    kept = form.query
    here = [("state", state), *kept]
    narrowed = bool(kept)
    return QueuePage(
        title=_("Desk"),
        tabs=_tabs(state, kept),
        form=form,
        state=state,
        rows=tuple(_waiting(row) for row in found.rows),
        invitation=_invitation(state, narrowed=narrowed),
        pager=parts.Pager(
            newer=f"?{urlencode(here)}" if after else "",
            older=f"?{urlencode([*here, ('after', found.after)])}" if found.after else "",
        ),
        narrowed=narrowed,
    )


def _tabs(state: str, kept: list[tuple[str, str]]) -> tuple[parts.Link, ...]:
    sizes = desk.queue_sizes(moderator=True)
    return tuple(
        parts.Link(
            f"{label} ({sizes[key]})" if key in sizes else str(label),
            f"?{urlencode([('state', key.value), *kept])}",
            current=key == state,
        )
        for key, label in QUEUE_LABELS.items()
    )


def _waiting(row: Row) -> Waiting:
    return Waiting(
        row=row,
        url=reverse("desk:case", args=[row.id]),
        place=row.place_name,
        themes=tuple(theme_part(key) for key in row.themes),
    )


def _invitation(state: str, *, narrowed: bool) -> parts.Invitation:
    if narrowed:
        return parts.Invitation(
            _("Nothing here fits these filters."), "", (parts.Link(_("Show all"), f"?state={state}"),)
        )
    return parts.Invitation(
        str(EMPTY[State(state)]), "", (parts.Link(_("Put an initiative on the map"), reverse("desk:add")),)
    )


def case_page(case: Case, typed: dict[str, Any] | None = None) -> CasePage:
    """Compose the page of one entry. `typed` is what the moderator wrote before something went wrong."""
    one = case.entry
    return CasePage(
        key=one.id,
        name=one.name,
        state=one.state,
        state_label=str(QUEUE_LABELS[State(one.state)]),
        round=case.round,
        preview=preview(one, contact_public=case.contact_public),
        public_url=entry_url(one.slug) if one.state == State.PUBLISHED else "",
        received=one.created_at,
        confirmed=case.confirmed_at,
        email=case.email,
        contact=contact(one),
        contact_public=case.contact_public,
        area=_area_line(one.area_id),
        reason=case.reason,
        alike=_alike(case),
        events=_events(history((TARGET, str(one.id)))),
        texts=_texts(case.language),
        can_decide=case.can_decide,
        can_undo=case.can_undo,
        can_withdraw=one.state == State.PUBLISHED,
        seen=one.updated_at.isoformat(),
        typed=typed or {},
        next_url=next_url(one.id),
    )


def next_url(besides: int) -> str:
    """Return the page of the entry that has waited longest, other than this one; empty when none waits."""
    rows = desk.queue(State.WAITING, moderator=True, size=2).rows
    waiting = [row.id for row in rows if row.id != besides]
    return reverse("desk:case", args=[waiting[0]]) if waiting else ""


def _area_line(area_id: int | None) -> str:
    area = places.area_by_id(area_id) if area_id else None
    line = [area, *reversed(places.ancestors(area))] if area else []
    return ", ".join(one.name for one in line if one.kind != "country")


def _alike(case: Case) -> tuple[Alike, ...]:
    one = case.entry
    found = likely(
        name=one.name, lat=one.lat, lon=one.lon, website=one.website, email=one.contact_email, but=one.id, private=True
    )
    return tuple(
        Alike(
            name=other.name,
            place=other.place_name,
            url=entry_url(other.slug) if other.published else reverse("desk:case", args=[other.id]),
            why=", ".join(str(REASONS[key]) for key in other.reasons),
        )
        for other in found
    )


def _events(acts: Iterable[Act]) -> tuple[Event, ...]:
    acts = list(acts)
    people = names(act.actor_key for act in acts)
    return tuple(Event(act.at, str(VERBS.get(act.verb, act.verb)), _who(act.actor_key, people)) for act in acts)


def _who(key: str, people: dict[str, str]) -> str:
    if key == "visitor":
        return _("the sender")
    if key.startswith("program:"):
        return _("the site itself")
    return people.get(key, _("a moderator"))


def _texts(language: str) -> dict[str, tuple[Text, ...]]:
    with translation.override(language):
        return {act: tuple(Text(one.key, str(one.text)) for one in texts) for act, texts in TEXTS.items()}


def moment(written: str) -> datetime | None:
    """Return the version a form of the desk was made of; None when that was tampered with."""
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
