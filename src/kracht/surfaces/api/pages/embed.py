"""Pieces of the register for the frames of other sites: a map, a list, a card, in the colours of that site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.domains.initiatives import params
from kracht.domains.initiatives.facts import NeedKind, Stage
from kracht.domains.initiatives.queries import cards
from kracht.domains.initiatives.queries.cards import Card
from kracht.domains.initiatives.queries.lookups import lookups, themes
from kracht.foundation.media import queries as media
from kracht.foundation.places import queries as places
from kracht.surfaces.api.pages import asking, naming
from kracht.ui import parts

HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
# colour of the query: what it sets in the style sheet of the design system
COLOURS = {
    "accent": ("--act", "--act-hover", "--residents"),
    "paper": ("--paper", "--sheet"),
    "ink": ("--ink", "--ink-2"),
    "link": ("--link",),
}
LANGUAGES = ("nl", "en")
COUNTRY = (3.2, 50.7, 7.3, 53.6)
MOST = 50
NOT_SHOWN = {"near", "bbox"}


@dataclass(frozen=True, slots=True)
class Embed:
    """What a frame shows."""

    title: str
    colours: str
    all_url: str
    cards: tuple[parts.Card, ...] = ()
    map: parts.Map | None = None


def language_of(request: HttpRequest) -> str:
    """Return the language asked for, Dutch without one."""
    given = request.GET.get("lang", "nl")
    return given if given in LANGUAGES else "nl"


def colours_of(request: HttpRequest) -> dict[str, str]:
    """Return the colours asked for as six hexadecimal digits; what is no colour is left out."""
    found = {}
    for name in COLOURS:
        match = HEX.fullmatch(request.GET.get(name, "")[:10])
        if match:
            digits = match[1].lower()
            found[name] = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    return found


def _on(digits: str) -> str:
    """Black or white, whichever reads better on a colour (WCAG relative luminance)."""
    parts_ = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts_]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "ffffff"


def style_sheet(colours: dict[str, str]) -> str:
    """Return the style sheet that puts the colours of the other site in place of ours."""
    lines = [f"{variable}: #{digits};" for name, digits in colours.items() for variable in COLOURS[name]]
    if "accent" in colours:
        lines.append(f"--act-on: #{_on(colours['accent'])};")
    if "paper" in colours:
        dark = _on(colours["paper"]) == "ffffff"
        lines.append(f"color-scheme: {'dark' if dark else 'light'};")
        if "ink" not in colours:
            lines.append(f"--ink: #{_on(colours['paper'])}; --ink-2: #{_on(colours['paper'])};")
    body = " background: var(--paper);" if "paper" in colours else ""
    return f":root.embed {{ {' '.join(lines)}{body} }}\n"


def _style_address(request: HttpRequest) -> str:
    colours = colours_of(request)
    return f"{reverse('api:embed-colours')}?{urlencode(colours)}" if colours else ""


def _read(request: HttpRequest) -> params.Params:
    """What is wrong in the query is left out: a frame on another site cannot be mended by who sees it."""
    return params.read(asking.lists(request), lookups(), default=10, most=MOST)


def _title(found: params.Params) -> str:
    names = [themes()[key].name(get_language()) for key in found.filters.themes]
    area = places.area_by_id(found.filters.area_id) if found.filters.area_id is not None else None
    names += [area.name] if area else []
    return f"{_('Initiatives')}: {', '.join(names)}" if names else _("Initiatives")


def _all_url(found: params.Params) -> str:
    query = urlencode(found.pairs, safe=",")
    address = settings.SITE_URL + reverse("site:list")
    return f"{address}?{query}" if query else address


def of_map(request: HttpRequest) -> Embed:
    """Return a map of a set."""
    found = _read(request)
    area = places.area_by_id(found.filters.area_id) if found.filters.area_id is not None else None
    box = found.filters.bbox or (area.bbox if area else None) or (_around(area.lat, area.lon) if area else COUNTRY)
    query = urlencode([pair for pair in found.pairs if pair[0] not in NOT_SHOWN], safe=",")
    tiles = f"/kaart/tegel/{{z}}/{{x}}/{{y}}.json{'?' + query if query else ''}"
    shown = parts.Map(
        label=_title(found),
        tiles=tiles,
        box=box,
        style=settings.MAP_STYLE,
        list_url=naming.entry_pattern(get_language() or "nl"),
    )
    return Embed(_title(found), _style_address(request), _all_url(found), map=shown)


def _around(lat: float, lon: float) -> tuple[float, float, float, float]:
    return lon - 0.12, lat - 0.07, lon + 0.12, lat + 0.07


def of_list(request: HttpRequest) -> Embed:
    """Return the first initiatives of a set."""
    found = _read(request)
    rows = cards.page(found.filters, size=found.limit).cards
    return Embed(_title(found), _style_address(request), _all_url(found), cards=_parts(rows))


def of_card(request: HttpRequest, slug: str) -> Embed | None:
    """Return one initiative, or None when there is none."""
    rows = cards.by_slugs([slug]) if slug.isprintable() and len(slug) <= 100 else []
    if not rows:
        return None
    address = naming.entry_url(rows[0].slug, get_language() or "nl")
    return Embed(rows[0].name, _style_address(request), address, cards=_parts(rows))


def _parts(rows: Iterable[Card]) -> tuple[parts.Card, ...]:
    rows = list(rows)
    covers = media.pictures({row.cover_id for row in rows if row.cover_id}) if rows else {}
    names = naming.area_names(row.municipality_id for row in rows)
    return tuple(_part(row, covers, names) for row in rows)


def _part(row: Card, covers: dict[int, media.PictureView], names: dict[int, naming.AreaName]) -> parts.Card:
    language = get_language() or "nl"
    fact = themes().get(row.themes[0]) if row.themes else None
    cover = covers.get(row.cover_id) if row.cover_id else None
    home = names.get(row.municipality_id) if row.municipality_id else None
    return parts.Card(
        id=row.id,
        name=row.name,
        url=naming.entry_url(row.slug, language),
        summary=row.summary,
        place=row.place_name or (home.name if home else ""),
        theme=parts.Theme(fact.key, fact.name(language)) if fact else None,
        stage=parts.Word(row.stage, str(capfirst(Stage(row.stage).label))),
        needs=tuple(parts.Word(need, str(capfirst(NeedKind(need).label))) for need in row.needs),
        picture=parts.Picture(cover.src, cover.width, cover.height, cover.alt, cover.credit, cover.srcset)
        if cover
        else None,
        example=row.is_example,
        language=row.language if row.language != language else "",
        year=row.source_year,
    )
