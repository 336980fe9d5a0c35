"""What the public pages ask beside `figures`: many indices at once, an area, one initiative, and who counts once.

Everything comes out of stored releases and published sheets; nothing is drawn or computed here beyond adding up. What a
release holds never changes, so what is read from one may be kept in memory under its name.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import caches

from kracht.domains.value.facts import EventKind, ReleaseKind
from kracht.domains.value.models import Event, Part, Publication, Release
from kracht.domains.value.queries.figures import Constituent, Index, _levels, constituents, release_document
from kracht.domains.value.rules.reading import parsed

HOUR = 3600
type Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Left:
    """An initiative that left the index: closed, taken over or withdrawn."""

    initiative: str
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Claim:
    """What one initiative claims in a cell, and the share of it that counts; cents of the base year."""

    initiative: str
    cashable_cents: int
    wellbeing_cents: int
    persons: float
    level: int
    scale: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A cell (municipality x change x year) with more than one initiative. `measured` when participants were asked.

    `asked` is how many participants were asked, `several` how many of them had help of more than one of these, `named`
    how often each initiative was named.
    """

    municipality: str
    driver: str
    year: int
    claims: tuple[Claim, ...]
    measured: bool
    asked: int
    several: int
    named: dict[str, int]


@dataclass(frozen=True, slots=True)
class AreaValue:
    """What is published of one province or municipality; cents of the base year.

    As in the national figure: each person counts once, evidence level 2 or better, and `paid` is the public money of
    the same initiatives. Saved minus paid of all provinces is the national headline.
    """

    release: str
    period: str
    initiatives: int
    saved_cents: int
    paid_cents: int
    wellbeing_cents: int


@dataclass(frozen=True, slots=True)
class Year:
    """A published sheet of an initiative."""

    initiative: str
    year: int
    number: int
    hash: str


def newest(kind: str = ReleaseKind.YEAR.value) -> str:
    """The name of the newest release of this kind, "" when there is none."""
    return Release.objects.filter(kind=kind).order_by("-pk").values_list("name", flat=True).first() or ""


def has_release(name: str) -> bool:
    """Whether there is a release of this name."""
    return "\x00" not in name and Release.objects.filter(name=name[:20]).exists()


def indices(*, kind: str = ReleaseKind.YEAR.value) -> dict[str, Index]:
    """Every index of the newest release of a kind by its key, also those that are too small to exist. One query."""
    name = newest(kind)
    rows = Part.objects.filter(release__name=name, stage="index").exclude(key="all").order_by("key")
    return {
        row.key: Index(
            key=row.key,
            release=name,
            count=row.document["count"],
            reason=row.document["reason"] or "",
            levels=tuple(_levels(row.document["series"])),
        )
        for row in rows
    }


def place_of(initiative: str, *, release: str = "") -> Constituent | None:
    """The initiative as a member of the newest definitive index, None when it is not in it."""
    return next((one for one in constituents(release=release) if one.initiative == initiative), None)


def left(slugs: list[str]) -> dict[str, Left]:
    """How these initiatives left, by slug."""
    rows = Event.objects.filter(initiative__slug__in=slugs).values_list("initiative__slug", "kind", "on")
    return {slug: Left(slug, EventKind(kind).value, on) for slug, kind, on in rows}


def published_years(initiative_id: int) -> tuple[Year, ...]:
    """The published sheets of an initiative, newest year first, each in its newest edition."""
    rows = (
        Publication.objects.filter(appraisal__initiative_id=initiative_id)
        .order_by("-appraisal__year", "-number")
        .distinct("appraisal__year")
        .values_list("appraisal__initiative__slug", "appraisal__year", "number", "run__hash")
    )
    return tuple(Year(*row) for row in rows)


def _kept[T](key: str, make: Callable[[], T]) -> T:
    found: T | None = caches["local"].get(key)
    if found is None:
        found = make()
        caches["local"].set(key, found, HOUR)
    return found


def _national(release: str) -> tuple[str, Data] | None:
    row = Part.objects.filter(stage="national", release__name=release).values_list("key", "document").first()
    return (row[0], row[1]) if row else None


def areas(*, release: str = "") -> dict[str, AreaValue]:
    """What is published per province (PV26) and municipality (GM0344) in the newest definitive release, by code."""
    name = release or newest()
    return _kept(f"value:areas:{name}", lambda: _areas(name)) if name else {}


