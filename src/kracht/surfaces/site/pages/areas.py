"""Pages of areas, from province to neighbourhood, and the index of all areas."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kracht.domains.initiatives import exchange
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards, totals
from kracht.foundation.places import queries as places
from kracht.kernel import text
from kracht.surfaces.site.pages import charts, common, doors, maps, topics, value
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.ui import parts

if TYPE_CHECKING:
    from kracht.foundation.places.models import Area, AreaSuccession

NEWEST = 8
PER = 10_000  # inhabitants
CHILD_LABELS = {
    "country": "province",
    "province": "municipality",
    "municipality": "district",
    "district": "neighbourhood",
}


@dataclass(frozen=True, slots=True)
class ChildRow:
    """An area inside this one, with its figures."""

    name: str
    url: str
    initiatives: int
    population: int | None
    per: str


@dataclass(frozen=True, slots=True)
class Past:
    """What became of areas: a sentence with the names it is about."""

    text: str
    links: tuple[parts.Link, ...]


@dataclass(frozen=True, slots=True)
class AreaPage:
    """What the page of an area shows."""

    kind: str
    name: str
    code: str
    lead: str
    crumbs: tuple[parts.Link, ...]
    ended: Past | None
    origins: Past | None
    figures: tuple[parts.Figure, ...]
    known: str
    map: parts.Map
    themes: tuple[parts.Bar, ...]
    stages: tuple[parts.Bar, ...]
    needs: tuple[parts.Bar, ...]
    sectors: tuple[parts.Bar, ...]
    children_label: str
    children: tuple[ChildRow, ...]
    cards: tuple[parts.Card, ...]
    list_url: str
    follow_url: str
    invitation: parts.Invitation
    exports: tuple[parts.Link, ...]
    embed: str
    share_url: str
    image_url: str
    json_ld: str
    value: value.ValueBlock | None


def build(slug: str, visitor: Visitor) -> AreaPage | None:
    """Read the page of an area, ended or not; None when there is none of this name."""
    area = places.area_by_slug(slug)
    if area is None:
        return None
    now = places.successor(area) or area
    sums = totals.area_totals(now.pk)
    pairs = () if now.kind == "country" else (("area", now.code),)
    page = cards.page(Filters(area_id=None if now.kind == "country" else now.pk), size=NEWEST)
    share = doors.absolute(reverse("site:area", args=[area.slug]))
    return AreaPage(
        kind=kind_word(area.kind),
        name=area.name,
        code=area.code,
        lead=_lead(area, sums),
        crumbs=_crumbs(area),
        ended=_ended(area, now),
        origins=_origins(area),
        figures=_figures(now, sums),
        known=_known(sums),
        map=maps.of_area(_("Map of initiatives in %(place)s") % {"place": now.name}, now),
        themes=charts.theme_bars(sums, pairs),
        stages=charts.stage_bars(sums, pairs),
        needs=charts.need_bars(sums, pairs),
        sectors=charts.sector_bars(sums, pairs),
        children_label=_children_label(now.kind),
        children=child_rows(list(places.children(now))),
        cards=common.card_parts(page.cards, listed=visitor.listed),
        list_url=common.address("site:list", pairs),
        follow_url=topics.follow_url(topics.AREA, now.code),
        invitation=_invitation(now.name),
        exports=doors.exports(pairs),
        embed=doors.embed_code("map", pairs),
        share_url=share,
        image_url=doors.absolute(doors.OG_AREA.format(slug=now.slug)),
        json_ld=_json_ld(area, sums, share),
        value=value.of_area(now.code),
    )


def kind_word(kind: str) -> str:
    """Return the level of an area in words."""
    words = {
        "country": _("Country"),
        "province": _("Province"),
        "municipality": _("Municipality"),
        "district": _("District"),
        "neighbourhood": _("Neighbourhood"),
    }
    return words[kind]


def _children_label(kind: str) -> str:
    words = {
        "country": _("Provinces"),
        "province": _("Municipalities"),
        "municipality": _("Districts"),
        "district": _("Neighbourhoods"),
    }
    return words.get(kind, "")


def _lead(area: "Area", sums: totals.AreaTotals) -> str:
    if not area.is_current:
        return ""
    if not sums.initiatives:
        return _("The register does not know an initiative here yet. That does not mean there is none.")
    return ngettext(
        "%(n)s initiative of residents that the register knows.",
        "%(n)s initiatives of residents that the register knows.",
        sums.initiatives,
    ) % {"n": written(sums.initiatives)}


def _crumbs(area: "Area") -> tuple[parts.Link, ...]:
    line = [parts.Link(one.name, reverse("site:area", args=[one.slug])) for one in places.ancestors(area)]
    return (parts.Link(_("Areas"), reverse("site:areas")), *line, parts.Link(area.name))


def _link(area: "Area") -> parts.Link:
    return parts.Link(area.name, reverse("site:area", args=[area.slug]))


def _ended(area: "Area", now: "Area") -> Past | None:
    if area.is_current or area.ended_on is None:
        return None
    sentence = _(
        "%(old)s ended as a municipality on %(day)s and is now part of %(new)s. You see the figures of %(new)s."
    ) % {
        "old": area.name,
        "day": date_format(area.ended_on, "j F Y"),
        "new": now.name,
    }
    return Past(sentence, (_link(now),))


def _origins(area: "Area") -> Past | None:
    rows = places.predecessors(area) if area.is_current else []
    if not rows:
        return None
    names = [_origin(row) for row in rows]
    return Past(
        _("These were merged into it: %(names)s.") % {"names": ", ".join(names)}, tuple(_link(row.old) for row in rows)
    )


def _origin(row: "AreaSuccession") -> str:
    if row.share < 0.995:
        return _("part of %(name)s (%(year)s)") % {"name": row.old.name, "year": row.on.year}
    return f"{row.old.name} ({row.on.year})"


def per_inhabitants(n: int, population: int | None) -> float | None:
    """Return initiatives per 10,000 inhabitants; None when nobody is known to live there."""
    return n * PER / population if population else None


def _figures(area: "Area", sums: totals.AreaTotals) -> tuple[parts.Figure, ...]:
    per = per_inhabitants(sums.initiatives, area.population)
    found = [
        parts.Figure(written(sums.initiatives), ngettext("initiative", "initiatives", sums.initiatives)),
    ]
    if per is not None:
        people = written(area.population or 0)
        found.append(
            parts.Figure(written(per, 1), _("per 10,000 inhabitants"), _("of %(n)s inhabitants") % {"n": people})
        )
    hours, people_known = sums.known.get("hours", 0), sums.known.get("people", 0)
    if hours:
        found.append(parts.Figure(written(sums.hours), _("volunteer hours a month"), _told(hours, sums.initiatives)))
    if people_known:
        found.append(
            parts.Figure(written(sums.people), _("people who take part"), _told(people_known, sums.initiatives))
        )
    return tuple(found)


def _told(known: int, of: int) -> str:
    return _("told by %(n)s of %(of)s") % {"n": written(known), "of": written(of)}


def _known(sums: totals.AreaTotals) -> str:
    if not sums.examples:
        return ""
    return ngettext(
        "%(n)s of these initiatives is an example that we made up.",
        "%(n)s of these initiatives are examples that we made up.",
        sums.examples,
    ) % {"n": written(sums.examples)}


def child_rows(inside: "list[Area]") -> tuple[ChildRow, ...]:
    """Return areas with their running totals, in the order given."""
    counts = totals.per_area(one.pk for one in inside) if inside else {}
    rows = []
    for one in inside:
        n = counts.get(one.pk, 0)
        per = per_inhabitants(n, one.population)
        url = reverse("site:area", args=[one.slug])
        rows.append(ChildRow(one.name, url, n, one.population, written(per, 1) if per is not None else ""))
    return tuple(rows)


def _invitation(name: str) -> parts.Invitation:
    return parts.Invitation(
        title=_("Be the first in %(place)s") % {"place": name},
        text=_("Do you know what residents do here? Put it on the map in two minutes, without an account."),
        links=(*common.add_link(), parts.Link(_("Look at the map"), reverse("site:list"), "map")),
    )


def _json_ld(area: "Area", sums: totals.AreaTotals, share: str) -> str:
    above = area.parent
    within = (above.name, doors.absolute(reverse("site:area", args=[above.slug]))) if above else None
    data = exchange.area_json_ld(
        name=area.name,
        code=area.code,
        url=share,
        site=doors.absolute("/"),
        lat=area.lat,
        lon=area.lon,
        within=within,
        initiatives=sums.initiatives if area.is_current else None,
        language=get_language() or "nl",
    )
    return exchange.script_text(data)


@dataclass(frozen=True, slots=True)
class Letter:
    """The municipalities that begin with a letter."""

    letter: str
    areas: tuple[ChildRow, ...]


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """What the index of areas shows."""

    search_url: str
    suggest_url: str
    map: parts.Map
    provinces: tuple[ChildRow, ...]
    letters: tuple[Letter, ...]


def index() -> AreaIndex:
    """Read the index: provinces with their figures, municipalities by letter."""
    towns = child_rows(list(places.municipalities()))
    grouped = groupby(towns, key=lambda row: letter_of(row.name))
    return AreaIndex(
        search_url=reverse("site:search"),
        suggest_url=reverse("site:suggest") + "?q=",
        map=maps.of_country(_("Initiatives in the Netherlands")),
        provinces=child_rows(list(places.provinces())),
        letters=tuple(Letter(letter, tuple(rows)) for letter, rows in _by_letter(grouped)),
    )


def _by_letter(grouped: "groupby[str, ChildRow]") -> list[tuple[str, list[ChildRow]]]:
    """Return each letter once, in order, whatever the order of the names ('s-Gravenhage sorts under G)."""
    found: dict[str, list[ChildRow]] = {}
    for letter, rows in grouped:
        found.setdefault(letter, []).extend(rows)
    return sorted(found.items())


def letter_of(name: str) -> str:
    """Return the letter a Dutch name is looked up by: 's-Hertogenbosch under H."""
    plain = text.key(name).split()
    first = plain[1] if len(plain) > 1 and plain[0] in {"s", "t"} else plain[0]
    return first[0].upper()
