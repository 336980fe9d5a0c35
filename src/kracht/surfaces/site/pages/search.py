"""Search over everything at once: places, themes, organisations and initiatives; and completion while typing."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards, lookups, search
from kracht.domains.initiatives.wording import LONGEST_QUERY
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.facts import OrganisationCard
from kracht.foundation.places import queries as places
from kracht.kernel import text
from kracht.surfaces.site.pages import common, doors, filters, maps, topics
from kracht.surfaces.site.pages.common import Visitor
from kracht.ui import parts

SIZE = 10
AROUND = 6
MOST_PLACES = 4
MOST_ORGANISATIONS = 6
SHORTEST_THEME = 3


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place that the words may mean, with its page and the list around it."""

    label: str
    detail: str
    note: str
    area: parts.Link
    list_url: str


@dataclass(frozen=True, slots=True)
class OrganisationFound:
    """An organisation in a list."""

    name: str
    url: str
    summary: str
    place: str
    sector: parts.Word
    example: bool


@dataclass(frozen=True, slots=True)
class Around:
    """Initiatives in or near the first place."""

    heading: str
    cards: tuple[parts.Card, ...]
    url: str
    map: parts.Map


@dataclass(frozen=True, slots=True)
class Search:
    """What the search page shows."""

    q: str
    title: str
    search_url: str
    suggest_url: str
    notices: tuple[str, ...]
    instead: str
    did_you_mean: parts.Link | None
    places: tuple[PlaceFound, ...]
    around: Around | None
    themes: tuple[parts.Theme, ...]
    organisations: tuple[OrganisationFound, ...]
    cards: tuple[parts.Card, ...]
    more_url: str
    feed: parts.Link | None
    follow_url: str
    invitation: parts.Invitation | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One completion: what is shown, where it leads, what it is, its icon."""

    text: str
    url: str
    kind: str
    icon: str


def build(typed: str, visitor: Visitor) -> Search:
    """Search for what was typed; words that cannot be searched for become a notice."""
    q, notices = tidy(typed)
    found = places.locate(q, limit=MOST_PLACES) if q else []
    postcode = filters.is_postcode(q)
    if postcode and not found:
        notices = (
            *notices,
            _("We do not know the postcode %(code)s. Check the four digits, or type a place.") % {"code": q},
        )
    page = cards.page(Filters(q=q), size=SIZE) if q and not postcode else None
    better = search.did_you_mean(q) if q and not postcode and not found else None
    instead = ""
    if better and page is not None and not page.cards:
        instead, page = better, cards.page(Filters(q=better), size=SIZE)
    hits = common.card_parts(page.cards, listed=visitor.listed) if page else ()
    words = instead or q
    orgs = (
        tuple(organisation(one) for one in organisations.search(words, limit=MOST_ORGANISATIONS))
        if q and not postcode
        else ()
    )
    themes = themes_named(words)
    return Search(
        q=q,
        title=_("Search: %(q)s") % {"q": q} if q else _("Search"),
        search_url=reverse("site:search"),
        suggest_url=reverse("site:suggest") + "?q=",
        notices=notices,
        instead=instead,
        did_you_mean=_link(better) if better and not instead else None,
        places=tuple(_place(one) for one in found),
        around=_around(found[0], visitor) if found else None,
        themes=themes,
        organisations=orgs,
        cards=hits,
        more_url=common.address("site:list", (("q", words),)) if page and page.older else "",
        feed=doors.feed((("q", words),)) if hits else None,
        follow_url=topics.follow_url(topics.SEARCH, pairs=(("q", words),)) if words else "",
        invitation=None if hits or found or orgs or themes else _invitation(q),
    )


def tidy(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return what can be searched for, and a sentence when that is not what was typed."""
    if len(typed) > LONGEST_QUERY:
        return "", (_("Search with at most %(n)d characters.") % {"n": LONGEST_QUERY},)
    q = text.clean(typed, LONGEST_QUERY)
    if typed.strip() and not text.words(q):
        return q, (_("We found no letters or digits in what you typed."),)
    return q, ()


