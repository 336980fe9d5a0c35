"""Gifts of an initiative-year: promised, reported, checked, and the realised share of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kracht.domains.value.facts import GiftSaid, GiftStage, State
from kracht.domains.value.models import Appraisal
from kracht.domains.value.models.gifts import Gift
from kracht.domains.value.queries import sheet as sheets
from kracht.domains.value.rules import gifts as rules
from kracht.domains.value.rules.gifts import Part

HANDED_IN = {State.SUBMITTED.value, State.REVIEW.value}
MOST = 500


@dataclass(frozen=True, slots=True)
class GiftRow:
    """One gift. `said` is "" while nobody said what became of it; `part` only when the year was checked."""

    number: int
    initiative_id: int
    slug: str
    name: str
    year: int
    kind: str
    cents: int
    minutes: int
    shown_as: str
    said: str
    at: datetime
    mine: bool
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class GiftYear:
    """All gifts of an initiative-year. `ledgers` are cents of the published sheet, empty before it is."""

    initiative_id: int
    slug: str
    name: str
    year: int
    stage: str
    edition: int
    gifts: tuple[GiftRow, ...]
    rest: tuple[Part, ...]
    ledgers: dict[str, int]
    participants: int
    put_cents: int
    spent_cents: int


def year_of(*, initiative_id: int, slug: str, name: str, year: int, me: str = "") -> GiftYear:
    """Read an initiative-year; `me` is the audit key of who looks. Gifts are in the order in which they came."""
    published = sheets.published(slug, year)
    rows = [as_row(one, me) for one in _rows().filter(initiative_id=initiative_id, year=year).order_by("pk")[:MOST]]
    parts: dict[str, Part] = {}
    ledgers: dict[str, int] = {}
    if published is not None:
        ledgers = {one.ledger: one.cents for one in published.ledgers}
        parts = {one.key: one for one in parts_of(rows, published)}
    return GiftYear(
        initiative_id=initiative_id,
        slug=slug,
        name=name,
        year=year,
        stage=stage_of(initiative_id, year, checked=published is not None),
        edition=published.number if published else 0,
        gifts=tuple(_with(row, parts.get(f"gift:{row.number}")) for row in rows),
        rest=tuple(part for key, part in parts.items() if key.startswith(rules.REST)),
        ledgers=ledgers,
        participants=published.participants if published else 0,
        put_cents=sum(part.cents for part in parts.values()),
        spent_cents=published.cost_cents if published else 0,
    )


def parts_of(rows: Sequence[GiftRow], published: sheets.Published) -> tuple[Part, ...]:
    """Return the part of each received gift and of the rest in a published sheet."""
    given = [rules.Given(row.number, row.kind, row.cents, row.minutes) for row in rows if row.said == GiftSaid.RECEIVED]
    ledgers = {one.ledger: one.cents for one in published.ledgers}
    return rules.parts_of(given, published.costs, ledgers, published.participants)


def stage_of(initiative_id: int, year: int, *, checked: bool) -> str:
    """Return how far a year is: promised, reported (sent in) or checked (published)."""
    if checked:
        return GiftStage.CHECKED.value
    state = Appraisal.objects.filter(initiative_id=initiative_id, year=year).values_list("state", flat=True).first()
    return GiftStage.REPORTED.value if state in HANDED_IN else GiftStage.PROMISED.value


def mine(me: str) -> tuple[GiftRow, ...]:
    """The gifts of one person, newest first; never anybody else's."""
    if not me or me == "visitor":
        return ()
    return tuple(as_row(one, me) for one in _rows().filter(giver=me).order_by("-pk")[:MOST])


def one(number: int) -> GiftRow | None:
    """A gift by its number."""
    row = _rows().filter(pk=number).first() if number < 2**63 else None
    return as_row(row, "") if row else None


def _rows() -> QuerySet[Gift]:
    return Gift.objects.select_related("initiative", "word").defer(
        "initiative__search", "initiative__story", "initiative__parts"
    )


def as_row(one: Gift, me: str) -> GiftRow:
    """Return a gift as pages show it."""
    word = getattr(one, "word", None)
    return GiftRow(
        number=one.pk,
        initiative_id=one.initiative_id,
        slug=one.initiative.slug,
        name=one.initiative.name,
        year=one.year,
        kind=one.kind,
        cents=one.cents,
        minutes=one.minutes,
        shown_as=one.shown_as,
        said=word.said if word else "",
        at=one.at,
        mine=bool(me) and one.giver == me,
    )


def _with(row: GiftRow, part: Part | None) -> GiftRow:
    return GiftRow(
        row.number, row.initiative_id, row.slug, row.name, row.year, row.kind, row.cents, row.minutes, row.shown_as,
        row.said, row.at, row.mine, part,
    )  # fmt: skip
