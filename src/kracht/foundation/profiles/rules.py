"""What a profile may hold and who sees what. No queries, no clock."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kracht.foundation.profiles.facts import FIELDS, LENGTHS, TEXTS, Audience, ProfileValues
from kracht.kernel import text

LINES = {"about"}


def check_values(values: ProfileValues) -> ProfileValues:
    """Return the values cleaned; ValidationError with a sentence per field."""
    errors: dict[str, list[str]] = {}
    tidy: dict[str, Any] = {}
    for name in TEXTS:
        try:
            tidy[name] = text.clean(getattr(values, name), LENGTHS[name], lines=name in LINES)
        except text.TextTooLong as long:
            errors[name] = [_("Use at most %(limit)d characters.") % {"limit": long.limit}]
    for name, audience in values.audiences.items():
        if name not in FIELDS or audience not in Audience.values:
            errors[f"show_{name}"] = [_("Choose who sees this.")]
    if errors:
        raise ValidationError(errors)
    return replace(values, **tidy)


def check_can_show(*, of_age: bool) -> None:
    """Raise when somebody has not said to be 16 or older."""
    if not of_age:
        raise ValidationError(
            _("A profile that others see is for people of 16 and older. Confirm your age on the page of your account.")
        )


def audiences_of(*, member: bool) -> list[str]:
    """What this reader sees: a stranger what is for everyone, who is signed in also what is for members."""
    return [Audience.PUBLIC, Audience.MEMBERS] if member else [Audience.PUBLIC]
