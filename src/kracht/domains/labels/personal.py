"""What checks hold of a person: what they asked and showed, and what they judged."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.domains.labels.models import Review
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor, Kept


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """Return the checks this person asked for, with the evidence, and those they judged."""
    asked: list[dict[str, object]] = [
        {
            "initiative": row.initiative_id,
            "state": row.state,
            "asked": row.asked_at.isoformat() if row.asked_at else None,
            "appeal": row.appeal,
            "evidence": [{"text": one.text, "link": one.link} for one in row.evidence.all()],
            "documents": [{"name": one.name, "sha256": one.sha256} for one in row.documents.defer("data")],
        }
        for row in Review.objects.filter(asked_by=user).order_by("id")
    ]
    judged: list[dict[str, object]] = [
        {"initiative": row.initiative_id, "state": row.state, "decided": str(row.decided_at or "")}
        for row in Review.objects.filter(Q(reviewer=user) | Q(first_reviewer=user)).order_by("id")
    ]
    found = {_("Quality labels that you asked for"): asked, _("Quality labels that you judged"): judged}
    return {heading: records for heading, records in found.items() if records}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Remove the evidence this person gave and the links to them; the label and its public history stay, nameless."""
    for row in Review.objects.select_for_update().filter(asked_by=user):
        row.evidence.update(text="", link="", document=None)
        row.documents.all().delete()
        row.asked_by, row.appeal = None, ""
        row.save(update_fields=["asked_by", "appeal"])
        audit.record(by=by, verb="label.erased", target=row, at=at)
    Review.objects.filter(reviewer=user).update(reviewer=None)
    Review.objects.filter(first_reviewer=user).update(first_reviewer=None)
    return []
