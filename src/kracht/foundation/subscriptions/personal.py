"""What someone follows: for the person's own download, and gone when the person goes."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor, Kept
from kracht.foundation.subscriptions.models import Subscription, SubscriptionQuerySet


def _rows(user: User) -> SubscriptionQuerySet:
    rows: SubscriptionQuerySet = Subscription.objects.filter(Q(user_id=user.pk) | Q(address=user.email))
    return rows


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """Return all subscriptions of this person, by account or by address."""
    records: list[dict[str, object]] = [
        {
            "follows": row.topic.kind,
            "key": row.topic.key,
            "filters": row.topic.params,
            "address": row.address,
            "cadence": row.cadence,
            "language": row.language,
            "asked": row.created_at.isoformat(),
            "confirmed": row.confirmed_at.isoformat() if row.confirmed_at else None,
            "last mail": row.mailed_at.isoformat() if row.mailed_at else None,
            "ended": row.ended_at.isoformat() if row.ended_at else None,
            "why ended": row.ended_why,
        }
        for row in _rows(user).select_related("topic").order_by("id")
    ]
    return {_("What you follow"): records} if records else {}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Remove all subscriptions of this person; nothing has to be kept."""
    gone, _by_table = _rows(user).delete()
    if gone:
        audit.record(by=by, verb="subscription.erased", target=("subscriptions", "person"), at=at, data={"n": gone})
    return []
