"""Claims: "this is mine". An owner reads those on their own entries, a moderator those at the desk."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import ClaimState
from kracht.domains.initiatives.models import Claim
from kracht.domains.initiatives.queries import owning
from kracht.foundation.accounts.queries import User


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim as those who answer it see it: who, for which organisation, on which entry, with what evidence."""

    number: int
    initiative_id: int
    slug: str
    entry_name: str
    name: str
    email: str
    user_id: int
    organisation: str
    evidence: str
    state: str
    words: str
    created_at: datetime
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Own:
    """The claim of a person on an entry, as that person sees it."""

    number: int
    state: str
    evidence: str
    reason: str
    code_sent_at: datetime | None
    organisation: str


def _asked(row: Claim) -> Asked:
    return Asked(
        row.pk, row.initiative_id, row.initiative.slug, row.initiative.name, row.user.name, row.user.email, row.user_id,
        row.organisation.name if row.organisation else "", row.evidence, row.state, row.words, row.created_at,
        row.decided_at, row.reason,
    )  # fmt: skip


def _rows() -> "QuerySet[Claim]":
    return Claim.objects.select_related("initiative", "user", "organisation").defer(
        "initiative__search", "initiative__parts", "initiative__story"
    )


def one(number: int, *, user: User, moderator: bool, on: date) -> Asked | None:
    """Return a claim for who may answer it: a moderator, or an owner while it waits for owners. None for others."""
    row = _rows().filter(pk=number).exclude(state=ClaimState.CODE).first()
    if row is None:
        return None
    owner = owning.owns(user, row.initiative_id, on=on) and row.user_id != user.pk
    return _asked(row) if moderator or (owner and row.state == ClaimState.OWNER) else None


def at_desk(*, moderator: bool, size: int = 100) -> list[Asked]:
    """Return what waits for a moderator, oldest first."""
    rules.check_can_moderate(moderator=moderator)
    return [_asked(row) for row in _rows().filter(state=ClaimState.DESK, decided_at=None).order_by("created_at")[:size]]


def for_owner(user: User, *, on: date, size: int = 100) -> list[Asked]:
    """Return the claims on entries of this person that wait for an owner, oldest first."""
    rows = _rows().filter(state=ClaimState.OWNER, decided_at=None, initiative_id__in=owning.owned_keys(user, on=on))
    return [_asked(row) for row in rows.exclude(user=user).order_by("created_at")[:size]]


def latest(user: User, key: int) -> Own | None:
    """Return the newest claim of a person on an entry."""
    row = Claim.objects.filter(user=user, initiative_id=key).select_related("organisation").order_by("-pk").first()
    if row is None:
        return None
    name = row.organisation.name if row.organisation else ""
    return Own(row.pk, row.state, row.evidence, row.reason, row.code_sent_at, name)


def open_of(user: User) -> list[Asked]:
    """Return the claims of a person that wait, newest first."""
    return [_asked(row) for row in _rows().filter(user=user, decided_at=None).order_by("-pk")[:50]]
