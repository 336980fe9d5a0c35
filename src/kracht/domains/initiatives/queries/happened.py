"""Which entries, of those that something happened to, belong to a set that somebody follows."""

from typing import Any

from django.db.models import QuerySet

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.queries.selecting import select

type Ids = QuerySet[Any, Any]


def matching(filters: Filters, changed: Ids, size: int) -> list[int]:
    """Return the published entries among `changed` (a subquery of numbers) that satisfy the filters, newest numbers first."""
    rows = select(filters).filter(id__in=changed).order_by("-id")
    return list(rows.values_list("id", flat=True)[:size])


def of_organisation(organisation_id: int, changed: Ids, size: int) -> list[int]:
    """Return the published entries among `changed` in which an organisation takes part."""
    rows = Initiative.objects.published().filter(id__in=changed, parties__organisation_id=organisation_id)
    return list(rows.distinct().order_by("-id").values_list("id", flat=True)[:size])
