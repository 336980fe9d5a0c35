"""What can be followed on this site: an address of a page becomes a topic, a topic becomes words and a page again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.domains.initiatives import params
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards, lookups
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.places import queries as places
from kracht.foundation.subscriptions.facts import What
from kracht.surfaces.site.pages import common, filters, maps

SEARCH, AREA, THEME, ENTRY, ORGANISATION = "search", "area", "theme", "entry", "organisation"
SINGLE = {AREA, THEME, ENTRY, ORGANISATION}
NOT_FOLLOWED = {"near"}  # it orders a list, and may be where somebody stands

type Query = Mapping[str, Sequence[str]]
type Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as pages and mails name it. `url` is empty when it is gone."""

    what: What
    label: str
    url: str


def follow_url(kind: str, key: str = "", pairs: Pairs = ()) -> str:
    """Return the page on which one begins to follow this."""
    own = (("kind", kind), ("key", key)) if key else (("kind", kind),)
    return common.address("site:posted_follow", (*own, *pairs))


def read(query: Query) -> What | None:
    """Return what a query string asks to follow, in its one canonical form; None when there is no such thing."""
    kind, key = (next(iter(query.get(name, ())), "") for name in ("kind", "key"))
    if "\x00" in key or len(key) > 120:
        return None
    if kind in SINGLE:
        return _single(kind, key)
    return _searched(query) if kind == SEARCH else None


def _single(kind: str, key: str) -> What | None:
    """One area, theme, entry or organisation that is there now."""
    found: str | None = None
    if kind == AREA:
        number = lookups.area_number(key)
        area = places.area_by_id(number) if number else None
        found = area.code if area else None
    elif kind == THEME:
        found = next((fact.slug for fact in lookups.themes().values() if fact.slug == key), None)
    elif key.isdecimal() and len(key) < 18:
        here = cards.by_ids([int(key)]) if kind == ENTRY else organisations.by_numbers([int(key)])
        found = str(int(key)) if here else None
    if kind == AREA and found == "NL":
        return What.of(SEARCH, ())
    return What(kind, found) if found else None


def _searched(query: Query) -> What:
    """The set of a list page. One area or theme is that area or theme; a postcode is the map around it."""
    asked = params.read({name: query[name] for name in params.FIELDS if name in query}, lookups.lookups())
    pairs = [pair for pair in asked.pairs if pair[0] not in NOT_FOLLOWED]
    if filters.is_postcode(asked.filters.q) and (found := places.locate(asked.filters.q)):
        box = ",".join(f"{part:.4f}" for part in maps.around(found[0].lat, found[0].lon))
        pairs = [pair for pair in pairs if pair[0] not in {"q", "bbox"}] + [("bbox", box)]
    if len(pairs) == 1 and pairs[0][0] in {AREA, THEME} and (one := _single(*pairs[0])):
        return one
    return What.of(SEARCH, pairs)


def filters_of(what: What) -> Filters | None:
    """Return the set of a followed area, theme or search; None for what is no set or is gone."""
    if what.kind not in {AREA, THEME, SEARCH}:
        return None
    query: dict[str, list[str]] = {}
    for name, value in _pairs(what):
        query.setdefault(name, []).append(value)
    asked = params.read(query, lookups.lookups())
    return None if asked.problems else asked.filters


def _pairs(what: What) -> Pairs:
    return ((what.kind, what.key),) if what.kind in {AREA, THEME} else what.params


def describe(what: What) -> Topic:
    """Return a topic with its name in the language at hand, and its page."""
    makers = {AREA: _area, THEME: _theme, ENTRY: _entry, ORGANISATION: _organisation}
    if what.kind in makers:
        return makers[what.kind](what)
    label = _search_label(what.params)
    return Topic(what, label, common.address("site:list", what.params))


def _area(what: What) -> Topic:
    area = places.area_by_code(what.key)
    return Topic(what, area.name, reverse("site:area", args=[area.slug])) if area else Topic(what, what.key, "")


def _theme(what: What) -> Topic:
    fact = next((one for one in lookups.themes().values() if one.slug == what.key), None)
    return (
        Topic(what, fact.name(get_language()), reverse("site:theme", args=[fact.slug]))
        if fact
        else Topic(what, what.key, "")
    )


def _entry(what: What) -> Topic:
    found = cards.by_ids([int(what.key)])
    gone = _("an initiative that is no longer on the map")
    return Topic(what, found[0].name, reverse("site:entry", args=[found[0].slug])) if found else Topic(what, gone, "")


def _organisation(what: What) -> Topic:
    found = organisations.by_numbers([int(what.key)]).get(int(what.key))
    gone = _("an organisation that is no longer in the register")
    return Topic(what, found.name, reverse("site:organisation", args=[found.slug])) if found else Topic(what, gone, "")


def _search_label(pairs: Pairs) -> str:
    """Name a set by its filters, such as “moestuin”, Utrecht, Groen en voedsel."""
    if not pairs:
        return _("All initiatives in the Netherlands")
    code = dict(pairs).get("area", "")
    number = lookups.area_number(code) if code else None
    area = places.area_by_id(number) if number else None
    order = list(params.FIELDS)
    sorted_pairs = sorted(pairs, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    return ", ".join(chip.label for chip in filters.chips("site:list", tuple(sorted_pairs), area, ""))
