"""What may be done with an entry, and when. Pure: no queries, no clock. `check_can_x` raises a sentence for people."""

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative

LINK_DAYS = 30
AT_DESK = {State.WAITING.value, State.ASKED.value}
DECIDED = {State.PUBLISHED.value, State.REFUSED.value, State.ASKED.value, State.WITHDRAWN.value}


def token_hash(token: str) -> str:
    """Return how the token of a link in a mail is kept; the token itself is kept nowhere."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def can_see(initiative: Initiative, *, moderator: bool) -> bool:
    """Return whether a person may open the page of this entry."""
    return initiative.state == State.PUBLISHED or moderator


def check_can_moderate(*, moderator: bool) -> None:
    """Raise PermissionDenied for everyone but moderators."""
    if not moderator:
        raise PermissionDenied(_("Only moderators can do this."))


def check_can_decide(initiative: Initiative) -> None:
    """Raise ValidationError when the entry is not waiting for a moderator (any more)."""
    if initiative.state not in AT_DESK:
        raise ValidationError(_("Somebody else has already handled this entry."))


def check_is_unchanged(initiative: Initiative, seen: datetime | None) -> None:
    """Raise ValidationError when the entry changed after the moment at which the moderator read it (None: unknown)."""
    if seen is not None and initiative.updated_at != seen:
        raise ValidationError(_("This entry changed while you were reading it. Read it again before you decide."))


def can_decide(initiative: Initiative) -> bool:
    """Return whether a moderator can publish, ask back or refuse."""
    return initiative.state in AT_DESK


def check_can_undo(initiative: Initiative) -> None:
    """Raise ValidationError when there is no last decision to take back."""
    if not can_undo(initiative):
        raise ValidationError(_("There is no decision to undo."))


def can_undo(initiative: Initiative) -> bool:
    """Return whether the last decision can be taken back."""
    return initiative.state in DECIDED and bool(initiative.state_before)


def check_can_withdraw(initiative: Initiative) -> None:
    """Raise ValidationError unless the entry is in the public register."""
    if initiative.state != State.PUBLISHED:
        raise ValidationError(_("Only a published entry can be taken out of the register."))


def check_can_confirm(created_at: datetime, at: datetime) -> None:
    """Raise ValidationError when the link in the mail is too old."""
    if at - created_at > timedelta(days=LINK_DAYS):
        raise ValidationError(
            _("This link is older than %(days)d days. Please add the initiative again."), params={"days": LINK_DAYS}
        )


def check_reason(reason: str) -> str:
    """Return the reason, tidied; raise ValidationError when it says nothing."""
    tidy = reason.strip()
    if len(tidy) < 10:
        raise ValidationError(_("Write at least one sentence, so that the sender understands why."))
    return tidy[:2000]
