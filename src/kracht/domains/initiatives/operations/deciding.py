"""The moderation desk: publish, ask back, refuse, withdraw, undo. Each act is one transaction with an audit row.

The caller (a surface) mails the outcome: it gets back whom to tell.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import InitiativeValues, State
from kracht.domains.initiatives.models import Initiative, Submission
from kracht.domains.initiatives.operations import writing
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.media import operations as media


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided, and whom to tell. `token` opens the form again when something is asked back."""

    initiative_id: int
    name: str
    slug: str
    state: str
    email: str
    language: str
    reason: str
    token: str = ""


def publish(*, key: int, by: Actor, moderator: bool, at: datetime, seen: datetime | None = None) -> Outcome:
    """Put a waiting entry in the register."""
    return _decide(key, State.PUBLISHED, "", by=by, moderator=moderator, at=at, seen=seen)


def ask_back(
    *, key: int, reason: str, by: Actor, moderator: bool, at: datetime, seen: datetime | None = None
) -> Outcome:
    """Ask the sender something; they get a link to mend the entry."""
    return _decide(key, State.ASKED, rules.check_reason(reason), by=by, moderator=moderator, at=at, seen=seen)


def refuse(*, key: int, reason: str, by: Actor, moderator: bool, at: datetime, seen: datetime | None = None) -> Outcome:
    """Keep an entry out of the register, with the reason."""
    return _decide(key, State.REFUSED, rules.check_reason(reason), by=by, moderator=moderator, at=at, seen=seen)


def withdraw(*, key: int, reason: str, by: Actor, moderator: bool, at: datetime) -> Outcome:
    """Take a published entry out of the register."""
    tidy = rules.check_reason(reason)
    with transaction.atomic():
        row = _locked(key, moderator=moderator)
        rules.check_can_withdraw(row)
        return _move(row, State.WITHDRAWN, tidy, by=by, at=at)


def undo(*, key: int, by: Actor, moderator: bool, at: datetime) -> Outcome:
    """Take back the last decision: the entry returns to where it stood."""
    with transaction.atomic():
        row = _locked(key, moderator=moderator)
        rules.check_can_undo(row)
        before = row.state_before
        outcome = _move(row, State(before), "", by=by, at=at, verb="undo")
        row.state_before = ""
        row.save(update_fields=["state_before"])
        return outcome


@transaction.atomic
def revise(
    *, key: int, values: InitiativeValues, by: Actor, moderator: bool, at: datetime, seen: datetime | None = None
) -> Initiative:
    """Change an entry at the desk, whatever its state."""
    row = _locked(key, moderator=moderator)
    rules.check_is_unchanged(row, seen)
    writing.fill(row, values, at=at)
    writing.find_words([row])
    row.save()
    writing.replace_parts(row, values)
    media.use(ids=values.pictures, owner=f"initiative:{row.id}", by=by, at=at)
    audit.record(by=by, verb="initiative.revise", target=row, at=at)
    return row


def _locked(key: int, *, moderator: bool) -> Initiative:
    rules.check_can_moderate(moderator=moderator)
    row = Initiative.objects.select_for_update().filter(id=key).exclude(state=State.DRAFT).first()
    if row is None:
        raise ValidationError(_("This entry does not exist."))
    return row


def _decide(
    key: int, state: State, reason: str, *, by: Actor, moderator: bool, at: datetime, seen: datetime | None
) -> Outcome:
    with transaction.atomic():
        row = _locked(key, moderator=moderator)
        rules.check_can_decide(row)
        rules.check_is_unchanged(row, seen)
        return _move(row, state, reason, by=by, at=at)


def _show_pictures(row: Initiative, *, by: Actor, at: datetime) -> None:
    """Serve the pictures of an entry no longer when it left the map, and again when it came back."""
    if row.state == State.WITHDRAWN:
        media.hide(owner=f"initiative:{row.pk}", by=by, at=at)
    elif row.state_before == State.WITHDRAWN:
        media.show(owner=f"initiative:{row.pk}", by=by, at=at)


def _move(row: Initiative, state: State, reason: str, *, by: Actor, at: datetime, verb: str = "") -> Outcome:
    row.state_before, row.state, row.updated_at = row.state, state, at
    if state == State.PUBLISHED:
        row.published_at = row.published_at or at
        row.fresh_at = at
    row.save(update_fields=["state", "state_before", "updated_at", "published_at", "fresh_at"])
    submission = Submission.objects.filter(initiative=row).first()
    token = ""
    if submission:
        submission.decided_at, submission.reason = at, reason
        if state == State.ASKED:
            token = secrets.token_urlsafe(32)
            submission.token_hash = rules.token_hash(token)
        submission.save(update_fields=["decided_at", "reason", "token_hash"])
    _show_pictures(row, by=by, at=at)
    audit.record(by=by, verb=f"initiative.{verb or state.value}", target=row, at=at, data={"from": row.state_before})
    return Outcome(
        initiative_id=row.id,
        name=row.name,
        slug=row.slug,
        state=row.state,
        email=submission.email if submission else "",
        language=submission.language if submission else row.language,
        reason=reason,
        token=token,
    )
