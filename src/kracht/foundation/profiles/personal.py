"""The profile of a person: for the person's own download, and gone with its photo when the person goes."""

from datetime import datetime

from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import Actor, Kept
from kracht.foundation.media import operations as media
from kracht.foundation.profiles.facts import FIELDS
from kracht.foundation.profiles.models import Profile
from kracht.kernel.plain import rows

KEPT = ("slug", "about", "municipality__name", "neighbourhood", "skills", "contact", "created_at", "updated_at")


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """All this person filled in, and who sees each field."""
    found = Profile.objects.filter(user=user).values(*KEPT, *(f"show_{name}" for name in FIELDS))
    records = rows(found)
    return {_("Your profile"): records} if records else {}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Remove the profile and its photo."""
    for row in Profile.objects.filter(user=user):
        media.remove(owner=row.picture_key, by=by, at=at)
        row.delete()
    return []
