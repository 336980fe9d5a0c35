"""“This is mine”: claims with their evidence. What is proved is granted at once, unless somebody owns the entry already.

The caller (a surface) mails: it gets back whom to tell what.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import ClaimState, Evidence
from kracht.domains.initiatives.models import Claim, Initiative
from kracht.domains.initiatives.operations.owning import become_owner, locked
from kracht.domains.initiatives.queries import owning
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor

CODE_DIGITS = 8
LEAST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Claimed:
    """What became of a claim. `code` goes in a mail to the published contact address, and nowhere else."""

    number: int
    state: str
    initiative_id: int
    name: str
    contact_email: str = ""
    code: str = ""
    fresh: bool = True


def _code_hash(number: int, code: str) -> str:
    return salted_hmac("kracht.claim", f"{number}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def claim(
    *, key: int, evidence: str, words: str, verified: str, organisation_id: int | None, by: User, at: datetime
) -> Claimed:
    """Claim a published entry, in person or for an organisation. `verified` is the person's own verified address.

    Raises ValidationError when the evidence is not there. A claim that waits already is not made again.
    """
    row = locked(key)
    rules.check_is_open(row.state)
    if organisation_id and organisation_id not in owning.acting_organisations(by, on=at.date()):
        raise PermissionDenied(_("You cannot act for this organisation."))
    if owning.owns(by, key, on=at.date()):
        raise ValidationError(_("This initiative is yours already."))
    waiting = Claim.objects.filter(initiative=row, user=by, state__in=ClaimState.open_ones()).first()
    if waiting and waiting.state != ClaimState.CODE:
        return Claimed(waiting.pk, waiting.state, key, row.name, fresh=False)
    owned = owning.has_owner(key)
    _check_evidence(row, evidence, words=words, verified=verified, owned=owned)
    found = waiting or Claim(initiative=row, user=by, created_at=at)
    found.evidence, found.organisation_id, found.words = evidence, organisation_id, words.strip()[:2000]
    found.state = _first_state(evidence, owned=owned)
    found.decided_at = at if found.state == ClaimState.GRANTED else None
    found.save()
    audit.record(by=by, verb="initiative.claimed", target=row, at=at, data={"evidence": evidence, "state": found.state})
    if found.state == ClaimState.GRANTED:
        become_owner(row, user=by, organisation_id=organisation_id, evidence=evidence, by=by, at=at)
    code = _new_code(found, at) if found.state == ClaimState.CODE else ""
    return Claimed(found.pk, found.state, key, row.name, row.contact_email if code else "", code)


def _first_state(evidence: str, *, owned: bool) -> str:
    """An owner answers first; what is proved is granted; a code must be typed; words are for a moderator."""
    if owned:
        return ClaimState.OWNER
    states = {Evidence.CODE: ClaimState.CODE, Evidence.WORD: ClaimState.DESK}
    return states.get(Evidence(evidence), ClaimState.GRANTED)


def _check_evidence(row: Initiative, evidence: str, *, words: str, verified: str, owned: bool) -> None:
    contact = row.contact_email if row.contact_public else ""
    proofs = {
        Evidence.SENDER: owning.is_sender(row.pk, verified),
        Evidence.DOMAIN: rules.is_same_domain(verified, website=row.website, contact=contact),
        Evidence.CODE: bool(contact) and not owned,
        Evidence.WORD: True,
    }
    if not proofs.get(evidence):  # type: ignore[call-overload] # a word that is no evidence has no proof
        raise ValidationError(_("This does not show that it is yours. Choose another way."))
    if (evidence == Evidence.WORD or owned) and len(words.strip()) < LEAST_WORDS:
        raise ValidationError(_("Write in a sentence or two who you are and what you do for this initiative."))


def _new_code(found: Claim, at: datetime) -> str:
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    found.code_hash, found.code_sent_at, found.code_tries = _code_hash(found.pk, code), at, 0
    found.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
    return code


@transaction.atomic
def enter_code(*, key: int, code: str, by: User, at: datetime) -> bool:
    """Try the code of the mail; True makes this person an owner. Wrong tries are counted, also when they are refused."""
    row = locked(key)
    rules.check_is_open(row.state)
    found = Claim.objects.filter(initiative=row, user=by, state=ClaimState.CODE).first()
    if found is None:
        raise ValidationError(_("No code is asked for. Begin again with “This is mine”."))
    rules.check_code_is_usable(found.code_sent_at, found.code_tries, at)
    digits = "".join(char for char in code if char.isdigit())[:20]
    if not constant_time_compare(found.code_hash, _code_hash(found.pk, digits)):
        found.code_tries += 1
        found.save(update_fields=["code_tries"])
        return False
    if owning.has_owner(key):  # somebody was quicker: the owner answers
        found.state = ClaimState.OWNER
    else:
        found.state, found.decided_at = ClaimState.GRANTED, at
        become_owner(row, user=by, organisation_id=found.organisation_id, evidence=Evidence.CODE, by=by, at=at)
    found.code_hash = ""
    found.save(update_fields=["state", "decided_at", "code_hash"])
    return True


@dataclass(frozen=True, slots=True)
class Answered:
    """An answered claim, for the mail to who made it."""

    user: User
    initiative_id: int
    name: str
    slug: str
    granted: bool
    reason: str


@transaction.atomic
def answer(*, number: int, grant: bool, reason: str, by: User, moderator: bool, at: datetime) -> Answered:
    """Grant or refuse a claim: an owner while it waits for owners, a moderator always. A refusal has a reason."""
    key = Claim.objects.filter(pk=number).values_list("initiative_id", flat=True).first()
    row = locked(key or 0)
    found = Claim.objects.select_for_update(of=("self",)).select_related("user").get(pk=number)
    owner = owning.owns(by, row.pk, on=at.date()) and found.user_id != by.pk
    rules.check_can_answer(owner=owner and found.state == ClaimState.OWNER, moderator=moderator)
    if found.state not in {ClaimState.OWNER, ClaimState.DESK}:
        raise ValidationError(_("Somebody else has already answered this."))
    found.reason = reason.strip()[:2000] if grant else rules.check_reason(reason)
    found.state, found.decided_at = (ClaimState.GRANTED if grant else ClaimState.REFUSED), at
    found.save(update_fields=["state", "reason", "decided_at"])
    if grant:
        become_owner(row, user=found.user, organisation_id=found.organisation_id, evidence=found.evidence, by=by, at=at)
    else:
        audit.record(by=by, verb="initiative.claim_refused", target=row, at=at, data={"claim": number})
    return Answered(found.user, row.pk, row.name, row.slug, grant, found.reason)


@transaction.atomic
def take_back(*, number: int, by: User, at: datetime) -> None:
    """Take one's own claim back, as long as it waits."""
    found = Claim.objects.select_for_update().filter(pk=number, user=by, state__in=ClaimState.open_ones())
    if found.update(state=ClaimState.WITHDRAWN, decided_at=at, code_hash=""):
        audit.record(by=by, verb="initiative.claim_back", target=("initiatives.claim", str(number)), at=at)


@transaction.atomic
def pass_on(*, by: Actor, at: datetime) -> int:
    """Hand claims that owners left without an answer to the moderators; returns how many."""
    late = Claim.objects.select_for_update(skip_locked=True).filter(
        state=ClaimState.OWNER, created_at__lt=at - timedelta(days=rules.ANSWER_DAYS)
    )
    numbers = list(late.values_list("pk", flat=True)[:1000])
    if numbers:
        Claim.objects.filter(pk__in=numbers).update(state=ClaimState.DESK)
        audit.record(
            by=by, verb="initiative.claims_passed_on", target=("initiatives", "claims"), at=at, data={"n": len(numbers)}
        )
    return len(numbers)
