"""What the screens share: names of initiatives, themes and areas, numbers as they are written, files of a chart."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.domains.initiatives.queries import cards, lookups
from kracht.domains.value.exchange import harmless
from kracht.domains.value.queries import public
from kracht.domains.value.queries.sheet import Range
from kracht.foundation.places import queries as places
from kracht.ui import parts

MOST_FOUND = 30  # names to choose from

CSV, SVG = "csv", "svg"


@dataclass(frozen=True, slots=True)
class File:
    """A file to download."""

    name: str
    kind: str
    text: str


def written(value: float, places: int) -> str:
    """Write a number with the language's own marks, rounded first: `number_format` cuts off."""
    return number_format(round(value, places), decimal_pos=places, force_grouping=True)


def euros(cents: int, *, exact: bool = False) -> str:
    """Write an amount in cents: € 1.250, a minus before the sign; with cents when asked. It never breaks over a line."""
    amount = written(abs(cents) / 100, 2 if exact else 0)
    return f"{'−' if cents < 0 else ''}€\u00a0{amount}"


def about(cents: int) -> str:
    """Write an amount as people say it: 1.2 million euros, otherwise whole euros."""
    if abs(cents) < 100_000_000:
        return euros(cents)
    amount = written(abs(cents) / 100_000_000, 1)
    return _("%(sign)s€ %(amount)s million") % {"sign": "−" if cents < 0 else "", "amount": amount}


def between(span: Range) -> str:
    """Write a range of amounts."""
    return _("between %(low)s and %(high)s") % {"low": about(span.low), "high": about(span.high)}


def plain(value: float, places: int = 0) -> str:
    """Write a number with the language's own marks; a minus as a minus."""
    text = written(abs(value), places)
    return f"−{text}" if round(value, places) < 0 else text


def percent(value: float, places: int = 0) -> str:
    """Write a share as a percentage."""
    return f"{plain(value * 100, places)}%"


def change(value: float | None) -> str:
    """Write a change with its sign: +3.8%, or a dash where there is none."""
    if value is None:
        return "–"
    text = percent(value, 1)
    return f"+{text}" if round(value * 100, 1) > 0 else text


def named(known: Mapping[str, str], words: str) -> list[tuple[str, str]]:
    """Return (name, slug) of those with these words in their name, in order of name, never of value."""
    found = sorted((name, slug) for slug, name in known.items() if words.casefold() in name.casefold())
    return found[:MOST_FOUND]


def names(slugs: Iterable[str]) -> dict[str, str]:
    """Return the names of published initiatives by slug, in one query."""
    return {card.slug: card.name for card in cards.by_slugs(set(slugs))}


def entry_url(slug: str) -> str:
    """Return the page of an initiative."""
    return reverse("site:entry", args=[slug])


def linked(slug: str, known: dict[str, str]) -> parts.Link:
    """Return an initiative by name with its page, or its address alone when it is no longer published."""
    return parts.Link(known[slug], entry_url(slug)) if slug in known else parts.Link(slug)


def theme_name(number: str) -> str:
    """Return a theme by its number, or the number itself when it is none."""
    fact = lookups.themes().get(int(number)) if number.isdecimal() and len(number) < 4 else None
    return fact.name(get_language() or "nl") if fact else number


def theme_key(number: str) -> str:
    """Return the key of a theme in the design system."""
    fact = lookups.themes().get(int(number)) if number.isdecimal() and len(number) < 4 else None
    return fact.key if fact else ""


def province_names() -> dict[str, str]:
    """Return the provinces by code."""
    return {one.code: one.name for one in places.provinces()}


def crumbs(*more: parts.Link) -> tuple[parts.Link, ...]:
    """Return the trail to a page below the front door."""
    return (parts.Link(_("What it is worth"), reverse("aex:front")), *more)


def doors(current: str = "") -> tuple[parts.Link, ...]:
    """Return the pages of this part of the site as tabs."""
    found = (
        ("front", _("At a glance")),
        ("index", _("The index")),
        ("national", _("What the country saves")),
        ("growth", _("Growth map")),
        ("bench_find", _("Compare")),
        ("gifts", _("Follow your gift")),
        ("method", _("Method")),
    )
    return tuple(parts.Link(label, reverse(f"aex:{name}"), current=name == current) for name, label in found)


def period(name: str) -> str:
    """Write a period of the index: 2025, or 3rd quarter of 2026 as Q3 2026."""
    year, mark, quarter = name.partition("Q")
    return f"Q{quarter} {year}" if mark else year


def files(view: str, *args: str, query: str = "") -> tuple[parts.Link, ...]:
    """Return the files of a chart: the table and the picture."""
    words = {CSV: _("Table (CSV)"), SVG: _("Picture (SVG)")}
    return tuple(parts.Link(words[kind], reverse(view, args=[*args, kind]) + query) for kind in (CSV, SVG))


def as_csv(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue()


def driver_name(driver: str) -> str:
    """Return what a change is called for people; the value set's own words where we have none."""
    known = {
        "loneliness": _("loneliness"),
        "feeling healthy": _("feeling healthy"),
        "paid work instead of social assistance": _("paid work instead of social assistance"),
        "household help, two hours a week": _("household help"),
        "individual guidance, one hour a week": _("individual guidance"),
    }
    return str(known.get(driver, driver))


def notice(release: str) -> str:
    """Return the warning that a release rests on values for demonstration only, "" when it does not."""
    if not public.demonstration(release):
        return ""
    return _(
        "These figures are an example. They rest on made-up initiatives, and on amounts from abroad or from assumptions."
    )
