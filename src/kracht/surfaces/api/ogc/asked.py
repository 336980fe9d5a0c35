"""What a request for features asks: box, systems, period, page, filters. Unknown parameters are refused (Part 1)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from kracht.domains.initiatives import params
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries.lookups import lookups
from kracht.domains.initiatives.queries.streaming import Period
from kracht.surfaces.api.answers import wrong_query
from kracht.surfaces.api.ogc import crs

DEFAULT_LIMIT, MOST = 100, 1000
LEVELS = ("province", "municipality", "district", "neighbourhood")
FILTERS = ("q", "theme", "area", "stage", "sector", "need", "sdg", "examples", "label")
PAGING = ("limit", "bbox", "bbox-crs", "crs", "datetime", "after", "f")
LONGEST = 500

type Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for features, understood."""

    filters: Filters
    period: Period
    limit: int
    after: int
    crs: str
    levels: tuple[str, ...] = LEVELS[:2]


class _Reader:
    def __init__(self, query: Lists, allowed: Sequence[str]) -> None:
        self.query = query
        self.problems: list[tuple[str, str]] = [
            (name[:100], _("There is no such parameter.")) for name in query if name not in allowed
        ]

    def one(self, name: str) -> str:
        given = self.query.get(name, ())
        if len(given) > 1:
            self.problems.append((name, _("Give this only once.")))
        return given[0] if given and len(given[0]) <= LONGEST else "?" if given else ""

    def known(self, name: str) -> str:
        value = self.one(name) or crs.CRS84
        if value.startswith("[") and value.endswith("]"):  # a safe CURIE: [EPSG:28992]
            value = value[1:-1]
        if value.upper() in {"EPSG:4326", "EPSG:28992", "EPSG:3857"}:
            value = crs.EPSG + value[5:]
        value = value.replace("https://", "http://")
        if value not in crs.KNOWN:
            self.problems.append((name, _("Choose from: %(choices)s.") % {"choices": ", ".join(crs.KNOWN)}))
            return crs.CRS84
        return value

    def limit(self) -> int:
        """Above the most one gets the most, as the standard says."""
        value = self.one("limit")
        if not value:
            return DEFAULT_LIMIT
        if not (value.isascii() and value.isdigit()) or not value.strip("0"):
            self.problems.append(("limit", _("Use a whole number from 1 to %(n)d.") % {"n": MOST}))
            return DEFAULT_LIMIT
        return MOST if len(value.lstrip("0")) > 4 else min(int(value), MOST)

    def after(self) -> int:
        value = self.one("after")
        if not value:
            return 0
        if not (value.isascii() and value.isdigit()) or len(value) > 18:
            sentence = _("This is no place in this list. Use the address of the next page as it was given.")
            self.problems.append(("after", sentence))
            return 0
        return int(value)

    def box(self) -> crs.Box | None:
        value = self.one("bbox")
        system = self.known("bbox-crs")
        if not value:
            return None
        try:
            numbers = _numbers(value)
            half = len(numbers) // 2
            return crs.box((numbers[0], numbers[1]), (numbers[half], numbers[half + 1]), system)
        except ValueError:
            sentence = _(
                "Give four numbers with commas between them, the lower left corner first, in the order of the axes."
            )
            self.problems.append(("bbox", sentence))
            return None

    def period(self) -> Period:
        value = self.one("datetime")
        if not value:
            return Period()
        try:
            return _period(value)
        except ValueError:
            sentence = _(
                "Give a moment or a period: 2026-01-01T00:00:00Z, or 2026-01-01T00:00:00Z/.., or ../2026-12-31T23:59:59Z."
            )
            self.problems.append(("datetime", sentence))
            return Period()


def _numbers(value: str) -> list[float]:
    """Four numbers, or six with heights."""
    numbers = [float(part) for part in value.split(",")]
    if len(numbers) not in {4, 6} or not all(map(math.isfinite, numbers)):
        raise ValueError("four numbers, or six with heights")
    return numbers


def _period(value: str) -> Period:
    if "/" not in value:
        return Period(_moment(value, end=False), _moment(value, end=True))
    start, _slash, stop = value.partition("/")
    open_end = {"", ".."}
    found = Period(
        None if start in open_end else _moment(start, end=False), None if stop in open_end else _moment(stop, end=True)
    )
    if found.since and found.until and found.since > found.until:
        raise ValueError("a period starts before it ends")
    return found


def _moment(value: str, *, end: bool) -> datetime:
    """A date stands for its whole day."""
    if len(value) == 10:
        day = datetime.fromisoformat(value).date()
        return datetime.combine(day, time.max if end else time.min, UTC)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    if not 1 < moment.year < 9999:
        raise ValueError("a year between 2 and 9998")
    return moment.astimezone(UTC)


def read(query: Lists, collection: str) -> Asked:
    """Return what is asked of a collection. Raises Refusal with all that is wrong."""
    own = FILTERS if collection == "initiatives" else ("kind",)
    reader = _Reader(query, (*PAGING, *own))
    levels: tuple[str, ...] = LEVELS[:2]
    filters = Filters()
    if collection == "initiatives":
        found = params.read({name: query[name] for name in FILTERS if name in query}, lookups(), strict=True)
        reader.problems += found.problems
        filters = found.filters
    elif kind := reader.one("kind"):
        levels = (kind,)
        if kind not in LEVELS:
            reader.problems.append(("kind", _("Choose from: %(choices)s.") % {"choices": ", ".join(LEVELS)}))
    asked = Asked(
        filters=replace(filters, bbox=reader.box()),
        period=reader.period(),
        limit=reader.limit(),
        after=reader.after(),
        crs=reader.known("crs"),
        levels=levels,
    )
    if reader.problems:
        raise wrong_query(tuple(dict.fromkeys(reader.problems)))
    return asked


def only_crs(query: Lists) -> str:
    """Return the system asked for one feature. Raises Refusal."""
    reader = _Reader(query, ("crs", "f"))
    system = reader.known("crs")
    if reader.problems:
        raise wrong_query(reader.problems)
    return system


def nothing_else(query: Lists) -> None:
    """Refuse all parameters but the format."""
    reader = _Reader(query, ("f",))
    if reader.problems:
        raise wrong_query(reader.problems)
