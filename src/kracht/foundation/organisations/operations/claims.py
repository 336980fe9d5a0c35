"""'I work here': a claim on the page of an organisation, and what becomes of it."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kracht.foundation.access import queries as roles
from kracht.foundation.access.facts import Role
from kracht.foundation.accounts import queries as people
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.guard import operations as guard
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.rules import absolute, language_of
from kracht.foundation.organisations.facts import CLAIMS_PER_HOUR, LONGEST_WORDS, ClaimEvidence, ClaimState
from kracht.foundation.organisations.models import Organisation, PageClaim
from kracht.foundation.organisations.operations.members import join, locked, role_now
from kracht.foundation.organisations.rules import members as may
from kracht.kernel import text


@transaction.atomic
def claim(*, organisation_id: int, words: str, user: User, at: datetime, on: date) -> ClaimState:
    """Say to work at an organisation; returns what became of it.

    With a confirmed mail address on the domain of the website, and no owner yet, one is owner at once. Else an owner or
    a moderator decides. The same claim again changes nothing.
    """
    row = locked(organisation_id)
    may.check_can_claim(state=row.state, role=role_now(user, row.pk, on))
    may.check_verified(verified=people.has_verified_address(user))
    may.check_of_age(of_age=user.of_age_at is not None)
    if PageClaim.objects.filter(organisation=row, user=user, state=ClaimState.OPEN).exists():
        return ClaimState.OPEN
    owners = _owners(row, on)
    if may.same_domain(user.email, row.website) and not owners:
        made = _make(row, user, words="", evidence=ClaimEvidence.DOMAIN, state=ClaimState.GRANTED, at=at)
        join(row, user, role=Role.OWNER, by=user, at=at, on=on)
        audit.record(by=user, verb="page claimed", target=row, at=at, data={"claim": made.pk, "evidence": "domain"})
        return ClaimState.GRANTED
    told = _words(words)
    if not told:
        raise ValidationError({"words": _("Tell in one sentence what you do there, so that we can decide.")})
    if not guard.take(purpose="claim", who=user.audit_key, per_hour=CLAIMS_PER_HOUR, at=at):
        raise ValidationError(_("You asked this for many organisations this hour. Go on in an hour."), code="limit")
    made = _make(row, user, words=told, evidence=ClaimEvidence.WORD, state=ClaimState.OPEN, at=at)
    audit.record(by=user, verb="page claimed", target=row, at=at, data={"claim": made.pk, "evidence": "word"})
    for person in {one.pk: one for one in [*roles.holders(Role.MODERATOR, on=on), *owners]}.values():
        _tell(person, row, kind="claim_received", name="organisations:claims", at=at)
    return ClaimState.OPEN


def _owners(row: Organisation, on: date) -> list[User]:
    held = [one.user_id for one in roles.members_of(row.pk, on=on) if one.role == Role.OWNER]
    return people.active_by_ids(held)


def _words(words: str) -> str:
    try:
        return text.clean(words, LONGEST_WORDS, lines=True)
    except text.TextTooLong as long:
        raise ValidationError({"words": _("Use at most %(limit)d characters.") % {"limit": long.limit}}) from None


def _make(
    row: Organisation, user: User, *, words: str, evidence: ClaimEvidence, state: ClaimState, at: datetime
) -> PageClaim:
    decided = None if state == ClaimState.OPEN else at
    return PageClaim.objects.create(
        organisation=row, user=user, words=words, evidence=evidence, state=state, created_at=at, decided_at=decided
    )


@transaction.atomic
def decide(*, number: int, grant: bool, reason: str, by: User, moderator: bool, at: datetime, on: date) -> Organisation:
    """Grant or refuse a claim, by a moderator or an owner of that organisation. A refusal needs a reason.

    Who is let in becomes owner when there is none, else editor. PermissionDenied and ValidationError say why not.
    """
    found = PageClaim.objects.filter(pk=number).values("organisation_id").first()
    if found is None:
        raise ValidationError(_("This request does not exist."), code="unknown")
    row = locked(found["organisation_id"])
    made = PageClaim.objects.select_for_update(of=["self"]).select_related("user").get(pk=number)
    if not (moderator or may.can_manage(role_now(by, row.pk, on))):
        raise PermissionDenied(_("Only a moderator or an owner of the organisation can do this."))
    if made.user_id == by.pk:
        raise PermissionDenied(_("Somebody else must decide on your own request."))
    if made.state != ClaimState.OPEN:
        raise ValidationError(_("This request was decided already."), code="decided")
    told = _words(reason)
    if not grant and not told:
        raise ValidationError({"reason": _("Say why, in a sentence for the person who asked.")})
    made.state, made.decided_at, made.reason = (ClaimState.GRANTED if grant else ClaimState.REFUSED), at, told
    made.save(update_fields=["state", "decided_at", "reason"])
    if grant and not role_now(made.user, row.pk, on):
        join(row, made.user, role=Role.EDITOR if _owners(row, on) else Role.OWNER, by=by, at=at, on=on)
    audit.record(by=by, verb=f"claim {made.state}", target=row, at=at, data={"claim": made.pk})
    kind = "claim_granted" if grant else "claim_refused"
    _tell(made.user, row, kind=kind, name="organisations:mine", at=at, reason=told)
    return row


def _tell(user: User, row: Organisation, *, kind: str, name: str, at: datetime, reason: str = "") -> None:
    with translation.override(language_of(user.language)):
        context = {"organisation": row.name, "link": absolute(reverse(name)), "reason": reason}
        notify.tell(to=user, kind=f"organisations/{kind}", at=at, context=context, about=row)
