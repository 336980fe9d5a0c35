"""Where an organisation is reached through a person: for that person's own download, and emptied when the person goes.

Which organisations someone belongs to lies in `access`.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor, Kept
from kracht.foundation.organisations.models import Invitation, Organisation, PageClaim
from kracht.kernel.plain import rows

CLAIM_FIELDS = ("words", "evidence", "state", "created_at", "decided_at", "reason")
INVITED_FIELDS = ("email", "role", "created_at", "expires_at", "ended_at")


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """Organisations that give this person's address as theirs."""
    found = (
        Organisation.objects.filter(email__iexact=user.email).order_by("pk")
        if user.email
        else Organisation.objects.none()
    )
    records = rows(found.values("name", "slug", "email", "phone", "contact_public"))
    asked = rows(PageClaim.objects.filter(user=user).order_by("pk").values("organisation__name", *CLAIM_FIELDS))
    sent = rows(
        Invitation.objects.filter(email=user.email).order_by("pk").values("organisation__name", *INVITED_FIELDS)
    )
    found_all = {
        _("Organisations reached through your address"): records,
        _("Organisations where you said to work"): asked,
        _("Organisations that invited you"): sent,
    }
    return {heading: listed for heading, listed in found_all.items() if listed}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Empty address and phone number where they are this person's, and drop requests; the organisation stays."""
    PageClaim.objects.filter(user=user).delete()
    Invitation.objects.filter(email=user.email).delete()
    if not user.email:
        return []
    for row in Organisation.objects.select_for_update().filter(email__iexact=user.email):
        row.email, row.phone, row.contact_public = "", "", False
        row.save(update_fields=["email", "phone", "contact_public"])
        audit.record(by=by, verb="contact erased", target=row, at=at)
    return []
