"""Adding to the trail, the only thing that can be done to it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kracht.foundation.audit.facts import KEPT_YEARS, Actor
from kracht.foundation.audit.models import Entry
from kracht.foundation.audit.queries import Target, target_keys


def record(*, by: Actor, verb: str, target: Target, at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """Add one act inside the caller's transaction. `data` holds JSON values, never names or texts of people."""
    kind, key = target_keys(target)
    Entry.objects.create(
        at=at, actor_key=by.audit_key, verb=verb, target_type=kind, target_key=key, data=dict(data or {})
    )


def forget_old(*, at: datetime) -> int:
    """Remove acts of more than seven years ago, the only removal that the database allows; returns how many went."""
    before = at - timedelta(days=366 * KEPT_YEARS)
    return Entry.objects.filter(at__lt=before).delete()[0]
