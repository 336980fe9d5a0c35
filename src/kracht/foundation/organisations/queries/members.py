"""Who belongs to which organisation, who was invited, and who says to work somewhere."""

from datetime import date, datetime

from kracht.foundation.access import queries as access
from kracht.foundation.access.facts import MemberHeld
from kracht.foundation.accounts import queries as people
from kracht.foundation.accounts.queries import User
from kracht.foundation.organisations.facts import (
    Acting,
    ClaimCase,
    ClaimState,
    InvitationShown,
    Invited,
    Member,
    Membership,
    OrganisationValues,
    Place,
    Source,
    State,
)
from kracht.foundation.organisations.models import Invitation, Organisation, PageClaim
from kracht.foundation.organisations.rules import members as may

MOST_CLAIMS = 100


def memberships_of(user: access.Person, on: date) -> list[Membership]:
    """The organisations this person belongs to on this day, by name; withdrawn ones are left out."""
    held = {one.organisation_id: one for one in access.memberships_of(user, on=on)}
    if not held:
        return []
    rows = Organisation.objects.filter(pk__in=held).exclude(state=State.WITHDRAWN).order_by("norm", "pk")
    return [_membership(row, held[row.pk]) for row in rows]


def _membership(row: Organisation, held: MemberHeld) -> Membership:
    shown = row.state == State.PUBLISHED
    return Membership(row.pk, row.slug, row.name, held.role.value, held.starts_on, held.ends_on, shown)


def member_role(user: access.Person, organisation_id: int, on: date) -> str:
    """What this person is in the organisation on this day: "owner", "editor", "treasurer", or "" for no member."""
    found = [one.role for one in memberships_of(user, on) if one.organisation_id == organisation_id]
    return found[0] if found else ""


def acting_for(user: access.Person, organisation_id: int, on: date) -> Acting | None:
    """The organisation this person asked to act for, when the membership holds on this day."""
    for one in memberships_of(user, on):
        if one.organisation_id == organisation_id:
            return Acting(one.organisation_id, one.slug, one.name, one.role)
    return None


def for_member(user: access.Person, slug: str, on: date) -> tuple[Organisation, str] | None:
    """The organisation at this address and what this person is there; None for who does not belong to it."""
    row = Organisation.objects.filter(slug=slug).exclude(state=State.WITHDRAWN).first()
    role = member_role(user, row.pk, on) if row else ""
    return (row, role) if row and role else None


def members(organisation_id: int, on: date) -> list[Member]:
    """Who belongs to this organisation, the longest first; for its members only."""
    held = access.members_of(organisation_id, on=on)
    users = people.by_ids(one.user_id for one in held)
    return [
        Member(one.user_id, users[one.user_id].name, users[one.user_id].email, one.role.value, one.starts_on)
        for one in held
        if one.user_id in users
    ]


def invited(organisation_id: int, at: datetime) -> list[Invited]:
    """Invitations that still hold, the newest first; for owners only."""
    rows = Invitation.objects.filter(organisation_id=organisation_id, ended_at=None, expires_at__gt=at)
    return [Invited(row.pk, row.email, row.role, row.expires_at) for row in rows.order_by("-pk")]


def invitation(digest: str, at: datetime) -> InvitationShown | None:
    """The invitation of a link, as long as it holds."""
    row = (
        Invitation.objects.filter(digest=digest, ended_at=None, expires_at__gt=at)
        .exclude(organisation__state=State.WITHDRAWN)
        .select_related("organisation")
        .first()
    )
    return InvitationShown(row.organisation.name, row.organisation.slug, row.role, row.email) if row else None


def open_claim(user: access.Person, organisation_id: int) -> bool:
    """Whether this person already asked to be let in."""
    if not isinstance(user, User):
        return False
    return PageClaim.objects.filter(organisation_id=organisation_id, user=user, state=ClaimState.OPEN).exists()


def claims(user: User, *, moderator: bool, on: date) -> list[ClaimCase]:
    """Claims that wait for this person: all for a moderator, else of the organisations one owns. Not one's own."""
    rows = PageClaim.objects.filter(state=ClaimState.OPEN).exclude(user=user).filter(user__is_active=True)
    if not moderator:
        rows = rows.filter(organisation_id__in=[one.organisation_id for one in owned(user, on)])
    found = list(rows.select_related("organisation", "user").order_by("created_at", "pk")[:MOST_CLAIMS])
    counts = access.owner_counts({row.organisation_id for row in found}, on=on)
    return [
        ClaimCase(
            number=row.pk,
            organisation=row.organisation.name,
            slug=row.organisation.slug,
            website=row.organisation.website,
            name=row.user.name,
            email=row.user.email,
            words=row.words,
            at=row.created_at,
            owners=counts.get(row.organisation_id, 0),
        )
        for row in found
    ]


def owned(user: access.Person, on: date) -> list[Membership]:
    """The organisations of which this person lets others in."""
    return [one for one in memberships_of(user, on) if may.can_manage(one.role)]


def values_of(row: Organisation) -> OrganisationValues:
    """All that is filled in of an organisation, to change a part of it."""
    place = None
    if row.lat is not None and row.lon is not None:
        somewhere = row.place_kind == Organisation.PlaceKind.AREA
        place = Place(row.lat, row.lon, somewhere=somewhere, name=row.place_name)
    return OrganisationValues(
        name=row.name,
        sector=row.sector,
        kind=row.kind,
        summary=row.summary,
        story=row.story,
        website=row.website,
        email=row.email,
        phone=row.phone,
        contact_public=row.contact_public,
        language=row.language,
        place=place,
        source=Source(row.source, row.source_key, row.source_url, row.source_year),
        licence=row.licence,
        is_example=row.is_example,
    )
