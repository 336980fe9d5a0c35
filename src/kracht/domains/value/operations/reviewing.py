"""The reviewers' desk: a first check, publication by a second person, back with a question, and corrections."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kracht.domains.value.facts import GiftSaid, State, Verdict
from kracht.domains.value.models import Appraisal, Publication, Review, Run
from kracht.domains.value.models.gifts import Gift
from kracht.domains.value.operations.answering import locked
from kracht.domains.value.queries import answering as queries
from kracht.domains.value.rules import computing, permissions
from kracht.domains.value.rules.answers import said
from kracht.foundation.accounts.queries import active_by_ids
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.notify import operations as notify
from socialvalue.record import canonical


@transaction.atomic
def check(*, number: int, text: str, by: Actor, at: datetime, reviewer: bool, own: bool) -> None:
    """The first reviewer finds the figures right; a second person publishes."""
    permissions.check_can_review(reviewer=reviewer, own=own)
    row = locked(number)
    permissions.check_can_pass(row)
    if by.audit_key in {row.started_by, row.submitted_by}:
        raise ValidationError(_("Who filled in the figures cannot also check them."))
    _say(row, Verdict.FIRST, text, by=by, at=at)
    _move(row, State.REVIEW, by=by, at=at)


@transaction.atomic
def send_back(*, number: int, text: str, by: Actor, at: datetime, reviewer: bool, own: bool) -> None:
    """Back to the initiative with a question, which they get by mail."""
    permissions.check_can_review(reviewer=reviewer, own=own)
    row = locked(number)
    permissions.check_can_send_back(row)
    question = permissions.check_reason(text)
    _say(row, Verdict.BACK, question, by=by, at=at)
    _move(row, State.DRAFT, by=by, at=at)
    _tell(row, "asked", at=at, question=question)


@transaction.atomic
def publish(
    *, number: int, text: str, by: Actor, at: datetime, reviewer: bool, own: bool, demonstration: bool
) -> Publication:
    """A second person publishes: the sheet is computed, recorded and never changed again."""
    permissions.check_can_review(reviewer=reviewer, own=own)
    row = locked(number)
    first = _first_of(row)
    worked = queries.worked_out(row, on=at.date())
    if worked.central is None:
        raise ValidationError(_("Some answers are still missing or cannot be right."))
    permissions.check_demonstration(worked.demonstration, allowed=demonstration)
    red = any(flag["colour"] == "red" for flag in worked.central["flags"])
    permissions.check_can_publish(row, first=first, second=by.audit_key, red=red, said=text)
    _say(row, Verdict.SECOND, text, by=by, at=at)
    made = put_out(row, worked.inputs, computing.full(worked.inputs), people=(first, by.audit_key), at=at)
    _move(row, State.PUBLISHED if made.number == 1 else State.CORRECTED, by=by, at=at)
    _tell(row, "published", at=at)
    _tell_givers(row, made, at=at)
    return made


def put_out(
    row: Appraisal, inputs: dict[str, Any], outputs: dict[str, Any], *, people: tuple[str, str], at: datetime
) -> Publication:
    """Keep the record of a sheet and make it the newest publication."""
    record = computing.sealed(inputs, outputs)
    run, _new = Run.objects.get_or_create(
        hash=record["hash"], defaults={"record": canonical(record).decode(), "made_at": at}
    )
    last = row.publications.order_by("-number").first()
    if last is not None and last.run_id == run.pk:
        raise ValidationError(_("Nothing changed: these are the figures that are published already."))
    return Publication.objects.create(
        appraisal=row,
        number=last.number + 1 if last else 1,
        run=run,
        value_set_id=row.value_set_id,
        activities=said(row.answers, "activities")[:2000],
        evidence=sorted(row.evidence.values_list("sha256", flat=True)),
        first_by=people[0],
        second_by=people[1],
        at=at,
        reason=row.correcting,
    )


@transaction.atomic
def correct(
    *, number: int, reason: str, by: Actor, at: datetime, owner: bool, reviewer: bool, own: bool = False
) -> None:
    """Open a published year again. What was published stays to be seen, beside the correction and its reason."""
    if not owner:
        permissions.check_can_review(reviewer=reviewer, own=own)
    row = locked(number)
    permissions.check_can_correct(row, reason)
    row.correcting = reason[:1000]
    row.save(update_fields=["correcting"])
    _move(row, State.DRAFT, by=by, at=at)


def _first_of(row: Appraisal) -> str:
    last = row.reviews.order_by("-pk").first()
    return last.by if last and last.verdict == Verdict.FIRST else ""


def _say(row: Appraisal, verdict: Verdict, text: str, *, by: Actor, at: datetime) -> None:
    Review.objects.create(appraisal=row, verdict=verdict, text=text[:2000], by=by.audit_key, at=at)


def _move(row: Appraisal, state: State, *, by: Actor, at: datetime) -> None:
    before, row.state = row.state, state
    row.save(update_fields=["state"])
    audit.record(by=by, verb=f"value {state.value}", target=row, at=at, data={"from": before})


def _tell(row: Appraisal, kind: str, *, at: datetime, question: str = "") -> None:
    """Mail whoever sent the figures in, when that is a person with an account."""
    name = "value:sheet" if kind == "published" else "value:years"
    _mail(row, kind, [row.submitted_by], name, _args(row, kind), {"question": question}, at)


def _tell_givers(row: Appraisal, made: Publication, *, at: datetime) -> None:
    """Mail who gave to this year, once each, that what their gift did can be seen, or was corrected and why."""
    gifts = Gift.objects.filter(initiative_id=row.initiative_id, year=row.year, word__said=GiftSaid.RECEIVED)
    context = {"corrected": made.number > 1, "reason": made.reason}
    givers = sorted(set(gifts.values_list("giver", flat=True)))
    _mail(row, "gift", givers, "aex:gift_year", [row.initiative.slug, row.year], context, at)


def _mail(
    row: Appraisal,
    kind: str,
    keys: list[str],
    page: str,
    args: list[str | int],
    context: dict[str, Any],
    at: datetime,
) -> None:
    """Send a mail with a link to a page to those of these keys that are people with an account, in their language."""
    for person in active_by_ids(int(key[5:]) for key in keys if key.startswith("user:") and key[5:].isdecimal()):
        with translation.override(person.language):
            place = reverse(page, args=args)
        known = {"initiative": row.initiative.name, "year": row.year, "url": f"{settings.SITE_URL}{place}"}
        notify.tell(to=person, kind=f"value/{kind}", at=at, context=context | known, about=row)


def _args(row: Appraisal, kind: str) -> list[str | int]:
    return [row.initiative.slug, row.year] if kind == "published" else [row.initiative.slug]
