"""People who chose to show themselves: the community page, a person's page, and the people of an organisation."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.initiatives.facts import SECTORS
from kracht.domains.initiatives.queries import cards, owning
from kracht.foundation.accounts import queries as accounts
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.queries import members
from kracht.foundation.profiles import queries as profiles
from kracht.foundation.profiles.facts import ProfileCard
from kracht.surfaces.site.pages import common
from kracht.surfaces.site.pages.common import Visitor, written
from kracht.ui import parts

HERE = "site:people"
SIZE = 24
MOST = 60


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a list."""

    name: str
    url: str
    place: str
    skills: str
    picture: parts.Picture | None


@dataclass(frozen=True, slots=True)
class Blade:
    """A sector with how many organisations it has."""

    sector: parts.Word
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """Who belongs: people who chose to show it, and organisations by sector."""

    people: tuple[Person, ...]
    summary: str
    pager: parts.Pager
    blades: tuple[Blade, ...]
    invitation: parts.Invitation
    profile_url: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What this reader may see of a person."""

    name: str
    place: str
    about: str
    skills: str
    contact: str
    mail: bool
    picture: parts.Picture | None
    organisations: tuple[parts.Link, ...]
    cards: tuple[parts.Card, ...]
    shows_initiatives: bool
    oneself: bool
    crumbs: tuple[parts.Link, ...]


def community(*, after: str, member: bool) -> CommunityPage:
    """Read who belongs, as this reader may see it."""
    part = profiles.people(member=member, after=after[:100], limit=SIZE)
    n = profiles.count(member=member)
    counts = common.kept("organisations:sectors", common.FIGURE_SECONDS, organisations.counts_by_sector)
    return CommunityPage(
        people=tuple(person(card) for card in part.cards),
        summary=ngettext("%(n)s person shows who they are.", "%(n)s people show who they are.", n) % {"n": written(n)},
        pager=parts.Pager(older=common.address(HERE, (("after", part.next),)) if part.next else ""),
        blades=tuple(_blade(key, counts.get(key, 0)) for key in SECTORS),
        invitation=parts.Invitation(
            title=_("Nobody shows themselves here yet"),
            text=_("You choose for each field of your profile who sees it. Be the first."),
            links=(parts.Link(_("Make your profile"), reverse("profiles:mine"), "people"),),
        ),
        profile_url=reverse("profiles:mine"),
    )


def _blade(key: str, n: int) -> Blade:
    text = ngettext("%(n)s organisation", "%(n)s organisations", n) % {"n": written(n)}
    return Blade(common.sector_word(key), common.address("site:organisations", (("sector", key),)), text)


def person(card: ProfileCard) -> Person:
    """Return a person ready to draw."""
    photo = card.photo
    picture = parts.Picture(photo.src, photo.width, photo.height, photo.alt, srcset=photo.srcset) if photo else None
    return Person(card.name, reverse("site:person", args=[card.slug]), card.place, card.skills, picture)


def of_organisation(organisation_id: int, *, member: bool, on: date) -> tuple[Person, ...]:
    """Read the people of an organisation who chose to show that they belong to it."""
    ids = [one.user_id for one in members.members(organisation_id, on)]
    return tuple(person(card) for card in profiles.of_users(ids, field="organisations", member=member)) if ids else ()


def build(slug: str, visitor: Visitor, *, reader: int, member: bool, on: date) -> PersonPage | None:
    """Read a person's page; None when this reader may not see it. `reader` is the number of who reads, or 0."""
    one = profiles.by_slug(slug, member=member)
    if one is None:
        return None
    user = accounts.by_ids([one.user_id])[one.user_id]
    photo = one.photo
    belongs = organisations.memberships_of(user, on) if one.organisations else []
    keys = owning.own_keys(user) if one.initiatives else []
    return PersonPage(
        name=one.name,
        place=one.place,
        about=one.about,
        skills=one.skills,
        contact=one.contact,
        mail="@" in one.contact and " " not in one.contact,
        picture=parts.Picture(photo.src, photo.width, photo.height, photo.alt, srcset=photo.srcset) if photo else None,
        organisations=tuple(
            parts.Link(each.name, reverse("site:organisation", args=[each.slug])) for each in belongs if each.published
        ),
        cards=common.card_parts(cards.by_ids(keys[:MOST]), listed=visitor.listed),
        shows_initiatives=one.initiatives,
        oneself=one.user_id == reader,
        crumbs=(parts.Link(_("Community"), reverse(HERE)), parts.Link(one.name)),
    )
