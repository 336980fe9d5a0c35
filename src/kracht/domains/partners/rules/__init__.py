"""How keys are made and known, how messages are signed, and who may do what. Pure: no queries, no clock."""

import base64
import hashlib
import hmac
import re
import secrets
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.partners.facts import (
    CHECK_LENGTH,
    LONGEST_LIFE,
    MOST_PER_HOUR,
    PREFIX,
    RANDOM_LENGTH,
    WAITS,
    PartnerState,
    Scope,
)
from kracht.foundation.audit.facts import Program
from kracht.foundation.organisations.rules import can_edit
from kracht.kernel import http, text

PROGRAM = Program("partners")
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
KEY = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM_LENGTH + CHECK_LENGTH}}}")
NAMESPACE = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")
WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,48}")


def _base62(number: int, length: int) -> str:
    digits = ""
    for _place in range(length):
        number, rest = divmod(number, len(LETTERS))
        digits = LETTERS[rest] + digits
    return digits


def checksum(body: str) -> str:
    """Return the last six characters of a key: CRC-32 of what comes before, in base 62 (as GitHub's tokens)."""
    return _base62(zlib.crc32(body.encode("ascii")), CHECK_LENGTH)


def new_key() -> str:
    """Return a new key: prefix, 32 characters of chance, checksum. Secret scanners find it without asking us."""
    body = PREFIX + "".join(secrets.choice(LETTERS) for _place in range(RANDOM_LENGTH))
    return body + checksum(body)


def key_of(seed: str) -> str:
    """Return the key of a form that was sent, made from the site's own secret: the same for a second click."""
    number = int.from_bytes(salted_hmac("kracht.partners.key", seed, algorithm="sha256").digest())
    body = PREFIX
    for _place in range(RANDOM_LENGTH):
        number, at = divmod(number, len(LETTERS))
        body += LETTERS[at]
    return body + checksum(body)


def is_key(value: str) -> bool:
    """Return whether this can be a key at all: its form and its checksum are right. Asks no database."""
    return bool(KEY.fullmatch(value)) and hmac.compare_digest(checksum(value[:-CHECK_LENGTH]), value[-CHECK_LENGTH:])


def key_digest(value: str) -> str:
    """Return how a key is kept. A plain hash is enough: nobody guesses 190 bits."""
    return hashlib.sha256(value.encode("ascii")).hexdigest()


def can_keep(*, role: str, moderator: bool) -> bool:
    """Return whether a person keeps the keys, tags and webhooks of an organisation: its owners and editors, moderators."""
    return moderator or can_edit(role)


def check_can_keep(*, role: str, moderator: bool) -> None:
    """Raise PermissionDenied for everyone else."""
    if not can_keep(role=role, moderator=moderator):
        raise PermissionDenied(_("Only owners and editors of this organisation can do this."))


def check_can_decide(*, moderator: bool) -> None:
    """Raise PermissionDenied for everyone but moderators."""
    if not moderator:
        raise PermissionDenied(_("Only moderators can do this."))


def check_is_active(state: str) -> None:
    """Raise ValidationError unless the partner may publish."""
    if state == PartnerState.ASKED:
        raise ValidationError(_("A moderator has not said yes to this partner yet."), code="asked")
    if state != PartnerState.ACTIVE:
        raise ValidationError(_("This partner is suspended."), code="suspended")


def check_reason(reason: str) -> str:
    """Return a reason, tidied; ValidationError when it says nothing."""
    tidy = text.clean(reason[:2000], 2000)
    if len(tidy) < 10:
        raise ValidationError({"reason": _("Write at least one sentence, so that the partner understands why.")})
    return tidy[:1000]


def check_namespace(value: str) -> str:
    """Return the first part of a partner's tags, in its one form; ValidationError when it is none."""
    tidy = value.strip().lower()
    if not NAMESPACE.fullmatch(tidy):
        raise ValidationError({"namespace": _("Use 2 to 30 small letters, digits and hyphens.")})
    return tidy


def check_word(value: str) -> str:
    """Return the second part of a tag, in its one form; ValidationError when it is none."""
    tidy = value.strip().lower()
    if not WORD.fullmatch(tidy):
        raise ValidationError({"word": _("Use 1 to 49 small letters, digits and hyphens.")})
    return tidy


def check_key(*, name: str, scopes: Iterable[str], expires_at: datetime, per_hour: int, at: datetime) -> str:
    """Return the tidied name of a key to be; ValidationError per field."""
    errors: dict[str, str] = {}
    tidy = text.clean(name[:200], 200)
    if not 1 <= len(tidy) <= 60:
        errors["name"] = _("Give the key a name of at most 60 characters: where is it used?")
    wanted = set(scopes)
    if not wanted or wanted - set(Scope.values):
        errors["scopes"] = _("Choose at least one thing that the key may do.")
    if not at < expires_at <= at + LONGEST_LIFE:
        errors["expires_at"] = _("Choose a day in the future, at most two years from now.")
    if not 1 <= per_hour <= MOST_PER_HOUR:
        errors["per_hour"] = _("Choose from 1 to %(n)d requests an hour.") % {"n": MOST_PER_HOUR}
    if errors:
        raise ValidationError(errors)
    return tidy


def check_count(held: int, most: int) -> None:
    """Raise ValidationError when there are enough of them already."""
    if held >= most:
        raise ValidationError(
            ngettext("There is room for at most %(n)d.", "There is room for at most %(n)d.", most) % {"n": most}
        )


def check_hook_url(url: str, *, plain_allowed: bool) -> str:
    """Return the address of a webhook; ValidationError when it is none we send to. Its name is looked up when sending."""
    try:
        parts = http.check_url(url.strip())
    except http.RefusedError:
        raise ValidationError(
            {"url": _("This is no web address we can send to. Write it like https://www.example.nl/webhook.")}
        ) from None
    if len(url.strip()) > 500:
        raise ValidationError({"url": _("Use an address of at most 500 characters.")})
    if parts.scheme != "https" and not plain_allowed:
        raise ValidationError({"url": _("Use an address that begins with https://, so that nobody can listen in.")})
    try:
        literal = ip_address(parts.hostname or "")
    except ValueError:
        literal = None
    inside = (literal is not None and not http.is_public(literal)) or parts.hostname == "localhost"
    if inside and not plain_allowed:
        raise ValidationError({"url": _("This address is not on the public internet.")})
    return url.strip()


def hook_secret(hook_id: int, salt: str) -> str:
    """Return the secret that signs the messages of a webhook: made from the site's own, so that no table holds it."""
    raw = salted_hmac(f"kracht.partners.hook.{hook_id}", salt, algorithm="sha256").digest()
    return "whsec_" + base64.b64encode(raw).decode()


def sign(secret: str, *, message: str, timestamp: int, body: bytes) -> str:
    """Return the `webhook-signature` of Standard Webhooks 1.0: HMAC-SHA256 over "id.timestamp.body"."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def wait_after(tries: int) -> timedelta | None:
    """Return how long to wait after this many failures of one message; None when it is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


def plain_hooks_allowed() -> bool:
    """Return whether webhooks may go to this machine without TLS: only under test."""
    return bool(settings.LOOPBACK_ALLOWED)
