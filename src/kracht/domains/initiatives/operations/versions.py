"""Bringing back what an entry said before, and blanking contact details in what is kept."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import InitiativeValues
from kracht.domains.initiatives.models import Initiative, Version
from kracht.domains.initiatives.operations.owning import locked, refresh, write
from kracht.domains.initiatives.queries import documents, owning, returning
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.media.queries import pictures


@transaction.atomic
def restore(*, key: int, number: int, by: User, moderator: bool, at: datetime) -> int:
    """Let an entry say again what it said in this version; returns how many of its pictures were gone.

    It becomes a new version. Contact details that were not public then stay as they are now, and are not shown.
    """
    row = locked(key)
    owner = owning.owns(by, key, on=at.date())
    rules.check_can_answer(owner=owner, moderator=moderator)
    if not (moderator or rules.can_change(row.state, owner=owner)):
        raise ValidationError(_("This initiative is not on the map at the moment."))
    found = Version.objects.filter(initiative_id=key, number=number).first()
    if found is None:
        raise ValidationError(_("There is no such version."))
    values, lost = _values(row, found.document)
    if owner:
        refresh(row, at)
    write(row, values, by=by, verb="initiative.restored", at=at, version=number)
    return lost


def _values(row: Initiative, document: documents.Document) -> tuple[InitiativeValues, int]:
    """What to write, and how many pictures were cleared away since."""
    fields = {name: document[name] for name in documents.FIELDS if name in document}
    here = pictures(fields.get("pictures", []))
    wanted = [number for number in fields.get("pictures", []) if number in here]
    lost = len(fields.get("pictures", [])) - len(wanted)
    fields["pictures"] = wanted
    recipe = fields.get("recipe")
    if recipe and not Initiative.objects.filter(pk=recipe).exists():
        fields["recipe"] = None
    for name in documents.CONTACTS:
        if not fields.get("contact_public") or not fields.get(name):  # hidden then, or blanked since
            fields.pop(name, None)
    return documents.with_fields(returning.values_of(row), fields), lost


BLANK = """
UPDATE initiatives_version SET document = document || '{"contact_name": "", "contact_email": "", "contact_phone": ""}'
WHERE initiative_id = ANY(%s) AND (document ->> 'contact_name' <> '' OR document ->> 'contact_email' <> ''
  OR document ->> 'contact_phone' <> '')
"""


@transaction.atomic
def blank_contacts(*, keys: list[int], by: Actor, at: datetime) -> int:
    """Blank the contact details in all kept versions of these entries (a person asked to be forgotten); how many."""
    with connection.cursor() as db:
        db.execute(BLANK, [keys])
        blanked: int = db.rowcount
    if blanked:
        audit.record(
            by=by, verb="initiative.contacts_blanked", target=("initiatives", "versions"), at=at, data={"n": blanked}
        )
    return blanked


@transaction.atomic
def forget_address(*, address: str, by: Actor, at: datetime) -> int:
    """Blank contact details wherever they held this mail address, in entries and in versions; how many entries.

    Reads all versions: a person is erased rarely.
    """
    if not address:
        return 0
    with connection.cursor() as db:
        db.execute(
            "SELECT id FROM initiatives_initiative WHERE upper(contact_email) = upper(%s) UNION SELECT initiative_id"
            " FROM initiatives_version WHERE lower(document ->> 'contact_email') = lower(%s)",
            [address, address],
        )
        keys = [key for (key,) in db.fetchall()]
    if keys:
        for row in Initiative.objects.select_for_update().filter(pk__in=keys, contact_email__iexact=address):
            audit.record(by=by, verb="initiative.contact_erased", target=row, at=at)
            row.contact_name = row.contact_email = row.contact_phone = ""
            row.contact_public = False
            row.save(update_fields=["contact_name", "contact_email", "contact_phone", "contact_public"])
        blank_after_change(keys=keys, by=by, at=at)
    return len(keys)


@transaction.atomic
def blank_after_change(*, keys: list[int], by: Actor, at: datetime) -> int:
    """Blank as `blank_contacts` does, also in the versions that changes of this very transaction make."""
    with connection.cursor() as db:  # what was just changed becomes a version now, and is blanked with the others
        db.execute("SET CONSTRAINTS ALL IMMEDIATE")
        db.execute("SET CONSTRAINTS ALL DEFERRED")
    return blank_contacts(keys=keys, by=by, at=at)
