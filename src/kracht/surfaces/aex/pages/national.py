"""What the country saves: a fiscal figure that may be negative, per payer and province, and what is not in it.

On a production site there are no euros while a saving rests on an amount for demonstration only: then the page says what
is missing.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.value.queries import figures, public
from kracht.domains.value.queries.figures import National
from kracht.domains.value.queries.public import Shared
from kracht.domains.value.queries.sheet import Range
from kracht.domains.value.wording import PAYERS
from kracht.foundation.places import queries as places
from kracht.surfaces.aex.pages import common
from kracht.surfaces.aex.pages.common import about, between, euros, plain
from kracht.ui import parts, plots


@dataclass(frozen=True, slots=True)
class Helper:
    """An initiative in the example of counting once."""

    name: str
    url: str
    claim: str
    named: str
    counts: str


@dataclass(frozen=True, slots=True)
class Example:
    """Initiatives that help the same people, and what is counted."""

    title: str
    told: str
    rule: str
    helpers: tuple[Helper, ...]
    others: str


@dataclass(frozen=True, slots=True)
class NationalPage:
    """What the country saves."""

    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    notice: str
    release: str
    period: str
    hidden: tuple[str, ...]
    value: str
    sentence: str
    span: str
    negative: bool
    held: tuple[str, ...]
    payer_rows: tuple[parts.Row, ...]
    regions: parts.Plot | None
    beside: tuple[parts.Fact, ...]
    counted: str
    example: Example | None
    release_url: str


def build() -> NationalPage | None:
    """Read the figure; None when there is no release that holds one."""
    found = figures.national()
    if found is None:
        return None
    hidden = missing(found.release)
    return NationalPage(
        crumbs=common.crumbs(parts.Link(_("What the country saves"))),
        tabs=common.doors("national"),
        notice=common.notice(found.release),
        release=found.release,
        period=common.period(found.period),
        hidden=hidden,
        value="" if hidden else about(found.central_cents),
        sentence=sentence(found),
        span="" if hidden else between(found.range),
        negative=found.central_cents < 0,
        held=found.held,
        payer_rows=() if hidden else _payers(found),
        regions=None if hidden else _regions(found),
        beside=() if hidden else _beside(found),
        counted=_counted(found),
        example=_example(found.release),
        release_url=reverse("aex:release", args=[found.release]),
    )


def missing(release: str) -> tuple[str, ...]:
    """Return the codes that keep the euros off this site: none in a demo."""
    return public.demonstration(release) if settings.PRODUCTION else ()


def sentence(found: National) -> str:
    """Return the headline in words; a cost is called a cost."""
    if found.central_cents < 0:
        return _("The government spent more on these initiatives than it saved in the same year.")
    if found.range.low < 0:
        return _("The government probably saved more than it spent on these initiatives, but that is not sure.")
    return _("The government saved more than it spent on these initiatives.")


def _payers(found: National) -> tuple[parts.Row, ...]:
    return tuple(
        parts.Row(
            str(PAYERS.get(one.name, one.name)),
            (euros(one.saved_cents, exact=True), euros(one.paid_cents, exact=True), euros(one.net_cents, exact=True)),
        )
        for one in sorted(found.payers, key=lambda one: one.name.casefold())
        if one.saved_cents or one.paid_cents
    )


def _regions(found: National) -> parts.Plot:
    known = common.province_names()
    rows = sorted(found.regions, key=lambda row: known.get(row[0], row[0]))
    spans = [parts.Span(known.get(code, code), central, low, high, about(central)) for code, central, low, high in rows]
    return parts.Plot(
        kind="spans",
        caption=_("Net saving of the government, by province"),
        drawn=plots.spans(spans),
        headings=(_("Province"), _("Net saving"), _("Probably between")),
        rows=tuple(
            parts.Row(known.get(code, code), (euros(central, exact=True), f"{euros(low)} – {euros(high)}"))
            for code, central, low, high in rows
        ),
        files=common.files("aex:national_file"),
        note=_("The dotted line is zero. Left of it the government paid more than it saved. Provinces stand by name."),
    )


def _beside(found: National) -> tuple[parts.Fact, ...]:
    return (
        parts.Fact(_("Possible saving, measured too weakly to count"), about(found.possible_cents)),
        parts.Fact(
            _("Room that becomes free, but no money: an empty place that somebody else takes"),
            about(found.capacity_cents),
        ),
        parts.Fact(_("Other money, of participants and companies"), about(found.other_cents)),
        parts.Fact(_("Well-being of people, in euros of well-being"), about(found.wellbeing_cents)),
    )


def _counted(found: National) -> str:
    text = ngettext("%(n)s result was claimed", "%(n)s results were claimed", found.claims) % {"n": plain(found.claims)}
    return _("%(claimed)s; %(counted)s of them count, the others help people who were counted already.") % {
        "claimed": text,
        "counted": plain(found.counted),
    }


def _example(release: str) -> Example | None:
    """Return the cell whose participants were asked which other help they had; None when nobody was asked."""
    cell = next((one for one in public.shared(release=release) if one.named), None)
    if cell is None:
        return None
    known = common.names(one.initiative for one in cell.claims)
    town = places.area_by_code(cell.municipality)
    shown = [one for one in cell.claims if one.initiative in cell.named or one.scale]
    return Example(
        title=_("%(driver)s in %(place)s, %(year)s")
        % {
            "driver": common.driver_name(cell.driver).capitalize(),
            "place": town.name if town else cell.municipality,
            "year": cell.year,
        },
        told=_told(cell),
        rule=_rule(cell),
        helpers=tuple(
            Helper(
                name=known.get(one.initiative, one.initiative),
                url=common.entry_url(one.initiative) if one.initiative in known else "",
                claim=plain(one.persons, 1),
                named=plain(cell.named[one.initiative]) if one.initiative in cell.named else "–",
                counts=common.percent(one.scale),
            )
            for one in shown
        ),
        others=_("and %(n)s more in the same place, that count for nothing here") % {"n": len(cell.claims) - len(shown)}
        if len(cell.claims) > len(shown)
        else "",
    )


def _told(cell: Shared) -> str:
    return _(
        "%(n)s participants were asked which other help they had. %(several)s of them were helped by more than one of"
        " these %(k)s initiatives."
    ) % {"n": plain(cell.asked), "several": plain(cell.several), "k": len(cell.claims)}


def _rule(cell: Shared) -> str:
    if cell.measured:
        return _(
            "Because people were asked, every initiative counts for the part that is left when each person counts once."
        )
    return _(
        "Not all initiatives of this place asked their participants. Then we take the careful road: only the one that"
        " helped most people counts, the others for nothing."
    )


def file(kind: str) -> common.File | None:
    """Return the figure as CSV, or its provinces as SVG; None when there is none or it is not shown."""
    found = figures.national()
    if found is None or missing(found.release) or kind not in {common.CSV, common.SVG}:
        return None
    name = f"national-{found.release}"
    if kind == common.SVG:
        chart = _regions(found)
        return common.File(name, kind, plots.alone(chart.caption, chart.drawn))
    return common.File(name, kind, common.as_csv(("part", "name", "eur", "p5_eur", "p95_eur"), _table(found)))


def _table(found: National) -> list[tuple[object, ...]]:
    def row(part: str, name: str, cents: int, span: Range | None = None) -> tuple[object, ...]:
        return part, name, cents / 100, *((span.low / 100, span.high / 100) if span else (None, None))

    rows = [row("headline", found.period, found.central_cents, found.range)]
    rows += [row("region", code, central, Range(low, central, high)) for code, central, low, high in found.regions]
    for one in found.payers:
        rows += [row("saved", one.name, one.saved_cents), row("paid", one.name, one.paid_cents)]
    beside = (("possible", found.possible_cents), ("capacity", found.capacity_cents), ("other", found.other_cents))
    rows += [row("beside", name, cents) for name, cents in (*beside, ("wellbeing", found.wellbeing_cents))]
    return rows
