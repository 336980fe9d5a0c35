"""The screens around proposals: a line in a list, and a proposal field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import ProposalState
from kracht.domains.initiatives.queries import owning, proposing
from kracht.domains.initiatives.queries.proposing import Line, Proposed
from kracht.foundation.accounts.queries import User
from kracht.kernel.differences import Piece, compare
from kracht.surfaces.backoffice.forms.owning import DecideProposalForm
from kracht.surfaces.backoffice.pages.differences import Difference, in_words, label_of, one
from kracht.surfaces.backoffice.pages.preview import entry_url


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list."""

    line: Line
    url: str
    fields: str
    state: str
    by: str


def proposal_rows(lines: Iterable[Line]) -> tuple[ProposalRow, ...]:
    """Return proposals for a list."""
    return tuple(
        ProposalRow(
            line,
            reverse("desk:proposal", args=[line.number]),
            ", ".join(label_of(field) for field in line.fields),
            str(capfirst(ProposalState(line.state).label)),
            line.name or _("a visitor"),
        )
        for line in lines
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a proposal: the difference with what the entry says now; `stale` when it changed meanwhile."""

    field: str
    difference: Difference
    then: tuple[Piece, ...]
    fits: bool
    done: bool
    taken: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal, field by field."""

    number: int
    name: str
    slug: str
    entry_url: str
    by: str
    why: str
    at: datetime
    state: str
    state_label: str
    parts: tuple[Part, ...]
    form: DecideProposalForm
    can_decide: bool
    own: bool
    reason: str
    desk: bool


def proposal_page(
    found: Proposed, user: User, *, moderator: bool, on: date, form: DecideProposalForm | None = None
) -> ProposalPage:
    """Compose the page of a proposal for an owner, a moderator or who made it."""
    is_open = found.state == ProposalState.OPEN
    can_decide = is_open and (moderator or owning.owns(user, found.initiative_id, on=on))
    ticked = set(form.data.getlist("take")) if form is not None and hasattr(form.data, "getlist") else None
    return ProposalPage(
        number=found.number,
        name=found.entry_name,
        slug=found.slug,
        entry_url=entry_url(found.slug),
        by=found.name or _("a visitor"),
        why=found.why,
        at=found.created_at,
        state=found.state,
        state_label=str(capfirst(ProposalState(found.state).label)),
        parts=tuple(_part(change, found, ticked) for change in found.changes),
        form=form or DecideProposalForm(fields=choices_of(found)),
        can_decide=can_decide,
        own=found.user_id == user.pk and is_open,
        reason=found.reason,
        desk=moderator,
    )


def choices_of(found: Proposed) -> list[tuple[str, str]]:
    """Return the fields of a proposal to choose from."""
    return [(change.field, label_of(change.field)) for change in found.changes]


def _part(change: proposing.Change, found: Proposed, ticked: set[str] | None) -> Part:
    is_open = found.state == ProposalState.OPEN
    before = change.now if is_open else change.before
    then = () if change.fits or not is_open else tuple(
        compare(in_words(change.field, change.before), in_words(change.field, change.after))
    )  # fmt: skip
    tick = change.fits and not change.done if ticked is None else change.field in ticked
    return Part(
        change.field, one(change.field, before, change.after), then, change.fits or not is_open,
        change.done and is_open, change.field in found.taken, tick,
    )  # fmt: skip
