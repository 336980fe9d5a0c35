"""What a person did, in the trail: for the person's own download. The trail itself stays, under a number."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kracht.foundation.audit.facts import KEPT_YEARS, Actor, Kept
from kracht.foundation.audit.models import Entry
from kracht.kernel.plain import rows

MOST = 20_000
FIELDS = ("at", "actor_key", "verb", "target_type", "target_key", "data")


def gather(*, user: Any) -> dict[str, list[dict[str, object]]]:
    """What this person did, oldest first."""
    records = rows(Entry.objects.filter(actor_key=user.audit_key).order_by("pk").values(*FIELDS)[:MOST])
    return {_("What you did here"): records} if records else {}


def erase(*, user: Any, by: Actor, at: datetime) -> list[Kept]:
    """Nothing goes: without the account the number leads to nobody. It is removed by itself after seven years."""
    if not user.pk or not Entry.objects.filter(actor_key=user.audit_key).exists():
        return []
    return [
        Kept(
            what=_("That someone with a number (not your name) did what was done here: added, changed, decided."),
            why=_("We must be able to answer for decisions about the register (GDPR article 17(3)(e) and 5(2))."),
            until=at.date().replace(year=at.year + KEPT_YEARS, day=min(at.day, 28)),
        )
    ]
