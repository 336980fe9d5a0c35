"""Challenges, and whether an answer is right. A challenge is signed, so nothing is kept until it is answered."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import altcha
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from kracht.foundation.guard.facts import ALGORITHM, FASTEST, HOLDS, OLDEST, PREFIX, ROUNDS, Proof

LONGEST = 4000  # characters of an answer
_signer = Signer(salt="kracht.guard.started")


def _secret() -> str:
    return salted_hmac("kracht.guard.proof", settings.SITE_URL, algorithm="sha256").hexdigest()


def challenge(*, at: datetime) -> dict[str, Any]:
    """A new task for the browser, as the ALTCHA protocol (version 2) writes it."""
    made = altcha.create_challenge(ALGORITHM, ROUNDS, key_prefix=PREFIX, expires_at=at + HOLDS, hmac_secret=_secret())
    return dict(made.to_dict())


def check(payload: str, *, at: datetime) -> Proof | None:
    """The proof in an answer; None when it is no answer to a challenge of ours, or too old."""
    if len(payload) > LONGEST:
        return None
    try:
        answer = altcha.Payload.from_dict(json.loads(base64.b64decode(payload, validate=True)))
        correct = altcha.verify_solution(answer, _secret()).verified
        expires_at = datetime.fromtimestamp(int(answer.challenge.parameters.expires_at or 0), UTC)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    if not correct or expires_at < at:
        return None
    return Proof(hashlib.sha256(str(answer.challenge.signature).encode()).hexdigest(), expires_at)


def start_stamp(*, at: datetime) -> str:
    """When a form was shown, signed."""
    return _signer.sign(str(int(at.timestamp())))


def took_long_enough(stamp: str, *, at: datetime) -> bool | None:
    """Whether a person could have filled in the form since then; None when the stamp is not ours or too old."""
    try:
        seconds = at.timestamp() - int(_signer.unsign(stamp))
    except (BadSignature, ValueError):
        return None
    if seconds > OLDEST.total_seconds():
        return None
    return seconds >= FASTEST.total_seconds()
