"""Runs, their rows and sources for who may see them. Fetching is permission: a Viewer only gets what is theirs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from kracht.domains.imports.facts import WRITING, Choice
from kracht.domains.imports.models import Piece, Progress, Row, Run, Source, Visit

PAGE = 25
TABS = {
    "created": Q(verdict__in=["created", "restored"]),
    "changed": Q(verdict="changed"),
    "conflict": Q(verdict="conflict"),
    "alike": ~Q(alike=[]),
    "warning": ~Q(warnings=[]),
    "refused": Q(verdict="refused"),
    "removed": Q(verdict="removed"),
    "unchanged": Q(verdict="unchanged"),
    "left": ~Q(outcome_said=""),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a moderator sees every source, an editor of an organisation only its own."""

    user_id: int
    moderator: bool = False
    organisation_id: int | None = None


def _mine(viewer: Viewer, prefix: str = "") -> Q:
    if viewer.moderator:
        return Q()
    if viewer.organisation_id is None:
        return Q(pk__in=[])
    return Q(**{f"{prefix}organisation_id": viewer.organisation_id})


def sources(viewer: Viewer) -> list[Source]:
    """Return the sources of this viewer by name."""
    return list(Source.objects.filter(_mine(viewer)).order_by("title", "id"))


def source(viewer: Viewer, key: int) -> Source | None:
    """Return one source."""
    return Source.objects.filter(_mine(viewer), id=key).select_related("responsible").first() if key < 2**62 else None


def followed(viewer: Viewer) -> list[tuple[Source, list[Visit]]]:
    """Return the followed sources with their last ten visits, the newest first."""
    rows = Source.objects.filter(_mine(viewer)).exclude(url="").order_by("title", "id").select_related("responsible")
    return [(row, list(row.visits.order_by("-id").select_related("run")[:10])) for row in rows[:100]]


def runs(viewer: Viewer, *, size: int = 50) -> list[Run]:
    """Return the newest runs."""
    return list(
        Run.objects.filter(_mine(viewer, "source__"))
        .select_related("source", "source__organisation", "progress")
        .order_by("-created_at", "-id")[:size]
    )


def run(viewer: Viewer, key: int) -> Run | None:
    """Return one run with its source and progress."""
    if key >= 2**62:
        return None
    rows = Run.objects.filter(_mine(viewer, "source__"), id=key)
    return rows.select_related("source", "source__organisation", "progress", "started_by").first()


def progress(run_id: int) -> Progress | None:
    """Return how far the background is."""
    return Progress.objects.filter(run_id=run_id).first()


def rows(run_id: int, tab: str, *, after: int = 0, size: int = PAGE) -> tuple[list[Row], int | None]:
    """Return a page of rows of a tab by number, and where to go on (None at the end)."""
    found = list(Row.objects.filter(TABS[tab], run_id=run_id, id__gt=after).order_by("id")[: size + 1])
    more, found = len(found) > size, found[:size]
    return found, found[-1].pk if more else None


def rows_by_ids(run_id: int, ids: list[int]) -> list[Row]:
    """Return these rows of a run."""
    return list(Row.objects.filter(run_id=run_id, id__in=ids).order_by("id"))


def tab_counts(run_id: int) -> dict[str, int]:
    """Return how many rows each tab has."""
    return Row.objects.filter(run_id=run_id).aggregate(**{name: Count("id", filter=q) for name, q in TABS.items()})


def undecided(run_id: int) -> int:
    """Return how many likely duplicates nobody chose about."""
    return Row.objects.filter(TABS["alike"], run_id=run_id, choice=Choice.OPEN).count()


def troubles(run_id: int) -> Iterator[Row]:
    """Stream the rows with problems or warnings, for the table of errors."""
    wanted = Row.objects.filter(TABS["refused"] | TABS["warning"] | TABS["left"], run_id=run_id)
    yield from wanted.order_by("number", "id").iterator(chunk_size=500)


def busy(source_id: int, *, but: int) -> bool:
    """Return whether another run of this source writes to the register."""
    return Run.objects.filter(source_id=source_id, state__in=WRITING).exclude(id=but).exists()


def pieces(run_id: int) -> Iterator[bytes]:
    """Stream the file of a run."""
    for body in Piece.objects.filter(run_id=run_id).order_by("number").values_list("body", flat=True).iterator(1):
        yield bytes(body)