def _areas(name: str) -> dict[str, AreaValue]:
    found = _national(name)
    if found is None:
        return {}
    period, document = found
    home = {cell["cell"]: (cell["municipality"], cell["region"]) for cell in document["cells"]}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    who: dict[str, set[str]] = defaultdict(set)
    headline = {(claim["initiative"], claim["cell"]) for claim in document["claims"] if claim["level"] > 1}
    for claim in document["claims"]:
        scale = document["lambda"].get(f"{claim['initiative']} / {claim['cell']}", 0.0)
        counts = (claim["initiative"], claim["cell"]) in headline
        for code in home[claim["cell"]]:
            who[code].add(claim["initiative"])
            sums[code][0] += _cents(claim["cashable"] * scale) if counts else 0
            sums[code][2] += _cents(claim["wellbeing"] * scale) if counts else 0
    for money in document["public_money"]:
        if (money["initiative"], money["cell"]) in headline:
            for code in home[money["cell"]]:
                sums[code][1] += _cents(money["amount"])
    return {
        code: AreaValue(name, period, len(who[code]), saved, paid, wellbeing)
        for code, (saved, paid, wellbeing) in sums.items()
    }


def _cents(euros: float) -> int:
    return round(euros * 100)


def demonstration(release: str) -> tuple[str, ...]:
    """Codes for demonstration only that the public savings of a release rest on; empty when all are for real use."""
    return _kept(f"value:demonstration:{release}", lambda: _demonstration(release))


def _demonstration(release: str) -> tuple[str, ...]:
    found, text = _national(release), release_document(release)
    if found is None or text is None:
        return ()
    used = {claim["code"] for claim in found[1]["claims"] if claim["cashable"]}
    sets = parsed(text)["inputs"]["sets"].values()
    return tuple(sorted({row["code"] for one in sets for row in one["rows"] if row["demonstration"]} & used))


def shared(*, release: str = "") -> tuple[Shared, ...]:
    """Cells with more than one initiative: first those whose overlap is measured, then who was asked most."""
    name = release or newest()
    return _kept(f"value:shared:{name}", lambda: _shared(name)) if name else ()


def _shared(name: str) -> tuple[Shared, ...]:
    found = _national(name)
    text = release_document(name)
    if found is None or text is None:
        return ()
    document = found[1]
    told = parsed(text)["inputs"]["overlaps"]
    cells = {cell["cell"]: cell for cell in document["cells"]}
    by_cell: dict[str, list[Data]] = defaultdict(list)
    for claim in document["claims"]:
        by_cell[claim["cell"]].append(claim)
    rows = [
        _one_shared(cells[cell], claims, document["lambda"], told.get(cell, []))
        for cell, claims in by_cell.items()
        if len({claim["initiative"] for claim in claims}) > 1
    ]
    order = sorted(rows, key=lambda one: (not one.measured, -one.asked, -len(one.claims), one.municipality, one.driver))
    return tuple(order)


def _one_shared(cell: Data, claims: list[Data], scales: Data, told: list[list[str]]) -> Shared:
    named, helpers = Counter(helper for _person, helper in told), Counter(person for person, _helper in told)
    parts = tuple(
        Claim(
            initiative=claim["initiative"],
            cashable_cents=round(claim["cashable"] * 100),
            wellbeing_cents=round(claim["wellbeing"] * 100),
            persons=claim["persons"],
            level=claim["level"],
            scale=scales.get(f"{claim['initiative']} / {claim['cell']}", 0.0),
        )
        for claim in sorted(claims, key=lambda claim: str(claim["initiative"]))
    )
    return Shared(
        municipality=cell["municipality"],
        driver=cell["driver"],
        year=cell["year"],
        claims=parts,
        measured=cell.get("lambda") is not None,
        asked=len(helpers),
        several=sum(1 for n in helpers.values() if n > 1),
        named=dict(named),
    )


def sheet_slugs() -> dict[str, int]:
    """The members of the newest definitive index with the year of their sheet."""
    name = newest()
    if not name:
        return {}
    return _kept(f"value:slugs:{name}", lambda: {one.initiative: one.year for one in constituents(release=name)})
