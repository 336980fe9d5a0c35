"""What the valuation holds of a person: figures filled in, files added, checks done. Replies of participants hold nobody.

A survey keeps no address and ties no answer to a person, so there is nothing of a participant to show or to remove.
"""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.domains.value.models import Appraisal, Evidence, Gift, GiftWord, Publication, Review, ValueSet
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor, Kept
from kracht.kernel.plain import rows

GONE = "gone"  # who left
GONE_TOO = "gone-too"  # a second person who left: two persons stay two


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """Everything this person did for figures, and for the value set."""
    key = user.audit_key
    filled = Appraisal.objects.filter(Q(started_by=key) | Q(submitted_by=key)).order_by("pk")
    found = {
        _("Figures you filled in"): rows(
            filled.values("initiative__name", "year", "state", "answers", "started_at", "saved_at", "submitted_at")
        ),
        _("Files you added as evidence"): rows(
            Evidence.objects.filter(added_by=key).order_by("pk").values("name", "kind", "size", "sha256", "added_at")
        ),
        _("Figures you checked"): rows(
            Review.objects.filter(by=key)
            .order_by("pk")
            .values("appraisal__initiative__name", "appraisal__year", "verdict", "text", "at")
        ),
        _("Versions of the value set you worked on"): rows(
            ValueSet.objects.filter(Q(made_by=key) | Q(proposed_by=key) | Q(published_by=key))
            .order_by("number")
            .values("number", "state", "made_at", "proposed_at", "published_at")
        ),
        _("Gifts you noted"): rows(
            Gift.objects.filter(giver=key)
            .order_by("pk")
            .values("initiative__name", "year", "kind", "cents", "minutes", "shown_as", "word__said", "at")
        ),
    }
    return {heading: records for heading, records in found.items() if records}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Take the person out of figures, files and checks. The published figures stay: they hold nobody.

    The key of who checked a published sheet goes too; that two different people did so stays true.
    """
    key = user.audit_key
    Appraisal.objects.filter(started_by=key).update(started_by=GONE)
    Appraisal.objects.filter(submitted_by=key).update(submitted_by=GONE)
    Evidence.objects.filter(added_by=key).update(added_by=GONE)
    Review.objects.filter(by=key).update(by=GONE)
    Publication.objects.filter(first_by=key).update(first_by=GONE)
    Publication.objects.filter(second_by=key).update(second_by=GONE_TOO)
    Gift.objects.filter(giver=key).update(giver=GONE, shown_as="")
    GiftWord.objects.filter(by=key).update(by=GONE)
    drafts = ValueSet.objects.exclude(state="published")
    drafts.filter(made_by=key).update(made_by=GONE)
    drafts.filter(proposed_by=key).update(proposed_by=GONE)
    audit.record(by=by, verb="value person erased", target=("accounts.user", str(user.pk)), at=at)
    published = ValueSet.objects.filter(state="published")
    if published.filter(Q(made_by=key) | Q(proposed_by=key) | Q(published_by=key)).exists():
        return [
            Kept(
                what=_("Your number, without your name, beside versions of the value set that you published"),
                why=_("A published version never changes; the number leads to nobody once your account is gone."),
                until=None,
            )
        ]
    return []
