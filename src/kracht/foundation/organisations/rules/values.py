"""What values an organisation may have, and what may be done with it. No queries, no clock."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.foundation.organisations.facts import Licence, OrganisationKind, OrganisationValues, Sector, State
from kracht.foundation.organisations.models import Organisation
from kracht.kernel import geo, text

LENGTHS = {"name": 120, "summary": 280, "story": 20_000, "website": 300, "email": 254, "phone": 30}
PHONE = re.compile(r"[+()0-9 ./-]{6,30}")


def check_values(values: OrganisationValues) -> OrganisationValues:
    """Return the values cleaned; ValidationError with a sentence per field."""
    errors: dict[str, list[str]] = {}
    tidy: dict[str, Any] = {}
    for field, limit in LENGTHS.items():
        try:
            tidy[field] = text.clean(getattr(values, field), limit, lines=field == "story")
        except text.TextTooLong:
            errors[field] = [ngettext("Use at most %d character.", "Use at most %d characters.", limit) % limit]
    if "website" in tidy and tidy["website"] and "://" not in tidy["website"]:
        tidy["website"] = f"https://{tidy['website']}"
    errors |= _contact_errors(tidy) | _choice_errors(values) | _place_errors(values)
    if "name" in tidy and not text.slugify(tidy["name"]):
        errors["name"] = [_("Give a name with at least one letter or digit.")]
    if errors:
        raise ValidationError(errors)
    return replace(values, **tidy)


def _contact_errors(tidy: dict[str, str]) -> dict[str, list[str]]:
    errors = {}
    if website := tidy.get("website"):
        try:
            URLValidator(schemes=["http", "https"])(website)
            urlsplit(website)
        except (ValidationError, ValueError):
            errors["website"] = [_("This is no web address. Write it like www.example.nl.")]
    if email := tidy.get("email"):
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = [_("This is no e-mail address. Write it like name@example.nl.")]
    if (phone := tidy.get("phone")) and not PHONE.fullmatch(phone):
        errors["phone"] = [_("This is no phone number. Use digits, like 0592 123 456.")]
    return errors


def _choice_errors(values: OrganisationValues) -> dict[str, list[str]]:
    choices = (
        ("sector", Sector, _("Choose one of the five sectors.")),
        ("kind", OrganisationKind, _("Choose one of the kinds of organisation.")),
        ("licence", Licence, _("Choose one of the licences.")),
    )
    return {field: [sentence] for field, options, sentence in choices if getattr(values, field) not in options.values}


def _place_errors(values: OrganisationValues) -> dict[str, list[str]]:
    if values.place is None:
        return {}
    try:
        geo.check_point(values.place.lat, values.place.lon)
    except ValueError:
        return {"place": [_("This point does not lie on earth. Point at the map once more.")]}
    if not geo.in_netherlands(values.place.lat, values.place.lon):
        return {"place": [_("This point lies outside the Netherlands.")]}
    return {}


def check_can_publish(organisation: Organisation) -> None:
    """Raise when it is published already."""
    if organisation.state == State.PUBLISHED:
        raise ValidationError(_("This organisation is published already."))


def check_can_withdraw(organisation: Organisation) -> None:
    """Raise when there is nothing to withdraw."""
    if organisation.state != State.PUBLISHED:
        raise ValidationError(_("Only a published organisation can be withdrawn."))


def can_see(organisation: Organisation, *, moderator: bool) -> bool:
    """Everyone sees published ones, a moderator all."""
    return moderator or organisation.state == State.PUBLISHED
