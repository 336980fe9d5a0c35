"""Reading subscriptions and happenings. A subscription is had by its token, or by an address its holder has proven."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from kracht.foundation.subscriptions import rules
from kracht.foundation.subscriptions.facts import Cadence, Followed, What
from kracht.foundation.subscriptions.facts import Happening as Happened
from kracht.foundation.subscriptions.models import Happening, Round, Subscription

MOST = 300  # happenings that one mail is made from


def by_token(token: str) -> Followed | None:
    """The subscription that a link of a mail is about, ended ones too; None for what is no link of ours."""
    nonce = rules.nonce_of(token)
    row = Subscription.objects.select_related("topic").filter(nonce=nonce).first() if nonce else None
    return as_followed(row) if row else None


def of_address(address: str) -> list[Followed]:
    """What this address follows, oldest first. The caller knows that its holder asks."""
    rows = Subscription.objects.select_related("topic").live().of_address(address).order_by("id")
    return [as_followed(row) for row in rows]


def one_of(address: str, what: What) -> Followed | None:
    """The live subscription of this address to this, if any. The caller knows that its holder asks."""
    rows = Subscription.objects.select_related("topic").live().of_address(address)
    row = rows.filter(topic__kind=what.kind, topic__key=what.key).first()
    return as_followed(row) if row else None


def as_followed(row: Subscription) -> Followed:
    """A row as its holder sees it."""
    return Followed(
        number=row.pk,
        what=as_what(row.topic.kind, row.topic.key, row.topic.params),
        address=row.address,
        cadence=Cadence(row.cadence),
        language=row.language,
        token=rules.token(row.nonce),
        created_at=row.created_at,
        confirmed_at=row.confirmed_at,
        ended_at=row.ended_at,
    )


def as_what(kind: str, key: str, params: Iterable[Iterable[str]]) -> What:
    """A topic from its columns."""
    return What(kind, key, tuple((name, value) for name, value in params))


def followers_of(kind: str, key: str) -> int:
    """How many follow this, such as ("entry", "12") or ("area", "GM0363"): confirmed and not ended."""
    return Subscription.objects.live().filter(topic__kind=kind, topic__key=key).count()


def latest_place() -> int:
    """The place of the last happening; 0 before the first."""
    return Happening.objects.aggregate(last=Max("place"))["last"] or 0


def due(*, at: datetime, after: int = 0, size: int = 500) -> list[int]:
    """Numbers of the rounds that are due, by number."""
    rows = Round.objects.filter(due_at__lte=at, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:size])


def targets(target_type: str, *, after: int, upto: int) -> "QuerySet[Happening, Any]":
    """The things that something happened to at these places, as a subquery for the domain that owns them."""
    return Happening.objects.filter(target_type=target_type, place__gt=after, place__lte=upto).values("target_id")


def happenings(target_type: str, ids: Iterable[int], *, after: int, upto: int) -> list[Happened]:
    """What happened to these things at these places, newest first; at most 300."""
    rows = Happening.objects.filter(
        target_type=target_type, target_id__in=list(ids), place__gt=after, place__lte=upto
    ).order_by("-place")
    return [Happened(row.place or 0, row.at, row.what, row.target_id, row.detail) for row in rows[:MOST]]


def waiting() -> int:
    """How many happenings have no place yet: not 0 for long means that the digest job does not run."""
    return Happening.objects.filter(place=None).count()
