"""From values to rows: the place, the parts of compounds, needs, parties and pictures. Used by the other operations."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from kracht.domains.initiatives import wording
from kracht.domains.initiatives.facts import SECTORS, InitiativeValues, Origin
from kracht.domains.initiatives.models import Initiative, InitiativePicture, Need, Party
from kracht.foundation.places import queries as places
from kracht.foundation.places.models import Area
from kracht.kernel import text

SLUG_LENGTH = 80
AREA_COLUMNS = ("province_id", "municipality_id", "district_id", "neighbourhood_id")
PLAIN = (
    "name", "summary", "story", "language", "stage", "people", "volunteer_hours", "legal_form", "since", "reach",
    "website", "contact_name", "contact_email", "contact_phone", "contact_public", "opening_times", "recipe_id",
)  # fmt: skip


def build(values: InitiativeValues, *, origin: Origin, at: datetime) -> Initiative:
    """Return an unsaved row with everything but its slug, its search words and what hangs on it."""
    moment = origin.moment or at
    row = Initiative(created_at=moment, updated_at=at, fresh_at=moment)
    for name in ("source", "source_key", "source_url", "source_year", "licence", "is_example"):
        setattr(row, name, getattr(origin, name))
    fill(row, values, at=at)
    return row


def fill(row: Initiative, values: InitiativeValues, *, at: datetime) -> None:
    """Write the values into the row, in memory; `find_words` comes after."""
    for name in PLAIN:
        setattr(row, name, getattr(values, name))
    row.themes = list(dict.fromkeys(values.themes))  # the first gives the pin its colour
    row.sdgs = sorted(set(values.sdgs))
    row.need_kinds = sorted({need.kind for need in values.needs})
    row.sectors = sorted({party.sector for party in values.parties}, key=SECTORS.index)
    row.cover_id = values.pictures[0] if values.pictures else None
    row.updated_at = at
    put_in_place(row, values)


def put_in_place(row: Initiative, values: InitiativeValues) -> None:
    """Fill point and areas: from the point, or from the area when the initiative is somewhere in it.

    A given area beside a point corrects what was only estimated. Raises places.queries.OutsideError abroad.
    """
    row.place_name = values.place_name
    area = places.area_by_code(values.area_code) if values.area_code else None
    if area is not None and area.kind == "country":
        area = None
    if values.lat is None or values.lon is None:
        _put_in_area(row, area)
        return
    row.lat, row.lon, row.place_kind = values.lat, values.lon, Initiative.PlaceKind.EXACT
    found = places.resolve(values.lat, values.lon)
    row.place_name = row.place_name or found.place
    if area is not None and found.estimated:
        _set_areas(row, area)
    else:
        for name in AREA_COLUMNS:
            setattr(row, name, getattr(found, name))
        row.area_estimated = found.estimated


def _put_in_area(row: Initiative, area: Area | None) -> None:
    row.place_kind = Initiative.PlaceKind.AREA
    row.lat, row.lon = (area.lat, area.lon) if area else (None, None)
    if area:
        row.place_name = row.place_name or area.name
    _set_areas(row, area)


def _set_areas(row: Initiative, area: Area | None) -> None:
    for name in AREA_COLUMNS:
        setattr(row, name, None)
    row.area_estimated = False
    for one in [*places.ancestors(area), area] if area else []:
        if one.kind != "country":
            setattr(row, f"{one.kind}_id", one.id)


def find_words(rows: Sequence[Initiative]) -> None:
    """Fill `parts` of rows that have their place: parts of compounds and names of areas (`moestuin deventer`)."""
    names = places.areas_by_id(getattr(row, name) for row in rows for name in AREA_COLUMNS)
    for row in rows:
        keys = (getattr(row, name) for name in AREA_COLUMNS)
        also = (row.place_name, *(names[key].name for key in keys if key))
        row.parts = wording.hidden_parts(row.name, row.summary, row.story, also=also)


def free_slug(name: str, place_name: str) -> str:
    """Return an address that is not taken: the name, then with the place, then with a short tail."""
    base = text.slugify(name, SLUG_LENGTH) or "initiatief"
    longer = text.slugify(f"{name} {place_name}", SLUG_LENGTH) or base
    taken = set(Initiative.objects.filter(Q(slug=base) | Q(slug=longer)).values_list("slug", flat=True))
    for slug in (base, longer):
        if slug not in taken:
            return slug
    return f"{base}-{secrets.token_hex(4)}"


def replace_parts(row: Initiative, values: InitiativeValues) -> None:
    """Replace the needs, parties and pictures of a saved row."""
    row.needs.all().delete()
    row.parties.all().delete()
    row.pictures.all().delete()
    hang_on(row, values)


def hang_on(row: Initiative, values: InitiativeValues) -> None:
    """Give a row that was just saved its needs, parties and pictures."""
    Need.objects.bulk_create(needs_of(row, values))
    Party.objects.bulk_create(parties_of(row, values))
    InitiativePicture.objects.bulk_create(pictures_of(row, values))


def pictures_of(row: Initiative, values: InitiativeValues) -> Iterable[InitiativePicture]:
    """Return unsaved pictures, in their order."""
    return [InitiativePicture(initiative=row, picture_id=key, position=n) for n, key in enumerate(values.pictures)]


def needs_of(row: Initiative, values: InitiativeValues) -> Iterable[Need]:
    """Return unsaved needs."""
    return [Need(initiative=row, kind=need.kind, text=need.text) for need in values.needs]


def parties_of(row: Initiative, values: InitiativeValues) -> Iterable[Party]:
    """Return unsaved parties."""
    return [
        Party(initiative=row, organisation_id=one.organisation_id, name=one.name, sector=one.sector)
        for one in values.parties
    ]
