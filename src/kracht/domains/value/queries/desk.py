"""What waits for reviewers. Only reviewers come here."""

from dataclasses import dataclass
from datetime import datetime

from kracht.domains.value.facts import State
from kracht.domains.value.models import Appraisal, Review

TABS = (State.SUBMITTED, State.REVIEW, State.PUBLISHED, State.CORRECTED)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue."""

    number: int
    name: str
    year: int
    submitted_at: datetime | None
    first_by: str


@dataclass(frozen=True, slots=True)
class Said:
    """One word of a reviewer."""

    verdict: str
    text: str
    by: str
    at: datetime


def queue(state: str, *, reviewer: bool) -> list[Waiting]:
    """What stands in this state, longest waiting first; at most fifty."""
    if not reviewer:
        return []
    rows = (
        Appraisal.objects.filter(state=state)
        .select_related("initiative")
        .prefetch_related("reviews")
        .order_by("submitted_at", "pk")[:PAGE]
    )
    return [Waiting(row.pk, row.initiative.name, row.year, row.submitted_at, _first(row)) for row in rows]


def _first(row: Appraisal) -> str:
    return next((one.by for one in reversed(row.reviews.all()) if one.verdict == "first"), "")


def waiting(*, reviewer: bool) -> dict[str, int]:
    """How many wait, per state."""
    if not reviewer:
        return {}
    return {state.value: Appraisal.objects.filter(state=state).count() for state in (State.SUBMITTED, State.REVIEW)}


def reviews(number: int, *, reviewer: bool) -> list[Said]:
    """What reviewers said, oldest first."""
    rows = Review.objects.filter(appraisal_id=number).order_by("pk") if reviewer else []
    return [Said(row.verdict, row.text, row.by, row.at) for row in rows]
