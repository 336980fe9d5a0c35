"""Who belongs to an organisation: inviting, saying yes, changing roles, leaving. The organisation's row is the lock."""

import hashlib
import secrets
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kracht.foundation.access import operations as access
from kracht.foundation.access import queries as roles
from kracht.foundation.access.facts import MemberHeld, Role, Scope
from kracht.foundation.accounts import queries as people
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.guard import operations as guard
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.rules import absolute, language_of
from kracht.foundation.organisations.facts import INVITATION_HOLDS, INVITATIONS_PER_HOUR, OrganisationValues, State
from kracht.foundation.organisations.models import Invitation, Organisation
from kracht.foundation.organisations.operations.entries import update
from kracht.foundation.organisations.rules import members as may

LONGEST_ADDRESS = 254


def locked(organisation_id: int) -> Organisation:
    """The organisation, held until the transaction ends; PermissionDenied when there is none to act for."""
    row = Organisation.objects.select_for_update().filter(pk=organisation_id).exclude(state=State.WITHDRAWN).first()
    if row is None:
        raise PermissionDenied(_("This organisation does not exist any more."))
    return row


def role_now(user: User, organisation_id: int, on: date) -> str:
    """What this person is in the organisation, read inside the lock."""
    held = [one.role.value for one in roles.memberships_of(user, on=on) if one.organisation_id == organisation_id]
    return held[0] if held else ""


@transaction.atomic
def invite(*, organisation_id: int, email: str, role: str, by: User, at: datetime, on: date) -> str:
    """Invite somebody by mail; returns the token of the link. A newer invitation replaces the older one.

    PermissionDenied for who is no owner; ValidationError with a sentence for an address or role that will not do.
    """
    row = locked(organisation_id)
    may.check_can_manage(role_now(by, row.pk, on))
    may.check_role(role)
    address = _address(email)
    known = people.by_email(address)
    if known and role_now(known, row.pk, on):
        raise ValidationError({"email": _("This person belongs to the organisation already.")})
    if not guard.take(purpose="invite", who=by.audit_key, per_hour=INVITATIONS_PER_HOUR, at=at):
        raise ValidationError(_("You invited many people this hour. Go on in an hour."), code="limit")
    Invitation.objects.filter(organisation=row, email=address, ended_at=None).update(ended_at=at)
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        organisation=row,
        email=address,
        role=role,
        digest=digest(token),
        created_at=at,
        expires_at=at + INVITATION_HOLDS,
    )
    _mail(made, row, token, by=by, to=known, at=at)
    audit.record(by=by, verb="member invited", target=row, at=at, data={"invitation": made.pk, "role": role})
    return token


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > LONGEST_ADDRESS:
        raise ValidationError({"email": _("This is no e-mail address. Write it like name@example.nl.")})
    return address


def _mail(made: Invitation, row: Organisation, token: str, *, by: User, to: User | None, at: datetime) -> None:
    language = language_of(to.language if to else by.language)
    with translation.override(language):
        link = absolute(reverse("organisations:invitation", args=[token]))
        context = {"organisation": row.name, "inviter": by.name, "role": Role(made.role).label, "link": link}
        notify.tell(to=to or made.email, kind="organisations/invited", at=at, context=context, language=language)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def take_back(*, organisation_id: int, number: int, by: User, at: datetime, on: date) -> None:
    """End an invitation that nobody used yet; twice is once."""
    row = locked(organisation_id)
    may.check_can_manage(role_now(by, row.pk, on))
    if Invitation.objects.filter(organisation=row, pk=number, ended_at=None).update(ended_at=at):
        audit.record(by=by, verb="invitation taken back", target=row, at=at, data={"invitation": number})


@transaction.atomic
def accept(*, token: str, user: User, at: datetime, on: date) -> Organisation:
    """Say yes to an invitation; the link works once. ValidationError says why it does not, and what would."""
    found = Invitation.objects.filter(digest=digest(token)).values("organisation_id").first()
    if found is None:
        raise ValidationError(_("This invitation does not exist. Ask for a new one."), code="unknown")
    row = locked(found["organisation_id"])
    made = Invitation.objects.select_for_update().get(digest=digest(token))
    if role_now(user, row.pk, on):
        return row
    if made.ended_at is not None or made.expires_at <= at:
        raise ValidationError(
            _("This invitation was used already, taken back or too old. Ask for a new one."), code="ended"
        )
    if made.email != user.email:
        raise ValidationError(
            _("This invitation was sent to another address. Sign in with that address, or ask to be invited on yours."),
            code="address",
        )
    may.check_verified(verified=people.has_verified_address(user))
    may.check_of_age(of_age=user.of_age_at is not None)
    made.ended_at = at
    made.save(update_fields=["ended_at"])
    join(row, user, role=made.role, by=user, at=at, on=on)
    return row


