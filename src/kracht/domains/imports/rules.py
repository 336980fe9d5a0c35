"""What may be done with a run, and when. Pure."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.domains.imports.facts import VANISH_SHARE, WORKING, WRITING, Every, RunState
from kracht.domains.imports.models import Run

STEPS = {
    Every.HOUR.value: timedelta(hours=1),
    Every.DAY.value: timedelta(days=1),
    Every.WEEK.value: timedelta(days=7),
    Every.MONTH.value: timedelta(days=30),
}
READY = (RunState.CHECKED.value, RunState.ASKED.value)
MAPPABLE = (RunState.MAPPING.value, RunState.CHECKED.value, RunState.FAILED.value, RunState.CANCELLED.value)


def check_can_map(run: Run) -> None:
    """Raise ValidationError when the columns cannot be named (any more)."""
    if run.state not in MAPPABLE:
        raise ValidationError(_("This file is being worked on, or is in already. Start again with a new file."))


def check_can_apply(run: Run, *, moderator: bool, busy: bool) -> None:
    """Raise when it was not tried yet, when another file of the source is being worked on, or for a non-moderator."""
    if not moderator:
        raise PermissionDenied(_("A moderator brings it in: ask for that."))
    if run.state not in READY:
        raise ValidationError(_("This file was not tried yet, or is in already."))
    if busy:
        raise ValidationError(
            _("Another file of this source is being brought in or undone. Wait until that is finished, then try again.")
        )


def check_can_ask(run: Run) -> None:
    """Raise ValidationError when there is nothing to ask a moderator."""
    if run.state != RunState.CHECKED:
        raise ValidationError(_("Only a file that was tried can be sent to the moderators."))


def check_can_undo(run: Run, *, moderator: bool, busy: bool) -> None:
    """Raise when there is nothing to undo, or somebody is at work."""
    if not moderator:
        raise PermissionDenied(_("Only moderators can do this."))
    if run.state != RunState.APPLIED:
        raise ValidationError(_("Only a file that was brought in can be undone."))
    if busy:
        raise ValidationError(
            _("Another file of this source is being brought in or undone. Wait until that is finished, then try again.")
        )


def check_can_stop(run: Run) -> None:
    """Raise ValidationError when nothing is going on."""
    if run.state not in WORKING:
        raise ValidationError(_("Nothing is going on that can be stopped."))


def is_writing(state: str) -> bool:
    """Whether a run in this state writes to the register."""
    return state in WRITING


def asks_a_human(*, vanished: int, known: int) -> bool:
    """Whether so much of a source is gone that a person must look: more than a fifth, and more than two records."""
    return vanished > 2 and known > 0 and vanished / known > VANISH_SHARE


def next_visit(every: str, at: datetime) -> datetime | None:
    """When a followed source is asked again; None when it is not followed."""
    step = STEPS.get(every)
    return at + step if step else None
