"""The benchmark of one initiative: its peers and why they are, the funnel, and the chance of doing better than half.

There is no league table: peers stand in the order of their names, and nothing sorts by value.
"""

import math
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.value import wording
from kracht.domains.value.queries import figures, public, values
from kracht.domains.value.queries.figures import Benchmark, Peer
from kracht.surfaces.aex.pages import common
from kracht.surfaces.aex.pages.common import euros, plain
from kracht.ui import parts, plots

EURO_MARKS = tuple(step * 10**power for power in range(6) for step in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class FindPage:
    """Choose an initiative to compare."""

    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    q: str
    found: tuple[parts.Link, ...]
    asked: bool
    action: str


@dataclass(frozen=True, slots=True)
class BenchPage:
    """An initiative beside its peers."""

    name: str
    slug: str
    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    notice: str
    release: str
    why: str
    widened: bool
    reason: str
    chance: str
    chance_words: str
    cost: str
    cost_span: str
    peers: int
    effective: str
    missing: int
    plot: parts.Plot | None
    sheet_url: str
    entry_url: str


def find(q: str) -> FindPage:
    """Look for a member of the index by a part of its name; without words, the first to choose from."""
    words = " ".join(q.replace("\x00", "").split())[:80]
    release = public.newest()
    known = common.names(one.initiative for one in figures.constituents(release=release)) if release else {}
    found = common.named(known, words)
    return FindPage(
        crumbs=common.crumbs(parts.Link(_("Compare"))),
        tabs=common.doors("bench_find"),
        q=words,
        found=tuple(parts.Link(name, reverse("aex:bench", args=[slug])) for name, slug in found),
        asked=bool(words),
        action=reverse("aex:bench_find"),
    )


def build(slug: str) -> BenchPage | None:
    """Read the benchmark of an initiative; None when it is not in the newest index or no longer published."""
    if "\x00" in slug:
        return None
    place = public.place_of(slug)
    found = figures.benchmark_of(slug) if place else None
    name = common.names([slug]).get(slug)
    if place is None or found is None or name is None:
        return None
    mine = found.mine
    return BenchPage(
        name=name,
        slug=slug,
        crumbs=common.crumbs(parts.Link(_("Compare"), reverse("aex:bench_find")), parts.Link(name)),
        tabs=common.doors("bench_find"),
        notice=common.notice(found.release),
        release=found.release,
        why=_why(found.group),
        widened=found.widened,
        reason=_reason(found),
        chance=common.percent(mine.better_than_half) if mine and mine.better_than_half is not None else "",
        chance_words=_in_words(mine.better_than_half) if mine and mine.better_than_half is not None else "",
        cost=_cost(mine.theta) if mine else "",
        cost_span=_("between %(low)s and %(high)s") % {"low": _cost(mine.low), "high": _cost(mine.high)}
        if mine
        else "",
        peers=len(found.peers),
        effective=plain(found.effective_peers),
        missing=len(found.missing),
        plot=_plot(found, slug) if found.peers and found.funnel else None,
        sheet_url=reverse("value:sheet", args=[slug, place.year]),
        entry_url=common.entry_url(slug),
    )


def _cost(y: float) -> str:
    return euros(round(math.exp(y) * 100))


def _why(group: str) -> str:
    _kind, theme, *rest = group.split(":")
    name = common.theme_name(theme)
    if not rest:
        return _("Peers are all measured initiatives of the theme %(theme)s.") % {"theme": name}
    current = values.current()
    row = values.row_of(current.number, rest[0]) if current else None
    return _("Peers work on the same theme (%(theme)s) and have the same main result: %(change)s.") % {
        "theme": name,
        "change": row.title if row else rest[0],
    }


def _reason(found: Benchmark) -> str:
    if found.reason:
        return wording.of_rule(found.reason)
    if found.mine is None:
        return _("This initiative has not measured a result that can be compared. It is shown as missing, not as last.")
    return ""


def _in_words(chance: float) -> str:
    if chance >= 0.8:
        return _("It very likely helps people at lower cost than half of its peers.")
    if chance >= 0.6:
        return _("It perhaps helps people at lower cost than half of its peers.")
    if chance > 0.4:
        return _("It cannot be told apart from the middle of its peers.")
    if chance > 0.2:
        return _(
            "It perhaps needs more money per person than half of its peers. That can be good work with a harder task."
        )
    return _(
        "It very likely needs more money per person than half of its peers. That can be good work with a harder task."
    )


def _plot(found: Benchmark, slug: str) -> parts.Plot:
    known = common.names(one.initiative for one in found.peers)
    rims = plots.Rims(
        xs=tuple(found.funnel["s"]),
        mean=found.funnel["mean"],
        inner=(tuple(found.funnel["low95"]), tuple(found.funnel["high95"])),
        outer=(tuple(found.funnel["low998"]), tuple(found.funnel["high998"])),
    )
    marks = [
        parts.Mark(one.initiative, one.s, one.y, text=_title(one, known), mine=one.initiative == slug)
        for one in found.peers
    ]
    ticks = [(math.log(mark), euros(mark * 100)) for mark in EURO_MARKS]
    order = sorted(found.peers, key=lambda one: (known.get(one.initiative, one.initiative).casefold(), one.initiative))
    return parts.Plot(
        kind="funnel",
        caption=_("Cost per person helped, and how sure that is"),
        drawn=plots.funnel(marks, rims, ticks, (_("← surer"), _("less sure →"))),
        headings=(_("Initiative"), _("Cost per person helped"), _("Probably between"), _("Better than half")),
        rows=tuple(_row(one, known) for one in order),
        files=common.files("aex:bench_file", slug),
        note=_(
            "Blue is this initiative. Inside the shaded funnel a difference can be chance. Low in the picture is less money"
            " per person. The table is by name: there is no ranking."
        ),
    )


def _title(one: Peer, known: dict[str, str]) -> str:
    return f"{known.get(one.initiative, one.initiative)}: {_cost(one.y)}"


def _row(one: Peer, known: dict[str, str]) -> parts.Row:
    shown = "–" if one.better_than_half is None else common.percent(one.better_than_half)
    url = reverse("aex:bench", args=[one.initiative]) if one.initiative in known else ""
    span = f"{_cost(one.low)} – {_cost(one.high)}"
    return parts.Row(known.get(one.initiative, one.initiative), (_cost(one.y), span, shown), url)


def file(slug: str, kind: str) -> common.File | None:
    """Return the funnel as CSV or SVG; None when there is none."""
    page = build(slug)
    if page is None or page.plot is None or kind not in {common.CSV, common.SVG}:
        return None
    name = f"benchmark-{slug}"
    if kind == common.SVG:
        return common.File(name, kind, plots.alone(f"{page.name}: {page.plot.caption}", page.plot.drawn))
    found = figures.benchmark_of(slug)
    rows = sorted(found.peers, key=lambda one: one.initiative) if found else []
    text = common.as_csv(
        ("initiative", "ln_cost_per_person", "standard_error", "shrunk", "p5", "p95", "better_than_half"),
        ((one.initiative, one.y, one.s, one.theta, one.low, one.high, one.better_than_half) for one in rows),
    )
    return common.File(name, kind, text)
