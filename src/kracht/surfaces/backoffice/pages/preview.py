"""An entry as visitors will see it, for the sender and for the moderator."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import SECTORS, LegalForm, NeedKind, Reach, Stage
from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.media import queries as media
from kracht.foundation.places import queries as places
from kracht.surfaces.backoffice.facts import SDG_LABELS, SECTOR_LABELS
from kracht.ui import parts

AROUND = 0.008  # degrees around an exact point: some 900 m
AROUND_AREA = 0.05


@dataclass(frozen=True, slots=True)
class Preview:
    """What ui/compositions/initiative.html shows."""

    id: int
    crumbs: tuple[parts.Link, ...]
    name: str
    summary: str
    story: str
    language: str
    theme: parts.Theme | None
    themes: tuple[parts.Theme, ...]
    stage: parts.Word
    sectors: tuple[parts.Word, ...]
    example: bool
    pictures: tuple[parts.Picture, ...]
    needs: tuple[parts.Need, ...]
    parties: tuple[parts.Party, ...]
    facts: tuple[parts.Fact, ...]
    contact: tuple[parts.Fact, ...]
    map: parts.Map | None
    rough: str


def theme_part(key: int) -> parts.Theme:
    """Return a theme in the language of the page."""
    theme = themes()[key]
    return parts.Theme(theme.key, theme.name(get_language()))


def stage_word(key: str) -> parts.Word:
    """Return a stage in words."""
    return parts.Word(key, str(capfirst(Stage(key).label)))


def sector_word(key: str) -> parts.Word:
    """Return a sector in words."""
    return parts.Word(key, str(SECTOR_LABELS[key]))


def preview(one: Entry, *, contact_public: bool) -> Preview:
    """Return an entry as its page will show it."""
    found = media.pictures(one.pictures)
    tinted = tuple(theme_part(key) for key in one.themes if key in themes())
    return Preview(
        id=one.id,
        crumbs=_crumbs(one),
        name=one.name,
        summary=one.summary,
        story=one.story,
        language=one.language if one.language != get_language() else "",
        theme=tinted[0] if tinted else None,
        themes=tinted,
        stage=stage_word(one.stage),
        sectors=tuple(sector_word(key) for key in SECTORS if key in {party.sector for party in one.parties}),
        example=one.is_example,
        pictures=tuple(
            parts.Picture(view.src, view.width, view.height, view.alt, view.credit, view.srcset)
            for key in one.pictures
            if (view := found.get(key))
        ),
        needs=tuple(
            parts.Need(parts.Word(need.kind, str(capfirst(NeedKind(need.kind).label))), need.text) for need in one.needs
        ),
        parties=tuple(
            parts.Party(party.name, sector_word(party.sector))
            for party in sorted(one.parties, key=lambda party: SECTORS.index(party.sector))
        ),
        facts=facts(one),
        contact=contact(one) if contact_public else (),
        map=_map(one),
        rough=_rough(one),
    )


def _crumbs(one: Entry) -> tuple[parts.Link, ...]:
    area = places.area_by_id(one.area_id) if one.area_id else None
    line = [*places.ancestors(area), area] if area else []
    return (*(parts.Link(step.name) for step in line), parts.Link(one.name))


def facts(one: Entry) -> tuple[parts.Fact, ...]:
    """Return the short facts of an entry that are known."""
    rows = (
        (_("Since"), str(one.since or "")),
        (_("People who take part"), _number(one.people)),
        (_("Volunteer hours a month"), _number(one.volunteer_hours)),
        (_("For people from"), str(capfirst(Reach(one.reach).label)) if one.reach else ""),
        (_("Legal form"), str(LegalForm(one.legal_form).label) if one.legal_form else ""),
        (_("Open"), one.opening_times),
        (_("Follows the example of"), one.recipe_name),
        (_("Goals"), ", ".join(str(SDG_LABELS[key]) for key in one.sdgs if key in SDG_LABELS)),
    )
    plain = tuple(parts.Fact(label, value) for label, value in rows if value)
    return (*plain, parts.Fact(_("Website"), one.website, one.website)) if one.website else plain


def contact(one: Entry) -> tuple[parts.Fact, ...]:
    """Return how to reach the initiative; whoever calls knows that it may be shown."""
    rows = (
        (_("Name"), one.contact_name, ""),
        (_("E-mail"), one.contact_email, f"mailto:{one.contact_email}"),
        (_("Phone"), one.contact_phone, ""),
    )
    return tuple(parts.Fact(label, value, url) for label, value, url in rows if value)


def _number(value: int | None) -> str:
    return "" if value is None else number_format(value, decimal_pos=0, force_grouping=True)


def _map(one: Entry) -> parts.Map | None:
    if one.lat is None or one.lon is None:
        return None
    around = AROUND_AREA if one.place_kind == "area" else AROUND
    return parts.Map(
        label=_("Map with the place of %(name)s") % {"name": one.name},
        box=(one.lon - 1.6 * around, one.lat - around, one.lon + 1.6 * around, one.lat + around),
        point=(one.lat, one.lon),
        rough=one.place_kind == "area",
        small=True,
        style=settings.MAP_STYLE,
    )


def _rough(one: Entry) -> str:
    if one.lat is None:
        return _("Works without one place of its own.")
    if one.place_kind == "area":
        return _("Somewhere in %(place)s: the exact place is not shown.") % {"place": one.place_name}
    if one.area_estimated:
        return _("The district was estimated from the nearest known point.")
    return ""


def entry_url(slug: str) -> str:
    """Return the public page of an entry."""
    return reverse("site:entry", args=[slug])
