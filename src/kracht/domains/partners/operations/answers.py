"""Requests that must have their effect once: the answer is kept in the transaction of the effect."""

import hashlib
import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.domains.partners.models import Once

FORM = re.compile(r"[A-Za-z0-9_-]{1,200}")


@transaction.atomic
def begin(*, partner_id: int, key: str, body: bytes, at: datetime) -> tuple[int, str, str] | None:
    """Claim a key inside the caller's transaction; (status, body, location) when it was answered before, else None.

    A second request with the same key waits here until the first is done. ValidationError when the key was used for
    another request (code "other") or cannot be one (code "key").
    """
    if not FORM.fullmatch(key):
        raise ValidationError(
            _("An Idempotency-Key has 1 to 200 letters, digits, hyphens and underscores."), code="key"
        )
    digest = hashlib.sha256(body).hexdigest()
    row, fresh = Once.objects.get_or_create(
        partner_id=partner_id, key=key, defaults={"digest": digest, "created_at": at}
    )
    if fresh:
        return None
    if row.digest != digest:
        raise ValidationError(_("This Idempotency-Key was used for another request."), code="other")
    return row.status, row.body, row.location


def finish(*, partner_id: int, key: str, status: int, body: str, location: str) -> None:
    """Keep the answer, in the same transaction."""
    Once.objects.filter(partner_id=partner_id, key=key).update(status=status, body=body, location=location)
