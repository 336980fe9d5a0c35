"""The growth map: where need is larger than what is known to reach it. Districts only, never below 500 inhabitants.

It says "no initiative known", never "no initiative". Areas stand in the order of their names; only where more than 80 %
of the draws put an area among the highest tenth it is marked as a clear chance.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.value import wording
from kracht.domains.value.queries import figures
from kracht.domains.value.queries.figures import Gap, GrowthMap
from kracht.foundation.places import queries as places
from kracht.surfaces.aex.pages import common
from kracht.surfaces.aex.pages.common import euros, plain
from kracht.ui import parts, plots

if TYPE_CHECKING:
    from kracht.foundation.places.models import Area

OUTLINE = Path(__file__).parent.parent / "data" / "outline.json"
CLEAR = 12  # of the clear chances shown at once


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A district with its need and what is known to reach it."""

    name: str
    place: str
    url: str
    published: bool
    reason: str
    need: str
    reach: str
    gap: str
    people: str
    chance: str
    span: str
    clear: bool
    none_known: bool


@dataclass(frozen=True, slots=True)
class GrowthPage:
    """The growth map of one change."""

    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    notice: str
    release: str
    driver: str
    driver_key: str
    drivers: tuple[parts.Link, ...]
    reason: str
    figures: tuple[parts.Figure, ...]
    plot: parts.Plot | None
    clear: tuple[AreaRow, ...]
    clear_more: str
    municipalities: tuple[tuple[str, str, bool], ...]
    chosen: str
    rows: tuple[AreaRow, ...]
    hidden: str
    recipe: parts.Link | None
    recipe_sheet: str
    copy_url: str
    action: str
    files: tuple[parts.Link, ...]


