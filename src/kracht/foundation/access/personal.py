"""The roles of a person: for the person's own download, and gone when the person goes."""

from datetime import datetime

from django.utils.translation import gettext as _

from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import Actor, Kept
from kracht.kernel.plain import rows

FIELDS = ("role", "scope_type", "scope_key", "starts_on", "ends_on")


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """Every role this person has or had."""
    records = rows(Grant.objects.filter(user_id=user.pk).order_by("pk").values(*FIELDS))
    return {_("Your roles"): records} if records else {}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Remove the roles; that a number once had them stays in the trail."""
    Grant.objects.filter(user_id=user.pk).delete()
    return []
