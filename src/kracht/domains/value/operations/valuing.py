"""The value set: a new version, its rows, proposing, and publishing by a second person."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kracht.domains.value import wording
from kracht.domains.value.facts import SetState, ValueRow
from kracht.domains.value.models import Value, ValueSet
from kracht.domains.value.rules import inputs, permissions
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from socialvalue import pipeline, spec
from socialvalue.record import digest

PLAIN = tuple(asdict(ValueRow("", "", "", "", "", "", "", "0", "0", "0")))
MONEY = ("low", "central", "high", "cashable", "norm")


@transaction.atomic
def draft(*, by: Actor, at: datetime, reviewer: bool) -> ValueSet:
    """Start a new version with the rows of the last published one; a version that is being written is given back."""
    permissions.check_can_review(reviewer=reviewer)
    known = ValueSet.objects.select_for_update().filter(state=SetState.DRAFT).first()
    if known:
        return known
    base = ValueSet.objects.filter(state=SetState.PUBLISHED).order_by("-number").first()
    row = _new(base.parameters if base else {}, based_on=base, by=by, at=at)
    if base:
        copies = list(base.values.all())
        for one in copies:
            one.pk, one.value_set = None, row
        Value.objects.bulk_create(copies)
    return row


def _new(parameters: dict[str, Any], *, based_on: ValueSet | None, by: Actor, at: datetime, note: str = "") -> ValueSet:
    number = (ValueSet.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    row = ValueSet.objects.create(
        number=number, parameters=parameters, based_on=based_on, made_by=by.audit_key, made_at=at, note=note
    )
    audit.record(by=by, verb="value set drafted", target=row, at=at)
    return row


@transaction.atomic
def put(*, number: int, values: ValueRow, by: Actor, at: datetime, reviewer: bool) -> Value:
    """Add or change a row of the version that is being written."""
    permissions.check_can_review(reviewer=reviewer)
    version = _locked(number)
    permissions.check_can_edit(version)
    row = Value.objects.filter(value_set=version, code=values.code).first() or Value(
        value_set=version, code=values.code
    )
    fill(row, values)
    check_row(row)
    row.save()
    audit.record(by=by, verb="value changed", target=version, at=at, data={"code": row.code})
    return row


def fill(row: Value, values: ValueRow) -> None:
    """Write the values into the row, in memory. ValidationError for what is no number."""
    for name in PLAIN:
        given = getattr(values, name)
        if name in MONEY and given is not None:
            try:
                given = Decimal(given)
            except InvalidOperation:
                raise ValidationError({name: _("Write a number, such as 0,25.")}) from None
            if not given.is_finite():
                raise ValidationError({name: wording.of_rule("finite")})
        setattr(row, name, given)


def check_row(row: Value) -> None:
    """Refuse a row that the core would refuse, with the field and the rule."""
    row.full_clean(exclude=["value_set"], validate_constraints=False)
    try:
        pipeline.outputs("catalogue", {"values": [inputs.core_row(row)]})
    except spec.Refused as refused:
        raise ValidationError(
            {_field(problem.field): f"{wording.of_rule(problem.rule)} ({problem.rule})" for problem in refused.problems}
        ) from None


def _field(path: str) -> str:
    name = path.rpartition(".")[2]
    return name if name in PLAIN else "__all__"


@transaction.atomic
def remove(*, number: int, code: str, by: Actor, at: datetime, reviewer: bool) -> None:
    """Take a row out of the version that is being written. Twice is once."""
    permissions.check_can_review(reviewer=reviewer)
    version = _locked(number)
    permissions.check_can_edit(version)
    gone, _kinds = Value.objects.filter(value_set=version, code=code).delete()
    if gone:
        audit.record(by=by, verb="value removed", target=version, at=at, data={"code": code})


@transaction.atomic
def propose(*, number: int, note: str, by: Actor, at: datetime, reviewer: bool) -> None:
    """Offer the version to a second person; `note` says what changed and why."""
    permissions.check_can_review(reviewer=reviewer)
    version = _locked(number)
    permissions.check_can_edit(version)
    version.note = permissions.check_reason(note)
    version.state, version.proposed_by, version.proposed_at = SetState.PROPOSED, by.audit_key, at
    version.save(update_fields=["state", "proposed_by", "proposed_at", "note"])
    audit.record(by=by, verb="value set proposed", target=version, at=at)


@transaction.atomic
def accept(*, number: int, by: Actor, at: datetime, reviewer: bool) -> None:
    """Publish the version: from now on it never changes, and new figures use it."""
    permissions.check_can_review(reviewer=reviewer)
    version = _locked(number)
    permissions.check_can_accept(version, by=by.audit_key)
    _publish(version, by=by, at=at)


def _publish(version: ValueSet, *, by: Actor, at: datetime) -> None:
    rows = [inputs.core_row(row) for row in version.values.order_by("code")]
    try:
        pipeline.outputs("catalogue", {"values": rows, "on": at.date().isoformat()})
    except spec.Refused as refused:
        raise ValidationError(
            [f"{problem.field}: {wording.of_rule(problem.rule)} ({problem.rule})" for problem in refused.problems]
        ) from None
    version.digest = digest({"values": rows, "parameters": version.parameters})
    version.state, version.published_by, version.published_at = SetState.PUBLISHED, by.audit_key, at
    version.save()
    audit.record(by=by, verb="value set published", target=version, at=at)


@transaction.atomic
def send_back(*, number: int, by: Actor, at: datetime, reviewer: bool) -> None:
    """The second person does not agree: the version can be changed again."""
    permissions.check_can_review(reviewer=reviewer)
    version = _locked(number)
    if version.state != SetState.PROPOSED:
        raise ValidationError(_("This version does not wait for a second person."))
    version.state = SetState.DRAFT
    version.save(update_fields=["state"])
    audit.record(by=by, verb="value set sent back", target=version, at=at)


@transaction.atomic
def load(
    *, note: str, parameters: dict[str, Any], rows: Sequence[ValueRow], proposer: Actor, by: Actor, at: datetime
) -> ValueSet:
    """Publish a version that comes in whole from a file, unless the last published one holds the same already."""
    made = [Value() for _row in rows]
    for row, values in zip(made, rows, strict=True):
        fill(row, values)
    core = [inputs.core_row(row) for row in sorted(made, key=lambda one: one.code)]
    known = ValueSet.objects.filter(state=SetState.PUBLISHED).order_by("-number").first()
    if known and known.digest == digest({"values": core, "parameters": parameters}):
        return known
    version = _new(parameters, based_on=known, by=proposer, at=at, note=note)
    for row in made:
        row.value_set = version
        check_row(row)
    Value.objects.bulk_create(made)
    version.state, version.proposed_by, version.proposed_at = SetState.PROPOSED, proposer.audit_key, at
    version.save()
    _publish(version, by=by, at=at)
    return version


def _locked(number: int) -> ValueSet:
    row = ValueSet.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise ValidationError(_("This version of the value set does not exist."))
    return row
