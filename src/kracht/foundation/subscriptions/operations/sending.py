"""The rounds: for each topic and cadence that is due, one mail to each follower about what is new.

A batch of followers is one transaction that writes their mails and moves their places: a job that is killed leaves every
follower either told or not, and the next run goes on with those who were not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min

from kracht.foundation.audit.facts import Actor
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify import queries as notices
from kracht.foundation.notify.facts import Letter
from kracht.foundation.subscriptions import queries, rules
from kracht.foundation.subscriptions.facts import Composer, Happening, What
from kracht.foundation.subscriptions.models import Round, Subscription
from kracht.foundation.subscriptions.operations import following, noting

BATCH = 500
TOKEN_MARK = "Kr4chtT0k3nHi3r"  # noqa: S105 # stands in the shared text where each receiver's own token comes
ABOUT = "subscriptions.subscription"


@dataclass(slots=True)
class _Sending:
    """One round in the making. The words of a set of happenings are made once per language."""

    what: What
    composer: Composer
    happened: Sequence[Happening]  # newest first
    upto: int
    at: datetime
    made: dict[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)

    def since(self, place: int) -> Sequence[Happening]:
        """Return what is new for who was told up to a place."""
        count = sum(1 for one in self.happened if one.place > place)
        return self.happened[:count]


def send_due(*, composer: Composer, by: Actor, at: datetime) -> int:
    """Send every round that is due; returns how many mails were written."""
    noting.give_places()
    upto, after, mails = queries.latest_place(), 0, 0
    _put_off_idle(upto, at)
    while numbers := queries.due(at=at, after=after):
        for number in numbers:
            mails += send_round(number=number, upto=upto, composer=composer, by=by, at=at)
        after = numbers[-1]
    return mails


def _put_off_idle(upto: int, at: datetime) -> None:
    """Rounds of which nothing at all happened since need no look: one statement per cadence."""
    for cadence in ("once", "daily", "weekly"):
        rows = Round.objects.filter(due_at__lte=at, cadence=cadence, place__gte=upto)
        rows.update(due_at=rules.next_due(cadence, at))


def send_round(*, number: int, upto: int, composer: Composer, by: Actor, at: datetime) -> int:
    """Send one round; returns how many mails were written. Two processes share its followers without doubling one."""
    row = Round.objects.select_related("topic").filter(pk=number, due_at__lte=at).first()
    if row is None:
        return 0
    what = queries.as_what(row.topic.kind, row.topic.key, row.topic.params)
    behind = Subscription.objects.live().filter(topic_id=row.topic_id, cadence=row.cadence, place__lt=upto)
    mails = 0
    if composer.match(what, row.place, upto):
        lowest = behind.aggregate(lowest=Min("place"))["lowest"]
        happened = composer.match(what, lowest, upto) if lowest is not None else []
        sending = _Sending(what, composer, happened, upto, at)
        while True:
            wanted, told = _send_batch(sending, row, by)
            mails += told
            if wanted < BATCH:
                break
    Round.objects.filter(pk=row.pk, place__lte=upto).update(place=upto, due_at=rules.next_due(row.cadence, at))
    return mails


@transaction.atomic
def _send_batch(sending: _Sending, row: Round, by: Actor) -> tuple[int, int]:
    """Tell one batch of followers; returns how many were looked at and how many mails that made."""
    behind = Subscription.objects.live().filter(topic_id=row.topic_id, cadence=row.cadence, place__lt=sending.upto)
    batch = list(behind.select_for_update(skip_locked=True).order_by("place", "id")[:BATCH])
    refused = notices.refused([one.address for one in batch], times=rules.REFUSALS)
    lost = [one.pk for one in batch if one.address in refused]
    if lost:
        following.end_refused(numbers=lost, by=by, at=sending.at)
    groups: dict[tuple[str, int], list[Subscription]] = {}
    for one in batch:
        if one.address not in refused:
            groups.setdefault((one.language, len(sending.since(one.place))), []).append(one)
    told: list[int] = []
    for (language, count), group in groups.items():
        if count and _tell(sending, language, count, group):
            told += [one.pk for one in group]
    Subscription.objects.filter(pk__in=[one.pk for one in batch]).update(place=sending.upto)
    Subscription.objects.filter(pk__in=told).update(mailed_at=sending.at)
    return len(batch), len(told)


def _tell(sending: _Sending, language: str, count: int, group: list[Subscription]) -> bool:
    composer, key = sending.composer, (language, count)
    if key not in sending.made:
        sending.made[key] = composer.words(sending.what, sending.happened[:count], language)
    words = sending.made[key]
    if not words:
        return False
    context = {
        **words,
        "manage_url": composer.manage_url(TOKEN_MARK, language),
        "stop_url": composer.stop_url(TOKEN_MARK, language),
    }
    letters = [_letter(sending, language, one) for one in group]
    notify.tell_many(
        kind=composer.kind, at=sending.at, context=context, language=language, letters=letters, about_type=ABOUT
    )
    return True


def _letter(sending: _Sending, language: str, one: Subscription) -> Letter:
    token = rules.token(one.nonce)
    return Letter(
        address=one.address,
        once_key=f"digest:{one.pk}:{sending.upto}",
        unsubscribe=sending.composer.stop_url(token, language),
        about_key=str(one.pk),
        user_id=one.user_id,
        fill={TOKEN_MARK: token},
    )
