"""Counting uses and spending proofs."""

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kracht.foundation.guard.facts import PER_HOUR, PER_HOUR_SLOW, Proof
from kracht.foundation.guard.models import Spent, Taken
from kracht.foundation.guard.rules import limit_key

COUNT = """
INSERT INTO guard_taken (key, hour, times) VALUES (%s, %s, %s)
ON CONFLICT (key, hour) DO UPDATE SET times = least(guard_taken.times + excluded.times, 1000000) RETURNING times
"""


def take(*, purpose: str, who: str, per_hour: int, at: datetime) -> bool:
    """Count one use by `who` (an address, a person's key) in this hour; False when it is one too many."""
    return count(purpose=purpose, who=who, at=at) <= per_hour


def count(*, purpose: str, who: str, at: datetime, weight: int = 1) -> int:
    """Count uses by `who` in this hour, and return how many there are now.

    Counted in the database, so that all web processes count together; `who` is hashed before it is kept.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [limit_key(purpose, who), hour, weight])
        return int(cursor.fetchone()[0])


@transaction.atomic
def admit(*, purpose: str, address: str, proof: Proof | None, at: datetime, once: str = "") -> None:
    """Let one sending through, or raise ValidationError with a sentence. A proof counts once.

    The same proof with the same `once` (the key of that very sending) passes again: two clicks are one sending.
    """
    if proof and not _spend(proof, once):
        raise ValidationError(_("This form was sent already. Reload the page to send another."), code="spent")
    limit = PER_HOUR if proof else PER_HOUR_SLOW
    if not take(purpose=purpose if proof else f"{purpose} slow", who=address, per_hour=limit, at=at):
        raise ValidationError(
            _("Much was sent from your connection in the past hour. Try again in an hour; nothing you typed is lost."),
            code="limit",
        )


def _spend(proof: Proof, once: str) -> bool:
    mark = hashlib.sha256(once.encode()).hexdigest() if once else ""
    kept, fresh = Spent.objects.get_or_create(
        digest=proof.digest, defaults={"once": mark, "expires_at": proof.expires_at}
    )
    return fresh or (bool(mark) and kept.once == mark)


def forget_passed(*, at: datetime) -> int:
    """Drop counts of passed hours, proofs nobody can use any more and passed cache rows; returns how many went."""
    counts, _rows = Taken.objects.filter(hour__lt=at - timedelta(hours=2)).delete()
    proofs, _rows = Spent.objects.filter(expires_at__lt=at - timedelta(hours=1)).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM guard_cache WHERE expires < %s", [at])
        return counts + proofs + int(cursor.rowcount)
