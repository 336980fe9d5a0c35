"""The initiative's side: prepare with evidence, ask, take back, appeal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.domains.labels import queries, rules
from kracht.domains.labels.facts import Shown, State
from kracht.domains.labels.models import Document, Evidence, Review
from kracht.domains.labels.operations import telling
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.media import operations as media
from kracht.foundation.media import queries as pictures
from kracht.foundation.media.facts import PictureRefused


def begin(*, initiative_id: int, published: bool, owner: bool, by: User, at: datetime, on: date) -> int:
    """Begin to prepare a check; returns its number. When one runs already, that one is given back."""
    rules.check_owner(owner=owner)
    known = queries.latest(initiative_id)
    if known and known.state == State.DRAFT:
        return known.number
    whole = queries.newest_set()
    if whole is None:
        raise ValidationError(_("There are no published criteria yet."))
    open_, until = queries.has_open(initiative_id), queries.given_until(initiative_id)
    rules.check_can_ask(published=published, open_=open_, valid_until=until, on=on)
    try:
        with transaction.atomic():
            row = Review.objects.create(
                initiative_id=initiative_id, criteria_set_id=whole.number, asked_by=by, created_at=at, updated_at=at
            )
            audit.record(by=by, verb="label.begun", target=row, at=at, data={"version": whole.version})
            return row.pk
    except IntegrityError:  # two tabs
        return Review.objects.get(initiative_id=initiative_id, state=State.DRAFT).pk


@transaction.atomic
def show(
    *, number: int, evidence: Sequence[Shown], documents: Mapping[int, tuple[str, bytes]], owner: bool, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """Keep the evidence of a check that is prepared. `documents` are PDFs and pictures by criterion: (name, bytes)."""
    rules.check_owner(owner=owner)
    row = locked(number)
    rules.check_state(row.state, State.DRAFT)
    allowed = set(row.criteria_set.criteria.values_list("pk", flat=True))
    for one in evidence:
        if one.criterion not in allowed:
            raise ValidationError(_("This check has moved on meanwhile. Look at how it stands now."))
        kept = _document(row, documents.get(one.criterion), by, at) or one.document
        if kept and not row.documents.filter(pk=kept).exists():
            kept = None
        Evidence.objects.update_or_create(
            review=row,
            criterion_id=one.criterion,
            defaults={"text": one.text, "link": one.link, "document_id": kept},
        )
    used = list(row.evidence.exclude(document=None).values_list("document_id", flat=True))
    row.documents.exclude(pk__in=used).delete()
    _touch(row, at)
    audit.record(by=by, verb="label.shown", target=row, at=at)


def _document(row: Review, given: tuple[str, bytes] | None, by: User, at: datetime) -> int | None:
    if given is None:
        return None
    name, data = given
    rules.check_size(data)
    if not rules.is_pdf(data):
        name, data = f"{name.rpartition('.')[0] or name}"[:115] + ".webp", _drawn(data, by=by, at=at)
    digest = rules.check_document(data)
    return Document.objects.create(review=row, name=name[:120], sha256=digest, data=data, created_at=at).pk


def _drawn(data: bytes, *, by: User, at: datetime) -> bytes:
    """Return a picture drawn anew, without where and when it was taken. It goes off the public shelf again."""
    try:
        picture = media.store(file=BytesIO(data), by=by, at=at)
    except PictureRefused as refusal:
        raise ValidationError(str(refusal)) from None
    file = pictures.largest_file(picture.token) or b""
    media.remove_loose(ids=[picture.number], by=by, at=at)
    return file


@transaction.atomic
def ask(*, number: int, owner: bool, by: User, at: datetime, on: date) -> None:
    """Ask for the check: it goes to the reviewers with what was shown."""
    rules.check_owner(owner=owner)
    row = locked(number)
    rules.check_state(row.state, State.DRAFT)
    case = queries.as_case(row)
    rules.check_evidence(case.criteria.criteria, case.evidence)
    row.state, row.asked_at, row.asked_by = State.ASKED, at, by
    row.save(update_fields=["state", "asked_at", "asked_by"])
    _touch(row, at)
    audit.record(by=by, verb="label.asked", target=row, at=at)
    telling.reviewers(row.pk, on=on, at=at)


@transaction.atomic
def retract(*, number: int, owner: bool, by: User, at: datetime) -> None:
    """Take the wish back, while nobody has decided."""
    rules.check_owner(owner=owner)
    row = locked(number)
    rules.check_state(row.state, State.DRAFT, State.ASKED, State.REVIEWING)
    row.state, row.ended_at = State.RETRACTED, at
    row.save(update_fields=["state", "ended_at"])
    _touch(row, at)
    audit.record(by=by, verb="label.retracted", target=row, at=at)


@transaction.atomic
def appeal(*, number: int, reason: str, owner: bool, by: User, at: datetime, on: date) -> None:
    """Ask a second reviewer, after a refusal or a withdrawal; once."""
    rules.check_owner(owner=owner)
    row = locked(number)
    rules.check_can_appeal(
        state=row.state, appealed=row.appealed_at is not None, since=row.ended_at or row.decided_at, at=at
    )
    if queries.has_open(row.initiative_id):
        raise ValidationError(_("A check of this initiative runs already."))
    row.appeal = rules.check_reason(reason)
    row.first_reviewer_id, row.reviewer = row.reviewer_id, None
    row.state, row.round, row.appealed_at, row.asked_at = State.ASKED, 2, at, at
    row.save()
    _touch(row, at)
    audit.record(by=by, verb="label.appealed", target=row, at=at)
    telling.reviewers(row.pk, on=on, at=at)


def locked(number: int) -> Review:
    """Return a check, held until the end of the transaction; ValidationError when there is none."""
    row = Review.objects.select_for_update(of=("self",)).select_related("criteria_set").filter(pk=number).first()
    if row is None:
        raise ValidationError(_("This check does not exist."))
    return row


def _touch(row: Review, at: datetime) -> None:
    row.updated_at = at
    row.save(update_fields=["updated_at"])
