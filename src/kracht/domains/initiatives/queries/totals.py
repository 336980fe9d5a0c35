"""How many: running totals per area from the Tally table, and counts per filter."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Sum

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import Tally
from kracht.domains.initiatives.queries.selecting import area_kind, select

WHOLE = 0  # area_id of the running totals of everything
FACET_CAP = 2000
FACETS = {"theme": "themes", "stage": "stages", "need": "needs", "sector": "sectors"}


@dataclass(frozen=True, slots=True)
class AreaTotals:
    """Figures of one area. `known` says of how many initiatives a field is filled in."""

    initiatives: int = 0
    examples: int = 0
    people: int = 0
    hours: int = 0  # volunteer hours a month, of those that gave them
    themes: dict[int, int] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    needs: dict[str, int] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Counts per filter value; `capped` when they were counted over the first 2,000 matches only."""

    theme: dict[str, int]
    stage: dict[str, int]
    need: dict[str, int]
    sector: dict[str, int]
    capped: bool


def area_totals(area_id: int | None, kind: str = "") -> AreaTotals:
    """Return the figures of an area, of the whole register for None or the country."""
    whole = area_id is None or (kind or area_kind(area_id)) == "country"
    rows = Tally.objects.filter(area_id=WHOLE if whole or area_id is None else area_id, n__gt=0)
    found: dict[str, dict[str, int]] = {}
    examples = 0
    for facet, value, is_example, n in rows.values_list("facet", "value", "is_example", "n"):
        group = found.setdefault(facet, {})
        group[value] = group.get(value, 0) + n
        examples += n if facet == "all" and is_example else 0
    return AreaTotals(
        initiatives=found.get("all", {}).get("", 0),
        examples=examples,
        people=found.get("people", {}).get("", 0),
        hours=found.get("hours", {}).get("", 0),
        themes={int(key): n for key, n in sorted(found.get("theme", {}).items(), key=lambda item: -item[1])},
        stages=found.get("stage", {}),
        needs=found.get("need", {}),
        sectors=found.get("sector", {}),
        known=found.get("known", {}),
    )


def per_area(area_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of initiatives of each of these areas; areas without are absent."""
    rows = Tally.objects.filter(area_id__in=list(area_ids), facet="all", n__gt=0).values("area_id")
    return dict(rows.annotate(total=Sum("n")).values_list("area_id", "total"))


def facets(filters: Filters) -> FacetCounts:
    """Return counts per filter value. A facet's own choice does not narrow its own counts.

    Plain sets read the running totals; others count the first 2,000 matches.
    """
    if filters.plain:
        totals = area_totals(filters.area_id, filters.area_kind)
        themes = {str(key): n for key, n in totals.themes.items()}
        return FacetCounts(themes, totals.stages, totals.needs, totals.sectors, capped=False)
    counts: dict[str, dict[str, int]] = {}
    capped = False
    shared = [facet for facet, part in FACETS.items() if not getattr(filters, part)]
    for group, narrowed in [(shared, filters), *_without_own_choice(filters)]:
        if group:
            found, full = _count(narrowed, group)
            counts |= found
            capped |= full
    return FacetCounts(**counts, capped=capped)


def _without_own_choice(filters: Filters) -> list[tuple[list[str], Filters]]:
    """Return each facet with a choice, and the filters without that choice."""
    wider = {
        "theme": replace(filters, themes=()),
        "stage": replace(filters, stages=()),
        "need": replace(filters, needs=()),
        "sector": replace(filters, sectors=()),
    }
    return [([facet], wider[facet]) for facet, part in FACETS.items() if getattr(filters, part)]


_PART = {
    "theme": "SELECT 'theme', v::text, count(*) FROM m, unnest(m.themes) AS v GROUP BY 2",
    "stage": "SELECT 'stage', stage::text, count(*) FROM m GROUP BY 2",
    "need": "SELECT 'need', v::text, count(*) FROM m, unnest(m.need_kinds) AS v GROUP BY 2",
    "sector": "SELECT 'sector', v::text, count(*) FROM m, unnest(m.sectors) AS v GROUP BY 2",
}


def _count(filters: Filters, group: list[str]) -> tuple[dict[str, dict[str, int]], bool]:
    rows = select(filters).order_by().values("themes", "stage", "need_kinds", "sectors")[:FACET_CAP]
    inner, params = rows.query.sql_with_params()
    parts = " UNION ALL ".join(_PART[facet] for facet in group)
    # every part of this statement is a constant of ours; values travel as parameters
    statement = f"WITH m AS ({inner}) SELECT 'all', '', count(*) FROM m UNION ALL {parts}"  # noqa: S608
    counts: dict[str, dict[str, int]] = {facet: {} for facet in group}
    total = 0
    with connection.cursor() as db:
        db.execute(statement, params)
        for facet, value, n in db.fetchall():
            if facet == "all":
                total = n
            else:
                counts[facet][value] = n
    return counts, total >= FACET_CAP
