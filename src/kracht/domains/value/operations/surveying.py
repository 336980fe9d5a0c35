"""Asking participants: the platform sends the links, at random, and keeps no address. Who does not answer counts as no
effect.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import SystemRandom

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kracht.domains.value.facts import MOST_INVITED, SURVEY_DAYS, State
from kracht.domains.value.models import Appraisal, Invitation, Reply
from kracht.domains.value.operations.answering import locked
from kracht.domains.value.rules import answers, permissions
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.notify import operations as notify
from kracht.kernel import text

MOST_ADDRESSES = 5000


def token_hash(token: str) -> str:
    """Return how the token of a link is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def address_hash(address: str, number: int) -> str:
    """Return a keyed hash of an address for one questionnaire: enough not to ask twice, useless for anything else."""
    words = f"value-survey:{number}:{address.strip().lower()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


@transaction.atomic
def invite(
    *, number: int, addresses: Sequence[str], owner: bool, by: Actor, at: datetime, language: str = "nl"
) -> tuple[int, int]:
    """Mail the survey to participants, to a random sample of them when they are many.

    Returns how many were asked now, and how many addresses were given. Who was asked before is not asked again.
    """
    permissions.check_can_answer(owner=owner)
    row = locked(number)
    permissions.check_is_open(row)
    if not answers.codes(row.answers):
        raise ValidationError(_("First choose what changed for people: that is what the survey asks about."))
    wanted = addresses_of(addresses)
    known = set(row.invitations.values_list("address_hash", flat=True))
    fresh = [one for one in wanted if address_hash(one, number) not in known]
    room = max(0, MOST_INVITED - len(known))
    chosen = SystemRandom().sample(fresh, room) if len(fresh) > room else fresh
    for address in chosen:
        _ask(row, address, at=at, language=language)
    if chosen:
        row.state = State.ASKED
        row.save(update_fields=["state"])
        audit.record(by=by, verb="participants asked", target=row, at=at, data={"asked": len(chosen)})
    return len(chosen), len(wanted)


def addresses_of(lines: Sequence[str]) -> list[str]:
    """Return the addresses, each once. ValidationError names the first that is none."""
    found: dict[str, str] = {}
    for line in lines:
        one = text.clean(line[:300], 300)
        if not one:
            continue
        try:
            validate_email(one)
        except ValidationError:
            raise ValidationError(_("“%(line)s” is not an e-mail address."), params={"line": one[:80]}) from None
        found.setdefault(one.lower(), one)
    if not found:
        raise ValidationError(_("Give at least one e-mail address."))
    if len(found) > MOST_ADDRESSES:
        raise ValidationError(_("At most %(most)d addresses at a time."), params={"most": MOST_ADDRESSES})
    return list(found.values())


def _ask(row: Appraisal, address: str, *, at: datetime, language: str) -> None:
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        appraisal=row, address_hash=address_hash(address, row.pk), token_hash=token_hash(token), sent_at=at
    )
    with translation.override(language):
        url = f"{settings.SITE_URL}{reverse('value:survey', args=[token])}"
    context = {"initiative": row.initiative.name, "year": row.year, "url": url, "days": SURVEY_DAYS}
    notify.tell(to=address, kind="value/survey", at=at, context=context, language=language)


@transaction.atomic
def reply(
    *, token: str, improved: Mapping[str, bool], others: int, helped_by: Sequence[int], worse: str, at: datetime
) -> None:
    """Keep what one participant answered, once; nothing ties the answer to the person."""
    row = Invitation.objects.select_for_update().filter(token_hash=token_hash(token)).first()
    if row is None:
        raise ValidationError(_("This link does not work (any more)."))
    appraisal = Appraisal.objects.get(pk=row.appraisal_id)
    check_open(row.sent_at, row.answered_at, appraisal.state, at)
    asked = set(answers.codes(appraisal.answers))
    Reply.objects.create(
        appraisal=appraisal,
        improved={code: bool(yes) for code, yes in improved.items() if code in asked},
        others=max(0, min(others, 20)),
        helped_by=sorted(set(helped_by))[:10],
        worse=text.clean(worse[:500], 500),
    )
    row.answered_at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    row.save(update_fields=["answered_at"])


def check_open(sent_at: datetime, answered_at: datetime | None, state: str, at: datetime) -> None:
    """Raise ValidationError when the survey was answered, is too old, or the figures were sent in."""
    if answered_at is not None:
        raise ValidationError(_("You have answered already. Thank you!"))
    if at - sent_at > timedelta(days=SURVEY_DAYS) or state not in permissions.OPEN:
        raise ValidationError(_("This survey is closed."))
