"""What is published of one initiative-year: the calculation sheet, each euro with its factors and its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import caches

from kracht.domains.value.models import Publication, Value
from kracht.domains.value.rules import computing, editions
from kracht.domains.value.rules.editions import Change
from kracht.domains.value.rules.reading import parsed

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Source:
    """Where a unit value comes from."""

    title: str
    ledger: str
    source: str
    page: str
    price_year: int | None
    licence: str
    owner: str
    expires: date | None
    low: float
    central: float
    high: float
    norm: float | None
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line: value = people x change x share x unit value x years. Money in whole cents of the base year."""

    code: str
    worse: bool
    ledger: str
    route: str
    people: float
    change: float
    share: float
    unit_cents: int
    years: float
    value_cents: int
    capacity_cents: int
    level: int
    payer: str
    asked: int
    answered: int | None
    improved: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Range:
    """Low, middle and high of many draws, in cents: 5 %, 50 % and 95 %."""

    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class Column:
    """One ledger: its sum to the cent, its range, and the number of lines."""

    ledger: str
    cents: int
    range: Range
    lines: int


@dataclass(frozen=True, slots=True)
class Unvalued:
    """An outcome that was not measured: 0 euros, and how many people would earn the costs back."""

    code: str
    source: Source
    people: float | None


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of this year: the first, or a correction with its reason and what it changed."""

    number: int
    at: datetime
    reason: str
    hash: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """A public calculation sheet."""

    initiative_id: int
    slug: str
    name: str
    year: int
    number: int
    at: datetime
    state: str
    activities: str
    got_worse: str
    participants: int
    cost_cents: int
    costs: dict[str, float]
    lines: tuple[Line, ...]
    ledgers: tuple[Column, ...]
    unvalued: tuple[Unvalued, ...]
    profile: dict[str, float | None]
    flags: tuple[dict[str, Any], ...]
    chance: float
    wellbys: float
    break_even_share: float | None
    level: int | None
    base_year: int
    value_set: int
    titles: dict[str, str]
    evidence: tuple[str, ...]
    editions: tuple[Edition, ...]
    record: dict[str, Any]
    intact: bool


def published(slug: str, year: int, *, number: int | None = None) -> Published | None:
    """The newest published sheet of this year, or an earlier edition by number; None when there is none."""
    if "\x00" in slug or year > 9999:
        return None
    rows = list(
        Publication.objects.filter(appraisal__initiative__slug=slug, appraisal__year=year)
        .select_related("appraisal__initiative", "run", "value_set")
        .order_by("-number")
    )
    chosen = next((row for row in rows if number is None or row.number == number), None)
    if chosen is None or chosen.appraisal.initiative.state != "published":
        return None
    return as_published(chosen, _editions(rows))


def _editions(rows: Sequence[Publication]) -> tuple[Edition, ...]:
    """Return the editions, newest first, each beside the one before it."""
    records = [parsed(row.run.record) for row in rows] if len(rows) > 1 else []
    found = []
    for at, row in enumerate(rows):
        changed = editions.changes(records[at + 1], records[at]) if at + 1 < len(records) else ()
        found.append(Edition(row.number, row.at, row.reason, row.run.hash, changed))
    return tuple(found)


def as_published(row: Publication, known: tuple[Edition, ...]) -> Published:
    """Return a publication as its page shows it. Numbers come out of its record alone."""
    kept = parsed(row.run.record)
    year, out = kept["inputs"]["year"], kept["outputs"]
    values = {one.code: one for one in row.value_set.values.all()}
    central = out["central"]
    lines = tuple(_line(one, year, values) for one in central["lines"])
    return Published(
        initiative_id=row.appraisal.initiative_id,
        slug=row.appraisal.initiative.slug,
        name=row.appraisal.initiative.name,
        year=row.appraisal.year,
        number=row.number,
        at=row.at,
        state=row.appraisal.state,
        activities=row.activities,
        got_worse=year["got_worse"],
        participants=year["participants"],
        cost_cents=cents(central["total"]["cost"]),
        costs=year["costs"],
        lines=lines,
        ledgers=tuple(_column(code, lines, out["range"]) for code in ("L1", "L2", "L3")),
        unvalued=tuple(
            Unvalued(one["code"], _source(values[one["code"]]), one["persons_to_break_even"])
            for one in central["not_valued"]
        ),
        profile=central["profile"],
        flags=tuple(central["flags"]),
        chance=out["range"]["chance_ratio_above_1"],
        wellbys=central["wellbys"],
        break_even_share=central["total"]["break_even_share"],
        level=min((line.level for line in lines), default=None),
        base_year=kept["inputs"]["parameters"]["base_year"],
        value_set=row.value_set.number,
        titles={code: one.title for code, one in values.items()},
        evidence=tuple(row.evidence),
        editions=known,
        record=kept,
        intact=row.run.hash == kept["hash"] and computing.intact(kept),
    )


def cents(euros: float) -> int:
    """Return whole cents."""
    return round(euros * 100)


def _line(one: dict[str, Any], year: dict[str, Any], values: dict[str, Value]) -> Line:
    outcome = next(o for o in year["outcomes"] if o["code"] == one["code"] and o.get("group", "all") == one["group"])
    route = outcome.get("route", "RATE")
    people = year["participants"] if route == "IMPACT" else outcome["respondents"]
    return Line(
        code=one["code"],
        worse=bool(outcome.get("worse")),
        ledger=one["ledger"],
        route=route,
        people=people,
        change=one["net_rate"],
        share=one["kept"],
        unit_cents=cents(one["unit_value"]),
        years=one["years"],
        value_cents=cents(one["value"]),
        capacity_cents=cents(one["capacity"]),
        level=int(outcome.get("level", 1)),
        payer=one["payer"],
        asked=year["participants"],
        answered=outcome.get("respondents"),
        improved=outcome.get("improved"),
        source=_source(values[one["code"]]),
    )


def _source(row: Value) -> Source:
    return Source(
        title=row.title,
        ledger=row.ledger,
        source=row.source,
        page=row.page,
        price_year=row.price_year,
        licence=row.licence,
        owner=row.owner,
        expires=row.expires,
        low=float(row.low),
        central=float(row.central),
        high=float(row.high),
        norm=None if row.norm is None else float(row.norm),
        demonstration=row.demonstration,
    )


def _column(ledger: str, lines: tuple[Line, ...], ranges: dict[str, Any]) -> Column:
    mine = [line for line in lines if line.ledger == ledger]
    three = ranges[ledger]
    return Column(
        ledger=ledger,
        cents=sum(line.value_cents for line in mine),
        range=Range(cents(three["p5"]), cents(three["p50"]), cents(three["p95"])),
        lines=len(mine),
    )


def moving(sheet: Published) -> dict[str, Any]:
    """What moves the result most, and the switching values: worked out from the record once and kept for a day."""
    key = f"value:moving:{sheet.record['hash']}"
    kept: dict[str, Any] | None = caches["local"].get(key)
    if kept is None:
        core = {name: sheet.record["inputs"][name] for name in ("year", "values", "parameters")}
        kept = computing.drivers(core) if sheet.lines else {"drivers": [], "switching": {"switching": []}}
        caches["local"].set(key, kept, DAY)
    return kept
