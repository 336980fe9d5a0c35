"""The members of the index, by name: there is no order of value."""

import math
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.value.queries import figures, public
from kracht.surfaces.aex.pages import common
from kracht.surfaces.aex.pages.common import percent, plain
from kracht.ui import parts

PAGE = 60


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of the index, in the order of names."""

    name: str
    url: str
    sheet: str
    bench: str
    theme: str
    province: str
    year: int
    verified: str
    weight: str
    level: str


@dataclass(frozen=True, slots=True)
class MembersPage:
    """The members, by name."""

    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    notice: str
    release: str
    heading: str
    rows: tuple[MemberRow, ...]
    pager: parts.Pager
    csv_url: str


def members(number: int) -> MembersPage | None:
    """Read a page of members, by name; None without an index, or beyond the last page."""
    release = public.newest()
    found = figures.constituents(release=release) if release else ()
    known = common.names(one.initiative for one in found)
    order = sorted(found, key=lambda one: (known.get(one.initiative, one.initiative).casefold(), one.initiative))
    last = max(1, math.ceil(len(order) / PAGE))
    if not found or not 1 <= number <= last:
        return None
    provinces = common.province_names()
    path = reverse("aex:members")
    return MembersPage(
        crumbs=common.crumbs(parts.Link(_("The index"), reverse("aex:index")), parts.Link(_("Members"))),
        tabs=common.doors("index"),
        notice=common.notice(release),
        release=release,
        heading=ngettext("%(n)s member", "%(n)s members", len(found)) % {"n": plain(len(found))},
        rows=tuple(_member(one, known, provinces) for one in order[(number - 1) * PAGE : number * PAGE]),
        pager=parts.Pager(
            newer=f"{path}?page={number - 1}" if number > 1 else "",
            older=f"{path}?page={number + 1}" if number < last else "",
            summary=_("Page %(n)s of %(all)s") % {"n": number, "all": last},
        ),
        csv_url=reverse("aex:members_csv"),
    )


def _member(one: figures.Constituent, known: dict[str, str], provinces: dict[str, str]) -> MemberRow:
    return MemberRow(
        name=known.get(one.initiative, one.initiative),
        url=common.entry_url(one.initiative) if one.initiative in known else "",
        sheet=reverse("value:sheet", args=[one.initiative, one.year]) if one.initiative in known else "",
        bench=reverse("aex:bench", args=[one.initiative]),
        theme=common.theme_name(one.theme),
        province=provinces.get(one.province, one.province),
        year=one.year,
        verified=one.verified.isoformat(),
        weight=percent(one.weight, 2),
        level=str(one.level or "–"),
    )


def members_file() -> common.File | None:
    """Return all members as CSV, by address."""
    release = public.newest()
    if not release:
        return None
    rows = sorted(figures.constituents(release=release), key=lambda one: one.initiative)
    text = common.as_csv(
        ("initiative", "year", "verified", "value_eur", "weight", "theme", "province", "evidence_level", "hash"),
        (
            (one.initiative, one.year, one.verified, one.value_cents / 100, one.weight, one.theme, one.province,
             one.level, one.hash)
            for one in rows
        ),
    )  # fmt: skip
    return common.File(f"members-{release}", common.CSV, text)
