"""Sets in the order of their numbers, page by page: for features of OGC and whoever reads everything."""

from dataclasses import dataclass
from datetime import datetime

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import InitiativeQuerySet
from kracht.domains.initiatives.queries import totals
from kracht.domains.initiatives.queries.cards import COUNT_CAP, Count
from kracht.domains.initiatives.queries.entry import Entry, as_entry, whole
from kracht.domains.initiatives.queries.selecting import select


@dataclass(frozen=True, slots=True)
class Period:
    """When entries were published; None is open on that side."""

    since: datetime | None = None
    until: datetime | None = None


ALWAYS = Period()


def _rows(filters: Filters, period: Period) -> InitiativeQuerySet:
    rows = select(filters)
    if period.since is not None:
        rows = rows.filter(published_at__gte=period.since)
    if period.until is not None:
        rows = rows.filter(published_at__lte=period.until)
    return rows


def batch(
    filters: Filters, *, period: Period = ALWAYS, after: int = 0, size: int = 100
) -> tuple[list[Entry], int | None]:
    """Return the entries with a number above `after`, and the number to go on from (None at the end)."""
    rows = list(whole(_rows(filters, period)).filter(id__gt=after).order_by("id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return [as_entry(row) for row in rows], rows[-1].id if more else None


def matched(filters: Filters, period: Period = ALWAYS) -> Count:
    """Count up to a cap; the whole register comes from the running totals."""
    if filters.plain and filters.area_id is None and period == ALWAYS:
        return Count(totals.area_totals(None).initiatives, capped=False)
    n = len(_rows(filters, period).order_by().values_list("id")[: COUNT_CAP + 1])
    return Count(min(n, COUNT_CAP), capped=n > COUNT_CAP)


def by_number(number: int) -> Entry | None:
    """Return a published initiative by its number."""
    row = whole(select(Filters())).filter(id=number).first() if 0 < number < 2**63 else None
    return as_entry(row) if row else None
