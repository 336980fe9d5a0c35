"""Lists: what a card shows, pages by keyset, and counts that stop at a cap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import InitiativeQuerySet
from kracht.domains.initiatives.queries import search, swift
from kracht.domains.initiatives.queries.selecting import select
from kracht.kernel import cursor

COUNT_CAP = 1000
DEEPEST_OFFSET = 2000
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Card:
    """One initiative in a list."""

    id: int
    slug: str
    name: str
    summary: str
    language: str
    stage: str
    themes: tuple[int, ...]
    needs: tuple[str, ...]
    sectors: tuple[str, ...]
    place_name: str
    municipality_id: int | None
    lat: float | None
    lon: float | None
    cover_id: int | None
    is_example: bool
    source_year: int | None
    fresh_at: datetime
    updated_at: datetime
    licence: str
    label_until: date | None


COLUMNS = (
    "id", "slug", "name", "summary", "language", "stage", "themes", "need_kinds", "sectors", "place_name",
    "municipality_id", "lat", "lon", "cover_id", "is_example", "source_year", "fresh_at", "updated_at",
    "licence", "label_until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardPage:
    """A page of a list. `older` and `newer` are cursors, or None at an end."""

    cards: tuple[Card, ...]
    older: str | None
    newer: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of initiatives that may be a floor ("more than 1,000")."""

    n: int
    capped: bool


def as_cards(rows: InitiativeQuerySet) -> list[Card]:
    """Return the rows as cards, in their order."""
    return [_card(row) for row in rows.values_list(*COLUMNS)]


def _card(row: Sequence[object]) -> Card:
    themes, needs, sectors = row[6:9]
    return Card(*row[:6], tuple(themes), tuple(needs), tuple(sectors), *row[9:])  # type: ignore[arg-type,call-arg] # in the order of COLUMNS


def page(filters: Filters, *, after: str = "", size: int = 20, order: str = "") -> CardPage:
    """Return a page: by rank for a search, by distance for `near`, else the freshest first.

    `order` (rank, near or fresh) asks for another order where the filters allow it. `after` is a cursor of an earlier
    page in the same order. Raises ValueError when it is none.
    """
    size = max(1, min(size, LARGEST_PAGE))
    if order == "fresh" or not (filters.q or filters.near):
        return _fresh_page(filters, after, size)
    by_rank = bool(filters.q) and not (order == "near" and filters.near)
    return _ranked_page(filters, after, size, by_rank=by_rank)


def _fresh_page(filters: Filters, after: str, size: int) -> CardPage:
    """Keyset on (fresh_at, id). A cursor holds the direction, so that "newer" works as well as "older"."""
    place: tuple[datetime, int] | None = None
    backwards = False
    if after:
        way, moment, key = cursor.decode(after, str, datetime, int)
        backwards = way == "newer"
        place = moment, key  # type: ignore[assignment] # of these kinds by decode
    if swift.can_list(filters):
        rows = swift.fresh_rows(COLUMNS, filters, place=place, newer=backwards, size=size + 1)
        found = [_card(row) for row in rows]
    else:
        found = as_cards(_beyond(select(filters), place, newer=backwards)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    older = found and (more or backwards)
    newer = found and (more if backwards else bool(after))
    return CardPage(
        cards=tuple(found),
        older=cursor.encode("older", found[-1].fresh_at, found[-1].id) if older else None,
        newer=cursor.encode("newer", found[0].fresh_at, found[0].id) if newer else None,
    )


def _beyond(rows: InitiativeQuerySet, place: tuple[datetime, int] | None, *, newer: bool) -> InitiativeQuerySet:
    """The rows beyond a place of the list, in its order."""
    if place is not None:
        moment, key = place
        sign = "gt" if newer else "lt"
        rows = rows.filter(
            Q(**{f"fresh_at__{sign}": moment}) | Q(**{"fresh_at": moment, f"id__{sign}": key}),
            **{f"fresh_at__{sign}e": moment},  # lets the index start in the right place
        )
    return rows.order_by("fresh_at", "id") if newer else rows.order_by("-fresh_at", "-id")


def _ranked_page(filters: Filters, after: str, size: int, *, by_rank: bool) -> CardPage:
    """By rank or distance: an offset, which stays small because candidates are capped."""
    start = 0
    if after:
        (start,) = cursor.decode(after, int)  # type: ignore[assignment] # an int by decode
    if not 0 <= start <= DEEPEST_OFFSET:
        raise ValueError("not a place in this list")
    if by_rank:
        found = [_card(row) for row in search.ranked(COLUMNS, filters, start=start, size=size + 1)]
    else:
        found = _nearest(filters, start, size + 1)
    more = len(found) > size and start + size <= DEEPEST_OFFSET
    return CardPage(
        cards=tuple(found[:size]),
        older=cursor.encode(start + size) if more else None,
        newer=cursor.encode(max(0, start - size)) if start else None,
    )


def _nearest(filters: Filters, start: int, size: int) -> list[Card]:
    if swift.can_list(filters):
        return [_card(row) for row in swift.nearest_rows(COLUMNS, filters, start=start, size=size)]
    lat, lon = filters.near or (0.0, 0.0)
    return as_cards(select(filters).nearest(lat, lon)[start : start + size])


def by_ids(ids: Iterable[int]) -> list[Card]:
    """Return the published initiatives with these ids, in the order given."""
    wanted = list(ids)
    found = {card.id: card for card in as_cards(select(Filters(ids=tuple(wanted))))}
    return [found[key] for key in wanted if key in found]


def by_slugs(slugs: Iterable[str]) -> list[Card]:
    """Return the published initiatives with these addresses, in no order."""
    return as_cards(select(Filters()).filter(slug__in=list(slugs)))


def newest(size: int, filters: Filters | None = None) -> list[Card]:
    """Return the initiatives of a set (of all, without filters) that were last added or confirmed."""
    return as_cards(select(filters or Filters()).freshest_first()[:size])


def count(filters: Filters) -> Count:
    """Count up to a cap; exact totals come from `totals`."""
    n = len(select(filters).order_by().values_list("id")[: COUNT_CAP + 1])
    return Count(min(n, COUNT_CAP), capped=n > COUNT_CAP)
