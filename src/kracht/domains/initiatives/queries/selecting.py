"""From filters to a set of rows."""

from functools import lru_cache

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import BooleanField, F, Func, Value

from kracht.domains.initiatives import wording
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import Initiative, InitiativeQuerySet
from kracht.foundation.places import queries as places

COMMON = 50  # entries that hold a word: from here on it is taken as a whole word, not as the beginning of one


@lru_cache(maxsize=2000)
def tsquery(words: tuple[str, ...], *, typing: bool = False) -> str:
    """Return the search for prepared words (see `wording.search_words` and sql.py) as PostgreSQL writes it.

    The last word may still be growing: always while `typing`, else unless it is a common word of the register.
    Asked apart, so that the planner knows how many rows a word has: common words stop early, rare ones use the index.
    """
    last = words[-1].partition("|")[0]
    with connection.cursor() as db:
        db.execute(
            "SELECT public.search_query(%s, %s OR NOT EXISTS"
            " (SELECT 1 FROM initiatives_word WHERE word = %s AND n >= %s))::text",
            [list(words), typing, last, COMMON],
        )
        found: str = db.fetchone()[0]
    return found


def matches(words: tuple[str, ...], *, typing: bool = False) -> Func:
    """Return the condition that the text of a row holds all words, each in one of its ways."""
    asked = Func(
        Value(tsquery(words, typing=typing)), template="(%(expressions)s)::tsquery", output_field=SearchQueryField()
    )
    return Func(F("search"), asked, template="%(expressions)s", arg_joiner=" @@ ", output_field=BooleanField())


def select(filters: Filters) -> InitiativeQuerySet:
    """Return the published initiatives that satisfy every part of the filters, in no order; text included."""
    rows = _in_place(Initiative.objects.published(), filters)
    if not filters.examples:
        rows = rows.filter(is_example=False)
    if filters.label:
        rows = rows.filter(label_until__isnull=False)
    if filters.ids is not None:
        rows = rows.filter(id__in=filters.ids)
    if filters.stages:
        rows = rows.filter(stage__in=filters.stages)
    overlaps = (
        ("themes", filters.themes),
        ("need_kinds", filters.needs),
        ("sdgs", filters.sdgs),
        ("sectors", filters.sectors),
        ("tags", filters.tags),
    )
    for column, values in overlaps:
        if values:
            rows = rows.filter(**{f"{column}__overlap": list(values)})
    words = wording.search_words(filters.q)
    return rows.filter(matches(words)) if words else rows


def area_kind(area_id: int) -> str:
    """Return the kind of an area; empty when there is no such area."""
    area = places.area_by_id(area_id)
    return area.kind if area else ""


def _in_place(rows: InitiativeQuerySet, filters: Filters) -> InitiativeQuerySet:
    if filters.area_id is not None:
        kind = filters.area_kind or area_kind(filters.area_id)
        if kind != "country":
            rows = rows.filter(**{f"{kind}_id": filters.area_id}) if kind else rows.none()
    if filters.bbox is not None:
        rows = rows.inside(filters.bbox)
    return rows
