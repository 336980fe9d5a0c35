"""Organisations of the five sectors: the list, and a page for each with the initiatives it takes part in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import SECTORS
from kracht.domains.initiatives.queries import figures
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.facts import OrganisationKind
from kracht.surfaces.site.pages import common, doors, maps, people, topics
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.surfaces.site.pages.search import OrganisationFound, organisation, tidy
from kracht.ui import parts

SIZE = 24
MOST = 60
HERE = "site:organisations"


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """What the list of organisations shows."""

    q: str
    title: str
    sector: str
    search_url: str
    notices: tuple[str, ...]
    tabs: tuple[parts.Link, ...]
    organisations: tuple[OrganisationFound, ...]
    pager: parts.Pager
    invitation: parts.Invitation


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """What the page of an organisation shows."""

    name: str
    summary: str
    story: str
    language: str
    sector: parts.Word
    example: bool
    crumbs: tuple[parts.Link, ...]
    facts: tuple[parts.Fact, ...]
    website: str
    email: str
    phone: str
    map: parts.Map | None
    cards: tuple[parts.Card, ...]
    people: tuple[people.Person, ...]
    claim_url: str
    source: str
    share_url: str
    follow_url: str


def listing(query: Mapping[str, Sequence[str]]) -> OrganisationList:
    """Read the list, of one sector or by words; what cannot be used becomes a notice."""
    q, notices = tidy(next(iter(query.get("q", ())), ""))
    sector = next(iter(query.get("sector", ())), "")
    if sector and sector not in SECTORS:
        notices = (*notices, _("We do not know that sector, so you see all of them."))
        sector = ""
    cards, older, wrong = _cards(q, sector, next(iter(query.get("after", ())), ""))
    if wrong:
        notices = (*notices, wrong)
    pairs = (("sector", sector),) if sector else ()
    return OrganisationList(
        q=q,
        title=common.sector_word(sector).label if sector else _("Organisations"),
        sector=sector,
        search_url=reverse(HERE),
        notices=notices,
        tabs=_tabs(sector),
        organisations=cards,
        pager=parts.Pager(older=common.address(HERE, (*pairs, ("after", older))) if older else ""),
        invitation=parts.Invitation(
            title=_("No organisations here yet"),
            text=_("Organisations appear here when they take part in an initiative."),
            links=(parts.Link(_("Look at the map"), reverse("site:list"), "map"),),
        ),
    )


def _cards(q: str, sector: str, after: str) -> tuple[tuple[OrganisationFound, ...], str, str]:
    """Return the organisations, the cursor of the next part, and what was wrong."""
    if q:
        found = organisations.search(q, limit=MOST)
        return tuple(organisation(one) for one in found if sector in {"", one.sector}), "", ""
    wrong = ""
    try:
        page = organisations.page(sector=sector, after=after, limit=SIZE)
    except ValueError:
        page = organisations.page(sector=sector, limit=SIZE)
        wrong = _("That page does not exist in this list, so you see the first one.")
    return tuple(organisation(one) for one in page.cards), page.next, wrong


def _tabs(chosen: str) -> tuple[parts.Link, ...]:
    counts = common.kept("organisations:sectors", common.FIGURE_SECONDS, organisations.counts_by_sector)
    every = parts.Link(_("All (%(n)s)") % {"n": written(sum(counts.values()))}, reverse(HERE), current=not chosen)
    return (
        every,
        *(
            parts.Link(
                f"{common.sector_word(key).label} ({written(counts.get(key, 0))})",
                common.address(HERE, (("sector", key),)),
                "blade",
                current=key == chosen,
            )
            for key in SECTORS
        ),
    )


def build(slug: str, visitor: Visitor, *, member: bool, on: date) -> OrganisationPage | None:
    """Read the page of a published organisation; None when there is none at this address.

    `member` says whether the reader sees what its people show to members only.
    """
    one = organisations.by_slug(slug)
    if one is None:
        return None
    point = None if one.lat is None or one.lon is None else (one.lat, one.lon)
    label = _("Map with the place of %(name)s") % {"name": one.name}
    return OrganisationPage(
        name=one.name,
        summary=one.summary,
        story=one.story,
        language=one.language,
        sector=common.sector_word(one.sector),
        example=one.is_example,
        crumbs=(
            parts.Link(_("Organisations"), reverse(HERE)),
            parts.Link(common.sector_word(one.sector).label, common.address(HERE, (("sector", one.sector),))),
            parts.Link(one.name),
        ),
        facts=tuple(
            parts.Fact(label, value)
            for label, value in (
                (_("Kind"), str(capfirst(OrganisationKind(one.kind).label))),
                (_("Place"), one.place_name),
            )
            if value
        ),
        website=one.website,
        email=one.email if one.contact_public else "",
        phone=one.phone if one.contact_public else "",
        map=maps.of_point(label, *point, rough=one.place_kind == "area") if point else None,
        cards=common.card_parts(figures.of_organisation(one.pk, MOST), listed=visitor.listed),
        people=people.of_organisation(one.pk, member=member, on=on),
        claim_url=reverse("organisations:claim", args=[one.slug]),
        source=_source(one.source, one.source_year),
        share_url=doors.absolute(reverse("site:organisation", args=[one.slug])),
        follow_url=topics.follow_url(topics.ORGANISATION, str(one.pk)),
    )


def _source(source: str, year: int | None) -> str:
    if source and year:
        return _("Source: %(source)s, %(year)s.") % {"source": source, "year": year}
    return _("Source: %(source)s.") % {"source": source} if source else ""
