"""Proposals of people who do not own an entry, field by field, against what the entry says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import ProposalState
from kracht.domains.initiatives.models import Proposal
from kracht.domains.initiatives.queries import documents, owning
from kracht.foundation.accounts.queries import User


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a proposal. `fits`: the entry still says what the proposer saw; `done`: it says so already."""

    field: str
    before: Any
    after: Any
    now: Any
    fits: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal. `name` is that of the proposer, empty for a visitor without an account."""

    number: int
    initiative_id: int
    slug: str
    entry_name: str
    user_id: int | None
    name: str
    email: str
    language: str
    state: str
    why: str
    changes: tuple[Change, ...]
    taken: tuple[str, ...]
    reason: str
    created_at: datetime
    decided_at: datetime | None


def compare(changes: Mapping[str, Any], present: documents.Document) -> tuple[Change, ...]:
    """Return the fields of a proposal beside what the entry says now, in the order of a page."""
    found = []
    for field in documents.FIELDS:
        if field in changes:
            before, after, now = changes[field]["from"], changes[field]["to"], present.get(field)
            fits = documents.is_same(field, before, now)
            found.append(Change(field, before, after, now, fits, documents.is_same(field, after, now)))
    return tuple(found)


def _rows() -> "QuerySet[Proposal]":
    return Proposal.objects.select_related("initiative", "user").defer(
        "initiative__search", "initiative__parts", "initiative__story"
    )


def _proposed(row: Proposal) -> Proposed:
    return Proposed(
        row.pk, row.initiative_id, row.initiative.slug, row.initiative.name, row.user_id,
        row.user.name if row.user else "", row.user.email if row.user else row.email,
        row.user.language if row.user else row.language, row.state, row.why,
        compare(row.changes, documents.present(row.initiative_id)), tuple(row.taken), row.reason, row.created_at,
        row.decided_at,
    )  # fmt: skip


def one(number: int, *, user: User, moderator: bool, on: date) -> Proposed | None:
    """Return a proposal for a moderator, an owner of the entry, or who made it; None for others."""
    row = _rows().filter(pk=number).exclude(state=ProposalState.DRAFT).first()
    if row is None or not (moderator or row.user_id == user.pk or owning.owns(user, row.initiative_id, on=on)):
        return None
    return _proposed(row)


def by_token(token: str) -> Proposed | None:
    """Return the proposal a link in a mail leads to, or None."""
    row = _rows().filter(token_hash=rules.token_hash(token)).first()
    return _proposed(row) if row else None


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in a list."""

    number: int
    slug: str
    entry_name: str
    name: str
    fields: tuple[str, ...]
    state: str
    created_at: datetime


def _line(row: Proposal) -> Line:
    fields = tuple(name for name in documents.FIELDS if name in row.changes)
    name = row.user.name if row.user else ""
    return Line(row.pk, row.initiative.slug, row.initiative.name, name, fields, row.state, row.created_at)


def at_desk(*, moderator: bool, size: int = 100) -> list[Line]:
    """Return the open proposals on all entries, oldest first; those of ownerless entries wait for moderators only."""
    rules.check_can_moderate(moderator=moderator)
    return [_line(row) for row in _rows().filter(state=ProposalState.OPEN).order_by("created_at")[:size]]


def for_owner(keys: list[int], *, size: int = 100) -> list[Line]:
    """Return the open proposals on these entries of an owner, oldest first."""
    rows = _rows().filter(state=ProposalState.OPEN, initiative_id__in=keys).order_by("created_at")
    return [_line(row) for row in rows[:size]]


def by_person(user: User, *, size: int = 30) -> list[Line]:
    """Return what a person proposed, newest first."""
    return [_line(row) for row in _rows().filter(user=user).order_by("-pk")[:size]]
