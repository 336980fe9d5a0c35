"""Who may do what, and when. `check_can_x` raises a sentence for people. Pure: no queries, no clock."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.domains.value.facts import SetState, State
from kracht.domains.value.models import Appraisal, ValueSet

OPEN = {State.DRAFT.value, State.ASKED.value}
PAGE = "_page"  # among the answers: which page saved last
DONE = {State.PUBLISHED.value, State.CORRECTED.value}


def check_can_answer(*, owner: bool) -> None:
    """Only who keeps the initiative fills in its figures."""
    if not owner:
        raise PermissionDenied(_("Only the people of this initiative can fill in its figures."))


def check_is_open(row: Appraisal) -> None:
    """Raise ValidationError when the answers were sent in already."""
    if row.state not in OPEN:
        raise ValidationError(_("These figures have been sent in. They can be changed again when they come back."))


def check_version(row: Appraisal, seen: int | None, *, page: str = "") -> None:
    """Raise ValidationError when another page saved since this one was opened (None: unknown).

    `page` is a mark of the page at hand: what it saved by itself before does not stand in its own way.
    """
    mine = bool(page) and row.answers.get(PAGE) == page
    if seen is not None and row.version != seen and not mine:
        raise ValidationError(
            _("Somebody saved these figures in another tab. What is here now was saved last; type your change again.")
        )


def check_can_review(*, reviewer: bool, own: bool = False) -> None:
    """A reviewer has the role, and does not check figures of the own initiative."""
    if not reviewer:
        raise PermissionDenied(_("Only reviewers can do this."))
    if own:
        raise PermissionDenied(_("You keep this initiative, so somebody else must check its figures."))


def check_can_pass(row: Appraisal) -> None:
    """The first reviewer finds the figures right."""
    if row.state != State.SUBMITTED:
        raise ValidationError(_("These figures do not wait for a first check (any more)."))


def check_can_send_back(row: Appraisal) -> None:
    """Back to the initiative, with a question."""
    if row.state not in {State.SUBMITTED, State.REVIEW}:
        raise ValidationError(_("These figures do not wait for a check (any more)."))


def check_can_publish(row: Appraisal, *, first: str, second: str, red: bool, said: str) -> None:
    """A second person publishes; a red flag asks for that person's own words."""
    if row.state != State.REVIEW:
        raise ValidationError(_("These figures do not wait for a second person (any more)."))
    if first == second:
        raise PermissionDenied(_("You did the first check. A second person publishes."))
    if second in {row.submitted_by, row.started_by} or first in {row.submitted_by, row.started_by}:
        raise PermissionDenied(_("Who filled in the figures cannot also check them."))
    if red and len(said) < 20:
        raise ValidationError(_("There is a red flag. Write in your own words why the figures can still be right."))


def check_can_correct(row: Appraisal, reason: str) -> None:
    """A published year is opened again, with a reason that everyone will read."""
    if row.state not in DONE:
        raise ValidationError(_("Only published figures can be corrected."))
    if len(reason) < 10:
        raise ValidationError(_("Write at least one sentence, so that readers understand why."))


def check_reason(text: str) -> str:
    """Return the reason; raise ValidationError when it says nothing."""
    if len(text) < 10:
        raise ValidationError(_("Write at least one sentence, so that the other side understands why."))
    return text


def check_can_edit(row: ValueSet) -> None:
    """Only a version that is being written changes."""
    if row.state != SetState.DRAFT:
        raise ValidationError(_("This version cannot be changed (any more). Make a new version."))


def check_can_accept(row: ValueSet, *, by: str) -> None:
    """Another person than the one who proposed it accepts a version."""
    if row.state != SetState.PROPOSED:
        raise ValidationError(_("This version does not wait for a second person."))
    if by == row.proposed_by:
        raise PermissionDenied(_("You proposed this version. A second person publishes it."))


def check_demonstration(codes: Iterable[str], *, allowed: bool) -> None:
    """Foreign or assumed values stay out of a real site."""
    found = sorted(codes)
    if found and not allowed:
        raise ValidationError(
            _("These values are for demonstration only and cannot be published on this site: %(codes)s."),
            params={"codes": ", ".join(found)},
        )
