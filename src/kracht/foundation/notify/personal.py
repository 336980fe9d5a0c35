"""Mail to a person: for the person's own download, and gone when the person goes."""

import re
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import Actor, Kept
from kracht.foundation.notify.models import Notice, SentMail
from kracht.kernel.plain import rows

FIELDS = (
    *("kind", "address", "language", "subject", "text", "html", "about_type", "about_key", "created_at", "sent_at"),
)
SHORTEST_NAME = 3  # letters; a shorter one would be found in any text


def _notices(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(Q(user_id=user.pk) | Q(address__iexact=user.email))


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """The mails we wrote to this person, as far as their texts are still kept."""
    found = {
        _("Mails we sent you"): rows(_notices(user).order_by("pk").values(*FIELDS)),
        _("Mails shown in the demo"): rows(
            SentMail.objects.filter(address__iexact=user.email)
            .order_by("pk")
            .values("address", "subject", "text", "html", "at")
        ),
    }
    return {heading: records for heading, records in found.items() if records}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Remove the mails to this person, and empty those to others that name this person and are sent already."""
    _notices(user).delete()
    SentMail.objects.filter(address__iexact=user.email).delete()
    words = [re.escape(word) for word in (user.email, user.name) if len(word) >= SHORTEST_NAME]
    named = "|".join(rf"\m{word}\M" for word in words)
    if not named:
        return []
    about = Q(subject__iregex=named) | Q(text__iregex=named) | Q(html__iregex=named)
    Notice.objects.filter(about, sent_at__isnull=False).update(subject="", text="", html="")
    SentMail.objects.filter(about).delete()
    return []
