"""Reading the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from kracht.foundation.audit.facts import Actor
from kracht.foundation.audit.models import Entry

Target = Model | tuple[str, str]


@dataclass(frozen=True)
class Act:
    """One act as a page shows it. `number` grows with time."""

    number: int
    at: datetime
    actor_key: str
    verb: str
    target_type: str
    target_key: str
    data: Mapping[str, Any]


def target_keys(target: Target) -> tuple[str, str]:
    """Return (type, key) of a row or of a pair that names one; ValueError for a row without a key."""
    if isinstance(target, tuple):
        return target
    if target.pk is None:
        raise ValueError("Only a saved row can be the target of an act.")
    return target._meta.label_lower, str(target.pk)


def history(target: Target, *, limit: int = 200) -> list[Act]:
    """What was done to this thing, newest first."""
    kind, key = target_keys(target)
    return _acts(Entry.objects.filter(target_type=kind, target_key=key), limit)


def acts_of(actor: Actor, *, verb: str = "", target_type: str = "", limit: int = 1000) -> list[Act]:
    """What this actor did, newest first; with `verb` and `target_type` only that."""
    asked = {name: value for name, value in (("verb", verb), ("target_type", target_type)) if value}
    return _acts(Entry.objects.filter(actor_key=actor.audit_key, **asked), limit)


def _acts(rows: QuerySet[Entry], limit: int) -> list[Act]:
    return [
        Act(row.pk, row.at, row.actor_key, row.verb, row.target_type, row.target_key, row.data)
        for row in rows.order_by("-id")[:limit]
    ]
