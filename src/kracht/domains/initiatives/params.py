"""The query string of a list, map, export, feed or API call, read into Filters. Pure: what must be looked up is given.

Pages show the problems as a notice and use the rest; the API refuses with all of them. Nothing here raises.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import SECTORS, Filters, NeedKind, Stage
from kracht.domains.initiatives.wording import LONGEST_QUERY
from kracht.kernel import cursor, geo

SINGLE = ("q", "area", "bbox", "near", "examples", "label", "limit", "after")
MANY = ("theme", "stage", "sector", "need", "sdg", "tag")
FIELDS = (
    "q", "theme", "area", "stage", "sector", "need", "sdg", "tag", "bbox", "near", "examples", "label", "limit", "after",
)  # fmt: skip
STAGES, NEEDS = tuple(Stage.values), tuple(NeedKind.values)
SDGS = tuple(str(number) for number in range(1, 18))
MOST_VALUES = 20  # of one repeated field
WHOLE = re.compile(r"[0-9]{1,6}")
TAG = re.compile(r"[a-z0-9-]{2,30}:[a-z0-9-]{1,49}")

type Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the parser asks: the number of a theme by slug (all of them), the number of today's area by code or slug."""

    themes: Mapping[str, int]
    area: Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Params:
    """What a query string asks. `pairs` are its accepted parts in one fixed order, without `limit` and `after`.

    `problems` are (field, sentence); a value with a problem is left out of `filters`.
    """

    filters: Filters
    limit: int
    after: str
    pairs: tuple[tuple[str, str], ...]
    problems: tuple[tuple[str, str], ...]