def join(row: Organisation, user: User, *, role: str, by: Actor, at: datetime, on: date) -> None:
    """Make somebody a member; the caller holds the lock and has checked."""
    access.grant(
        user=user, role=Role(role), by=by, at=at, starts_on=on, scope=Scope.ORGANISATION, scope_key=str(row.pk)
    )
    audit.record(by=by, verb="member joined", target=row, at=at, data={"member": user.audit_key, "role": role})


@transaction.atomic
def change_role(*, organisation_id: int, user_id: int, role: str, by: User, at: datetime, on: date) -> None:
    """Make a member something else there. The last owner stays owner; the same role again changes nothing."""
    row = locked(organisation_id)
    may.check_can_manage(role_now(by, row.pk, on))
    may.check_role(role)
    member, owners = _member(row, user_id, on)
    if member.role == role:
        return
    may.check_keeps_owner(owners=owners, is_owner=member.role == Role.OWNER)
    _end(row, user_id, by=by, at=at, on=on)
    user = people.by_ids([user_id])[user_id]
    join(row, user, role=role, by=by, at=at, on=on)
    _tell(user, row, kind="role_changed", role=role, at=at)


@transaction.atomic
def hand_over(*, organisation_id: int, user_id: int, by: User, at: datetime, on: date) -> None:
    """Make another member owner and become editor oneself."""
    row = locked(organisation_id)
    may.check_can_manage(role_now(by, row.pk, on))
    if user_id == by.pk:
        raise ValidationError(_("Choose somebody else to hand over to."))
    member, _owners = _member(row, user_id, on)
    user = people.by_ids([user_id])[user_id]
    if member.role != Role.OWNER:
        _end(row, user_id, by=by, at=at, on=on)
        join(row, user, role=Role.OWNER, by=by, at=at, on=on)
    _end(row, by.pk, by=by, at=at, on=on)
    join(row, by, role=Role.EDITOR, by=by, at=at, on=on)
    _tell(user, row, kind="role_changed", role=Role.OWNER, at=at)


@transaction.atomic
def end(*, organisation_id: int, user_id: int, by: User, at: datetime, on: date) -> None:
    """End somebody's membership, by an owner."""
    row = locked(organisation_id)
    may.check_can_manage(role_now(by, row.pk, on))
    member, owners = _member(row, user_id, on)
    may.check_keeps_owner(owners=owners, is_owner=member.role == Role.OWNER)
    _end(row, user_id, by=by, at=at, on=on)
    if user_id != by.pk:
        _tell(people.by_ids([user_id])[user_id], row, kind="membership_ended", role=member.role, at=at)


@transaction.atomic
def leave(*, organisation_id: int, user: User, at: datetime, on: date) -> None:
    """Leave an organisation. The last owner cannot without a hand-over; who is no member changes nothing."""
    row = locked(organisation_id)
    role = role_now(user, row.pk, on)
    if not role:
        return
    _held, owners = _member(row, user.pk, on)
    may.check_keeps_owner(owners=owners, is_owner=role == Role.OWNER)
    _end(row, user.pk, by=user, at=at, on=on)


def _member(row: Organisation, user_id: int, on: date) -> tuple[MemberHeld, int]:
    """This member, and how many owners there are; ValidationError when it is no member (any more)."""
    held = roles.members_of(row.pk, on=on)
    found = [one for one in held if one.user_id == user_id]
    if not found:
        raise ValidationError(_("This person does not belong to the organisation any more."), code="gone")
    return found[0], sum(one.role == Role.OWNER for one in held)


def _end(row: Organisation, user_id: int, *, by: Actor, at: datetime, on: date) -> None:
    """End every role of this person in the organisation."""
    access.revoke_in(user_id=user_id, scope=Scope.ORGANISATION, scope_key=str(row.pk), by=by, at=at, on=on)
    audit.record(by=by, verb="member left", target=row, at=at, data={"member": f"user:{user_id}"})


def _tell(user: User, row: Organisation, *, kind: str, role: str, at: datetime) -> None:
    with translation.override(language_of(user.language)):
        link = absolute(reverse("organisations:mine"))
        context = {"organisation": row.name, "role": Role(role).label, "link": link}
        notify.tell(to=user, kind=f"organisations/{kind}", at=at, context=context, about=row)


@transaction.atomic
def edit_page(*, organisation_id: int, values: OrganisationValues, by: User, at: datetime, on: date) -> Organisation:
    """Change what the organisation publishes of itself, by an owner or an editor. ValidationError per field."""
    row = locked(organisation_id)
    may.check_can_edit(role_now(by, row.pk, on))
    return update(number=row.pk, values=values, by=by, at=at)
