"""Reading organisations. What is not published is only had by a moderator or a member; members are in `members`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Count, F, Q

from kracht.foundation.organisations import rules
from kracht.foundation.organisations.facts import OrganisationCard, Sector, State
from kracht.foundation.organisations.models import Organisation, OrganisationQuerySet
from kracht.foundation.organisations.queries.members import acting_for, member_role, memberships_of
from kracht.kernel import cursor, text

if TYPE_CHECKING:
    from kracht.foundation.places.models import Area

__all__ = [
    "CardPage",
    "acting_for",
    "by_numbers",
    "by_slug",
    "by_source",
    "card",
    "counts_by_sector",
    "estimated",
    "member_role",
    "memberships_of",
    "page",
    "published",
    "search",
    "sitemap_rows",
    "waiting",
]

MOST = 100
MOST_WORDS = 8
SIMILAR = 0.4  # share of three-letter pieces a misspelt word must have in common with a name
CONFIGS = ("nl", "en_u", "fy")


@dataclass(frozen=True, slots=True)
class CardPage:
    """A part of the list; `next` is the cursor of the following part, empty on the last."""

    cards: list[OrganisationCard]
    next: str


def published() -> OrganisationQuerySet:
    """All that anyone may see."""
    return Organisation.objects.published()


def by_slug(slug: str, *, moderator: bool = False) -> Organisation | None:
    """The organisation at this address, when this reader may see it."""
    found = Organisation.objects.filter(slug=slug).select_related("municipality", "province").first()
    return found if found and rules.can_see(found, moderator=moderator) else None


def by_source(name: str, key: str) -> Organisation | None:
    """The record with this key of this source, whatever its state."""
    return Organisation.objects.filter(source=name, source_key=key).first()


def by_numbers(numbers: Iterable[int]) -> dict[int, OrganisationCard]:
    """Cards of published organisations by number."""
    return {row.pk: card(row) for row in published().filter(pk__in=list(numbers)[:1000])}


def card(row: Organisation) -> OrganisationCard:
    """The organisation as a list shows it."""
    return OrganisationCard(
        row.pk, row.slug, row.name, row.sector, row.kind, row.summary, row.place_name, row.lat, row.lon,
        row.is_example, row.source_year,
    )  # fmt: skip


def page(*, sector: str = "", area: "Area | None" = None, after: str = "", limit: int = 24) -> CardPage:
    """A part of the list by name. `after` is the `next` of the part before; ValueError when it is none."""
    rows = published().by_name()
    if sector:
        rows = rows.filter(sector=sector)
    if area is not None:
        rows = rows.in_area(area)
    if after:
        name, number = cursor.decode(after, str, int)
        rows = rows.filter(norm__gte=name).exclude(norm=name, pk__lte=number)
    limit = max(1, min(limit, MOST))
    found = list(rows[: limit + 1])
    more = len(found) > limit
    last = found[:limit][-1] if more else None
    return CardPage([card(row) for row in found[:limit]], cursor.encode(last.norm, last.pk) if last else "")


def counts_by_sector(area: "Area | None" = None) -> dict[str, int]:
    """How many published organisations each sector has, examples included; every sector is there."""
    rows = published() if area is None else published().in_area(area)
    found = dict(rows.order_by().values_list("sector").annotate(n=Count("pk")))
    return {sector: found.get(sector, 0) for sector in Sector.values}


def search(query: str, *, limit: int = 20) -> list[OrganisationCard]:
    """Organisations for these words, best first: words and beginnings, letters inside a name, else typing errors."""
    words = text.words(query[:200])[:MOST_WORDS]
    limit = max(1, min(limit, MOST))
    if not words:
        return []
    asked = _tsquery(words)
    rows = list(
        published()
        .filter(Q(search=asked) | _inside_name(words))
        .annotate(rank=SearchRank(F("search"), asked))
        .order_by("-rank", "norm", "pk")[:limit]
    )
    return [card(row) for row in rows or _misspelt(" ".join(words), limit)]


def _tsquery(words: list[str]) -> SearchQuery | CombinedSearchQuery:
    """All words, stemmed in one of the languages or as they stand; the last may still be growing."""
    every = " ".join(words)
    growing = SearchQuery(f"{words[-1]}:*", config="fy", search_type="raw")  # `words` are letters and digits only
    before = SearchQuery(" ".join(words[:-1]), config="nl", search_type="plain")
    asked = before & growing
    for config in CONFIGS:
        asked |= SearchQuery(every, config=config, search_type="plain")
    return asked


def _inside_name(words: list[str]) -> Q:
    """Every word as letters inside the name: what Dutch glues together."""
    inside = Q()
    for word in words:
        inside &= Q(norm__contains=word)
    return inside if max(map(len, words)) >= text.MIN_PART else Q(pk__in=[])


def _misspelt(query: str, limit: int) -> list[Organisation]:
    rows = published().annotate(close=TrigramWordSimilarity(query, "norm")).filter(close__gte=SIMILAR)
    return list(rows.order_by("-close", "norm", "pk")[:limit])


def estimated(after: int, limit: int = 1000) -> list[Organisation]:
    """Organisations with a point whose areas were guessed, by number after this one."""
    rows = Organisation.objects.filter(area_estimated=True, lat__isnull=False, pk__gt=after)
    return list(rows.order_by("pk")[:limit])


def waiting(*, limit: int = MOST) -> list[Organisation]:
    """Drafts for the moderation desk, oldest first."""
    return list(Organisation.objects.filter(state=State.DRAFT).order_by("created_at", "pk")[:limit])


def sitemap_rows() -> list[tuple[str, object]]:
    """(slug, updated_at) of every published organisation."""
    return list(published().order_by("pk").values_list("slug", "updated_at"))
