"""The moderation desk. Every function takes the moderator's right as a fact and refuses without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative, InitiativeQuerySet, Submission
from kracht.domains.initiatives.queries import entry as entries
from kracht.kernel import cursor, text

QUEUES = (State.WAITING, State.ASKED, State.PUBLISHED, State.REFUSED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a queue."""

    id: int
    name: str
    summary: str
    place_name: str
    state: str
    created_at: datetime
    updated_at: datetime
    round: int
    themes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A page of a queue; `after` is the cursor of the next page."""

    rows: tuple[Row, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """What a moderator sees of one entry: the entry with all contacts, and how it came in."""

    entry: entries.Entry
    email: str
    language: str
    contact_public: bool
    confirmed_at: datetime | None
    reason: str
    round: int
    can_decide: bool
    can_undo: bool


def queue(
    state: str,
    *,
    moderator: bool,
    after: str = "",
    size: int = 50,
    q: str = "",
    theme: int | None = None,
    province: int | None = None,
) -> DeskPage:
    """Return a queue: what needs work oldest first, what was decided by the last change.

    `q` are letters in the name or place. Raises PermissionDenied for others, ValueError for a wrong cursor or state.
    """
    rules.check_can_moderate(moderator=moderator)
    if state not in QUEUES:
        raise ValueError("no such queue")
    rows = Initiative.objects.filter(state=state, submission__isnull=False)
    if norm := text.norm(q):
        rows = rows.filter(Q(norm__contains=norm) | Q(place_name__icontains=q))
    if theme is not None:
        rows = rows.filter(themes__contains=[theme])
    if province is not None:
        rows = rows.filter(province_id=province)
    return _oldest_first(rows, after, size) if state in rules.AT_DESK else _last_changed_first(rows, after, size)


def _oldest_first(rows: InitiativeQuerySet, after: str, size: int) -> DeskPage:
    if after:
        moment, key = cursor.decode(after, datetime, int)
        rows = rows.filter(Q(created_at__gt=moment) | Q(created_at=moment, id__gt=key))
    found = _rows(rows.order_by("created_at", "id")[: size + 1])
    more, found = len(found) > size, found[:size]
    return DeskPage(tuple(found), cursor.encode(found[-1].created_at, found[-1].id) if more else None)


def _last_changed_first(rows: InitiativeQuerySet, after: str, size: int) -> DeskPage:
    if after:
        moment, key = cursor.decode(after, datetime, int)
        rows = rows.filter(Q(updated_at__lt=moment) | Q(updated_at=moment, id__lt=key))
    found = _rows(rows.order_by("-updated_at", "-id")[: size + 1])
    more, found = len(found) > size, found[:size]
    return DeskPage(tuple(found), cursor.encode(found[-1].updated_at, found[-1].id) if more else None)


def _rows(rows: InitiativeQuerySet) -> list[Row]:
    columns = (
        "id",
        "name",
        "summary",
        "place_name",
        "state",
        "created_at",
        "updated_at",
        "submission__round",
        "themes",
    )
    return [_row(row) for row in rows.values_list(*columns)]


def _row(columns: Sequence[Any]) -> Row:
    values = list(columns)
    values[-1] = tuple(values[-1])  # themes
    return Row(*values)


def queue_sizes(*, moderator: bool) -> dict[str, int]:
    """Return how many entries each queue that needs work holds."""
    rules.check_can_moderate(moderator=moderator)
    rows = Initiative.objects.filter(state__in=[State.WAITING, State.ASKED]).order_by().values("state")
    return dict(rows.annotate(n=Count("id")).values_list("state", "n"))


def case(key: int, *, moderator: bool) -> Case | None:
    """Return one entry whatever its state, for the desk."""
    rules.check_can_moderate(moderator=moderator)
    row = entries.whole(Initiative.objects.all()).select_related("submission").filter(id=key).first()
    if row is None or row.state == State.DRAFT:
        return None
    submission: Submission | None = getattr(row, "submission", None)
    return Case(
        entry=entries.as_entry(row, all_contacts=True),
        email=submission.email if submission else "",
        language=submission.language if submission else row.language,
        contact_public=row.contact_public,
        confirmed_at=submission.confirmed_at if submission else None,
        reason=submission.reason if submission else "",
        round=submission.round if submission else 0,
        can_decide=rules.can_decide(row),
        can_undo=rules.can_undo(row),
    )
