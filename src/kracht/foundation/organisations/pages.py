"""What the pages of members show."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kracht.foundation.access.facts import Role
from kracht.foundation.accounts.queries import User
from kracht.foundation.organisations.facts import ClaimCase, Invited, Membership
from kracht.foundation.organisations.forms import ROLES, InviteForm
from kracht.foundation.organisations.models import Organisation
from kracht.foundation.organisations.queries import members as queries
from kracht.foundation.organisations.rules import members as may


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation one belongs to."""

    membership: Membership
    role: str
    acting: bool
    can_edit: bool


@dataclass(frozen=True, slots=True)
class MinePage:
    """The organisations of a person. `claims` is how many requests wait for this person."""

    lines: tuple[Line, ...]
    acting: bool
    claims: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member with what may be done; `roles` are the choices with the one at hand."""

    user_id: int
    name: str
    email: str
    role: str
    word: str
    since: date
    oneself: bool


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """An invitation that waits."""

    one: Invited
    word: str


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Who belongs to an organisation."""

    name: str
    slug: str
    members: tuple[MemberLine, ...]
    invited: tuple[InvitedLine, ...]
    roles: tuple[tuple[str, str], ...]
    manages: bool
    form: InviteForm


def word(role: str) -> str:
    """What a role is called."""
    return str(Role(role).label) if role in Role.values else ""


def mine(user: User, *, acting: int, moderator: bool, on: date) -> MinePage:
    """Read the organisations of this person; `acting` is the number of the one acted for, or 0."""
    lines = tuple(
        Line(one, word(one.role), one.organisation_id == acting, may.can_edit(one.role))
        for one in queries.memberships_of(user, on)
    )
    waiting = len(queries.claims(user, moderator=moderator, on=on))
    return MinePage(lines, any(line.acting for line in lines), waiting)


def members(row: Organisation, role: str, user: User, *, form: InviteForm, at: datetime, on: date) -> MembersPage:
    """Read who belongs to an organisation; invitations only for who manages."""
    manages = may.can_manage(role)
    found = tuple(
        MemberLine(
            user_id=one.user_id,
            name=one.name or _("someone"),
            email=one.email,
            role=one.role,
            word=word(one.role),
            since=one.since,
            oneself=one.user_id == user.pk,
        )
        for one in queries.members(row.pk, on)
    )
    open_ones = queries.invited(row.pk, at) if manages else []
    return MembersPage(
        name=row.name,
        slug=row.slug,
        members=found,
        invited=tuple(InvitedLine(one, word(one.role)) for one in open_ones),
        roles=tuple((key, str(label)) for key, label in ROLES),
        manages=manages,
        form=form,
    )


def claims(user: User, *, moderator: bool, on: date) -> list[ClaimCase]:
    """Read the requests that wait for this person."""
    return queries.claims(user, moderator=moderator, on=on)
