"""One initiative, whole: what its page, its API item and its exports show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Model, OuterRef
from django.db.models.functions import JSONArray

from kracht.domains.initiatives import models
from kracht.domains.initiatives.facts import Filters, State
from kracht.domains.initiatives.models import Initiative, InitiativeQuerySet, Owner
from kracht.domains.initiatives.queries import swift
from kracht.domains.initiatives.queries.cards import Card, as_cards
from kracht.domains.initiatives.queries.origins import FieldOrigin, read_origins
from kracht.domains.initiatives.queries.selecting import select


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is asked."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part; `organisation_id` when the register knows the organisation."""

    name: str
    sector: str
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything public about an initiative. Contact fields are empty unless the initiator made them public."""

    id: int
    slug: str
    name: str
    summary: str
    story: str
    language: str
    state: str
    stage: str
    themes: tuple[int, ...]
    sdgs: tuple[int, ...]
    needs: tuple[Need, ...]
    parties: tuple[Party, ...]
    pictures: tuple[int, ...]
    people: int | None
    volunteer_hours: int | None
    legal_form: str
    since: int | None
    reach: str
    website: str
    contact_name: str
    contact_email: str
    contact_phone: str
    opening_times: str
    recipe_slug: str
    recipe_name: str
    place_kind: str
    place_name: str
    lat: float | None
    lon: float | None
    province_id: int | None
    municipality_id: int | None
    district_id: int | None
    neighbourhood_id: int | None
    area_estimated: bool
    source: str
    source_url: str
    source_year: int | None
    licence: str
    is_example: bool
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    fresh_at: datetime
    label_until: date | None = None  # bears the quality label until (and with) this day
    tags: tuple[str, ...] = ()  # of partners
    confirmed_at: datetime | None = None
    owned: bool = False
    origins: tuple[FieldOrigin, ...] = ()  # only on one entry by its address

    @property
    def area_id(self) -> int | None:
        """The smallest area it lies in."""
        return self.neighbourhood_id or self.district_id or self.municipality_id or self.province_id


SAME = (
    "id", "slug", "name", "summary", "story", "language", "state", "stage", "people", "volunteer_hours", "legal_form",
    "since", "reach", "website", "opening_times", "place_kind", "place_name", "lat", "lon", "province_id",
    "municipality_id", "district_id", "neighbourhood_id", "area_estimated", "source", "source_url", "source_year",
    "licence", "is_example", "created_at", "updated_at", "published_at", "fresh_at",
    "confirmed_at", "label_until",
)  # fmt: skip


def _of(model: type[Model], *fields: str) -> ArraySubquery:
    """Return these fields of all rows that belong to an initiative, as lists, in their order."""
    order = model._meta.ordering or ("id",)
    rows = model._default_manager.filter(initiative_id=OuterRef("pk")).order_by(*order)
    return ArraySubquery(rows.values_list(JSONArray(*fields)))


def whole(rows: InitiativeQuerySet) -> InitiativeQuerySet:
    """Return the rows with all that `as_entry` reads, in one query.

    Prefetched rows would refer to each other and stay in memory until the collector comes by: 18 MiB of an export.
    """
    return rows.select_related("recipe").annotate(
        owned=Exists(Owner.objects.filter(initiative_id=OuterRef("pk"))),
        its_needs=_of(models.Need, "kind", "text"),
        its_parties=_of(models.Party, "name", "sector", "organisation_id"),
        its_pictures=_of(models.InitiativePicture, "picture_id"),
    ).defer("search", "parts")  # fmt: skip


def as_entry(row: Any, *, all_contacts: bool = False) -> Entry:
    """Return a row of `whole` as an entry; `all_contacts` is for the moderation desk."""
    contacts = row.contact_public or all_contacts
    recipe = row.recipe if row.recipe and row.recipe.state == State.PUBLISHED else None
    return Entry(
        **{name: getattr(row, name) for name in SAME},
        themes=tuple(row.themes),
        sdgs=tuple(row.sdgs),
        needs=tuple(Need(*one) for one in row.its_needs),
        parties=tuple(Party(*one) for one in row.its_parties),
        pictures=tuple(key for (key,) in row.its_pictures),
        contact_name=row.contact_name if contacts else "",
        contact_email=row.contact_email if contacts else "",
        contact_phone=row.contact_phone if contacts else "",
        recipe_slug=recipe.slug if recipe else "",
        recipe_name=recipe.name if recipe else "",
        tags=tuple(row.tags),
        owned=row.owned,
    )


def by_slug(slug: str) -> Entry | None:
    """Return a published initiative, or None."""
    row = swift.entry_row(SAME, slug)
    if row is None:
        return None
    (
        themes, sdgs, contact_name, contact_email, contact_phone, recipe_slug, recipe_name, needs, parties, pictures,
        tags, owned, fed,
    ) = row[len(SAME) :]  # fmt: skip
    return Entry(
        **dict(zip(SAME, row, strict=False)),
        themes=tuple(themes),
        sdgs=tuple(sdgs),
        needs=tuple(Need(*need) for need in needs or ()),
        parties=tuple(Party(name, sector, int(key) if key else None) for name, sector, key in parties or ()),
        pictures=tuple(pictures or ()),
        owned=owned,
        contact_name=contact_name,
        contact_email=contact_email,
        contact_phone=contact_phone,
        recipe_slug=recipe_slug,
        recipe_name=recipe_name,
        tags=tuple(tags),
        origins=read_origins(fed) if fed else (),
    )


def by_ids(ids: Iterable[int]) -> list[Entry]:
    """Return published initiatives, in the order given."""
    wanted = list(ids)
    found = {row.id: as_entry(row) for row in whole(Initiative.objects.published()).filter(id__in=wanted)}
    return [found[key] for key in wanted if key in found]


def by_slugs(slugs: Iterable[str]) -> list[Entry]:
    """Return published initiatives, in the order given."""
    wanted = list(slugs)
    found = {row.slug: as_entry(row) for row in whole(Initiative.objects.published()).filter(slug__in=wanted)}
    return [found[slug] for slug in wanted if slug in found]


def keys_of_source(source: str) -> dict[str, int]:
    """Return the id of each record of a source by its key there, whatever its state: what is here already."""
    rows = Initiative.objects.filter(source=source).exclude(source_key="")
    return dict(rows.values_list("source_key", "id"))


def every(filters: Filters, *, batch: int = 100) -> Iterator[Entry]:
    """Stream a whole set for an export, by id; memory stays that of one batch."""
    last = 0
    while True:
        rows = list(whole(select(filters)).filter(id__gt=last).order_by("id")[:batch])
        yield from (as_entry(row) for row in rows)
        if len(rows) < batch:
            return
        last = rows[-1].id


def similar(entry: Entry, size: int = 4) -> list[Card]:
    """Return published initiatives with a theme in common, nearest first where there is a point."""
    rows = select(Filters(themes=entry.themes)).exclude(id=entry.id)
    if entry.lat is None or entry.lon is None:
        return as_cards(rows.freshest_first()[:size])
    return as_cards(rows.nearest(entry.lat, entry.lon)[:size])


def copies(entry: Entry, size: int = 20) -> list[Card]:
    """Return the published initiatives that follow this one's recipe."""
    return as_cards(Initiative.objects.published().filter(recipe_id=entry.id).freshest_first()[:size])


def changed_since(moment: datetime | None, *, after_id: int, size: int) -> list[tuple[int, str, datetime]]:
    """Return (id, slug, updated_at) by id for the sitemap."""
    rows = Initiative.objects.published().filter(id__gt=after_id)
    if moment is not None:
        rows = rows.filter(updated_at__gte=moment)
    return list(rows.order_by("id").values_list("id", "slug", "updated_at")[:size])
