"""When mail is due, how a link is made and read, and what a subscription may be. No queries, no clock."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kracht.foundation.subscriptions.facts import Cadence
from kracht.kernel.clock import AMSTERDAM

EVERY = timedelta(minutes=10)  # of "at once": what happens within it comes in one mail
HOUR = 7  # of the day, on the wall in the Netherlands
MONDAY = 0
CONFIRM_DAYS = 7
KEPT_DAYS = 30  # after the end, so that an old link still says what became of it
HAPPENINGS_DAYS = 60
MOST_OF_ONE = 50  # live subscriptions of one address
MAILS_AN_HOUR = 5  # to confirm or remind, to one address
REFUSALS = 3  # of the mail server, before a subscription ends
LONGEST_ADDRESS = 254
NONCE = re.compile(r"[A-Za-z0-9_-]{22}")
_signer = Signer(salt="kracht.subscriptions", sep=".")


def token(nonce: str) -> str:
    """Return the word that opens one subscription; it can be made again, and is kept nowhere.

    A copy of the database does not give it: it takes the site's secret key as well (an old key in SECRET_KEY_FALLBACKS
    keeps old links alive).
    """
    return _signer.sign(nonce)


def nonce_of(word: str) -> str:
    """Return the nonce of a token; empty for what is no token of ours."""
    try:
        nonce = _signer.unsign(word[:200])
    except BadSignature:
        return ""
    return nonce if NONCE.fullmatch(nonce) else ""


def next_due(cadence: str, at: datetime) -> datetime:
    """Return when a round of this cadence is due after this moment (never the moment itself)."""
    if cadence == Cadence.ONCE:
        passed = timedelta(minutes=at.minute % 10, seconds=at.second, microseconds=at.microsecond)
        return at - passed + EVERY
    here = at.astimezone(AMSTERDAM)
    due = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    while due <= here or (cadence == Cadence.WEEKLY and due.weekday() != MONDAY):
        day = due.date() + timedelta(days=1)
        due = due.replace(year=day.year, month=day.month, day=day.day)  # seven on the wall, whatever the season
    return due


def check_address(address: str) -> str:
    """Return the address as it is kept; ValidationError with a sentence when it is none."""
    tidy = address.strip().lower()
    try:
        validate_email(tidy)
    except ValidationError:
        raise ValidationError(_("This is no e-mail address. Write it like name@example.nl.")) from None
    if len(tidy) > LONGEST_ADDRESS or not tidy.isprintable():
        raise ValidationError(_("This is no e-mail address. Write it like name@example.nl."))
    return tidy


def check_cadence(cadence: str, choices: Collection[str] = tuple(Cadence.values)) -> str:
    """Return the cadence; ValidationError when there is none of this name."""
    if cadence not in choices:
        raise ValidationError(_("Choose how often you want to hear from us."))
    return cadence


def check_can_confirm(asked_at: datetime, at: datetime) -> None:
    """Raise ValidationError when the link in the mail is too old."""
    if at - asked_at > timedelta(days=CONFIRM_DAYS):
        raise ValidationError(
            _("This link is older than %(days)d days. Ask for a new one on the page that you want to follow."),
            params={"days": CONFIRM_DAYS},
        )
