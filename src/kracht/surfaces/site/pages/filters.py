"""The filters of the list: groups with counts, and a chip for each choice."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import SECTORS, Filters, NeedKind, Stage
from kracht.domains.initiatives.queries import lookups, totals
from kracht.foundation.places import queries as places
from kracht.surfaces.site.pages import common
from kracht.surfaces.site.pages.sdgs import GOALS, goal
from kracht.ui import parts

if TYPE_CHECKING:
    from kracht.foundation.places.models import Area

POSTCODE = re.compile(r"[1-9][0-9]{3}(?: ?[A-Za-z]{2})?")

type Pairs = tuple[tuple[str, str], ...]


def is_postcode(q: str) -> bool:
    """Return whether a search is a Dutch postcode, of four digits or with letters."""
    return POSTCODE.fullmatch(q.strip()) is not None


def field_label(field: str) -> str:
    """Return a part of the address in words, for a notice about it."""
    words = {
        "q": _("Search words"),
        "theme": _("Theme"),
        "area": _("Area"),
        "stage": _("Stage"),
        "sector": _("Who joins in"),
        "need": _("What is needed"),
        "sdg": _("Global goals (SDG)"),
        "bbox": _("Part of the map"),
        "near": _("Place nearby"),
        "examples": _("Examples"),
        "label": _("Quality label"),
        "limit": _("Number on a page"),
        "after": _("Page"),
    }
    return words.get(field, field)


def groups(wanted: Filters, facets: totals.FacetCounts, area: "Area | None") -> tuple[parts.FilterGroup, ...]:
    """Return the groups of choices; those with a choice, and the first, are open."""
    return (
        _themes(wanted, facets),
        _needs(wanted, facets),
        _stages(wanted, facets),
        _sectors(wanted, facets),
        _areas(area),
        _label(wanted),
        _goals(wanted),
    )


def _themes(wanted: Filters, facets: totals.FacetCounts) -> parts.FilterGroup:
    options = tuple(
        parts.Option(
            value=fact.slug,
            label=fact.name(get_language()),
            count=facets.theme.get(str(key), 0),
            checked=key in wanted.themes,
            theme=fact.key,
            floor=facets.capped,
        )
        for key, fact in lookups.themes().items()
    )
    return parts.FilterGroup("theme", _("Theme"), options, open=True)


def _needs(wanted: Filters, facets: totals.FacetCounts) -> parts.FilterGroup:
    options = tuple(
        parts.Option(
            key, str(capfirst(NeedKind(key).label)), facets.need.get(key, 0), key in wanted.needs, f"need-{key}",
            floor=facets.capped,
        )
        for key in NeedKind.values
    )  # fmt: skip
    return parts.FilterGroup("need", _("What is needed"), options, open=bool(wanted.needs))


def _stages(wanted: Filters, facets: totals.FacetCounts) -> parts.FilterGroup:
    options = tuple(
        parts.Option(
            key, str(capfirst(Stage(key).label)), facets.stage.get(key, 0), key in wanted.stages, f"stage-{key}",
            floor=facets.capped,
        )
        for key in Stage.values
    )  # fmt: skip
    return parts.FilterGroup("stage", _("Stage"), options, open=bool(wanted.stages))


def _sectors(wanted: Filters, facets: totals.FacetCounts) -> parts.FilterGroup:
    options = tuple(
        parts.Option(
            key, common.sector_word(key).label, facets.sector.get(key, 0), key in wanted.sectors, "blade",
            floor=facets.capped,
        )
        for key in SECTORS
    )  # fmt: skip
    return parts.FilterGroup("sector", _("Who joins in"), options, open=bool(wanted.sectors))


def _areas(area: "Area | None") -> parts.FilterGroup:
    """The provinces, or what lies in the chosen area, with their running totals."""
    inside = list(places.children(area)) if area is not None else list(places.provinces())
    counts = totals.per_area([one.pk for one in inside] + ([area.pk] if area else []))
    chosen = (
        (parts.Option(area.code, area.name, counts.get(area.pk, 0), checked=True, icon="pin"),)
        if area is not None
        else ()
    )
    options = tuple(parts.Option(one.code, one.name, counts[one.pk]) for one in inside if counts.get(one.pk))
    return parts.FilterGroup("area", _("Area"), chosen + options, open=area is not None, single=True)


def _label(wanted: Filters) -> parts.FilterGroup:
    option = parts.Option("1", _("With the quality label"), None, checked=wanted.label, icon="label")
    return parts.FilterGroup("label", _("Quality label"), (option,), open=wanted.label)


def _goals(wanted: Filters) -> parts.FilterGroup:
    options = tuple(
        parts.Option(str(number), f"{number}. {goal(number)}", None, number in wanted.sdgs)
        for number in range(1, len(GOALS) + 1)
    )
    return parts.FilterGroup("sdg", _("Global goals (SDG)"), options, open=bool(wanted.sdgs))


def chips(here: str, pairs: Pairs, area: "Area | None", place: str) -> tuple[parts.Link, ...]:
    """Return a chip for each accepted part of the address, leading to the same set without it."""
    return tuple(
        parts.Link(
            _chip(name, value, area, place), common.address(here, [pair for pair in pairs if pair != (name, value)])
        )
        for name, value in pairs
    )


def _chip(name: str, value: str, area: "Area | None", place: str) -> str:
    """Return one choice in words; the value has been accepted already."""
    words: dict[str, Callable[[], str]] = {
        "q": lambda: place or f"“{value}”",
        "theme": lambda: _theme_name(value),
        "stage": lambda: common.stage_word(value).label,
        "need": lambda: common.need_word(value).label,
        "sector": lambda: common.sector_word(value).label,
        "sdg": lambda: f"{value}. {goal(int(value))}",
        "area": lambda: area.name if area else value,
        "bbox": lambda: _("This part of the map"),
        "near": lambda: _("Near a point"),
        "examples": lambda: _("Without examples"),
        "label": lambda: _("With the quality label"),
    }
    return words[name]()


def _theme_name(slug: str) -> str:
    return next((fact.name(get_language()) for fact in lookups.themes().values() if fact.slug == slug), slug)
