"""Figures over the whole register that no running total keeps. Each reads an index or the table once; pages keep them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Gone, Initiative, Need, Tally
from kracht.domains.initiatives.queries.cards import Card, as_cards
from kracht.foundation.places import queries as places


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something an initiative asks for now."""

    kind: str
    text: str
    slug: str
    name: str
    place_name: str


@dataclass(frozen=True, slots=True)
class Month:
    """How many entries came into the register in a month that starts at `start`."""

    start: datetime
    added: int


def wanted(size: int) -> list[Wanted]:
    """Return the needs of the freshest initiatives, one of each initiative, those with words only."""
    fresh = Initiative.objects.published().exclude(need_kinds=[]).freshest_first().values_list("id", flat=True)
    rows = Need.objects.filter(initiative_id__in=list(fresh[: size * 4])).exclude(text="")
    rows = rows.order_by("-initiative__fresh_at", "-initiative_id", "id")
    columns = ("kind", "text", "initiative__slug", "initiative__name", "initiative__place_name")
    found: dict[str, Wanted] = {}
    for row in rows.values_list(*columns):
        found.setdefault(row[2], Wanted(*row))
    return list(found.values())[:size]


def growth() -> list[Month]:
    """Return the entries added per month, oldest first; months without any are absent. Reads the whole table."""
    rows = Initiative.objects.published().annotate(start=TruncMonth("published_at")).order_by("start").values("start")
    return [Month(start, added) for start, added in rows.annotate(n=Count("id")).values_list("start", "n")]


def municipalities_reached() -> int:
    """Return how many municipalities of today have at least one initiative."""
    ids = places.municipalities().order_by().values("pk")
    rows = Tally.objects.filter(facet="all", n__gt=0, area_id__in=ids)
    return rows.values("area_id").distinct().count()


def of_organisation(organisation_id: int, size: int) -> list[Card]:
    """Return the published initiatives an organisation takes part in, freshest first."""
    rows = Initiative.objects.filter(parties__organisation_id=organisation_id, state=State.PUBLISHED)
    return as_cards(rows.distinct().freshest_first()[:size])


def was_published(slug: str) -> bool:
    """Return whether an entry once stood in the register under this address and was withdrawn or deleted."""
    withdrawn = Initiative.objects.filter(slug=slug, state=State.WITHDRAWN)
    return withdrawn.exists() or Gone.objects.filter(slug=slug).exists()
