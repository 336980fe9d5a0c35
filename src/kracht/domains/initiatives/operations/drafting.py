"""Drafts of a source that publishes without a moderator: out of sight until it says so."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor


@transaction.atomic
def publish_drafts(*, source: str, keys: Iterable[str], by: Actor, at: datetime) -> int:
    """Publish the drafts that this source made under these keys; returns how many there were."""
    rows = Initiative.objects.filter(source=source, source_key__in=list(keys), state=State.DRAFT)
    done = rows.filter(submission__isnull=True).update(
        state=State.PUBLISHED, published_at=at, fresh_at=at, updated_at=at
    )
    if done:
        audit.record(by=by, verb="initiative.publish", target=("source", source), at=at, data={"n": done})
    return done
