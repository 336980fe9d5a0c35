"""The moderation desk. Every function takes the moderator's right as a fact and refuses without it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative, Submission
from kracht.domains.initiatives.queries import entry as entries
from kracht.kernel import cursor

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
    round: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A page of a queue, oldest first; `after` is the cursor of the next page."""

    rows: tuple[Row, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """What a moderator sees of one entry: the entry with all contacts, and how it came in."""

    entry: entries.Entry
    email: str
    confirmed_at: datetime | None
    reason: str
    round: int
    can_decide: bool
    can_undo: bool


def queue(state: str, *, moderator: bool, after: str = "", size: int = 50) -> DeskPage:
    """Return a queue. Raises PermissionDenied for others, ValueError for a wrong cursor or state."""
    rules.check_can_moderate(moderator=moderator)
    if state not in QUEUES:
        raise ValueError("no such queue")
    rows = Initiative.objects.filter(state=state, submission__isnull=False)
    if after:
        moment, key = cursor.decode(after, datetime, int)
        rows = rows.filter(Q(created_at__gt=moment) | Q(created_at=moment, id__gt=key))
    columns = ("id", "name", "summary", "place_name", "state", "created_at", "submission__round")
    found = [Row(*values) for values in rows.order_by("created_at", "id").values_list(*columns)[: size + 1]]
    more, found = len(found) > size, found[:size]
    return DeskPage(tuple(found), cursor.encode(found[-1].created_at, found[-1].id) if more else None)


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
        confirmed_at=submission.confirmed_at if submission else None,
        reason=submission.reason if submission else "",
        round=submission.round if submission else 0,
        can_decide=rules.can_decide(row),
        can_undo=rules.can_undo(row),
    )
