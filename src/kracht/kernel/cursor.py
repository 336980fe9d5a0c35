"""Places in a long list, as an opaque word in an address: keyset paging never counts and never skips."""

import base64
import binascii
import json
from datetime import UTC, datetime

LONGEST = 200


def encode(*parts: object) -> str:
    """Return the word for a place; datetimes become ISO text."""
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in parts]
    packed = json.dumps(plain, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decode(word: str, *kinds: type) -> list[object]:
    """Return the parts of a place, each of the kind asked (str, int, float or datetime). Raises ValueError."""
    if not word or len(word) > LONGEST or not word.isascii():
        raise ValueError("not a place in this list")
    try:
        parts = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        raise ValueError("not a place in this list") from None
    if not isinstance(parts, list) or len(parts) != len(kinds):
        raise ValueError("not a place in this list")
    return [_as(part, kind) for part, kind in zip(parts, kinds, strict=True)]


def _as(part: object, kind: type) -> object:
    if kind is datetime and isinstance(part, str):
        moment = datetime.fromisoformat(part)
        if moment.tzinfo is None:
            raise ValueError("not a place in this list")
        try:
            return moment.astimezone(UTC)  # a place before the year 1 or after 9999 is none
        except OverflowError:
            raise ValueError("not a place in this list") from None
    if isinstance(part, str) and not part.isprintable():  # NUL and lone surrogates stop at the database
        raise ValueError("not a place in this list")
    if type(part) is not kind or (kind is int and not -(2**63) <= part < 2**63):  # type: ignore[operator] # an int here
        raise ValueError("not a place in this list")
    return part
