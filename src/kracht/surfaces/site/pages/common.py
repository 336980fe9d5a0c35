"""What several screens share: names of themes and areas, cards, words, figures as they are written."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import LegalForm, NeedKind, Reach, Stage
from kracht.domains.initiatives.queries import cards as card_queries
from kracht.domains.initiatives.queries import lookups
from kracht.foundation.media import queries as media
from kracht.foundation.organisations.facts import Sector
from kracht.foundation.places import queries as places
from kracht.kernel import geo
from kracht.ui import parts

# keys of the design system, in the order of the theme numbers 1–12
AREA_SECONDS = 300
FIGURE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area as it is named in lists and trails."""

    id: int
    name: str
    slug: str
    kind: str
    parent_id: int | None

    @property
    def url(self) -> str:
        """The page of the area."""
        return reverse("site:area", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a page must know of who reads it: when, and which entries are on their own list."""

    at: datetime
    listed: tuple[int, ...] = ()


def kept[T](key: str, seconds: int, make: Callable[[], T]) -> T:
    """Return a figure of this process that may be some seconds old."""
    found: T | None = caches["local"].get(key)
    if found is None:
        found = make()
        caches["local"].set(key, found, seconds)
    return found


def area_names(ids: Iterable[int | None]) -> dict[int, AreaName]:
    """Return the names of many areas: from memory, and the rest in one query."""
    wanted = {f"area:{key}": key for key in ids if key is not None}
    memory = caches["local"]
    found: dict[str, AreaName] = memory.get_many(wanted)
    missing = [key for word, key in wanted.items() if word not in found]
    if missing:
        fresh = {
            f"area:{one.pk}": AreaName(one.pk, one.name, one.slug, one.kind, one.parent_id)
            for one in places.areas_by_id(missing).values()
        }
        memory.set_many(fresh, AREA_SECONDS)
        found |= fresh
    return {one.id: one for one in found.values()}


def written(value: float, decimals: int = 0) -> str:
    """Write a number as the language of the page does."""
    return number_format(round(value, decimals), decimal_pos=decimals, force_grouping=True)


def counted(count: card_queries.Count) -> str:
    """Write a number of initiatives that may be a floor."""
    if count.capped:
        return _("more than %(n)s initiatives") % {"n": written(count.n)}
    return ngettext("%(n)s initiative", "%(n)s initiatives", count.n) % {"n": written(count.n)}


def theme_part(key: int, count: int | None = None) -> parts.Theme | None:
    """Return a theme with its link, or None for a number that is none."""
    fact = lookups.themes().get(key)
    if fact is None:
        return None
    return parts.Theme(
        key=fact.key,
        name=fact.name(get_language()),
        url=reverse("site:theme", args=[fact.slug]),
        count=count,
    )


def theme_parts(keys: Iterable[int]) -> tuple[parts.Theme, ...]:
    """Return the themes of these numbers."""
    return tuple(part for key in keys if (part := theme_part(key)) is not None)


def stage_word(key: str) -> parts.Word:
    """Return a stage in words."""
    return parts.Word(key, str(capfirst(Stage(key).label)))


def need_word(key: str) -> parts.Word:
    """Return a kind of need in words."""
    return parts.Word(key, str(capfirst(NeedKind(key).label)))


def sector_word(key: str) -> parts.Word:
    """Return a sector in words."""
    return parts.Word(key, str(capfirst(Sector(key).label)))


def reach_label(key: str) -> str:
    """Return how far an initiative works, in words."""
    return str(Reach(key).label) if key in Reach.values else ""


def legal_label(key: str) -> str:
    """Return a legal form in words."""
    return str(LegalForm(key).label) if key in LegalForm.values else ""


def distance(metres: float) -> str:
    """Write a distance: 350 m, 1,2 km, 48 km."""
    if metres < 1000:
        return _("%(n)s m") % {"n": written(max(50, round(metres / 50) * 50))}
    return _("%(n)s km") % {"n": written(metres / 1000, 1 if metres < 10_000 else 0)}


def pictures(ids: Iterable[int | None]) -> dict[int, parts.Picture]:
    """Return pictures by number as the design system shows them."""
    wanted = [key for key in ids if key is not None]
    if not wanted:
        return {}
    return {key: picture(one) for key, one in media.pictures(wanted).items()}


def picture(one: media.PictureView) -> parts.Picture:
    """Return one picture, its maker and licence in one line."""
    credit = " · ".join(text for text in (one.credit, one.licence) if text)
    return parts.Picture(src=one.src, width=one.width, height=one.height, alt=one.alt, credit=credit, srcset=one.srcset)


def card_parts(
    found: Sequence[card_queries.Card],
    *,
    listed: Collection[int] = (),
    near: tuple[float, float] | None = None,
    theme: int | None = None,
) -> tuple[parts.Card, ...]:
    """Return cards ready to draw, in their order; area names from memory, pictures in one query.

    `theme` is shown first where a list is of one theme.
    """
    names = area_names(one.municipality_id for one in found)
    covers = pictures(one.cover_id for one in found)
    return tuple(_card(one, names, covers, listed, near, theme) for one in found)


def _card(
    one: card_queries.Card,
    names: dict[int, AreaName],
    covers: dict[int, parts.Picture],
    listed: Collection[int],
    near: tuple[float, float] | None,
    theme: int | None,
) -> parts.Card:
    first = theme if theme in one.themes else next(iter(one.themes), None)
    away = ""
    if near is not None and one.lat is not None and one.lon is not None:
        away = distance(geo.haversine(*near, one.lat, one.lon))
    return parts.Card(
        id=one.id,
        name=one.name,
        url=reverse("site:entry", args=[one.slug]),
        summary=one.summary,
        place=place_label(one.place_name, names.get(one.municipality_id or 0)),
        theme=theme_part(first) if first is not None else None,
        stage=stage_word(one.stage),
        needs=tuple(need_word(key) for key in one.needs),
        sectors=tuple(sector_word(key) for key in one.sectors),
        picture=covers.get(one.cover_id or 0),
        example=one.is_example,
        language=one.language,
        year=one.source_year,
        distance=away,
        lat=one.lat,
        lon=one.lon,
        listed=one.id in listed,
        label=one.label_until is not None,
    )


def place_label(place_name: str, municipality: AreaName | None) -> str:
    """Return the town with its municipality, each once."""
    home = municipality.name if municipality else ""
    if place_name and home and place_name.casefold() != home.casefold():
        return f"{place_name}, {home}"
    return place_name or home


def address(name: str, pairs: Iterable[tuple[str, str]] = (), *args: str) -> str:
    """Return the address of a page with a query string."""
    query = urlencode(list(pairs), safe=",")
    return reverse(name, args=args) + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the trail to this page; the last one has no address."""

    label: str
    url: str = ""


def add_link() -> tuple[parts.Link, ...]:
    """Return the way to put an initiative on the map, where this site has it."""
    name = settings.UI_LINKS.get("add")
    return (parts.Link(_("Put an initiative on the map"), reverse(name), "plus"),) if name else ()
