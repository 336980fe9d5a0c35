"""Addresses of pages and names of areas for machines; kept per process, since they are asked for every row."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from kracht.foundation.places import queries as places

MARK = "0-slug-0"
KEPT_SECONDS = 300.0


@cache
def _pattern(name: str, language: str) -> tuple[str, str]:
    with override(language):
        before, after = reverse(name, args=[MARK]).split(MARK)
    return before, after


def page_url(name: str, slug: str, language: str = "nl") -> str:
    """Return the absolute address of a page of the site, such as site:entry, in a language."""
    before, after = _pattern(name, language)
    return f"{settings.SITE_URL}{before}{slug}{after}"


def entry_url(slug: str, language: str = "nl") -> str:
    """Return the absolute address of the page of an initiative."""
    return page_url("site:entry", slug, language)


def entry_pattern(language: str = "nl") -> str:
    """Return the absolute address of the page of any initiative, with {slug} where its slug goes."""
    return entry_url("{slug}", language)


def list_url(language: str = "nl") -> str:
    """Return the absolute address of the list, in a language."""
    return settings.SITE_URL + _list_path(language)


@cache
def _list_path(language: str) -> str:
    with override(language):
        return reverse("site:list")


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area by its names."""

    code: str
    name: str
    slug: str
    kind: str


_areas: dict[int, AreaName] = {}
_until = [0.0]


def area_names(ids: Iterable[int | None]) -> dict[int, AreaName]:
    """Return the names of areas, at most five minutes old."""
    if time.monotonic() > _until[0]:
        _areas.clear()
        _until[0] = time.monotonic() + KEPT_SECONDS
    wanted = {key for key in ids if key is not None}
    if new := wanted - _areas.keys():
        found = places.areas_by_id(new)
        _areas.update({key: AreaName(row.code, row.name, row.slug, row.kind) for key, row in found.items()})
    return {key: _areas[key] for key in wanted if key in _areas}


def forget() -> None:
    """Forget all names (tests)."""
    _areas.clear()
