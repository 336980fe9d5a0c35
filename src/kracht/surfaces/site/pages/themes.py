"""The twelve themes: all of them, and a page for each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards, lookups, totals
from kracht.foundation.places import queries as places
from kracht.surfaces.site.pages import common, doors, maps, topics
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.ui import parts

NEWEST = 9


@dataclass(frozen=True, slots=True)
class Described:
    """A theme with its sentence."""

    theme: parts.Theme
    description: str


@dataclass(frozen=True, slots=True)
class ThemeIndex:
    """What the index of themes shows."""

    themes: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What the page of a theme shows."""

    theme: parts.Theme
    description: str
    crumbs: tuple[parts.Link, ...]
    figures: tuple[parts.Figure, ...]
    map: parts.Map
    stages: tuple[parts.Bar, ...]
    needs: tuple[parts.Bar, ...]
    provinces: tuple[parts.Bar, ...]
    cards: tuple[parts.Card, ...]
    list_url: str
    follow_url: str
    invitation: parts.Invitation
    exports: tuple[parts.Link, ...]
    embed: str
    share_url: str


def index() -> ThemeIndex:
    """Read the index, with the running total of each theme."""
    sums = totals.area_totals(None)
    return ThemeIndex(
        tuple(
            Described(part, fact.description(get_language()))
            for key, fact in lookups.themes().items()
            if (part := common.theme_part(key, sums.themes.get(key, 0))) is not None
        )
    )


def build(slug: str, visitor: Visitor) -> ThemePage | None:
    """Read the page of a theme; None when there is none of this name."""
    fact = next((one for one in lookups.themes().values() if one.slug == slug), None)
    part = common.theme_part(fact.id) if fact else None
    if fact is None or part is None:
        return None
    wanted, pairs = Filters(themes=(fact.id,)), (("theme", fact.slug),)
    facets = totals.facets(wanted)
    n = totals.area_totals(None).themes.get(fact.id, 0)
    page = cards.page(wanted, size=NEWEST)
    return ThemePage(
        theme=part,
        description=fact.description(get_language()),
        crumbs=(parts.Link(_("Themes"), reverse("site:themes")), parts.Link(part.name)),
        figures=(parts.Figure(written(n), _("initiatives")), *_needed(facets)),
        map=maps.of_country(_("Map of %(theme)s") % {"theme": part.name}, pairs),
        stages=tuple(
            _bar(common.stage_word(key).label, n, (*pairs, ("stage", key)), facets) for key, n in _sorted(facets.stage)
        ),
        needs=tuple(
            _bar(common.need_word(key).label, n, (*pairs, ("need", key)), facets) for key, n in _sorted(facets.need)
        ),
        provinces=_provinces(fact.id, pairs),
        cards=common.card_parts(page.cards, listed=visitor.listed, theme=fact.id),
        list_url=common.address("site:list", pairs),
        follow_url=topics.follow_url(topics.THEME, fact.slug),
        invitation=parts.Invitation(
            title=_("Nothing in this theme yet"),
            text=_("Do you know an initiative that belongs here? It is on the map in two minutes."),
            links=common.add_link(),
        ),
        exports=doors.exports(pairs),
        embed=doors.embed_code("map", pairs),
        share_url=doors.absolute(reverse("site:theme", args=[fact.slug])),
    )


def _sorted(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: -item[1])


def _bar(label: str, n: int, pairs: tuple[tuple[str, str], ...], facets: totals.FacetCounts) -> parts.Bar:
    return parts.Bar(label, n, written(n) + ("+" if facets.capped else ""), common.address("site:list", pairs))


def _needed(facets: totals.FacetCounts) -> tuple[parts.Figure, ...]:
    hands = facets.need.get("hands", 0)
    more = "+" if facets.capped else ""
    return (parts.Figure(written(hands) + more, _("look for hands")),) if hands else ()


def _provinces(theme: int, pairs: tuple[tuple[str, str], ...]) -> tuple[parts.Bar, ...]:
    """Return a bar per province, from the running totals."""
    found = common.kept(f"theme:{theme}:provinces", common.FIGURE_SECONDS, lambda: _province_counts(theme))
    return tuple(
        parts.Bar(name, n, written(n), common.address("site:list", (*pairs, ("area", code))))
        for name, code, n in found
        if n
    )


def _province_counts(theme: int) -> list[tuple[str, str, int]]:
    rows = [(one.name, one.code, totals.area_totals(one.pk).themes.get(theme, 0)) for one in places.provinces()]
    return sorted(rows, key=lambda row: -row[2])
