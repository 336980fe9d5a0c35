"""The reviewers' side: take, judge, decide, withdraw. Who has an interest is refused, whatever the page showed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from kracht.domains.initiatives.operations import labelling
from kracht.domains.labels import queries, rules
from kracht.domains.labels.facts import Found, State
from kracht.domains.labels.models import Finding, Review
from kracht.domains.labels.operations import telling
from kracht.domains.labels.operations.asking import locked
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.subscriptions.operations import noting


@transaction.atomic
def take(*, number: int, reviewer: bool, by: User, at: datetime, on: date) -> None:
    """Take a check that waits."""
    rules.check_reviewer(reviewer=reviewer)
    row = locked(number)
    rules.check_state(row.state, State.ASKED)
    rules.check_can_review(queries.conflict(by, queries.as_case(row), on=on))
    row.state, row.reviewer, row.updated_at = State.REVIEWING, by, at
    row.save(update_fields=["state", "reviewer", "updated_at"])
    audit.record(by=by, verb="label.taken", target=row, at=at)


@transaction.atomic
def give_back(*, number: int, reviewer: bool, by: User, at: datetime) -> None:
    """Leave a check to another reviewer; the findings so far go."""
    row = _mine(number, reviewer=reviewer, by=by)
    row.findings.filter(round=row.round).delete()
    row.state, row.reviewer, row.updated_at = State.ASKED, None, at
    row.save(update_fields=["state", "reviewer", "updated_at"])
    audit.record(by=by, verb="label.given_back", target=row, at=at)


@transaction.atomic
def judge(*, number: int, findings: Sequence[Found], reviewer: bool, by: User, at: datetime) -> None:
    """Keep what was found so far; each finding must be whole."""
    row = _mine(number, reviewer=reviewer, by=by)
    criteria = {one.number: one for one in queries.as_case(row).criteria.criteria}
    for found in findings:
        if found.criterion in criteria:
            rules.check_finding(criteria[found.criterion], found)
            Finding.objects.update_or_create(
                review=row,
                criterion_id=found.criterion,
                round=row.round,
                defaults={"verdict": found.verdict, "reason": found.reason.strip()},
            )
    row.updated_at = at
    row.save(update_fields=["updated_at"])
    audit.record(by=by, verb="label.judged", target=row, at=at, data={"n": len(findings)})


@transaction.atomic
def decide(*, number: int, words: str, reviewer: bool, by: User, at: datetime, on: date) -> State:
    """Close the check: the findings say whether the label is given. The initiative is told, with every reason."""
    row = _mine(number, reviewer=reviewer, by=by)
    case = queries.as_case(row)
    rules.check_can_review(queries.conflict(by, case, on=on))
    result = rules.outcome(case.criteria.criteria, case.findings)
    row.reason = rules.check_reason(words)
    what = (
        "restored" if result == State.GIVEN and row.ended_at else result.value
    )  # after an appeal against a withdrawal
    row.state, row.decided_at, row.updated_at, row.ended_at = result, at, at, None
    if result == State.GIVEN:
        _replace(row, at)
        row.valid_until = row.valid_until if row.valid_until and row.valid_until > on else rules.term(on)
    row.save()
    until = row.valid_until.isoformat() if result == State.GIVEN and row.valid_until else ""
    audit.record(by=by, verb=f"label.{what}", target=row, at=at, data={"round": row.round, "until": until})
    if result == State.GIVEN:
        labelling.set_label(key=row.initiative_id, until=row.valid_until)
        noting.note(what="label", target_type="initiative", target_id=row.initiative_id, at=at)
    telling.owners(row, result.value, on=on, at=at)
    return result


def _replace(row: Review, at: datetime) -> None:
    """A label that still holds goes over into the new one."""
    for old in Review.objects.select_for_update().filter(initiative_id=row.initiative_id, state=State.GIVEN):
        old.state, old.ended_at, old.updated_at = State.EXPIRED, at, at
        old.save(update_fields=["state", "ended_at", "updated_at"])


@transaction.atomic
def withdraw(*, number: int, reason: str, reviewer: bool, by: User, at: datetime, on: date) -> None:
    """Take a label away, with a reason that everyone can read."""
    rules.check_reviewer(reviewer=reviewer)
    row = locked(number)
    rules.check_state(row.state, State.GIVEN)
    rules.check_can_review(queries.conflict(by, queries.as_case(row), on=on))
    row.reason = rules.check_reason(reason)
    row.state, row.ended_at, row.updated_at, row.reviewer = State.WITHDRAWN, at, at, by
    row.save(update_fields=["reason", "state", "ended_at", "updated_at", "reviewer"])
    labelling.set_label(key=row.initiative_id, until=None)
    audit.record(by=by, verb="label.withdrawn", target=row, at=at, data={"reason": row.reason})
    telling.owners(row, "withdrawn", on=on, at=at)


def _mine(number: int, *, reviewer: bool, by: User) -> Review:
    rules.check_reviewer(reviewer=reviewer)
    row = locked(number)
    rules.check_state(row.state, State.REVIEWING)
    rules.check_is_mine(row.reviewer_id, by.pk)
    return row
