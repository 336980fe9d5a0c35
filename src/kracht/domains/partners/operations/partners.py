"""Becoming a partner, and a moderator's decision about it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import Licence
from kracht.domains.partners import rules
from kracht.domains.partners.facts import PartnerState
from kracht.domains.partners.models import Partner
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.notify import operations as notify
from kracht.kernel import text


def ask(
    *, organisation_id: int, namespace: str, licence: str, about: str, contact_email: str, by: Actor, at: datetime
) -> int:
    """Ask to become a partner; a moderator decides. Asking again changes nothing. ValidationError per field."""
    known = Partner.objects.filter(organisation_id=organisation_id).first()
    if known:
        return known.pk
    word = rules.check_namespace(namespace)
    said = _checked(licence=licence, about=about, contact_email=contact_email)
    try:
        with transaction.atomic():
            row = Partner.objects.create(
                organisation_id=organisation_id, source=f"partner:{word}", namespace=word, created_at=at, **said
            )
            audit.record(by=by, verb="partner.ask", target=row, at=at)
            return row.pk
    except IntegrityError:
        known = Partner.objects.filter(organisation_id=organisation_id).first()  # two clicks at once
        if known:
            return known.pk
        raise ValidationError({"namespace": _("Somebody else has this word already. Choose another.")}) from None


@transaction.atomic
def change(*, partner_id: int, licence: str, about: str, contact_email: str, by: Actor, at: datetime) -> None:
    """Change what a partner says of itself. The licence holds for records that are written from now on."""
    row = Partner.objects.select_for_update().get(pk=partner_id)
    said = _checked(licence=licence, about=about, contact_email=contact_email)
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    if changed:
        row.save(update_fields=changed)
        audit.record(by=by, verb="partner.change", target=row, at=at, data={"fields": changed})


def _checked(*, licence: str, about: str, contact_email: str) -> dict[str, str]:
    errors: dict[str, str] = {}
    if licence not in Licence.values:
        errors["licence"] = _("Choose one of the licences.")
    try:
        tidy = text.clean(about, 500)
    except text.TextTooLong:
        errors["about"], tidy = _("Use at most 500 characters."), ""
    try:
        validate_email(contact_email)
    except ValidationError:
        errors["contact_email"] = _("This is no e-mail address. Write it like name@example.nl.")
    if errors:
        raise ValidationError(errors)
    return {"licence": licence, "about": tidy, "contact_email": contact_email.strip().lower()}


@transaction.atomic
def admit(*, partner_id: int, moderator: bool, by: Actor, at: datetime) -> None:
    """Let a partner publish: for the first time, or again after a suspension."""
    rules.check_can_decide(moderator=moderator)
    row = Partner.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=partner_id)
    if row.state != PartnerState.ACTIVE:
        _move(row, PartnerState.ACTIVE, "", by=by, at=at)


@transaction.atomic
def suspend(*, partner_id: int, reason: str, moderator: bool, by: Actor, at: datetime) -> None:
    """Stop a partner: its keys read no more and write no more, its webhooks wait. What it published stays."""
    rules.check_can_decide(moderator=moderator)
    tidy = rules.check_reason(reason)
    row = Partner.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=partner_id)
    if row.state != PartnerState.SUSPENDED:
        _move(row, PartnerState.SUSPENDED, tidy, by=by, at=at)


def _move(row: Partner, state: PartnerState, reason: str, *, by: Actor, at: datetime) -> None:
    row.state, row.reason, row.decided_at = state, reason, at
    row.save(update_fields=["state", "reason", "decided_at"])
    audit.record(by=by, verb=f"partner.{state.value}", target=row, at=at)
    if row.contact_email:
        notify.tell(
            to=row.contact_email,
            kind=f"partners/{state.value}",
            at=at,
            context={"name": row.organisation.name, "reason": reason, "path": f"/nl/partners/{row.organisation.slug}/"},
            about=row,
        )
