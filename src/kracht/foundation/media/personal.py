"""Pictures a person sent in: for the person's own download; the name beside them goes when the person goes."""

from datetime import datetime

from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor, Kept
from kracht.foundation.media.models import Picture
from kracht.foundation.media.operations import remove_loose
from kracht.foundation.media.queries import stored_by
from kracht.kernel.plain import rows

FIELDS = ("token", "alt", "credit", "licence", "width", "height", "state", "owner_key", "created_at")


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """The pictures this person sent in; the download holds their files too."""
    records = rows(Picture.objects.filter(pk__in=stored_by(user)).order_by("pk").values(*FIELDS))
    return {_("Pictures you sent in"): records} if records else {}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Remove pictures that nothing uses, and the person's name beside the others; those stay with their entry."""
    remove_loose(ids=stored_by(user), by=by, at=at)
    named = (
        Picture.objects.select_for_update().filter(credit__iexact=user.name) if user.name else Picture.objects.none()
    )
    for row in named:
        row.credit = ""
        row.save(update_fields=["credit"])
        audit.record(by=by, verb="credit erased", target=row, at=at)
    return []
