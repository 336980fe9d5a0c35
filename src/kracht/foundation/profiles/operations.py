"""Changing one's own profile."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.guard import operations as guard
from kracht.foundation.media import operations as media
from kracht.foundation.media.facts import PictureRefused
from kracht.foundation.places import queries as places
from kracht.foundation.profiles import rules
from kracht.foundation.profiles.facts import PHOTOS_PER_HOUR, SAVES_PER_HOUR, TEXTS, Audience, ProfileValues
from kracht.foundation.profiles.models import Profile
from kracht.kernel import text


@transaction.atomic
def save(*, user: User, values: ProfileValues, by: Actor, at: datetime) -> Profile:
    """Keep what a person shows; the profile is made the first time. ValidationError per field.

    Anything shown to others needs that the person said to be 16 or older.
    """
    values = rules.check_values(values)
    if any(audience != Audience.NOBODY for audience in values.audiences.values()):
        rules.check_can_show(of_age=user.of_age_at is not None)
    if not guard.take(purpose="profile", who=user.audit_key, per_hour=SAVES_PER_HOUR, at=at):
        raise ValidationError(_("You changed this very often this hour. Go on in an hour."), code="limit")
    row = Profile.objects.select_for_update().filter(user=user).first()
    changed = _fill(row := row or Profile(user=user, created_at=at), values)
    if not (changed or row.pk is None):
        return row
    row.updated_at = at
    if row.pk is None:
        _save_with_slug(row, user.name)
    else:
        row.save()
    audit.record(by=by, verb="profile changed", target=row, at=at, data={"fields": changed})
    return row


def _fill(row: Profile, values: ProfileValues) -> list[str]:
    """Put the values in the row; returns the names of what differs."""
    area = places.area_by_code(values.municipality) if values.municipality else None
    if values.municipality and area is None:
        raise ValidationError({"municipality": [_("Choose one of the municipalities.")]})
    fields: dict[str, object] = {name: getattr(values, name) for name in TEXTS}
    fields |= {f"show_{name}": audience for name, audience in values.audiences.items()}
    fields["municipality_id"] = area.pk if area else None
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def _save_with_slug(row: Profile, name: str) -> None:
    """Save a new profile under an address that nobody has."""
    stem = text.slugify(name, 60) or "iemand"
    for last in (False, False, False, True):
        row.slug = text.free(stem, set(Profile.objects.filter(slug__startswith=stem).values_list("slug", flat=True)))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if last or "slug" not in str(error):
                raise
            row.pk = None
        else:
            return


def put_photo(*, user: User, file: "File[bytes]", by: Actor, at: datetime) -> None:
    """Use this picture as the person's photo, in place of the one before. ValidationError says what is wrong with it."""
    if not guard.take(purpose="photo", who=user.audit_key, per_hour=PHOTOS_PER_HOUR, at=at):
        raise ValidationError({"photo": [_("You sent many photos this hour. Go on in an hour.")]}, code="limit")
    try:
        stored = media.store(file=file, by=by, at=at, alt=_("Photo of %(name)s") % {"name": user.name})
    except PictureRefused as refusal:
        raise ValidationError({"photo": [str(refusal)]}) from None
    with transaction.atomic():
        row = Profile.objects.select_for_update().get(user=user)
        media.remove(owner=row.picture_key, by=by, at=at)
        media.use(ids=[stored.number], owner=row.picture_key, by=by, at=at)


@transaction.atomic
def remove_photo(*, user: User, by: Actor, at: datetime) -> None:
    """Take the photo away, files included; twice is once."""
    row = Profile.objects.select_for_update().filter(user=user).first()
    if row is not None:
        media.remove(owner=row.picture_key, by=by, at=at)
