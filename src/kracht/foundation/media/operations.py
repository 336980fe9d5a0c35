"""Keeping pictures."""

from collections.abc import Iterable
from datetime import datetime

from kracht.foundation.audit.facts import Actor
from kracht.foundation.media.models import Picture


def use(*, ids: Iterable[int], owner: str, by: Actor, at: datetime) -> int:
    """Give loose pictures an owner ("initiative:7"), so that the clean-up leaves them; returns how many."""
    return Picture.objects.filter(id__in=list(ids)).update(owner_key=owner, state=Picture.State.USED)