class _Reader:
    """One reading of one query."""

    def __init__(self, query: Query, lookups: Lookups, *, strict: bool) -> None:
        self.query, self.lookups, self.strict = query, lookups, strict
        self.problems: list[tuple[str, str]] = []
        self.pairs: list[tuple[str, str]] = []

    def wrong(self, field: str, sentence: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append((field, sentence))

    def values(self, field: str) -> list[str]:
        """Return the values of a repeatable field, also those between commas; an empty one counts only when strict."""
        if field not in self.query:
            return []
        given = [part.strip() for value in self.query.get(field, ()) for part in value[:2000].split(",")]
        if not self.strict:
            given = [value for value in given if value]
        if len(given) > MOST_VALUES:
            self.wrong(field, _("Give at most %(n)d values.") % {"n": MOST_VALUES})
        return list(dict.fromkeys(given[:MOST_VALUES]))

    def single(self, field: str) -> str | None:
        """Return the value of a field that may be given once, or None."""
        if field not in self.query:
            return None
        given = [value for value in self.query.get(field, ()) if self.strict or value.strip()]
        if len(given) > 1:
            self.wrong(field, _("Give this only once."))
        if not given:
            return None
        if "\x00" in given[0]:
            self.wrong(field, _("This holds a character that cannot be used (NUL)."))
            return None
        return given[0].strip()

    def words(self, field: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Return the values that are among the choices."""
        good = []
        for value in self.values(field):
            if value in choices:
                good.append(value)
                self.pairs.append((field, value))
            else:
                self.wrong(field, _("Choose from: %(choices)s.") % {"choices": ", ".join(choices)})
        return tuple(good)

    def tags(self) -> tuple[str, ...]:
        """Return the tags; one that nobody made finds nothing."""
        good = []
        for value in self.values("tag"):
            if TAG.fullmatch(value):
                good.append(value)
                self.pairs.append(("tag", value))
            else:
                self.wrong("tag", _("Write a tag as namespace:word, in small letters, digits and hyphens."))
        return tuple(good)

    def q(self) -> str:
        """Return the words to search for."""
        value = self.single("q")
        if value == "" and self.strict:
            self.wrong("q", _("Give a word to search for."))
        if not value:
            return ""
        if len(value) > LONGEST_QUERY:
            self.wrong("q", _("Search with at most %(n)d characters.") % {"n": LONGEST_QUERY})
            return ""
        self.pairs.append(("q", value))
        return value

    def area(self) -> int | None:
        """Return the number of the area."""
        value = self.single("area")
        if value is None:
            return None
        key = self.lookups.area(value) if 0 < len(value) <= 120 else None
        if key is None:
            self.wrong(
                "area", _("We do not know this area. Use a CBS code such as GM0363, or a name such as amsterdam.")
            )
            return None
        self.pairs.append(("area", value))
        return key

    def bbox(self) -> tuple[float, float, float, float] | None:
        """Return the box in degrees."""
        value = self.single("bbox")
        if value is None:
            return None
        try:
            box = geo.parse_bbox(value)
        except ValueError:
            self.wrong(
                "bbox",
                _(
                    "Give four numbers in degrees with commas between them, the south-west corner first:"
                    " minlon,minlat,maxlon,maxlat. For example 4.7,52.2,5.0,52.5."
                ),
            )
            return None
        self.pairs.append(("bbox", ",".join(f"{part:.6g}" for part in box)))
        return box.west, box.south, box.east, box.north

    def near(self) -> tuple[float, float] | None:
        """Return the point in degrees, latitude first."""
        value = self.single("near")
        if value is None:
            return None
        try:
            lat, lon = geo.parse_near(value)
        except ValueError:
            self.wrong("near", _("Give a latitude and a longitude in degrees: lat,lon. For example 52.37,4.9."))
            return None
        self.pairs.append(("near", f"{lat:.6g},{lon:.6g}"))
        return lat, lon

    def examples(self) -> bool:
        """Return whether the generated examples take part."""
        value = self.single("examples")
        if value in {None, "1"}:
            return True
        if value != "0":
            self.wrong("examples", _("Use 1 to show the examples or 0 to leave them out."))
            return True
        self.pairs.append(("examples", "0"))
        return False

    def label(self) -> bool:
        """Return whether only those with the quality label are asked."""
        value = self.single("label")
        if value in {None, "0"} or (value == "" and not self.strict):
            return False
        if value != "1":
            self.wrong("label", _("Use 1 for initiatives with the quality label only, or 0 for all."))
            return False
        self.pairs.append(("label", "1"))
        return True

    def limit(self, default: int, most: int) -> int:
        """Return how many are asked on one page."""
        value = self.single("limit")
        if value is None:
            return default
        if not WHOLE.fullmatch(value) or not 1 <= int(value) <= most:
            self.wrong("limit", _("Use a whole number from 1 to %(n)d.") % {"n": most})
            return default
        return int(value)

    def after(self) -> str:
        """Return the place in the list to go on from."""
        value = self.single("after")
        if value is None or (value == "" and not self.strict):
            return ""
        if not _is_place(value):
            self.wrong("after", _("This is no place in this list. Use the address of the next page as it was given."))
            return ""
        return value


def _is_place(value: str) -> bool:
    for kinds in ((str, datetime, int), (int,)):
        try:
            cursor.decode(value, *kinds)
        except ValueError:
            continue
        return True
    return False


def read(query: Query, lookups: Lookups, *, default: int = 20, most: int = 100, strict: bool = False) -> Params:
    """Read a query string (such as `dict(request.GET.lists())`).

    `strict` (API) also refuses empty values; forms of pages send those for what was left open.
    """
    reader = _Reader(query, lookups, strict=strict)
    filters = Filters(
        q=reader.q(),
        themes=tuple(lookups.themes[slug] for slug in reader.words("theme", tuple(lookups.themes))),
        area_id=reader.area(),
        stages=reader.words("stage", STAGES),
        sectors=reader.words("sector", SECTORS),
        needs=reader.words("need", NEEDS),
        sdgs=tuple(int(value) for value in reader.words("sdg", SDGS)),
        tags=reader.tags(),
        bbox=reader.bbox(),
        near=reader.near(),
        examples=reader.examples(),
        label=reader.label(),
    )
    limit, after = reader.limit(default, most), reader.after()
    return Params(filters, limit, after, tuple(reader.pairs), tuple(dict.fromkeys(reader.problems)))
