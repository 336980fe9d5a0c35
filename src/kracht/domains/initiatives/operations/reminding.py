"""Asking those of an entry, once a year, whether it is still right. The caller mails; the link is signed, kept nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import Stage, State
from kracht.domains.initiatives.models import Initiative, Owner, Reminder, Submission
from kracht.domains.initiatives.operations import owning
from kracht.domains.initiatives.queries.owning import people_of
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import VISITOR, Actor

SALT = "kracht.initiatives.still_right"
MOST = 500  # in one run; the next day goes on
MOST_TIMES = len(rules.REMIND_AGAIN)


@dataclass(frozen=True, slots=True)
class Due:
    """An entry to ask about: whom, in which language, with which link; `times` counts from 1."""

    initiative_id: int
    name: str
    slug: str
    fresh_at: datetime
    to: tuple[User | str, ...]
    language: str
    token: str
    times: int


def token_of(key: int, fresh_at: datetime) -> str:
    """Return the token of a link that may confirm an entry: it works until the entry is confirmed, by whomever."""
    return signing.dumps([key, fresh_at.isoformat()], salt=SALT, compress=False)


def read_token(token: str) -> tuple[int, datetime]:
    """Return the entry and the confirmation a link is about. Raises ValidationError for what is no link of ours."""
    try:
        key, moment = signing.loads(token, salt=SALT)
        return int(key), datetime.fromisoformat(moment)
    except (signing.BadSignature, ValueError, TypeError):
        raise ValidationError(_("This link does not work (any more).")) from None


@transaction.atomic
def by_link(*, token: str, ended: bool, at: datetime) -> Initiative:
    """Do what the link in a reminder offers: say that all is right, or that the initiative has ended.

    A second press of the same button changes nothing. Raises ValidationError when somebody answered before.
    """
    key, about = read_token(token)
    row = owning.locked(key)
    if row.fresh_at != about:
        if row.confirmed_at == row.fresh_at and (row.stage == Stage.ENDED) is ended:
            return row
        raise ValidationError(_("Somebody has answered this question already."))
    if ended:
        return owning.has_ended(key=key, by=VISITOR, at=at)
    return owning.still_right(key=key, by=VISITOR, at=at)


@transaction.atomic
def take_due(*, by: Actor, at: datetime) -> list[Due]:
    """Return the entries that are to be asked about now, and note that they were. Twice on a day asks once.

    Of published entries without a confirmation for a year: those with an owner; else those with the address of who sent
    them in, or a published contact address. Examples and entries of the past are not asked about.
    """
    stale = Initiative.objects.filter(state=State.PUBLISHED, fresh_at__lt=at - timedelta(days=rules.STALE_DAYS))
    owned = Exists(Owner.objects.filter(initiative_id=OuterRef("pk")))
    sent = Exists(Submission.objects.filter(initiative_id=OuterRef("pk"), confirmed_at__isnull=False).exclude(email=""))
    reachable = (
        stale.exclude(stage=Stage.ENDED)
        .filter(owned | (Q(is_example=False) & (sent | Q(contact_public=True, contact_email__gt=""))))
        .filter(
            Q(reminder__isnull=True)
            | ~Q(reminder__about=F("fresh_at"))
            | Q(reminder__times__lt=len(rules.REMIND_AGAIN), reminder__sent_at__lte=at - _LEAST_WAIT)
        )
    )
    keys = list(reachable.order_by("fresh_at", "id").values_list("id", flat=True)[:MOST])
    rows = Initiative.objects.select_for_update(skip_locked=True).filter(pk__in=keys).defer("search", "parts", "story")
    return list(_ask(rows.order_by("id"), at))


_LEAST_WAIT = min(later - sooner for sooner, later in zip(rules.REMIND_AGAIN, rules.REMIND_AGAIN[1:], strict=False))


def _ask(rows: Iterable[Initiative], at: datetime) -> Iterable[Due]:
    for row in rows:
        last = Reminder.objects.filter(initiative=row).first()
        about, times, sent_at = (last.about, last.times, last.sent_at) if last else (None, 0, None)
        if not rules.is_reminder_due(row.fresh_at, about, times, sent_at, at):
            continue
        now = times + 1 if about == row.fresh_at else 1
        fields = {"about": row.fresh_at, "times": now, "sent_at": at}
        Reminder.objects.update_or_create(initiative=row, defaults=fields)
        to, language = _whom(row, at)
        if to:
            token = token_of(row.pk, row.fresh_at)
            yield Due(row.pk, row.name, row.slug, row.fresh_at, to, language, token, now)


def _whom(row: Initiative, at: datetime) -> tuple[tuple[User | str, ...], str]:
    if people := people_of(row.pk, on=at.date()):
        return tuple(people), row.language
    sent = Submission.objects.filter(initiative=row, confirmed_at__isnull=False).exclude(email="").first()
    if sent:
        return (sent.email,), sent.language
    return ((row.contact_email,) if row.contact_public and row.contact_email else ()), row.language
