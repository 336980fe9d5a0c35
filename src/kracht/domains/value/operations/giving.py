"""Promising a gift, and saying what became of it. Both once; nothing is ever changed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.domains.value.models.gifts import Gift, GiftWord
from kracht.domains.value.rules import gifts as rules
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor


@transaction.atomic
def promise(
    *,
    initiative_id: int,
    year: int,
    kind: str,
    cents: int = 0,
    minutes: int = 0,
    shown_as: str = "",
    once: str,
    by: Actor,
    at: datetime,
) -> Gift:
    """Promise money, goods (worth in cents) or hours to an initiative-year. The same `once` gives what is there."""
    rules.check_can_promise(kind=kind, cents=cents, minutes=minutes, year=year, this_year=at.year)
    row, new = Gift.objects.get_or_create(
        once=once,
        defaults={
            "initiative_id": initiative_id,
            "year": year,
            "kind": kind,
            "cents": cents,
            "minutes": minutes,
            "shown_as": shown_as.replace("\x00", "").strip()[:80],
            "giver": by.audit_key,
            "at": at,
        },
    )
    if row.giver != by.audit_key or row.initiative_id != initiative_id:
        raise ValidationError(_("Somebody used this form before. Load the page again."))
    if new:
        audit.record(by=by, verb="gift promised", target=row, at=at, data={"kind": kind, "year": year})
    return row


@transaction.atomic
def say(*, number: int, said: str, owner: bool, by: Actor, at: datetime) -> GiftWord:
    """Say that a gift came or did not come (owners), or withdraw a promise (its giver). The same word twice is once."""
    row = Gift.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise ValidationError(_("This gift is not there."))
    before = GiftWord.objects.filter(gift=row).first()
    giver = row.giver == by.audit_key
    rules.check_can_say(said=said, before=before.said if before else "", owner=owner, giver=giver)
    if before is not None:
        return before
    word = GiftWord.objects.create(gift=row, said=said, by=by.audit_key, at=at)
    audit.record(by=by, verb=f"gift {said}", target=row, at=at)
    return word
