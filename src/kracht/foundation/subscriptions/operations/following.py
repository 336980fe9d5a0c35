"""Beginning, changing and ending a subscription. Whoever calls has the token, or has proven the address."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.guard import operations as guard
from kracht.foundation.subscriptions import rules
from kracht.foundation.subscriptions.facts import Asked, Cadence, Ended, Followed, What
from kracht.foundation.subscriptions.models import Round, Subscription, Topic
from kracht.foundation.subscriptions.operations import noting
from kracht.foundation.subscriptions.queries import as_followed, latest_place

TIDY_BATCH = 2000


@transaction.atomic
def follow(
    *, what: What, address: str, cadence: str, language: str, by: Actor, at: datetime, user: User | None = None
) -> Asked:
    """Begin to follow. With a `user` (whose verified address this is) at once, else after the link in a mail.

    Asking again is no second subscription: it takes the newest cadence and the link again. `quiet` says that this
    address had enough mail this hour. ValidationError for an address or cadence that is none.
    """
    address, cadence = rules.check_address(address), rules.check_cadence(cadence)
    topic = _topic(what)
    row = _kept(topic, address)
    if row is None:
        if user is None and Subscription.objects.of_address(address).filter(ended_at=None).count() >= rules.MOST_OF_ONE:
            return _full(address, language, at)
        if user and Subscription.objects.of_address(address).live().count() >= rules.MOST_OF_ONE:
            raise ValidationError(
                _("You follow %(n)d things already. End one of them first."), params={"n": rules.MOST_OF_ONE}
            )
        row, state = _make(topic, address, cadence, language, user, at), "new"
        audit.record(by=by, verb="subscription.asked", target=row, at=at, data={"kind": what.kind})
    else:
        state = "known" if row.confirmed_at else "waiting"
    if user:
        row.cadence, row.user, row.language = cadence, user, language
        row.save(update_fields=["cadence", "user", "language"])
        _confirm(row, by=by, at=at)
        return Asked(state, address, language, rules.token(row.nonce), row.pk, quiet=True)
    if not row.confirmed_at:
        row.cadence, row.language, row.asked_at = cadence, language, at
        row.save(update_fields=["cadence", "language", "asked_at"])
    return Asked(state, address, row.language, rules.token(row.nonce), row.pk, quiet=not _may_mail(address, at))


def _full(address: str, language: str, at: datetime) -> Asked:
    first = Subscription.objects.of_address(address).filter(ended_at=None).order_by("id")[0]
    return Asked("full", address, language, rules.token(first.nonce), first.pk, quiet=not _may_mail(address, at))


def _may_mail(address: str, at: datetime) -> bool:
    """Count a mail that a stranger caused; an address gets few of them an hour, whoever asks."""
    return guard.take(purpose="subscription mail", who=address, per_hour=rules.MAILS_AN_HOUR, at=at)


def may_remind(*, address: str, at: datetime) -> bool:
    """Whether the list of subscriptions may be mailed to this address now; counts it."""
    return _may_mail(rules.check_address(address), at)


def _topic(what: What) -> Topic:
    params = [list(pair) for pair in what.params]
    return Topic.objects.get_or_create(kind=what.kind, key=what.key, defaults={"params": params})[0]


def _kept(topic: Topic, address: str) -> Subscription | None:
    rows = Subscription.objects.select_for_update().filter(topic=topic, ended_at=None)
    found: Subscription | None = rows.of_address(address).first()
    return found


def _make(topic: Topic, address: str, cadence: str, language: str, user: User | None, at: datetime) -> Subscription:
    try:
        with transaction.atomic():
            made: Subscription = Subscription.objects.create(
                topic=topic,
                user=user,
                address=address,
                cadence=cadence,
                language=language,
                nonce=secrets.token_urlsafe(16),
                created_at=at,
                asked_at=at,
            )
            return made
    except IntegrityError:  # the same wish at the same moment
        kept = _kept(topic, address)
        if kept is None:
            raise
        return kept


@transaction.atomic
def confirm(*, token: str, by: Actor, at: datetime) -> Followed:
    """Accept the link of a mail: from now on mail comes. Twice is once; an ended one stays ended."""
    row = _by_token(token)
    if row.ended_at is None and row.confirmed_at is None:
        rules.check_can_confirm(row.asked_at, at)
        _confirm(row, by=by, at=at)
    return as_followed(row)


def _confirm(row: Subscription, *, by: Actor, at: datetime) -> None:
    """Begin here: what happened before is not told."""
    if row.confirmed_at is None:
        noting.give_places()
        row.confirmed_at, row.place = at, latest_place()
        row.save(update_fields=["confirmed_at", "place"])
        audit.record(by=by, verb="subscription.confirmed", target=row, at=at)
    _round(row, at)


def _round(row: Subscription, at: datetime) -> None:
    Round.objects.get_or_create(
        topic_id=row.topic_id,
        cadence=row.cadence,
        defaults={"due_at": rules.next_due(row.cadence, at), "place": row.place},
    )


@transaction.atomic
def change_cadence(*, token: str, cadence: str, by: Actor, at: datetime) -> Followed:
    """Hear of it more or less often. What was not told yet comes with the next mail, once."""
    row = _by_token(token)
    if row.ended_at is not None:
        raise ValidationError(_("You do not follow this any more."))
    if row.cadence != rules.check_cadence(cadence):
        row.cadence = Cadence(cadence)
        row.save(update_fields=["cadence"])
        audit.record(by=by, verb="subscription.cadence", target=row, at=at, data={"cadence": cadence})
    if row.confirmed_at is not None:
        _round(row, at)
    return as_followed(row)


@transaction.atomic
def end(*, token: str, by: Actor, at: datetime) -> Followed:
    """End one subscription. Twice is once."""
    row = _by_token(token)
    _end(row, Ended.ASKED, by=by, at=at)
    return as_followed(row)


@transaction.atomic
def end_all(*, address: str, by: Actor, at: datetime) -> int:
    """End everything of an address whose holder asks; returns how many ended."""
    rows = list(Subscription.objects.select_for_update().of_address(address).filter(ended_at=None).order_by("id"))
    for row in rows:
        _end(row, Ended.ASKED, by=by, at=at)
    return len(rows)


def _end(row: Subscription, why: Ended, *, by: Actor, at: datetime) -> None:
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_why = at, why
    row.save(update_fields=["ended_at", "ended_why"])
    audit.record(by=by, verb="subscription.ended", target=row, at=at, data={"why": why.value})


@transaction.atomic
def end_refused(*, numbers: list[int], by: Actor, at: datetime) -> int:
    """End subscriptions whose address mail servers refuse; returns how many ended."""
    rows = Subscription.objects.select_for_update().filter(pk__in=numbers, ended_at=None).order_by("id")
    ended = list(rows)
    for row in ended:
        _end(row, Ended.REFUSED, by=by, at=at)
    return len(ended)


def _by_token(token: str) -> Subscription:
    nonce = rules.nonce_of(token)
    row: Subscription | None = (
        Subscription.objects.select_for_update(of=("self",)).select_related("topic").filter(nonce=nonce).first()
        if nonce
        else None
    )
    if row is None:
        raise ValidationError(_("This link does not work (any more)."))
    return row


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Drop what was never confirmed or ended long ago, and topics that nobody follows; returns how many rows went."""
    open_ = Subscription.objects.filter(
        confirmed_at=None, ended_at=None, created_at__lt=at - timedelta(days=rules.CONFIRM_DAYS + 1),
        asked_at__lt=at - timedelta(days=rules.CONFIRM_DAYS + 1),
    )  # fmt: skip
    over = Subscription.objects.filter(ended_at__lt=at - timedelta(days=rules.KEPT_DAYS))
    gone = 0
    for rows in (open_, over):
        gone += Subscription.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:TIDY_BATCH])).delete()[0]
    lonely = Topic.objects.filter(subscriptions=None).values_list("pk", flat=True)[:TIDY_BATCH]
    for topic in Topic.objects.select_for_update(skip_locked=True).filter(pk__in=list(lonely)):
        if not topic.subscriptions.exists():
            gone += topic.delete()[0]
    return gone
