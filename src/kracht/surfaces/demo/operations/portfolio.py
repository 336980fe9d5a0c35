"""Entering the example portfolio: values, published years, leavers, needs, releases, and what waits at the desk."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from kracht.domains.initiatives.facts import Evidence, Filters
from kracht.domains.initiatives.operations import owning
from kracht.domains.initiatives.queries import streaming
from kracht.domains.value import exchange
from kracht.domains.value.facts import YearValues
from kracht.domains.value.operations import answering, batching, releasing, reviewing, valuing
from kracht.domains.value.queries import answering as answering_queries
from kracht.domains.value.rules import periods
from kracht.foundation.accounts.queries import by_email
from kracht.foundation.audit.facts import Actor, Program
from kracht.foundation.places import queries as places
from kracht.surfaces.demo import portfolio
from kracht.surfaces.demo.examples import SOURCE
from kracht.surfaces.demo.portfolio import Member, Portfolio

CAST = (Program("demo.initiators"), Program("demo.first-reviewer"), Program("demo.second-reviewer"))
NEED_SOURCE = "Verzonnen, alleen demonstratie: geen cijfer van CBS of GGD"
TOWNS = 40  # municipalities with most members get an invented need
BATCH = 500


def load(*, by: Actor, at: datetime, say: Callable[[str], None] = lambda _text: None) -> Portfolio:
    """Load what is not there yet; a second time changes nothing."""
    note, parameters, rows = exchange.read()
    valuing.load(note=note, parameters=parameters, rows=rows, proposer=CAST[1], by=CAST[2], at=at)
    members, slugs = _members()
    made = portfolio.make(members, last=at.year - 1)
    if not made.members:
        return made
    n = batching.publish_many(years=made.years, slugs=slugs, people=CAST, at=at)
    say(f"{len(made.members)} initiatives, {n} sheets published")
    for one in made.left:
        batching.leave(initiative_id=one.number, kind=one.kind, on=one.on, note=one.note, by=by, at=at)
    _needs(made)
    for name in (str(at.year - 2), str(at.year - 1), _last_quarter(at.date())):
        if periods.cutoff(name) < at.date():
            release = releasing.make(name=name, by=by, at=at)
            say(f"release {release.name} {release.hash[:12]}")
    _own(made, at=at)
    _desk(made, at=at)
    _correct(made, at=at)
    return made


def _last_quarter(today: date) -> str:
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return periods.quarter_of(first - timedelta(days=1))


def _members() -> tuple[list[Member], dict[int, str]]:
    """Read the generated examples that already do something."""
    codes = {area.pk: area.code for area in places.current(("province", "municipality"))}
    members, slugs = [], {}
    after: int | None = 0
    while after is not None:
        entries, after = streaming.batch(Filters(themes=tuple(portfolio.WANTED)), after=after, size=BATCH)
        for one in entries:
            if one.source != SOURCE or one.stage in {"idea", "starting"} or one.themes[0] not in portfolio.WANTED:
                continue
            slugs[one.id] = one.slug
            province, municipality = codes.get(one.province_id or 0, ""), codes.get(one.municipality_id or 0, "")
            members.append(Member(one.id, one.slug.rpartition("-")[2].zfill(6), one.themes[0], province, municipality))
    return members, slugs


def _needs(made: Portfolio) -> None:
    """Invent how many people are lonely, per district of the municipalities with most members."""
    counted: dict[str, int] = {}
    for one in made.members:
        counted[one.municipality] = counted.get(one.municipality, 0) + 1
    towns = set(sorted(counted, key=lambda code: (-counted[code], code))[:TOWNS])
    rng = Random(portfolio.SEED)  # noqa: S311 # the same every time, nothing secret
    rows: list[tuple[int, str, int, int | None]] = []
    for district in places.inhabited():
        share = rng.uniform(0.06, 0.16)
        if district.municipality_code in towns:
            hidden = rng.random() < 0.02
            rows.append(
                (district.district_id, "loneliness", 2024, None if hidden else round(district.population * share))
            )
    batching.know_needs(rows=rows, source=NEED_SOURCE, demonstration=True)


@transaction.atomic
def _own(made: Portfolio, *, at: datetime) -> None:
    """Alice keeps one of them, so that she can fill in its last year."""
    alice = by_email("alice@voorbeeld.example")
    number = made.special.get("alice")
    if alice and number:
        row = owning.locked(number)
        owning.become_owner(row, user=alice, organisation_id=None, evidence=Evidence.SENDER, by=CAST[0], at=at)


def _desk(made: Portfolio, *, at: datetime) -> None:
    """Leave some figures for the reviewers: most wait for a first check, the last for a second person."""
    for place, one in enumerate(made.waiting):
        _fill_in(one, last=one is made.waiting[-1], at=at - timedelta(days=len(made.waiting) - place))


def _fill_in(one: YearValues, *, last: bool, at: datetime) -> None:
    row = answering.start(initiative_id=one.initiative_id, year=one.year, owner=True, by=CAST[0], at=at)
    if row.answers:
        return
    answering.save(number=row.pk, typed=one.answers, owner=True, by=CAST[0], at=at)
    answering.submit(number=row.pk, owner=True, by=CAST[0], at=at, demonstration=True)
    if last:
        reviewing.check(number=row.pk, text="", by=CAST[1], at=at, reviewer=True, own=False)


def _correct(made: Portfolio, *, at: datetime) -> None:
    """Correct one published year, so that there is a correction to see."""
    wanted = made.special.get("amber", 0), at.year - 2
    one = next((year for year in made.years if (year.initiative_id, year.year) == wanted), None)
    sheet = answering_queries.by_year(*wanted, allowed=True) if one else None
    if one is None or sheet is None or sheet.correcting:
        return
    number = sheet.number
    reason = "De huur van de zaal stond er twee keer in; de kosten waren dus lager."
    reviewing.correct(number=number, reason=reason, by=CAST[0], at=at, owner=True, reviewer=False)
    cash = {"cash": str(round(int(one.answers["cash"]) * 0.8)), "public": "0"}
    answering.save(number=number, typed=cash, owner=True, by=CAST[0], at=at)
    answering.submit(number=number, owner=True, by=CAST[0], at=at, demonstration=True)
    reviewing.check(number=number, text="", by=CAST[1], at=at, reviewer=True, own=False)
    reviewing.publish(number=number, text="", by=CAST[2], at=at, reviewer=True, own=False, demonstration=True)
