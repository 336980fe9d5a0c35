"""The first page: what lives in your neighbourhood?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.initiatives.queries import cards, figures, lookups, totals
from kracht.surfaces.site.pages import common, maps
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.ui import parts

NEWEST = 6
WANTED = 6


@dataclass(frozen=True, slots=True)
class WantedHere:
    """Something an initiative asks for, with the way to it."""

    kind: parts.Word
    text: str
    name: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows."""

    title: str
    lead: str
    q: str
    search_url: str
    suggest_url: str
    locate_url: str
    points_url: str
    map_url: str
    needs_url: str
    map: parts.Map
    figures: tuple[parts.Figure, ...]
    examples_note: str
    themes: tuple[parts.Theme, ...]
    latest: tuple[parts.Card, ...]
    wanted: tuple[WantedHere, ...]


def build(visitor: Visitor) -> Home:
    """Read the home page."""
    sums = totals.area_totals(None)
    return Home(
        title=_("What is alive in your neighbourhood?"),
        lead=_(
            "Residents do more than you think: they share power, cook for each other, run the bus and the village shop."
            " Here you find their initiatives, all over the Netherlands."
        ),
        q="",
        search_url=reverse("site:search"),
        suggest_url=reverse("site:suggest") + "?q=",
        locate_url=reverse("site:search") + "?q={}",
        points_url=maps.postcode_points(),
        map_url=reverse("site:list"),
        needs_url=common.address("site:list", (("need", "hands"),)),
        map=maps.of_country(_("Initiatives in the Netherlands")),
        figures=_figures(sums),
        examples_note=_examples(sums),
        themes=tuple(
            part for key in lookups.themes() if (part := common.theme_part(key, sums.themes.get(key, 0))) is not None
        ),
        latest=common.card_parts(cards.newest(NEWEST), listed=visitor.listed),
        wanted=common.kept("home:wanted", common.FIGURE_SECONDS, _wanted),
    )


def _figures(sums: totals.AreaTotals) -> tuple[parts.Figure, ...]:
    reached = common.kept("home:reached", common.FIGURE_SECONDS, figures.municipalities_reached)
    hours_of = sums.known.get("hours", 0)
    return (
        parts.Figure(written(sums.initiatives), ngettext("initiative", "initiatives", sums.initiatives)),
        parts.Figure(written(reached), ngettext("municipality", "municipalities", reached)),
        parts.Figure(
            written(sums.hours),
            _("volunteer hours a month"),
            _("told by %(n)s initiatives") % {"n": written(hours_of)} if hours_of else "",
        ),
        parts.Figure(written(sums.people), _("people who take part")),
    )


def _examples(sums: totals.AreaTotals) -> str:
    if not sums.examples:
        return ""
    return ngettext(
        "%(n)s of them is an example that we made up to show how Kracht works; it is marked “example”.",
        "%(n)s of them are examples that we made up to show how Kracht works; they are marked “example”.",
        sums.examples,
    ) % {"n": written(sums.examples)}


def _wanted() -> tuple[WantedHere, ...]:
    return tuple(
        WantedHere(
            kind=common.need_word(one.kind),
            text=one.text,
            name=one.name,
            place=one.place_name,
            url=reverse("site:entry", args=[one.slug]),
        )
        for one in figures.wanted(WANTED)
    )
