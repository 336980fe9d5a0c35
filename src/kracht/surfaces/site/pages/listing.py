"""The list and the map of the same set: filters with counts, chips, order, pages, ways to take it along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.initiatives import params
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards, lookups, search, totals
from kracht.foundation.places import queries as places
from kracht.surfaces.site.pages import common, doors, filters, maps, topics
from kracht.surfaces.site.pages.common import Visitor
from kracht.ui import parts

if TYPE_CHECKING:
    from kracht.foundation.places.models import Area

SIZE = 20
HERE = "site:list"
SORTS = ("fresh", "near", "rank")
KEPT = {"q", "bbox", "near", "examples", "sort"}  # in the address beside the filters of the form

type Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list page shows. `part` is the name of the element that htmx swaps."""

    title: str
    q: str
    search_url: str
    suggest_url: str
    kept: dict[str, str]
    notices: tuple[str, ...]
    heading: str
    groups: tuple[parts.FilterGroup, ...]
    chips: tuple[parts.Link, ...]
    clear_url: str
    orders: tuple[parts.Link, ...]
    did_you_mean: parts.Link | None
    cards: tuple[parts.Card, ...]
    pager: parts.Pager
    map: parts.Map
    exports: tuple[parts.Link, ...]
    feed: parts.Link
    follow_url: str
    embed: str
    invitation: parts.Invitation
    canonical: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """The query string, read: the set, its accepted parts, what was wrong, and the place it is about."""

    asked: params.Params
    pairs: Pairs
    place: str
    order: str
    notices: tuple[str, ...]


def read(query: Mapping[str, Sequence[str]]) -> _Asked:
    """Read a query string of the list; a postcode as the only word becomes a place to look around."""
    asked = params.read(query, lookups.lookups(), default=SIZE, most=SIZE)
    notices = [f"{filters.field_label(field)}: {sentence}" for field, sentence in asked.problems]
    if "page" in query:
        notices.append(_("This list has no page numbers; use “Next” and “Previous” below it."))
    place, pairs = "", asked.pairs
    if filters.is_postcode(asked.filters.q):
        found = places.locate(asked.filters.q)
        if found:
            place = found[0].label
            near = (found[0].lat, found[0].lon)
            asked = replace(asked, filters=replace(asked.filters, q="", near=near))
        else:
            notices.append(_("We do not know the postcode %(code)s.") % {"code": asked.filters.q})
    order = next(iter(query.get("sort", ())), "")
    if order not in {"", *SORTS}:
        notices.append(_("This list can be sorted as fresh, near or rank."))
        order = ""
    return _Asked(asked, pairs, place, order, tuple(notices))


def build(query: Mapping[str, Sequence[str]], visitor: Visitor) -> Listing:
    """Read the list page for a query string; what cannot be used becomes a notice."""
    read_query = read(query)
    wanted, pairs, notices = read_query.asked.filters, read_query.pairs, list(read_query.notices)
    order = read_query.order
    page, notice = _page(wanted, read_query.asked.after, order)
    here = (*pairs, ("sort", order)) if order else pairs
    same_set = tuple(pair for pair in pairs if pair[0] != "q") if read_query.place else pairs
    if notice:
        notices.append(notice)
    facets = totals.facets(wanted)
    better = _better(wanted) if not page.cards else None
    area = places.area_by_id(wanted.area_id) if wanted.area_id else None
    return Listing(
        title=_title(wanted, area.name if area else "", read_query.place),
        q=dict(pairs).get("q", ""),
        search_url=reverse(HERE),
        suggest_url=reverse("site:suggest") + "?q=",
        kept={name: value for name, value in here if name in KEPT},
        notices=tuple(notices),
        heading=_heading(wanted, facets),
        groups=filters.groups(wanted, facets, area),
        chips=filters.chips(HERE, pairs, area, read_query.place),
        clear_url=reverse(HERE),
        orders=_orders(wanted, pairs, order),
        did_you_mean=_link(better, pairs) if better else None,
        cards=common.card_parts(page.cards, listed=visitor.listed, near=wanted.near, theme=_only(wanted.themes)),
        pager=parts.Pager(
            newer=common.address(HERE, (*here, ("after", page.newer))) if page.newer else "",
            older=common.address(HERE, (*here, ("after", page.older))) if page.older else "",
        ),
        map=_map(wanted, same_set, area),
        exports=doors.exports(same_set),
        feed=doors.feed(same_set),
        follow_url=topics.follow_url(topics.SEARCH, pairs=tuple(pair for pair in pairs if pair[0] != "near")),
        embed=doors.embed_code("map", same_set),
        invitation=_invitation(pairs),
        canonical=doors.absolute(common.address(HERE, pairs)),
    )


def _only(keys: tuple[int, ...]) -> int | None:
    return keys[0] if len(keys) == 1 else None


def _page(wanted: Filters, after: str, order: str) -> tuple[cards.CardPage, str]:
    """Return the page, or the first one with a notice when the place in the list is none."""
    try:
        return cards.page(wanted, after=after, size=SIZE, order=order), ""
    except ValueError:
        notice = _("That page does not exist in this list, so you see the first one.")
        return cards.page(wanted, size=SIZE, order=order), notice


def _heading(wanted: Filters, facets: totals.FacetCounts) -> str:
    """Return how many there are: the running total, or a count that stops at a cap."""
    if wanted.plain:
        return common.counted(cards.Count(sum(facets.stage.values()), capped=False))
    return common.counted(cards.count(wanted))


def _title(wanted: Filters, area: str, place: str) -> str:
    if place:
        return _("Initiatives around %(place)s") % {"place": place}
    if wanted.q:
        return _("Initiatives about “%(q)s”") % {"q": wanted.q}
    if area:
        return _("Initiatives in %(place)s") % {"place": area}
    return _("Initiatives on the map")


def _better(wanted: Filters) -> str | None:
    return search.did_you_mean(wanted.q) if wanted.q else None


def _link(better: str, pairs: Pairs) -> parts.Link:
    rest = tuple(pair for pair in pairs if pair[0] != "q")
    return parts.Link(better, common.address(HERE, (("q", better), *rest)))


def _orders(wanted: Filters, pairs: Pairs, chosen: str) -> tuple[parts.Link, ...]:
    """Return the orders this set can be shown in; nothing where there is no choice."""
    words = {"rank": _("Best match"), "near": _("Nearest"), "fresh": _("Newest")}
    possible = [name for name, has in (("rank", wanted.q), ("near", wanted.near), ("fresh", True)) if has]
    now = chosen if chosen in possible else possible[0]
    if len(possible) < 2:
        return ()
    return tuple(
        parts.Link(words[name], common.address(HERE, (*pairs, ("sort", name))), current=name == now)
        for name in possible
    )


def _map(wanted: Filters, pairs: Pairs, area: "Area | None") -> parts.Map:
    label = _("Map of these initiatives")
    if wanted.bbox:
        box = wanted.bbox
    elif wanted.near:
        box = maps.around(*wanted.near)
    elif area is not None:
        box = area.bbox or maps.around(area.lat, area.lon)
    else:
        box = maps.COUNTRY_BOX
    return maps.of_box(label, box, pairs, follow=True)


def _invitation(pairs: Pairs) -> parts.Invitation:
    return parts.Invitation(
        title=_("Nothing here yet"),
        text=_(
            "Try other words or fewer filters. Or perhaps you know an initiative that belongs here:"
            " it is on the map in two minutes."
        ),
        links=(
            *((parts.Link(_("Show all initiatives"), reverse(HERE), "list"),) if pairs else ()),
            *common.add_link(),
        ),
    )
