"""What may be done with a check, and what it comes to. Pure: no queries, no clock. `check_*` raises a sentence for people."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.domains.labels.facts import Conflict, CriterionFact, Found, Shown, State, Verdict

YEARS = 2
RENEW_DAYS = 180  # before the end, from when the label can be asked again
REMIND_DAYS = 60
APPEAL_DAYS = 42
SHORTEST_REASON = 10
MOST_BYTES = 5_000_000
PDF = b"%PDF-"
WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)  # how `media` draws a picture anew


def check_owner(*, owner: bool) -> None:
    """Only who looks after an entry asks for its label."""
    if not owner:
        raise PermissionDenied(_("Only who looks after this initiative can ask for its label."))


def check_reviewer(*, reviewer: bool) -> None:
    """Only reviewers check."""
    if not reviewer:
        raise PermissionDenied(_("Only reviewers of the quality label can do this."))


def can_ask(*, published: bool, open_: bool, valid_until: date | None, on: date) -> bool:
    """Whether a new check can begin now."""
    try:
        check_can_ask(published=published, open_=open_, valid_until=valid_until, on=on)
    except ValidationError:
        return False
    return True


def check_can_ask(*, published: bool, open_: bool, valid_until: date | None, on: date) -> None:
    """Raise ValidationError when no check can begin: not on the map, one runs, or the term has long to go."""
    if not published:
        raise ValidationError(_("Only an initiative that is on the map can ask for the label."))
    if open_:
        raise ValidationError(_("A check of this initiative runs already."))
    if valid_until is not None and valid_until - timedelta(days=RENEW_DAYS) > on:
        raise ValidationError(_("The label holds for a long time yet. You can ask again half a year before the end."))


def check_state(state: str, *wanted: State) -> None:
    """Raise ValidationError when a check does not stand where this can be done."""
    if state not in {str(one) for one in wanted}:
        raise ValidationError(_("This check has moved on meanwhile. Look at how it stands now."))


def check_evidence(criteria: Iterable[CriterionFact], evidence: Iterable[Shown]) -> None:
    """Raise ValidationError, naming the criteria for which nothing is shown."""
    filled = {one.criterion for one in evidence if one.filled}
    bare = [one.name for one in criteria if one.number not in filled]
    if bare:
        raise ValidationError(
            _("Show something for each criterion, a sentence is enough. Still empty: %(names)s."),
            params={"names": ", ".join(bare)},
        )


def check_can_review(conflict: Conflict) -> None:
    """Raise PermissionDenied for who has an interest: four eyes, and none of them the initiative's own."""
    if conflict.owner:
        raise PermissionDenied(_("You look after this initiative yourself, so somebody else checks it."))
    if conflict.organisation:
        raise PermissionDenied(_("You belong to an organisation of this initiative, so somebody else checks it."))
    if conflict.first:
        raise PermissionDenied(_("You judged this before. An appeal goes to a second reviewer."))


def can_review(conflict: Conflict) -> bool:
    """Whether this person may check."""
    return conflict == Conflict()


def check_is_mine(reviewer: int | None, person: int) -> None:
    """Raise PermissionDenied when another reviewer has the check."""
    if reviewer != person:
        raise PermissionDenied(_("Another reviewer has this check."))


def check_finding(criterion: CriterionFact, found: Found) -> None:
    """Raise ValidationError for a verdict that is none or says nothing."""
    if found.verdict not in Verdict.values:
        raise ValidationError(_("%(name)s: choose met, not met or does not apply."), params={"name": criterion.name})
    if found.verdict == Verdict.NOT_APPLICABLE and not criterion.may_skip:
        raise ValidationError(_("%(name)s: this applies to every initiative."), params={"name": criterion.name})
    if len(found.reason.strip()) < SHORTEST_REASON:
        raise ValidationError(_("%(name)s: write in a sentence why you find this."), params={"name": criterion.name})


def outcome(criteria: Sequence[CriterionFact], findings: Iterable[Found]) -> State:
    """Return what the findings come to: given when every criterion is met or does not apply, else refused.

    ValidationError while a criterion has no finding.
    """
    verdicts = {one.criterion: one.verdict for one in findings}
    missing = [one.name for one in criteria if one.number not in verdicts]
    if missing:
        raise ValidationError(
            _("Judge every criterion first. Still open: %(names)s."), params={"names": ", ".join(missing)}
        )
    return State.REFUSED if Verdict.NOT_MET in verdicts.values() else State.GIVEN


def can_appeal(*, state: str, appealed: bool, since: datetime | None, at: datetime) -> bool:
    """Whether the initiative can still ask a second reviewer."""
    if state not in {State.REFUSED.value, State.WITHDRAWN.value} or appealed or since is None:
        return False
    return at - since <= timedelta(days=APPEAL_DAYS)


def check_can_appeal(*, state: str, appealed: bool, since: datetime | None, at: datetime) -> None:
    """Raise ValidationError when there is nothing to appeal against, or it is too late, or it was done before."""
    if not can_appeal(state=state, appealed=appealed, since=since, at=at):
        raise ValidationError(
            _("You can appeal once, within %(days)d days of the decision."), params={"days": APPEAL_DAYS}
        )


def check_reason(reason: str) -> str:
    """Return the reason, tidied; ValidationError when it says nothing."""
    tidy = reason.strip()
    if len(tidy) < SHORTEST_REASON:
        raise ValidationError(_("Write at least one sentence, so that others understand why."))
    return tidy[:2000]


def term(on: date) -> date:
    """Return the last day of a label given on this day: two years on."""
    try:
        return on.replace(year=on.year + YEARS)
    except ValueError:  # 29 February
        return on.replace(year=on.year + YEARS, day=28)


def is_pdf(data: bytes) -> bool:
    """Whether this calls itself a PDF."""
    return data.startswith(PDF)


def check_size(data: bytes) -> None:
    """Raise ValidationError for a file that is too large."""
    if len(data) > MOST_BYTES:
        raise ValidationError(_("This file is too large: at most 5 MB fits."))


def check_document(data: bytes) -> str:
    """Return the SHA-256 of a PDF or a picture that was drawn anew; ValidationError for anything else."""
    check_size(data)
    if not (is_pdf(data) or WEBP.match(data)):
        raise ValidationError(_("This is no PDF. Give a PDF or a picture (JPEG, PNG or WebP)."))
    return hashlib.sha256(data).hexdigest()
