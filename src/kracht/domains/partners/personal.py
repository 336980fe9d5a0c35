"""What partners hold of a person: the address for messages, and who made a key or asked for a tag."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.domains.partners.models import Key, Partner, TagUse
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor, Kept
from kracht.kernel.plain import rows

GONE = "erased"


def _addressed(user: User) -> Q:
    return Q(contact_email__iexact=user.email) if user.email else Q(pk__in=[])


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """Partners that write to this person, keys this person made, and tags this person asked for."""
    key = user.audit_key
    found = {
        _("Partners whose messages go to your address"): rows(
            Partner.objects.filter(_addressed(user)).order_by("pk").values("organisation__name", "contact_email")
        ),
        _("Keys you made for a partner"): rows(
            Key.objects.filter(made_by=key).order_by("pk").values("name", "partner__organisation__name", "created_at")
        ),
        _("Tags you asked for"): rows(
            TagUse.objects.filter(asked_by=key).order_by("pk").values("tag__name", "initiative__name", "asked_at")
        ),
    }
    return {heading: records for heading, records in found.items() if records}


@transaction.atomic
def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Take the person out; keys and tags belong to the organisation and stay, without a name."""
    for row in Partner.objects.filter(_addressed(user)).order_by("pk"):
        audit.record(by=by, verb="partner.address", target=row, at=at)
        Partner.objects.filter(pk=row.pk).update(contact_email="")
    Key.objects.filter(made_by=user.audit_key).update(made_by=GONE)
    TagUse.objects.filter(asked_by=user.audit_key).update(asked_by=GONE)
    return []
