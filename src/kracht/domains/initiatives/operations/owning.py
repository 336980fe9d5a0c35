"""What an owner does with an entry: change it, pause or end it, take it off the map, keep it fresh, share it, leave it."""

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import Evidence, InitiativeValues, InvitationKind, Stage, State
from kracht.domains.initiatives.models import Claim, Initiative, Invitation, Owner, Proposal, Reminder
from kracht.domains.initiatives.operations import writing
from kracht.domains.initiatives.queries import owning
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.media import operations as media

STAGES = {Stage.PAUSED.value, Stage.ENDED.value, Stage.RUNNING.value}
MOST_INVITATIONS = 10  # of one entry that wait at the same time


def locked(key: int) -> Initiative:
    """Return the row of an entry that is not a draft, held until the transaction ends; ValidationError when it is gone."""
    row = Initiative.objects.select_for_update().filter(pk=key).exclude(state=State.DRAFT).first()
    if row is None:
        raise ValidationError(_("This entry does not exist."))
    return row


def _owned(key: int, user: User, at: datetime) -> Initiative:
    row = locked(key)
    rules.check_can_own(owner=owning.owns(user, key, on=at.date()))
    return row


def write(row: Initiative, values: InitiativeValues, *, by: Actor, verb: str, at: datetime, **data: object) -> None:
    """Write values into a locked row with all that hangs on it, and say in the trail what was done."""
    writing.fill(row, values, at=at)
    writing.find_words([row])
    row.save()
    writing.replace_parts(row, values)
    media.use(ids=values.pictures, owner=f"initiative:{row.pk}", by=by, at=at)
    if row.state == State.WITHDRAWN:
        media.hide(owner=f"initiative:{row.pk}", by=by, at=at)
    audit.record(by=by, verb=verb, target=row, at=at, data=data)


def refresh(row: Initiative, at: datetime) -> None:
    """Note on a row, in memory, that somebody of it says now that it is right; forget the reminders."""
    row.fresh_at = row.confirmed_at = at
    Reminder.objects.filter(initiative_id=row.pk).delete()


@transaction.atomic
def change(*, key: int, values: InitiativeValues, by: User, at: datetime, seen: datetime | None = None) -> Initiative:
    """Change an entry as its owner; it is published at once. `seen` is when it was last changed as the owner read it."""
    row = _owned(key, by, at)
    if not rules.can_change(row.state, owner=True):
        raise ValidationError(_("This initiative is not on the map at the moment."))
    rules.check_is_unchanged(row, seen)
    refresh(row, at)
    write(row, values, by=by, verb="initiative.change", at=at)
    return row


@transaction.atomic
def set_stage(*, key: int, stage: str, by: User, at: datetime) -> Initiative:
    """Pause an initiative, end it, or let it run again."""
    row = _owned(key, by, at)
    if stage not in STAGES:
        raise ValidationError(_("Choose paused, ended or running."))
    return _stage(row, stage, by=by, at=at)


def _stage(row: Initiative, stage: str, *, by: Actor, at: datetime) -> Initiative:
    if row.stage != stage:
        row.stage, row.updated_at = stage, at
        audit.record(by=by, verb="initiative.stage", target=row, at=at, data={"stage": stage})
    refresh(row, at)
    row.save(update_fields=["stage", "updated_at", "fresh_at", "confirmed_at"])
    return row


@transaction.atomic
def take_off(*, key: int, by: User, at: datetime) -> Initiative:
    """Take one's own entry off the map; doing it again changes nothing. Its pictures are no longer served."""
    row = _owned(key, by, at)
    if row.state != State.WITHDRAWN:
        rules.check_can_withdraw(row)
        audit.record(by=by, verb="initiative.take_off", target=row, at=at)
        row.state, row.state_before, row.updated_at = State.WITHDRAWN, "", at
        row.save(update_fields=["state", "state_before", "updated_at"])
        media.hide(owner=f"initiative:{row.pk}", by=by, at=at)
    return row


@transaction.atomic
def put_back(*, key: int, by: User, at: datetime) -> Initiative:
    """Put back on the map what an owner took off; what a moderator took off stays off."""
    row = _owned(key, by, at)
    if row.state == State.PUBLISHED:
        return row
    if not rules.can_put_back(row.state, withdrawn_by_owner=owning.withdrawn_by_owner(key)):
        raise ValidationError(_("A moderator took this initiative off the map. Answer the mail about it, or ask us."))
    audit.record(by=by, verb="initiative.put_back", target=row, at=at)
    row.state, row.updated_at = State.PUBLISHED, at
    refresh(row, at)
    row.save(update_fields=["state", "updated_at", "fresh_at", "confirmed_at"])
    media.show(owner=f"initiative:{row.pk}", by=by, at=at)
    return row


@transaction.atomic
def still_right(*, key: int, by: Actor, at: datetime) -> Initiative:
    """Note that all of a published entry is still right. The caller knows that `by` may say so: an owner, or a link."""
    row = locked(key)
    rules.check_is_open(row.state)
    refresh(row, at)
    audit.record(by=by, verb="initiative.still_right", target=row, at=at)
    row.save(update_fields=["fresh_at", "confirmed_at"])
    return row


@transaction.atomic
def has_ended(*, key: int, by: Actor, at: datetime) -> Initiative:
    """Note that an initiative has ended. The caller knows that `by` may say so: an owner, or a link."""
    row = locked(key)
    rules.check_is_open(row.state)
    return _stage(row, Stage.ENDED, by=by, at=at)


