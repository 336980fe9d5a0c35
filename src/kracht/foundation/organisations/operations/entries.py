"""Adding and changing organisations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.organisations import queries, rules
from kracht.foundation.organisations.facts import OrganisationValues, State
from kracht.foundation.organisations.models import Organisation
from kracht.foundation.places import queries as places
from kracht.foundation.places.queries import Resolution
from kracht.kernel import text

FIELDS = (
    *("name", "sector", "kind", "summary", "story", "website", "email", "phone", "contact_public"),
    *("language", "licence", "is_example"),
)


@transaction.atomic
def create(*, values: OrganisationValues, by: Actor, at: datetime, publish: bool = False) -> Organisation:
    """Add an organisation, as a draft or published at once (by a moderator or a loader). ValidationError per field."""
    row = Organisation(created_at=at)
    changed = _fill(row, rules.check_values(values), at)
    if publish:
        row.state, row.published_at = State.PUBLISHED, at
    _save_with_slug(row)
    audit.record(by=by, verb="created", target=row, at=at, data={"state": row.state, "fields": changed})
    return row


@transaction.atomic
def update(*, number: int, values: OrganisationValues, by: Actor, at: datetime) -> Organisation:
    """Change an organisation; its address stays. Nothing is written when nothing differs."""
    row = Organisation.objects.select_for_update().get(pk=number)
    return _change(row, values, by=by, at=at)


@transaction.atomic
def change_some(*, number: int, changes: Mapping[str, Any], by: Actor, at: datetime) -> list[str]:
    """Change some of `FIELDS`, the rest stays; returns the names of what differs. ValidationError per field."""
    row = Organisation.objects.select_for_update().get(pk=number)
    now = {name: getattr(row, name) for name in FIELDS}
    tidy = rules.check_values(OrganisationValues(**(now | dict(changes))))
    changed = sorted(name for name in changes if now[name] != getattr(tidy, name))
    for name in changed:
        setattr(row, name, getattr(tidy, name))
    if changed:
        row.updated_at = at
        row.save()
        audit.record(by=by, verb="changed", target=row, at=at, data={"fields": changed})
    return changed


@transaction.atomic
def keep_from_source(*, values: OrganisationValues, by: Actor, at: datetime) -> tuple[Organisation, bool]:
    """Add or change the record with this source and key; returns it and whether it is new. Twice is once."""
    if not (values.source.name and values.source.key):
        raise ValueError("A record of a source needs the name of the source and its key there.")
    row = (
        Organisation.objects.select_for_update().filter(source=values.source.name, source_key=values.source.key).first()
    )
    if row is not None:
        return _change(row, values, by=by, at=at), False
    try:
        with transaction.atomic():
            return create(values=values, by=by, at=at, publish=True), True
    except IntegrityError:  # another run added it at the same moment
        row = Organisation.objects.select_for_update().get(source=values.source.name, source_key=values.source.key)
        return _change(row, values, by=by, at=at), False


@transaction.atomic
def publish(*, number: int, by: Actor, at: datetime) -> Organisation:
    """Show it to everyone."""
    row = Organisation.objects.select_for_update().get(pk=number)
    rules.check_can_publish(row)
    row.state, row.published_at = State.PUBLISHED, row.published_at or at
    row.save(update_fields=["state", "published_at"])
    audit.record(by=by, verb="published", target=row, at=at)
    return row


@transaction.atomic
def withdraw(*, number: int, by: Actor, at: datetime, reason: str) -> Organisation:
    """Take it out of sight; it stays, with its history. The reason is kept in the trail: no names of people."""
    row = Organisation.objects.select_for_update().get(pk=number)
    rules.check_can_withdraw(row)
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    audit.record(by=by, verb="withdrawn", target=row, at=at, data={"reason": text.clean(reason, 2000, lines=True)})
    return row


def _change(row: Organisation, values: OrganisationValues, *, by: Actor, at: datetime) -> Organisation:
    changed = _fill(row, rules.check_values(values), at)
    if changed:
        row.save()
        audit.record(by=by, verb="changed", target=row, at=at, data={"fields": changed})
    return row


def _fill(row: Organisation, values: OrganisationValues, at: datetime) -> list[str]:
    """Put the values in the row; returns the names of the fields that differ."""
    fields = {name: getattr(values, name) for name in FIELDS}
    source = values.source
    fields |= {"source": source.name, "source_key": source.key, "source_url": source.url, "source_year": source.year}
    fields |= _place_fields(row, values)
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.updated_at = at
    return changed


def _place_fields(row: Organisation, values: OrganisationValues) -> dict[str, object]:
    """The columns of a place; its areas are looked up only when the point is new."""
    place = values.place
    if place is None:
        empty = dict.fromkeys(["lat", "lon", "province_id", "municipality_id", "district_id", "neighbourhood_id"])
        return {**empty, "place_name": "", "place_kind": Organisation.PlaceKind.EXACT, "area_estimated": False}
    kind = Organisation.PlaceKind.AREA if place.somewhere else Organisation.PlaceKind.EXACT
    fields: dict[str, object] = {"lat": place.lat, "lon": place.lon, "place_kind": kind}
    if (row.lat, row.lon) != (place.lat, place.lon):
        try:
            found = places.resolve(place.lat, place.lon)
        except places.OutsideError:
            raise ValidationError({"place": _("This point lies outside the Netherlands.")}) from None
        fields |= {**_areas(found), "area_estimated": found.estimated, "place_name": place.name or found.place}
    elif place.name:
        fields["place_name"] = place.name
    return fields


def _save_with_slug(row: Organisation) -> None:
    """Save a new row under an address that nobody has; someone may take it meanwhile, so try a few times."""
    for last in (False, False, False, True):
        row.slug = _free_slug(row.name)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if last or "slug" not in str(error):
                raise
            row.pk = None
        else:
            return


def _free_slug(name: str) -> str:
    """The name as an address, with a number where it is taken."""
    stem = text.slugify(name, 90)
    return text.free(stem, set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True)))


def resolve_again(*, by: Actor, at: datetime) -> int:
    """Look up guessed areas once more, after boundaries came; returns how many changed. Each part is a transaction."""
    last = changed = 0
    while rows := queries.estimated(last):
        last = rows[-1].pk
        found = places.resolve_many([(row.lat or 0.0, row.lon or 0.0) for row in rows])
        with transaction.atomic():
            for row, areas in zip(rows, found, strict=True):
                changed += areas is not None and _move(row, areas, by=by, at=at)
    return changed


def _move(row: Organisation, areas: Resolution, *, by: Actor, at: datetime) -> bool:
    fields = {**_areas(areas), "area_estimated": areas.estimated}
    before = {name: getattr(row, name) for name in fields}
    if fields == before:
        return False
    Organisation.objects.filter(pk=row.pk, lat=row.lat, lon=row.lon).update(**fields)
    audit.record(by=by, verb="areas looked up", target=row, at=at)
    return True


def _areas(found: Resolution) -> dict[str, int | None]:
    names = ("province_id", "municipality_id", "district_id", "neighbourhood_id")
    return {name: getattr(found, name) for name in names}
