"""The register in figures: what it knows of the country, and what it does not know."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.initiatives.queries import figures, totals
from kracht.foundation.places import queries as places
from kracht.surfaces.site.pages import areas, charts, common, doors
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.ui import parts

GROWTH_SECONDS = 600
MONTHS = 24
MOST_EMPTY = 40


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the figures page shows."""

    figures: tuple[parts.Figure, ...]
    examples_note: str
    themes: tuple[parts.Bar, ...]
    stages: tuple[parts.Bar, ...]
    needs: tuple[parts.Bar, ...]
    sectors: tuple[parts.Bar, ...]
    provinces: tuple[parts.Bar, ...]
    growth: tuple[parts.Dot, ...]
    known: tuple[parts.Bar, ...]
    empty_heading: str
    empty: tuple[parts.Link, ...]
    empty_more: str
    exports: tuple[parts.Link, ...]
    api_url: str


def build(visitor: Visitor) -> Numbers:
    """Read the figures; the slow ones may be some minutes old."""
    sums = totals.area_totals(None)
    empty, every = common.kept("numbers:empty", common.FIGURE_SECONDS, _empty)
    return Numbers(
        figures=_figures(sums, every - len(empty), every),
        examples_note=_examples(sums),
        themes=charts.theme_bars(sums, ()),
        stages=charts.stage_bars(sums, ()),
        needs=charts.need_bars(sums, ()),
        sectors=charts.sector_bars(sums, ()),
        provinces=_provinces(),
        growth=_growth(common.kept("numbers:growth", GROWTH_SECONDS, figures.growth), visitor.at),
        known=charts.known_bars(sums),
        empty_heading=ngettext(
            "%(n)s municipality without an initiative in the register",
            "%(n)s municipalities without an initiative in the register",
            len(empty),
        )
        % {"n": written(len(empty))},
        empty=tuple(parts.Link(name, reverse("site:area", args=[slug])) for name, slug in empty[:MOST_EMPTY]),
        empty_more=_("and %(n)s more") % {"n": written(len(empty) - MOST_EMPTY)} if len(empty) > MOST_EMPTY else "",
        exports=doors.exports(),
        api_url=doors.API,
    )


def _empty() -> tuple[list[tuple[str, str]], int]:
    """Return (name, slug) of the municipalities without any initiative, and how many municipalities there are."""
    towns = list(places.municipalities())
    counts = totals.per_area(one.pk for one in towns)
    return [(one.name, one.slug) for one in towns if not counts.get(one.pk)], len(towns)


def _figures(sums: totals.AreaTotals, reached: int, every: int) -> tuple[parts.Figure, ...]:
    return (
        parts.Figure(written(sums.initiatives), ngettext("initiative", "initiatives", sums.initiatives)),
        parts.Figure(written(reached), _("municipalities"), _("of %(n)s") % {"n": written(every)}),
        parts.Figure(
            written(sums.hours),
            _("volunteer hours a month"),
            _("told by %(n)s initiatives") % {"n": written(sums.known.get("hours", 0))},
        ),
        parts.Figure(
            written(sums.people),
            _("people who take part"),
            _("told by %(n)s initiatives") % {"n": written(sums.known.get("people", 0))},
        ),
    )


def _examples(sums: totals.AreaTotals) -> str:
    if not sums.examples:
        return ""
    return _(
        "%(share)s of what you see here are examples that we made up to show how Kracht works. They count in these figures."
    ) % {"share": charts.share(sums.examples, sums.initiatives)}


def _provinces() -> tuple[parts.Bar, ...]:
    """Return initiatives per 10,000 inhabitants of each province, the highest first."""
    rows = list(places.provinces())
    counts = totals.per_area(one.pk for one in rows)
    bars = [
        parts.Bar(one.name, per, f"{written(per, 2)}", reverse("site:area", args=[one.slug]))
        for one in rows
        if (per := areas.per_inhabitants(counts.get(one.pk, 0), one.population)) is not None
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.value))


def _growth(months: list[figures.Month], at: datetime) -> tuple[parts.Dot, ...]:
    """Return how many the register held at the end of each of the last 24 months, months without any included."""
    added = {(localtime(month.start).year, localtime(month.start).month): month.added for month in months}
    now = localtime(at)
    last = now.year * 12 + now.month - 1
    span = [divmod(number, 12) for number in range(last - MONTHS + 1, last + 1)]
    total = sum(n for (year, month), n in added.items() if (year, month - 1) < span[0])
    dots = []
    for year, month in span:
        total += added.get((year, month + 1), 0)
        label = date_format(date(year, month + 1, 1), "M Y")
        dots.append(parts.Dot(label, total, written(total)))
    return tuple(dots)
