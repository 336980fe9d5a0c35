"""What time does: a reminder before the end of a label, and the end."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kracht.domains.initiatives.operations import labelling
from kracht.domains.labels import rules
from kracht.domains.labels.facts import State
from kracht.domains.labels.models import Review
from kracht.domains.labels.operations import telling
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor


def remind(*, by: Actor, at: datetime, on: date) -> int:
    """Remind of labels that end within two months, once; returns how many."""
    rows = Review.objects.filter(
        state=State.GIVEN, reminded_at=None, valid_until__lte=on + timedelta(rules.REMIND_DAYS)
    )
    return sum(_remind(number, by=by, at=at, on=on) for number in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _remind(number: int, *, by: Actor, at: datetime, on: date) -> bool:
    row = Review.objects.select_for_update().filter(pk=number, state=State.GIVEN, reminded_at=None).first()
    if row is None:
        return False
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    audit.record(by=by, verb="label.reminded", target=row, at=at)
    telling.owners(row, "ending", on=on, at=at)
    return True


def expire(*, by: Actor, at: datetime, on: date) -> int:
    """End labels whose last day has passed; returns how many."""
    rows = Review.objects.filter(state=State.GIVEN, valid_until__lt=on)
    return sum(_expire(number, by=by, at=at, on=on) for number in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _expire(number: int, *, by: Actor, at: datetime, on: date) -> bool:
    row = Review.objects.select_for_update().filter(pk=number, state=State.GIVEN, valid_until__lt=on).first()
    if row is None:
        return False
    row.state, row.ended_at, row.updated_at = State.EXPIRED, at, at
    row.save(update_fields=["state", "ended_at", "updated_at"])
    labelling.set_label(key=row.initiative_id, until=None)
    audit.record(by=by, verb="label.expired", target=row, at=at)
    telling.owners(row, "expired", on=on, at=at)
    return True
