"""How an entry comes into the register: a submission with its confirmation, or a batch from a source."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import InitiativeValues, Origin, State
from kracht.domains.initiatives.models import Initiative, InitiativePicture, Need, Party, Submission
from kracht.domains.initiatives.operations import writing
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.media import operations as media

ATTEMPTS = 3  # the address by name, then with the place, then with a tail of chance


@dataclass(frozen=True, slots=True)
class Received:
    """A submission that was taken in. `token` confirms it and is shown nowhere but in the mail; empty for a repeat."""

    initiative_id: int
    token: str
    repeated: bool


def submit(
    *,
    values: InitiativeValues,
    email: str,
    once_key: str,
    language: str,
    by: Actor,
    user_key: str = "",
    origin: Origin | None = None,
    at: datetime,
) -> Received:
    """Take in what somebody typed, waiting for the link in their mail. The same `once_key` twice is one submission.

    `origin` is for a source that a moderator must look at first.
    """
    token = secrets.token_urlsafe(32)
    for attempt in range(ATTEMPTS):
        earlier = Submission.objects.filter(once_key=once_key).values_list("initiative_id", flat=True).first()
        if earlier is not None:
            return Received(earlier, "", repeated=True)
        try:
            with transaction.atomic():
                row = _entry(values, origin=origin or Origin(), by=by, at=at)
                Submission.objects.create(
                    initiative=row,
                    email=email,
                    language=language,
                    user_key=user_key,
                    token_hash=rules.token_hash(token),
                    once_key=once_key,
                    created_at=at,
                )
            return Received(row.id, token, repeated=False)
        except IntegrityError:  # the same form in two tabs, or the same name at the same moment: look again
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")


def _entry(values: InitiativeValues, *, origin: Origin, by: Actor, at: datetime) -> Initiative:
    """Save a new entry with all that hangs on it."""
    row = writing.build(values, origin=origin, at=at)
    writing.find_words([row])
    row.slug = writing.free_slug(values.name, row.place_name)
    row.save(force_insert=True)
    writing.hang_on(row, values)
    if values.pictures:
        media.use(ids=values.pictures, owner=f"initiative:{row.id}", by=by, at=at)
    audit.record(by=by, verb="initiative.submit", target=row, at=at)
    return row


@transaction.atomic
def confirm(*, token: str, by: Actor, at: datetime) -> Initiative:
    """Accept the link in the mail: the entry goes to the moderators. Doing it again changes nothing."""
    submission = _locked(token)
    if submission is None:
        raise ValidationError(
            _("This link does not work (any more). Look for the newest mail, or add the initiative again.")
        )
    row = submission.initiative
    if submission.confirmed_at is None:
        rules.check_can_confirm(submission.created_at, at)
        submission.confirmed_at = at
        submission.save(update_fields=["confirmed_at"])
        row.state = State.WAITING
        row.save(update_fields=["state"])
        audit.record(by=by, verb="initiative.confirm", target=row, at=at)
    return row


@transaction.atomic
def answer(*, token: str, values: InitiativeValues, by: Actor, at: datetime) -> Initiative:
    """Send an entry back to the desk after a moderator asked something."""
    submission = _locked(token)
    if submission is None or submission.initiative.state != State.ASKED:
        raise ValidationError(_("Nothing is asked about this entry at the moment."))
    row = submission.initiative
    writing.fill(row, values, at=at)
    writing.find_words([row])
    row.state, row.state_before = State.WAITING, ""
    row.save()
    writing.replace_parts(row, values)
    media.use(ids=values.pictures, owner=f"initiative:{row.id}", by=by, at=at)
    submission.round += 1
    submission.save(update_fields=["round"])
    audit.record(by=by, verb="initiative.answer", target=row, at=at)
    return row


def _locked(token: str) -> Submission | None:
    """Return the submission this link belongs to. The entry is locked first, as at the desk, so that nobody deadlocks."""
    mine = Submission.objects.filter(token_hash=rules.token_hash(token))
    row = Initiative.objects.select_for_update().filter(id__in=mine.values("initiative_id")).first()
    submission = mine.filter(initiative=row).first() if row else None
    if submission and row:
        submission.initiative = row
    return submission


@transaction.atomic
def enter(
    *, batch: Iterable[tuple[InitiativeValues, Origin]], slugs: Iterable[str], by: Actor, at: datetime
) -> list[int]:
    """Publish a batch from a trusted source at once and return the ids. Slugs must be free; one audit row per batch."""
    rows, pairs = [], list(zip(batch, slugs, strict=True))
    for (values, origin), slug in pairs:
        row = writing.build(values, origin=origin, at=at)
        row.slug, row.state, row.published_at = slug, State.PUBLISHED, row.fresh_at
        rows.append(row)
    writing.find_words(rows)
    made = Initiative.objects.bulk_create(rows)
    needs: list[Need] = []
    parties: list[Party] = []
    pictures: list[InitiativePicture] = []
    for row, ((values, _origin), _slug) in zip(made, pairs, strict=True):
        needs += writing.needs_of(row, values)
        parties += writing.parties_of(row, values)
        pictures += writing.pictures_of(row, values)
        if values.pictures:
            media.use(ids=values.pictures, owner=f"initiative:{row.id}", by=by, at=at)
    Need.objects.bulk_create(needs)
    Party.objects.bulk_create(parties)
    InitiativePicture.objects.bulk_create(pictures)
    audit.record(by=by, verb="initiative.enter", target=("initiatives", str(len(made))), at=at, data={"n": len(made)})
    return [row.id for row in made]
