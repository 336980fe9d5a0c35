"""The page of one initiative."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kracht.domains.initiatives import exchange
from kracht.domains.initiatives.facts import SECTORS
from kracht.domains.initiatives.queries import entry as entries
from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.partners.queries import partners, tags
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.facts import OrganisationCard
from kracht.foundation.places import queries as places
from kracht.surfaces.site.pages import common, doors, maps, topics, value
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.surfaces.site.pages.sdgs import goal
from kracht.ui import parts

SIMILAR = 3
STALE = timedelta(days=365)
FIELD_LABELS = {
    "name": gettext_lazy("name"),
    "summary": gettext_lazy("summary"),
    "story": gettext_lazy("story"),
    "stage": gettext_lazy("stage"),
    "themes": gettext_lazy("themes"),
    "needs": gettext_lazy("what is needed"),
    "parties": gettext_lazy("who joins in"),
    "place": gettext_lazy("place"),
    "website": gettext_lazy("website"),
    "contact_name": gettext_lazy("contact"),
    "opening_times": gettext_lazy("opening times"),
    "people": gettext_lazy("people"),
    "volunteer_hours": gettext_lazy("volunteer hours"),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the initiator; only what they made public."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Fields that an organisation keeps, and that others propose changes to."""

    by: str
    url: str
    fields: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What the page of an initiative shows."""

    id: int
    slug: str
    name: str
    summary: str
    story: str
    language: str
    foreign: bool
    crumbs: tuple[parts.Link, ...]
    theme: parts.Theme | None
    themes: tuple[parts.Theme, ...]
    stage: parts.Word
    sectors: tuple[parts.Word, ...]
    example: bool
    listed: bool
    pictures: tuple[parts.Picture, ...]
    needs: tuple[parts.Need, ...]
    parties: tuple[parts.Party, ...]
    facts: tuple[parts.Fact, ...]
    website: str
    contact: Contact | None
    goals: tuple[str, ...]
    map: parts.Map | None
    rough: str
    recipe: parts.Link | None
    copies: tuple[parts.Link, ...]
    confirmed: str
    owned: bool
    source: str
    source_url: str
    tags: tuple[parts.Link, ...]
    kept: tuple[Kept, ...]
    licence: parts.Link
    compare_url: str
    follow_url: str
    label_url: str
    share_url: str
    image_url: str
    embed: str
    json_url: str
    json_ld: str
    similar: tuple[parts.Card, ...]
    value: value.ValueBlock | None


def build(slug: str, visitor: Visitor, language: str) -> EntryPage | None:
    """Read the page; None when no published initiative has this address."""
    one = entries.by_slug(slug)
    if one is None:
        return None
    share = doors.absolute(reverse("site:entry", args=[one.slug]))
    covers = common.pictures(one.pictures)
    shown = tuple(covers[key] for key in one.pictures if key in covers)
    themes = common.theme_parts(one.themes)
    known = _organisations(one)
    return EntryPage(
        id=one.id,
        slug=one.slug,
        name=one.name,
        summary=one.summary,
        story=one.story,
        language=one.language,
        foreign=one.language != language,
        crumbs=_crumbs(one),
        theme=themes[0] if themes else None,
        themes=themes,
        stage=common.stage_word(one.stage),
        sectors=tuple(common.sector_word(key) for key in SECTORS if key in {party.sector for party in one.parties}),
        example=one.is_example,
        listed=one.id in visitor.listed,
        pictures=shown,
        needs=tuple(parts.Need(common.need_word(need.kind), need.text) for need in one.needs),
        parties=_parties(one, known),
        facts=_facts(one),
        website=one.website,
        contact=_contact(one),
        goals=tuple(f"{number}. {goal(number)}" for number in one.sdgs if 1 <= number <= 17),
        map=_map(one),
        rough=_rough(one),
        recipe=parts.Link(one.recipe_name, reverse("site:entry", args=[one.recipe_slug])) if one.recipe_slug else None,
        copies=_copies(one),
        confirmed=_confirmed(one, visitor.at),
        owned=one.owned,
        source=_source(one),
        tags=_tags(one),
        kept=_kept(one, known),
        source_url=one.source_url,
        licence=parts.Link(
            exchange.LICENCE_NAMES.get(one.licence, one.licence), exchange.LICENCE_URLS.get(one.licence, "")
        ),
        compare_url=common.address("site:compare", (("with", one.slug),)),
        follow_url=topics.follow_url(topics.ENTRY, str(one.id)),
        label_url=reverse("labels:history", args=[one.slug]) if one.label_until else "",
        share_url=share,
        image_url=doors.absolute(doors.OG_IMAGE.format(slug=one.slug)),
        embed=doors.embed_code("card", (("id", one.slug),)),
        json_url=f"{doors.API}initiatives/{one.slug}",
        json_ld=_json_ld(one, share, themes, shown),
        similar=common.card_parts(entries.similar(one, SIMILAR), listed=visitor.listed, near=_point(one)),
        value=value.of_entry(one.id, one.slug),
    )


def _point(one: Entry) -> tuple[float, float] | None:
    return None if one.lat is None or one.lon is None else (one.lat, one.lon)


def _crumbs(one: Entry) -> tuple[parts.Link, ...]:
    area = places.area_by_id(one.area_id) if one.area_id else None
    line = [*places.ancestors(area), area] if area else []
    trail = [parts.Link(step.name, reverse("site:area", args=[step.slug])) for step in line]
    return (
        (*trail, parts.Link(one.name)) if trail else (parts.Link(_("Map"), reverse("site:list")), parts.Link(one.name))
    )


def _organisations(one: Entry) -> Mapping[int, OrganisationCard]:
    """The organisations that take part, and those that keep a field."""
    named = {party.organisation_id for party in one.parties}
    named |= {origin.organisation_id for origin in one.origins if origin.locked}
    return organisations.by_numbers(key for key in named if key)


def _parties(one: Entry, known: Mapping[int, OrganisationCard]) -> tuple[parts.Party, ...]:
    found = []
    for party in sorted(one.parties, key=lambda party: SECTORS.index(party.sector)):
        card = known.get(party.organisation_id or 0)
        url = reverse("site:organisation", args=[card.slug]) if card else ""
        found.append(parts.Party(card.name if card else party.name, common.sector_word(party.sector), url))
    return tuple(found)


def _facts(one: Entry) -> tuple[parts.Fact, ...]:
    people = ngettext("%(n)s person", "%(n)s people", one.people or 0) % {"n": written(one.people or 0)}
    rows = (
        (_("Since"), str(one.since) if one.since else ""),
        (_("People taking part"), people if one.people else ""),
        (
            _("Volunteer hours"),
            _("%(n)s hours a month together") % {"n": written(one.volunteer_hours)} if one.volunteer_hours else "",
        ),
        (_("Works for"), str(capfirst(common.reach_label(one.reach)))),
        (_("Legal form"), str(capfirst(common.legal_label(one.legal_form)))),
        (_("Open"), one.opening_times),
    )
    return tuple(parts.Fact(label, value) for label, value in rows if value)


def _contact(one: Entry) -> Contact | None:
    if not (one.contact_name or one.contact_email or one.contact_phone):
        return None
    return Contact(one.contact_name, one.contact_email, one.contact_phone)


def _map(one: Entry) -> parts.Map | None:
    point = _point(one)
    if point is None:
        return None
    return maps.of_point(
        _("Map with the place of %(name)s") % {"name": one.name}, *point, rough=one.place_kind == "area"
    )


def _rough(one: Entry) -> str:
    if one.lat is None:
        return _("Works without one place of its own.")
    if one.place_kind == "area":
        return _("Somewhere in %(place)s: the exact place is not shown.") % {"place": one.place_name}
    if one.area_estimated:
        return _("The district was estimated from the nearest known point.")
    return ""


def _copies(one: Entry) -> tuple[parts.Link, ...]:
    return tuple(parts.Link(card.name, reverse("site:entry", args=[card.slug])) for card in entries.copies(one, 12))


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y")


def _confirmed(one: Entry, at: datetime) -> str:
    """Say when somebody of it last said that this is right: never, for what came from a source or is an example."""
    if one.is_example and not one.confirmed_at:
        return _("This is an example that we made up. No initiator stands behind it.")
    if one.source and not one.confirmed_at:
        year = _(" The source is of %(year)s.") % {"year": one.source_year} if one.source_year else ""
        return _("Never confirmed by the initiator.") + year
    last = one.confirmed_at or one.fresh_at
    if at - last > STALE:
        return _("Not confirmed since %(day)s; it may have changed.") % {"day": _day(last)}
    return _("Last confirmed on %(day)s.") % {"day": _day(last)}


def _source(one: Entry) -> str:
    partner = partners.names_by_source([one.source]).get(one.source) if one.source.startswith("partner:") else None
    name = partner.name if partner else one.source
    if name and one.source_year:
        return _("Source: %(source)s, %(year)s.") % {"source": name, "year": one.source_year}
    if name:
        return _("Source: %(source)s.") % {"source": name}
    return _("Added by a visitor on %(day)s.") % {"day": _day(one.published_at or one.created_at)}


def _tags(one: Entry) -> tuple[parts.Link, ...]:
    """Tags of partners, each with the list of entries that bear it."""
    if not one.tags:
        return ()
    here = {tag.name: tag.label for tag in tags.by_names(one.tags)}
    return tuple(parts.Link(label, common.address("site:list", (("tag", name),))) for name, label in here.items())


def _kept(one: Entry, known: Mapping[int, OrganisationCard]) -> tuple[Kept, ...]:
    """Which fields which organisation keeps."""
    fields: dict[int, list[str]] = {}
    for origin in one.origins:
        key = origin.organisation_id
        if origin.locked and key and key in known and origin.field in FIELD_LABELS:
            fields.setdefault(key, []).append(str(FIELD_LABELS[origin.field]))
    return tuple(
        Kept(known[key].name, reverse("site:organisation", args=[known[key].slug]), ", ".join(names))
        for key, names in fields.items()
    )


def _json_ld(one: Entry, share: str, themes: Sequence[parts.Theme], images: Sequence[parts.Picture]) -> str:
    names = common.area_names((one.municipality_id, one.province_id))
    town, province = names.get(one.municipality_id or 0), names.get(one.province_id or 0)
    data = exchange.entry_json_ld(
        one,
        url=share,
        site=doors.absolute("/"),
        themes=[theme.name for theme in themes],
        municipality=town.name if town else "",
        province=province.name if province else "",
        images=[doors.absolute(image.src) for image in images],
    )
    return exchange.script_text(data)