def _link(better: str) -> parts.Link:
    return parts.Link(better, common.address("site:search", (("q", better),)))


def _place(one: places.Found) -> PlaceFound:
    exact = one.kind in {"place", "postcode"}
    pairs = (("near", f"{one.lat:.4f},{one.lon:.4f}"),) if exact else (("area", one.area.slug),)
    return PlaceFound(
        label=one.label,
        detail=one.detail,
        note=one.note,
        area=parts.Link(one.area.name, reverse("site:area", args=[one.area.slug])),
        list_url=common.address("site:list", pairs),
    )


def _around(one: places.Found, visitor: Visitor) -> Around:
    """Return the nearest initiatives around a town or postcode, or the freshest in an area."""
    near = (one.lat, one.lon) if one.kind in {"place", "postcode"} else None
    page = cards.page(Filters(near=near) if near else Filters(area_id=one.area.pk), size=AROUND)
    label = _("Around %(place)s") if near else _("In %(place)s")
    heading = label % {"place": one.label if near or not one.note else one.area.name}
    box = maps.around(one.lat, one.lon) if near or one.area.bbox is None else one.area.bbox
    return Around(
        heading=heading,
        cards=common.card_parts(page.cards, listed=visitor.listed, near=near),
        url=_place(one).list_url,
        map=maps.of_box(heading, box),
    )


def themes_named(q: str) -> tuple[parts.Theme, ...]:
    """Return the themes whose name holds what was typed, or of which a word begins so."""
    wanted = text.key(q)
    if len(wanted) < SHORTEST_THEME:
        return ()
    hits = [
        key
        for key, fact in lookups.themes().items()
        if any(wanted in text.key(name) for name in (fact.name_nl, fact.name_en))
    ]
    return common.theme_parts(hits)


def organisation(one: OrganisationCard) -> OrganisationFound:
    """Return an organisation ready to draw."""
    return OrganisationFound(
        name=one.name,
        url=reverse("site:organisation", args=[one.slug]),
        summary=one.summary,
        place=one.place_name,
        sector=common.sector_word(one.sector),
        example=one.is_example,
    )


def _invitation(q: str) -> parts.Invitation:
    if not q:
        return parts.Invitation(
            title=_("What are you looking for?"),
            text=_("Type a word, a place, a postcode or the name of an organisation."),
            links=(parts.Link(_("Look at the map"), reverse("site:list"), "map"),),
        )
    return parts.Invitation(
        title=_("Nothing found for “%(q)s”") % {"q": q},
        text=_("Try another word, or a place nearby. Or put the initiative that you miss on the map yourself."),
        links=(parts.Link(_("Look at the map"), reverse("site:list"), "map"), *common.add_link()),
    )


def suggestions(typed: str) -> list[Suggestion]:
    """Return what someone who is still typing may mean: places, themes, initiatives, organisations."""
    q, _notices = tidy(typed)
    if len(q) < 2:
        return []
    found = [
        Suggestion(
            f"{one.label}, {one.detail}" if one.kind == "place" else one.label, _place_url(one), one.detail, "pin"
        )
        for one in places.suggest(q, limit=4)
    ]
    found += [Suggestion(one.name, one.url, _("theme"), f"theme-{one.key}") for one in themes_named(q)[:2]]
    if not filters.is_postcode(q):
        found += [
            Suggestion(one.name, reverse("site:entry", args=[one.slug]), one.place_name or _("an initiative"), "blade")
            for one in search.complete(q, size=5)
        ]
    return found


def _place_url(one: places.Found) -> str:
    if one.kind in {"place", "postcode"}:
        return common.address("site:search", (("q", one.label.split(" ")[0] if one.kind == "postcode" else one.label),))
    return reverse("site:area", args=[one.area.slug])
