"""What happened: written down in the transaction that caused it, given its place by the job."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from kracht.foundation.subscriptions import rules
from kracht.foundation.subscriptions.models import Happening

LOCK = 0x6B72616368740001  # one process at a time gives places
BATCH = 20_000
# nextval in the order of the ids; the lock is held until the places are seen by all
STAMP = """
UPDATE subscriptions_happening AS h SET place = n.place
FROM (SELECT id, nextval('subscriptions_place') AS place
      FROM (SELECT id FROM subscriptions_happening WHERE place IS NULL ORDER BY id LIMIT %s) AS f) AS n
WHERE h.id = n.id
"""


def note(*, what: str, target_type: str, target_id: int, at: datetime, detail: Mapping[str, Any] | None = None) -> None:
    """Write down that something happened, inside the caller's transaction. `detail` holds JSON, nothing of people."""
    Happening.objects.create(what=what, target_type=target_type, target_id=target_id, at=at, detail=dict(detail or {}))


def give_places() -> int:
    """Give what was committed its place in the order; returns how many got one.

    Numbers of rows are handed out before a commit, places after it: a reader that has come to a place never finds
    something new below it later.
    """
    given = 0
    while True:
        with transaction.atomic(), connection.cursor() as db:
            db.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            db.execute(STAMP, [BATCH])
            found: int = db.rowcount
        given += found
        if found < BATCH:
            return given


def forget_old(*, at: datetime) -> int:
    """Drop what happened two months ago; returns how many rows went."""
    last = Happening.objects.order_by("-place").exclude(place=None).values_list("pk", flat=True)[:1]
    old = Happening.objects.filter(at__lt=at - timedelta(days=rules.HAPPENINGS_DAYS)).exclude(pk__in=list(last))
    return old.delete()[0]
