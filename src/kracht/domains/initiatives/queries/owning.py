"""Whose an entry is. Somebody owns it in person, or as an editor of an organisation that does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import ClaimState, ProposalState, State
from kracht.domains.initiatives.models import (
    Claim,
    Initiative,
    InitiativeQuerySet,
    Invitation,
    Owner,
    Proposal,
    Submission,
    Version,
)
from kracht.foundation.access import queries as access
from kracht.foundation.accounts.queries import User, active_by_ids
from kracht.foundation.audit.queries import history
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.rules import can_edit

type Person = User | AnonymousUser
TAKEN_OFF = ("initiative.withdrawn", "initiative.take_off")  # by a moderator, by an owner


@dataclass(frozen=True, slots=True)
class Head:
    """An entry by its address, whatever its state. The contact address only when it is public."""

    id: int
    slug: str
    name: str
    state: str
    stage: str
    language: str
    website: str
    contact_email: str
    place_name: str
    fresh_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Keeper:
    """An owner as a page shows it. `user_id` is None for an organisation."""

    number: int
    name: str
    slug: str
    user_id: int | None
    organisation_id: int | None
    since: datetime
    evidence: str


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that waits."""

    number: int
    email: str
    kind: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Mine:
    """An entry on the desk of its owner."""

    id: int
    slug: str
    name: str
    state: str
    stage: str
    place_name: str
    fresh_at: datetime
    stale: bool
    proposals: int
    claims: int
    versions: int
    organisation: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry that this person sent in and does not own (yet); `reason` is what a moderator asked or said."""

    id: int
    slug: str
    name: str
    state: str
    reason: str


def head(slug: str) -> Head | None:
    """Return an entry that is or was in the register or waits for it, or None."""
    row = Initiative.objects.filter(slug=slug).exclude(state=State.DRAFT).defer("search", "parts", "story").first()
    return _head(row) if row else None


def head_by_id(key: int) -> Head | None:
    """Return an entry by its number, or None."""
    row = Initiative.objects.filter(pk=key).exclude(state=State.DRAFT).defer("search", "parts", "story").first()
    return _head(row) if row else None


def _head(row: Initiative) -> Head:
    return Head(
        row.id, row.slug, row.name, row.state, row.stage, row.language, row.website,
        row.contact_email if row.contact_public else "", row.place_name, row.fresh_at, row.updated_at,
    )  # fmt: skip


def _organisations(user: Person, on: date) -> dict[int, str]:
    """The organisations for which this person may change things, with their names."""
    return {one.organisation_id: one.name for one in organisations.memberships_of(user, on) if can_edit(one.role)}


def acting_organisations(user: Person, *, on: date) -> list[int]:
    """Return the organisations for which this person may change things."""
    return list(_organisations(user, on))


def _mine(user: Person, on: date) -> Q:
    return Q(user_id=user.pk) | Q(organisation_id__in=list(_organisations(user, on)))


def owns(user: Person, key: int, *, on: date) -> bool:
    """Return whether this person owns the entry on this day, in person or for an organisation."""
    if not (user.is_authenticated and user.is_active):
        return False
    return Owner.objects.filter(_mine(user, on), initiative_id=key).exists()


def owned_keys(user: Person, *, on: date) -> list[int]:
    """Return the numbers of the entries a person owns."""
    if not (user.is_authenticated and user.is_active):
        return []
    return list(Owner.objects.filter(_mine(user, on)).values_list("initiative_id", flat=True).distinct())


def own_keys(user: User) -> list[int]:
    """Return the numbers of the entries a person owns in person, not for an organisation."""
    return list(Owner.objects.filter(user_id=user.pk).order_by("initiative_id").values_list("initiative_id", flat=True))


def has_owner(key: int) -> bool:
    """Return whether somebody keeps the entry."""
    return Owner.objects.filter(initiative_id=key).exists()


def keepers(key: int) -> list[Keeper]:
    """Return the owners, those of longest standing first."""
    rows = Owner.objects.filter(initiative_id=key).select_related("user", "organisation").order_by("since", "pk")
    return [
        Keeper(
            row.pk,
            row.organisation.name if row.organisation else row.user.name if row.user else "",
            row.organisation.slug if row.organisation else "",
            row.user_id,
            row.organisation_id,
            row.since,
            row.evidence,
        )
        for row in rows
    ]


def people_of(key: int, *, on: date) -> list[User]:
    """Return who gets the mail of an entry: its owners, and the editors of organisations that own it."""
    ids: set[int] = set()
    for user_id, organisation_id in Owner.objects.filter(initiative_id=key).values_list("user_id", "organisation_id"):
        if user_id:
            ids.add(user_id)
        else:
            ids |= {one.user_id for one in access.members_of(organisation_id, on=on) if can_edit(one.role)}
    return active_by_ids(ids)


def invited(key: int) -> list[Invited]:
    """Return the invitations that wait, oldest first."""
    rows = Invitation.objects.filter(initiative_id=key, ended_at=None).order_by("created_at", "pk")
    return [Invited(row.pk, row.email, row.kind, row.created_at) for row in rows]


def invitation(token: str) -> tuple[Invited, Head, str] | None:
    """Return the invitation of a link with its entry and the name of who invites; None when it leads nowhere."""
    row = Invitation.objects.filter(token_hash=rules.token_hash(token), ended_at=None).select_related("inviter").first()
    found = head_by_id(row.initiative_id) if row else None
    return (Invited(row.pk, row.email, row.kind, row.created_at), found, row.inviter.name) if row and found else None


def withdrawn_by_owner(key: int) -> bool:
    """Return whether it was an owner who took the entry off the map the last time."""
    acts = history((Initiative._meta.label_lower, str(key)))
    last = next((act.verb for act in acts if act.verb in TAKEN_OFF), "")
    return last == TAKEN_OFF[1]


def mine(user: Person, *, on: date, at: datetime) -> list[Mine]:
    """Return the entries a person owns, those that ask for something first, then the longest unconfirmed."""
    held = _organisations(user, on)
    owned = dict(
        Owner.objects.filter(_mine(user, on))
        .order_by("-organisation_id")
        .values_list("initiative_id", "organisation_id")
    )
    rows = _counted(Initiative.objects.filter(pk__in=list(owned)))
    columns = ("id", "slug", "name", "state", "stage", "place_name", "fresh_at")
    found = []
    for key, slug, name, state, stage, place, fresh_at, proposals, claims, versions in rows.values_list(
        *columns, "n_proposals", "n_claims", "n_versions"
    ):
        stale = state == State.PUBLISHED and rules.is_stale(fresh_at, at)
        whose = held.get(owned[key] or 0, "")
        found.append(
            Mine(key, slug, name, state, stage, place, fresh_at, stale, proposals, claims, max(1, versions), whose)
        )
    return sorted(found, key=lambda one: (not (one.proposals or one.claims or one.stale), one.fresh_at))


def _counted(rows: InitiativeQuerySet) -> InitiativeQuerySet:
    return rows.annotate(
        n_proposals=Count("proposals", filter=Q(proposals__state=ProposalState.OPEN), distinct=True),
        n_claims=Count("claims", filter=Q(claims__state=ClaimState.OWNER), distinct=True),
        n_versions=Count("versions", distinct=True),
    )


def sent_by(address: str) -> list[Sent]:
    """Return the entries that came from this (verified) address and that nobody owns, newest first."""
    if not address:
        return []
    rows = Submission.objects.filter(email__iexact=address, confirmed_at__isnull=False).exclude(
        Exists(Owner.objects.filter(initiative_id=OuterRef("initiative_id")))
    )
    columns = ("initiative_id", "initiative__slug", "initiative__name", "initiative__state", "reason")
    return [Sent(*row) for row in rows.order_by("-created_at")[:50].values_list(*columns)]


def is_sender(key: int, address: str) -> bool:
    """Return whether the entry was sent in, and confirmed, from this (verified) address."""
    found = Submission.objects.filter(initiative_id=key, email__iexact=address, confirmed_at__isnull=False)
    return bool(address) and found.exists()


def everything_of(user: User) -> dict[str, list[dict[str, object]]]:
    """Return all that is kept of a person here, for that person's own download; headings are keys for `personal`."""

    def rows(of: Iterable[Any]) -> list[dict[str, object]]:
        return [dict(row) for row in of]

    return {
        "owners": rows(Owner.objects.filter(user=user).values("initiative__name", "evidence", "since")),
        "claims": rows(
            Claim.objects.filter(user=user).values(
                "initiative__name", "evidence", "state", "words", "created_at", "reason"
            )
        ),
        "invitations": rows(
            Invitation.objects.filter(Q(inviter=user) | Q(email__iexact=user.email)).values(
                "initiative__name", "kind", "email", "created_at"
            )
        ),
        "proposals": rows(
            Proposal.objects.filter(Q(user=user) | Q(email__iexact=user.email)).values(
                "initiative__name", "changes", "why", "state", "reason", "created_at"
            )
        ),
        "versions": rows(
            Version.objects.filter(actor_key=user.audit_key).values("initiative__name", "number", "at")[:10_000]
        ),
    }


def summary_of(key: int) -> str:
    """Return the sentence of an entry, for who holds a link to it."""
    return Initiative.objects.filter(pk=key).values_list("summary", flat=True).first() or ""
