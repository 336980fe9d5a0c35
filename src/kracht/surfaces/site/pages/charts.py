"""Running totals as bars, each leading to the list it counts."""

from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import SECTORS, NeedKind, Stage
from kracht.domains.initiatives.queries import lookups, totals
from kracht.surfaces.site.pages import common
from kracht.surfaces.site.pages.common import written
from kracht.ui import parts

type Pairs = tuple[tuple[str, str], ...]


def _bar(label: str, n: int, pairs: Pairs, chosen: tuple[str, str], theme: str = "") -> parts.Bar:
    return parts.Bar(label, n, written(n), common.address("site:list", (*pairs, chosen)), theme)


def theme_bars(sums: totals.AreaTotals, pairs: Pairs) -> tuple[parts.Bar, ...]:
    """Return a bar per theme that occurs, the longest first."""
    facts = lookups.themes()
    bars = []
    for key, n in sums.themes.items():
        part = common.theme_part(key)
        if part is not None and n:
            bars.append(_bar(part.name, n, pairs, ("theme", facts[key].slug), part.key))
    return tuple(bars)


def stage_bars(sums: totals.AreaTotals, pairs: Pairs) -> tuple[parts.Bar, ...]:
    """Return a bar per stage, from idea to ended."""
    keys = [key for key in Stage.values if sums.stages.get(key)]
    return tuple(_bar(common.stage_word(key).label, sums.stages[key], pairs, ("stage", key)) for key in keys)


def need_bars(sums: totals.AreaTotals, pairs: Pairs) -> tuple[parts.Bar, ...]:
    """Return a bar per kind of need."""
    keys = [key for key in NeedKind.values if sums.needs.get(key)]
    return tuple(_bar(common.need_word(key).label, sums.needs[key], pairs, ("need", key)) for key in keys)


def sector_bars(sums: totals.AreaTotals, pairs: Pairs) -> tuple[parts.Bar, ...]:
    """Return a bar per sector that joins in."""
    keys = [key for key in SECTORS if sums.sectors.get(key)]
    return tuple(_bar(common.sector_word(key).label, sums.sectors[key], pairs, ("sector", key)) for key in keys)


def known_bars(sums: totals.AreaTotals) -> tuple[parts.Bar, ...]:
    """Return how complete the register is: the share of initiatives of which each field is known."""
    words = {
        "story": _("Story"),
        "place": _("Place on the map"),
        "since": _("Year it began"),
        "people": _("People taking part"),
        "hours": _("Volunteer hours"),
        "website": _("Website"),
        "cover": _("Picture"),
    }
    return tuple(
        parts.Bar(label, sums.known.get(key, 0), share(sums.known.get(key, 0), sums.initiatives))
        for key, label in words.items()
    )


def share(part: int, whole: int) -> str:
    """Write a share as a percentage; a share that rounds to 0 or 100 but is not says so."""
    if not whole:
        return _("none")
    percent = part * 100 / whole
    if 0 < percent < 1:
        return _("less than 1 percent")
    if 99 < percent < 100:
        return _("more than 99 percent")
    return f"{written(percent)}%"
