"""What a person has in the register: for the person's own download, and what becomes of it when the person goes."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative, InitiativePicture, Owner, Submission
from kracht.domains.initiatives.operations import owning as operations
from kracht.domains.initiatives.operations import versions
from kracht.domains.initiatives.queries import owning
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor, Kept
from kracht.foundation.media import operations as media
from kracht.kernel.plain import rows

CONTACTS = ("contact_name", "contact_email", "contact_phone")
SENT = ("initiative__name", "email", "language", "created_at", "confirmed_at", "decided_at", "reason")
NEVER_SHOWN = {State.DRAFT.value, State.WAITING.value, State.ASKED.value, State.REFUSED.value}


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """What this person sent in, owns, asked for, proposed and changed, and where the person is the contact."""
    owned = owning.everything_of(user)
    found = {
        _("Initiatives you sent in"): rows(_sent(user).order_by("pk").values(*SENT)),
        _("Initiatives with your contact details"): rows(_named(user).order_by("pk").values("name", "slug", *CONTACTS)),
        _("Initiatives you own"): rows(owned["owners"]),
        _("Where you said “this is mine”"): rows(owned["claims"]),
        _("Invitations to own an initiative"): rows(owned["invitations"]),
        _("Changes you proposed"): rows(owned["proposals"]),
        _("Changes you made"): rows(owned["versions"]),
    }
    return {heading: records for heading, records in found.items() if records}


def _sent(user: User) -> QuerySet[Submission]:
    known = Q(email__iexact=user.email)
    return Submission.objects.filter(known | Q(user_key=user.audit_key) if user.pk else known)


def _named(user: User) -> QuerySet[Initiative]:
    """Entries that give this person as contact: by address, or by name where the person sent it in or owns it."""
    named = Q(contact_email__iexact=user.email)
    if user.name:
        near = Q(pk__in=_sent(user).values("initiative_id"))
        near |= Q(pk__in=Owner.objects.filter(user_id=user.pk).values("initiative_id"))
        named |= Q(contact_name__iexact=user.name) & near
    found: QuerySet[Initiative] = Initiative.objects.filter(named)
    return found


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Forget who sent in, owned, claimed and proposed. What is on the map stays, without this person.

    An entry that never was on the map, and that nobody else owns, goes with the person who sent it in.
    """
    if not user.email:
        return []
    _remove_unseen(user, by=by, at=at)
    _forget_contacts(user, by=by, at=at)
    versions.forget_address(address=user.email, by=by, at=at)
    _sent(user).delete()
    operations.forget_person(user=user, by=by, at=at)
    return []


def _remove_unseen(user: User, *, by: Actor, at: datetime) -> None:
    sent = Initiative.objects.select_for_update().filter(
        pk__in=_sent(user).values("initiative_id"), state__in=NEVER_SHOWN, published_at=None
    )
    for row in sent.exclude(owners__isnull=False):
        if InitiativePicture.objects.filter(initiative=row).exists():
            media.remove(owner=f"initiative:{row.pk}", by=by, at=at)
        audit.record(by=by, verb="initiative.forgotten", target=row, at=at)
        row.delete()


def _forget_contacts(user: User, *, by: Actor, at: datetime) -> None:
    """Blank the contact details where they are this person's by name; those by address follow in `versions`."""
    keys = list(_named(user).exclude(contact_email__iexact=user.email).values_list("pk", flat=True))
    for row in Initiative.objects.select_for_update().filter(pk__in=keys):
        audit.record(by=by, verb="initiative.contact_erased", target=row, at=at)
        row.contact_name = row.contact_email = row.contact_phone = ""
        row.contact_public = False
        row.save(update_fields=[*CONTACTS, "contact_public"])
    versions.blank_after_change(keys=keys, by=by, at=at)
