"""Lists of the REST API: what is asked, the page of it, and the addresses of the pages beside it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kracht.domains.initiatives.params import Params
from kracht.domains.initiatives.queries import cards, totals
from kracht.domains.initiatives.queries.lookups import area_number, themes
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.facts import Sector
from kracht.foundation.places import queries as places
from kracht.foundation.places.models import Area
from kracht.kernel import cursor
from kracht.surfaces.api.answers import Refusal, missing, wrong_query
from kracht.surfaces.api.pages import asking, naming, records

AREA_KINDS = ("province", "municipality", "district", "neighbourhood")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list as the API shows it, and its links by relation."""

    data: dict[str, Any]
    links: dict[str, str]


def _linked(request: HttpRequest, items: list[Any], following: str | None, before: str | None) -> Listing:
    asked = [(name, value) for name, value in request.GET.lists() if name != "after"]
    plain = urlencode(asked, doseq=True)
    here = request.get_full_path()
    links = {"self": here}
    for relation, place in (("next", following), ("prev", before)):
        if place:
            links[relation] = f"{request.path}?{plain + '&' if plain else ''}after={place}"
    links = {relation: settings.SITE_URL + path for relation, path in links.items()}
    data = {
        "items": items,
        "licence": records.licence(),
        "_links": {relation: {"href": href} for relation, href in links.items()},
    }
    return Listing(data, links)


def place_gone() -> Refusal:
    """Return the refusal of a cursor that does not fit the list."""
    sentence = _("This is no place in this list. Use the address of the next page as it was given.")
    return wrong_query([("after", sentence)])


def initiatives(request: HttpRequest) -> Listing:
    """Return the initiatives asked for."""
    asked = asking.strict(request)
    try:
        page = cards.page(asked.filters, after=asked.after, size=asked.limit)
    except ValueError:
        raise place_gone() from None
    known = themes()
    areas = naming.area_names(card.municipality_id for card in page.cards)
    return _linked(request, [records.summary(card, known, areas) for card in page.cards], page.older, page.newer)


def _sector(found: Params) -> str:
    if len(found.filters.sectors) > 1:
        raise wrong_query([("sector", _("Give this only once."))])
    return found.filters.sectors[0] if found.filters.sectors else ""


def organisation_list(request: HttpRequest) -> Listing:
    """Return the organisations asked for: by name, or the best for a search."""
    asked = asking.strict(request)
    sector = _sector(asked)
    if asked.filters.q:
        rows = organisations.search(asked.filters.q, limit=asked.limit)
        rows = [row for row in rows if not sector or row.sector == sector]
        return _linked(request, [records.organisation_summary(row) for row in rows], None, None)
    area = places.area_by_id(asked.filters.area_id) if asked.filters.area_id is not None else None
    try:
        page = organisations.page(sector=sector, area=area, after=asked.after, limit=asked.limit)
    except ValueError:
        raise place_gone() from None
    return _linked(request, [records.organisation_summary(row) for row in page.cards], page.next or None, None)


def organisation_sectors() -> list[str]:
    """Return the sectors an organisation can belong to."""
    return list(Sector.values)


def _only(request: HttpRequest, name: str) -> str | None:
    given = request.GET.getlist(name)
    if len(given) > 1:
        raise wrong_query([(name, _("Give this only once."))])
    return given[0] if given else None


def area_list(request: HttpRequest) -> Listing:
    """Return the areas of a kind, or those inside one area, by name."""
    asked = asking.strict(request, default=50)
    start = _start(asked.after)
    rows = _areas(_only(request, "kind"), _only(request, "within"))
    found = list(rows[start : start + asked.limit + 1])
    shown = found[: asked.limit]
    counts = totals.per_area([row.pk for row in shown])
    more = cursor.encode(start + asked.limit) if len(found) > asked.limit else None
    before = cursor.encode(max(0, start - asked.limit)) if start else None
    return _linked(request, [records.area_summary(row, counts.get(row.pk, 0)) for row in shown], more, before)


def _start(after: str) -> int:
    if not after:
        return 0
    try:
        (start,) = cursor.decode(after, int)
    except ValueError:
        raise place_gone() from None
    if not isinstance(start, int) or not 0 <= start <= 20_000:
        raise place_gone()
    return start


def _areas(kind: str | None, within: str | None) -> Any:
    if kind is not None and kind not in AREA_KINDS:
        raise wrong_query([("kind", _("Choose from: %(choices)s.") % {"choices": ", ".join(AREA_KINDS)})])
    if within is None:
        if kind in {"district", "neighbourhood"}:
            sentence = _("Say of which area: for example within=GM0363.")
            raise wrong_query([("within", sentence)])
        return places.provinces() if kind == "province" else places.municipalities()
    above = area_of(within)
    if above is None:
        raise wrong_query([("within", _("We do not know this area. Use a CBS code such as GM0363."))])
    rows = places.children(above)
    return rows.filter(kind=kind) if kind else rows


def area_of(value: str) -> Area | None:
    """Return an area by code or slug, also one that ended."""
    if not 0 < len(value) <= 120 or not value.isprintable():
        return None
    return places.area_by_code(value) or places.area_by_slug(value.lower())


def area(code: str) -> dict[str, Any]:
    """Return one area with its figures. Raises Refusal when there is none."""
    row = area_of(code)
    if row is None:
        raise missing()
    today = None if row.is_current else places.successor(row)
    data = records.area(row, totals.area_totals(row.pk), themes(), today)
    return {**data, "licence": records.licence()}


def theme_list(area_code: str | None = None) -> list[dict[str, Any]]:
    """Return all themes with how many initiatives each has, in the country or in one area."""
    key = area_number(area_code) if area_code and area_code.isprintable() and len(area_code) <= 120 else None
    if area_code is not None and key is None:
        raise wrong_query([("area", _("We do not know this area. Use a CBS code such as GM0363."))])
    counts = totals.area_totals(key).themes
    return [records.theme(fact, counts.get(fact.id, 0)) for fact in themes().values()]
