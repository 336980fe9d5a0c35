"""Requests for one's own data: they too are about a person."""

from datetime import datetime

from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import Actor, Kept
from kracht.kernel.plain import rows
from kracht.surfaces.mydata.models import Door, Download


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """When this person asked for a download, and links that were mailed."""
    found = {
        _("Downloads of your data"): rows(Download.objects.filter(user_id=user.pk).order_by("pk").values("asked_at")),
        _("Links to your data that we mailed"): rows(
            Door.objects.filter(address__iexact=user.email).order_by("pk").values("address", "made_at")
        ),
    }
    return {heading: records for heading, records in found.items() if records}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Remove the files and the links."""
    Download.objects.filter(user_id=user.pk).delete()
    Door.objects.filter(address__iexact=user.email).delete()
    return []