@cache
def outline() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the coast and borders of the Netherlands as lines of (longitude, latitude)."""
    found = json.loads(OUTLINE.read_text(encoding="utf-8"))
    return tuple(tuple((x, y) for x, y in line) for line in found)


def build(driver: str = "", area: str = "") -> GrowthPage | None:
    """Read the map of a change (the first without one) and the districts of a municipality; None when unknown."""
    drivers = figures.drivers_with_gaps()
    chosen = driver or next(iter(drivers), "")
    if driver and driver not in drivers:
        return None
    found = figures.gaps(chosen) if chosen else None
    if found is None:
        return _empty()
    homes = _homes(found)
    towns = sorted({(town.code, town.name) for _area, town in homes.values()}, key=lambda one: one[1])
    if area and area not in {code for code, _name in towns}:
        return None
    rows = {one.area: _row(one, homes) for one in found.areas if one.area in homes}
    clear = sorted((rows[one.area] for one in found.areas if one.ordered and one.area in rows), key=_by_name)
    inside = [rows[key] for key, (_district, town) in homes.items() if town.code == area and key in rows]
    recipe = _recipe(found.recipe)
    hidden = sum(1 for one in found.areas if not one.published)
    return GrowthPage(
        crumbs=common.crumbs(parts.Link(_("Growth map"))),
        tabs=common.doors("growth"),
        notice=common.notice(found.release),
        release=found.release,
        driver=common.driver_name(found.driver),
        driver_key=found.driver,
        drivers=tuple(
            parts.Link(common.driver_name(key), f"{reverse('aex:growth')}?driver={key}", current=key == chosen)
            for key in drivers
        ),
        reason=wording.of_rule(found.reason) if found.reason else "",
        figures=_figures(found),
        plot=_plot(found, homes),
        clear=tuple(clear[:CLEAR]),
        clear_more=_("and %(n)s more: choose a municipality to see them") % {"n": len(clear) - CLEAR}
        if len(clear) > CLEAR
        else "",
        municipalities=tuple((code, name, code == area) for code, name in towns),
        chosen=next((name for code, name in towns if code == area), ""),
        rows=tuple(sorted(inside, key=_by_name)),
        hidden=_("Of %(n)s districts no figure is shown: fewer than 500 inhabitants, or hidden by the source.")
        % {"n": plain(hidden)}
        if hidden
        else "",
        recipe=recipe,
        recipe_sheet=reverse("value:years", args=[found.recipe]) if recipe else "",
        copy_url=f"{reverse(settings.UI_LINKS['add'])}?recipe={found.recipe}" if recipe else "",
        action=reverse("aex:growth"),
        files=common.files("aex:growth_file", query=f"?driver={found.driver}"),
    )


def _empty() -> GrowthPage:
    return GrowthPage(
        crumbs=common.crumbs(parts.Link(_("Growth map"))),
        tabs=common.doors("growth"),
        notice="", release="", driver="", driver_key="", drivers=(), reason=_("There is no growth map yet."), figures=(),
        plot=None, clear=(), clear_more="", municipalities=(), chosen="", rows=(), hidden="", recipe=None,
        recipe_sheet="", copy_url="", action=reverse("aex:growth"), files=(),
    )  # fmt: skip


def _by_name(row: AreaRow) -> tuple[str, str]:
    return row.place, row.name


def _homes(found: GrowthMap) -> dict[str, tuple["Area", "Area"]]:
    """Return each district of the map with its municipality, in two queries."""
    wanted = {one.area for one in found.areas}
    districts = [area for area in places.current(("district",)).filter(code__in=wanted) if area.parent_id]
    towns = places.areas_by_id(area.parent_id for area in districts)
    return {area.code: (area, towns[area.parent_id or 0]) for area in districts if area.parent_id in towns}


def _row(one: Gap, homes: dict[str, tuple["Area", "Area"]]) -> AreaRow:
    district, town = homes[one.area]
    shown = one.published and one.chance_cents is not None
    return AreaRow(
        name=district.name,
        place=town.name,
        url=reverse("site:area", args=[district.slug]),
        published=shown,
        reason="" if shown else _("not shown: too few people, or hidden by the source"),
        need=plain(one.need or 0) if shown else "",
        reach=plain(one.known_reach or 0) if shown else "",
        gap=plain(one.gap or 0) if shown else "",
        people=plain(one.people or 0) if shown else "",
        chance=euros(one.chance_cents or 0) if shown else "",
        span=f"{euros(one.low_cents or 0)} – {euros(one.high_cents or 0)}" if shown else "",
        clear=one.ordered,
        none_known=shown and not one.known_reach,
    )


def _figures(found: GrowthMap) -> tuple[parts.Figure, ...]:
    return (
        parts.Figure(
            common.percent(found.completeness),
            _("of the initiatives is known to us"),
            _("an assumption until municipalities count"),
        ),
        parts.Figure(
            common.percent(found.uptake, 1), _("of who needs it takes part"), _("as with initiatives like it")
        ),
        parts.Figure(euros(found.value_cents), _("value per person who takes part"), _("well-being, not money saved")),
        parts.Figure(euros(found.cost_cents), _("cost per person helped"), _("hours of volunteers included")),
    )


def _plot(found: GrowthMap, homes: dict[str, tuple["Area", "Area"]]) -> parts.Plot | None:
    """Return the map: one circle per municipality, its area as large as the gap of its districts together."""
    sums: dict[str, float] = defaultdict(float)
    towns = {}
    for one in found.areas:
        if one.published and one.gap is not None and one.area in homes:
            town = homes[one.area][1]
            towns[town.code] = town
            sums[town.code] += one.gap
    marks = [
        parts.Mark(
            code, towns[code].lon, towns[code].lat, gap,
            _("%(place)s: %(n)s people who are not known to be reached") % {"place": towns[code].name, "n": plain(gap)},
        )
        for code, gap in sums.items()
    ]  # fmt: skip
    if not marks:
        return None
    order = sorted(sums, key=lambda code: towns[code].name)
    return parts.Plot(
        kind="map",
        caption=_("People not known to be reached, by municipality: %(driver)s")
        % {"driver": common.driver_name(found.driver)},
        drawn=plots.circles(marks, outline()),
        headings=(_("Municipality"), _("People not known to be reached")),
        rows=tuple(
            parts.Row(towns[code].name, (plain(sums[code]),), f"{reverse('aex:growth')}?area={code}#districts")
            for code in order
        ),
        files=common.files("aex:growth_file", query=f"?driver={found.driver}"),
        note=_("The area of a circle is the number of people. Only municipalities where need was measured are drawn."),
    )


def _recipe(slug: str) -> parts.Link | None:
    known = common.names([slug]) if slug else {}
    return common.linked(slug, known) if slug in known else None


def file(driver: str, kind: str) -> common.File | None:
    """Return the map as CSV (per district) or SVG; None when there is none."""
    drivers = figures.drivers_with_gaps()
    chosen = driver or next(iter(drivers), "")
    found = figures.gaps(chosen) if chosen in drivers else None
    if found is None or kind not in {common.CSV, common.SVG}:
        return None
    if kind == common.SVG:
        chart = _plot(found, _homes(found))
        return common.File("growth-map", kind, plots.alone(chart.caption, chart.drawn)) if chart else None
    text = common.as_csv(
        ("release", "area", "published", "reason", "need", "known_reach", "gap", "people", "chance_eur", "p5_eur",
         "p95_eur", "clear"),
        (
            (found.release, one.area, one.published, one.reason, one.need, one.known_reach, one.gap, one.people,
             _eur(one.chance_cents), _eur(one.low_cents), _eur(one.high_cents), one.ordered)
            for one in found.areas
        ),
    )  # fmt: skip
    return common.File("growth-map", kind, text)


def _eur(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