def become_owner(
    row: Initiative, *, user: User, organisation_id: int | None, evidence: str, by: Actor, at: datetime
) -> None:
    """Make somebody an owner of a locked entry; who is one already stays as they are."""
    who = {"organisation_id": organisation_id} if organisation_id else {"user_id": user.pk}
    _row, fresh = Owner.objects.get_or_create(initiative=row, **who, defaults={"evidence": evidence, "since": at})
    if fresh:
        data = {"evidence": str(evidence), "person": user.audit_key, "organisation": organisation_id}
        audit.record(by=by, verb="initiative.owner", target=row, at=at, data=data)


@transaction.atomic
def adopt_sent(*, key: int, user: User, at: datetime) -> bool:
    """Give an ownerless entry to the person who sent it in and confirmed from that same (verified) address."""
    row = locked(key)
    if owning.has_owner(key):
        return False
    become_owner(row, user=user, organisation_id=None, evidence=Evidence.SENDER, by=user, at=at)
    return True


@transaction.atomic
def leave(*, key: int, by: User, at: datetime) -> bool:
    """Stop owning an entry in person; returns whether anybody still owns it. Leaving twice is leaving once."""
    row = locked(key)
    gone, _rows = Owner.objects.filter(initiative=row, user=by).delete()
    if gone:
        audit.record(by=by, verb="initiative.left", target=row, at=at)
    elif owning.owns(by, key, on=at.date()):
        raise ValidationError(_("You own this for an organisation. Let the organisation leave instead."))
    return owning.has_owner(key)


@transaction.atomic
def leave_as(*, key: int, number: int, by: User, at: datetime) -> bool:
    """Let an organisation for which this person may act stop owning an entry; returns whether anybody still owns it."""
    row = _owned(key, by, at)
    gone, _rows = Owner.objects.filter(
        pk=number, initiative=row, organisation_id__in=owning.acting_organisations(by, on=at.date())
    ).delete()
    if gone:
        audit.record(by=by, verb="initiative.left", target=row, at=at, data={"organisation": True})
    return owning.has_owner(key)


@transaction.atomic
def invite(*, key: int, email: str, kind: str, by: User, at: datetime) -> str:
    """Invite an address to own an entry too, or to take it over; returns the token for the mail.

    The same address again gets a new link, and the old one stops working.
    """
    row = _owned(key, by, at)
    address = email.strip().lower()
    validate_email(address)
    if kind not in InvitationKind.values:
        raise ValidationError(_("Choose whether you share the initiative or hand it over."))
    waiting = Invitation.objects.filter(initiative=row, ended_at=None)
    waiting.filter(email=address).update(ended_at=at, email="")
    if waiting.count() >= MOST_INVITATIONS:
        raise ValidationError(_("Many invitations wait for an answer. Take one back first."))
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        initiative=row, kind=kind, email=address, inviter=by, token_hash=rules.token_hash(token), created_at=at
    )
    audit.record(by=by, verb="initiative.invited", target=row, at=at, data={"kind": kind})
    return token


@transaction.atomic
def take_back_invitation(*, key: int, number: int, by: User, at: datetime) -> None:
    """Take an invitation back; its link stops working."""
    row = _owned(key, by, at)
    if Invitation.objects.filter(pk=number, initiative=row, ended_at=None).update(ended_at=at, email=""):
        audit.record(by=by, verb="initiative.uninvited", target=row, at=at)


@transaction.atomic
def answer_invitation(*, token: str, accept: bool, by: User, at: datetime) -> tuple[Initiative, User, str]:
    """Accept or decline an invitation; returns the entry, who invited and to what.

    With a hand-over the inviter's own ownership ends at the same moment. Raises ValidationError when the link is dead.
    """
    mine = Invitation.objects.filter(token_hash=rules.token_hash(token), ended_at=None)
    row = Initiative.objects.select_for_update().filter(pk__in=mine.values("initiative_id")).first()
    found = mine.select_related("inviter").first() if row else None
    if row is None or found is None or at - found.created_at > rules.INVITATION_LIFE:
        raise ValidationError(_("This invitation does not work (any more). Ask for a new one."))
    if accept and not owning.owns(found.inviter, row.pk, on=at.date()):
        raise ValidationError(_("Who invited you does not own this initiative any more. Ask for a new invitation."))
    found.ended_at, found.email = at, ""
    found.save(update_fields=["ended_at", "email"])
    if not accept:
        audit.record(by=by, verb="initiative.declined", target=row, at=at)
        return row, found.inviter, found.kind
    handed = found.kind == InvitationKind.HANDOVER
    evidence = Evidence.HANDOVER if handed else Evidence.OWNER
    become_owner(row, user=by, organisation_id=None, evidence=evidence, by=by, at=at)
    if handed and found.inviter_id != by.pk:
        Owner.objects.filter(initiative=row, user_id=found.inviter_id).delete()
        audit.record(by=by, verb="initiative.handed_over", target=row, at=at, data={"from": found.inviter.audit_key})
    return row, found.inviter, found.kind


@transaction.atomic
def forget_person(*, user: User, by: Actor, at: datetime) -> None:
    """Erase a person here: ownership, claims, invitations and proposals go; entries without an owner stay, and say so."""
    for row in Owner.objects.filter(user=user).select_related("initiative"):
        audit.record(by=by, verb="initiative.left", target=row.initiative, at=at)
    Owner.objects.filter(user=user).delete()
    Invitation.objects.filter(inviter=user).delete()
    Invitation.objects.filter(email__iexact=user.email, ended_at=None).update(email="", ended_at=at)
    Claim.objects.filter(user=user).delete()
    for made in Proposal.objects.filter(Q(user=user) | Q(email__iexact=user.email)):
        media.remove(owner=f"proposal:{made.pk}", by=by, at=at)
        made.delete()
