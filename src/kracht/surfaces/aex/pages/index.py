"""The index: its level and change, charts over a span of time, sub-indices, members and events."""

import math
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kracht.domains.value import wording
from kracht.domains.value.facts import EventKind, Ledger, ReleaseKind
from kracht.domains.value.queries import figures, public
from kracht.domains.value.queries.figures import Index, Level
from kracht.surfaces.aex.pages import common
from kracht.surfaces.aex.pages.common import change, period, plain
from kracht.ui import parts, plots

SPANS = {"3m": 2, "1y": 5, "2y": 9, "all": 400}  # quarters to show
WHOLE = "all"
SHORT = 20  # letters of a name that fit beside a level in a small chart
QUARTER, YEAR = ReleaseKind.QUARTER.value, ReleaseKind.YEAR.value


@dataclass(frozen=True, slots=True)
class SubRow:
    """A sub-index in a list: its level, or only its count and why."""

    label: str
    url: str
    theme: str
    level: str
    change: str
    span: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened in a period, with the names."""

    period: str
    text: str
    links: tuple[parts.Link, ...]
    more: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """An index, of the whole or of a part."""

    key: str
    part: str
    title: str
    crumbs: tuple[parts.Link, ...]
    tabs: tuple[parts.Link, ...]
    notice: str
    count: int
    reason: str
    level: str
    change: str
    span: str
    up: bool
    period: str
    release: str
    matched: str
    years: parts.Plot | None
    quarters: parts.Plot | None
    choices: tuple[parts.Link, ...]
    sub_plot: parts.Plot | None
    themes: tuple[SubRow, ...]
    provinces: tuple[SubRow, ...]
    ledgers: tuple[SubRow, ...]
    happenings: tuple[Happening, ...]
    split: str


def key_of(part: str) -> str:
    """Return the key of an index from an address: theme-6, province-pv26, ledger-l1, all."""
    kind, dash, rest = part.partition("-")
    return f"{kind}:{rest if kind == 'theme' else rest.upper()}" if dash else part


def part_of(key: str) -> str:
    """Return how a key stands in an address."""
    return key.replace(":", "-").lower()


def title_of(key: str, provinces: dict[str, str]) -> str:
    """Return what an index is of, in words."""
    kind, _colon, rest = key.partition(":")
    if kind == "theme":
        return common.theme_name(rest)
    if kind == "province":
        return provinces.get(rest, rest)
    if kind == "ledger" and rest in Ledger.values:
        return str(Ledger(rest).label)
    return _("All initiatives")


def build(part: str = WHOLE, span: str = "all") -> IndexPage | None:
    """Read an index; None when no release holds it. An unknown span shows everything."""
    key = key_of(part)
    known = figures.index_levels(key)
    if known is None:
        return None
    provinces = common.province_names()
    found = public.indices() if key == WHOLE else {}
    last = known.levels[-1] if known.levels else None
    quarters = figures.index_levels(key, kind=QUARTER)
    here = parts.Link(title_of(key, provinces))
    home = parts.Link(_("The index"), reverse("aex:index") if key != WHOLE else "")
    return IndexPage(
        key=key,
        part=part_of(key),
        title=title_of(key, provinces),
        crumbs=common.crumbs(home) if key == WHOLE else common.crumbs(home, here),
        tabs=common.doors("index"),
        notice=common.notice(known.release),
        count=known.count,
        reason=wording.of_rule(known.reason) if known.reason else "",
        level=plain(last.level, 1) if last else "",
        change=change(last.change) if last else "",
        span=interval(last),
        up=bool(last and (last.change or 0) >= 0),
        period=period(last.period) if last else "",
        release=known.release,
        matched=plain(last.matched, 1) if last else "",
        years=plot(known, _("Definitive index, by year"), "all") if last else None,
        quarters=plot(quarters, _("Provisional index, by quarter"), span) if quarters and quarters.levels else None,
        choices=_choices(part_of(key), span),
        sub_plot=_small({key: one for key, one in found.items() if key.startswith("theme:")}, provinces),
        themes=_rows(found, "theme", provinces),
        provinces=_rows(found, "province", provinces),
        ledgers=_rows(found, "ledger", provinces),
        happenings=_happenings(known.levels),
        split=_split(last),
    )


def interval(last: Level | None) -> str:
    """Write the interval of the last change, "" where it is not known."""
    if last is None or last.low is None or last.high is None:
        return ""
    return _("probably between %(low)s and %(high)s") % {"low": change(last.low), "high": change(last.high)}


def _split(last: Level | None) -> str:
    if last is None or last.reach is None or last.effect is None:
        return ""
    return _(
        "Of the change among members that were there both times: reach %(reach)s, effect per person %(effect)s."
    ) % {
        "reach": change(math.expm1(last.reach)),
        "effect": change(math.expm1(last.effect)),
    }


def _choices(part: str, span: str) -> tuple[parts.Link, ...]:
    words = {"3m": _("3 months"), "1y": _("1 year"), "2y": _("2 years"), "all": _("Everything")}
    path = reverse("aex:index") if part == WHOLE else reverse("aex:part", args=[part])
    chosen = span if span in SPANS else "all"
    return tuple(
        parts.Link(label, f"{path}?span={key}#quarters", current=key == chosen) for key, label in words.items()
    )


def cut(levels: tuple[Level, ...], span: str) -> tuple[Level, ...]:
    """Return the last periods of a span."""
    return levels[-SPANS.get(span, SPANS["all"]) :]


def point(one: Level, before: Level | None) -> parts.Point:
    """Return a level as a point; the interval of its change stands around it where it is known."""
    low = high = None
    if before is not None and one.low is not None and one.high is not None and (one.low, one.high) != (0.0, 0.0):
        low, high = before.level * (1 + one.low), before.level * (1 + one.high)
    return parts.Point(period(one.period), one.level, low, high, f"{period(one.period)}: {plain(one.level, 1)}")


def plot(found: Index, caption: str, span: str, *, files: bool = True) -> parts.Plot:
    """Return the chart of an index: the level with its interval, and beside it members measured at both ends."""
    levels = cut(found.levels, span)
    start = len(found.levels) - len(levels)
    points = tuple(point(one, found.levels[start + at - 1] if start + at else None) for at, one in enumerate(levels))
    matched = tuple(parts.Point(period(one.period), one.matched) for one in levels)
    series = (parts.Series(_("The index"), points), parts.Series(_("Members measured both times"), matched))
    kind = "-quarters" if "Q" in levels[-1].period else ""
    return parts.Plot(
        kind="band",
        caption=caption,
        drawn=plots.band(series),
        headings=(_("Period"), _("Index"), _("Change"), _("Members measured both times"), _("Members")),
        rows=tuple(
            parts.Row(
                period(one.period),
                (plain(one.level, 2), change(one.change), plain(one.matched, 2), plain(one.members)),
            )
            for one in reversed(levels)
        ),
        files=common.files("aex:index_file", part_of(found.key) + kind) if files else (),
        note=_(
            "1,000 is the first period. The shaded part shows how sure the last change is: 9 in 10 draws lie in it."
        ),
    )


def _small(found: dict[str, Index], provinces: dict[str, str]) -> parts.Plot | None:
    shown = {key: one for key, one in found.items() if one.levels}
    if not shown:
        return None
    series = tuple(
        parts.Series(
            title_of(key, provinces),
            tuple(parts.Point(period(one.period), one.level, text=plain(one.level)) for one in index.levels),
        )
        for key, index in shown.items()
    )
    first = next(iter(shown.values()))
    return parts.Plot(
        kind="small",
        caption=_("Themes with an index of their own"),
        drawn=plots.small(tuple(replace(one, name=_short(one.name)) for one in series)),
        headings=(_("Theme"), *(period(one.period) for one in first.levels)),
        rows=tuple(
            parts.Row(title_of(key, provinces), tuple(plain(one.level, 1) for one in index.levels), url_of(key))
            for key, index in shown.items()
        ),
        files=common.files("aex:index_file", "themes"),
        note=_("All on the same scale, so that they can be compared by eye."),
    )


def _short(name: str) -> str:
    return name if len(name) <= SHORT else f"{name[: SHORT - 1].rstrip()}…"


def url_of(key: str) -> str:
    """Return the page of an index."""
    return reverse("aex:index") if key == WHOLE else reverse("aex:part", args=[part_of(key)])


def _rows(found: dict[str, Index], kind: str, provinces: dict[str, str]) -> tuple[SubRow, ...]:
    rows = []
    for key, one in found.items():
        if not key.startswith(f"{kind}:"):
            continue
        last = one.levels[-1] if one.levels else None
        rows.append(
            SubRow(
                label=title_of(key, provinces),
                url=url_of(key),
                theme=common.theme_key(key.partition(":")[2]) if kind == "theme" else "",
                level=plain(last.level, 1) if last else "",
                change=change(last.change) if last else "",
                span=interval(last),
                count=one.count,
                reason=wording.of_rule(one.reason) if one.reason else "",
            )
        )
    return tuple(sorted(rows, key=lambda row: row.label))


EVENT_NAMES = 8


def _happenings(levels: tuple[Level, ...]) -> tuple[Happening, ...]:
    gone = [slug for one in levels for slug in (*one.closed, *one.removed, *one.silent)]
    known = common.names(gone)
    ways = public.left(gone)
    found = []
    for one in reversed(levels):
        name = period(one.period)
        if one.entered:
            text = ngettext("%(n)s initiative entered", "%(n)s initiatives entered", len(one.entered))
            found.append(
                Happening(name, text % {"n": plain(len(one.entered))}, (), _("Entry does not move the level."))
            )
        for slugs, sentence, more in _groups(one, ways):
            links = tuple(common.linked(slug, known) for slug in slugs[:EVENT_NAMES])
            found.append(Happening(name, sentence, links, more))
    return tuple(found)


def _groups(one: Level, ways: dict[str, public.Left]) -> list[tuple[tuple[str, ...], str, str]]:
    over = tuple(slug for slug in one.removed if slug in ways and ways[slug].kind == EventKind.TAKEOVER)
    other = tuple(slug for slug in one.removed if slug not in over)
    rows = (
        (one.closed, _("closed"), _("They count at zero first, and then leave: that lowers the index.")),
        (over, _("taken over"), _("It leaves at its last value: the level does not move.")),
        (other, _("withdrawn or gone"), _("It leaves at its last value: the level does not move.")),
        (
            one.silent,
            _("silent for more than 18 months"),
            _("It counts for what the weakest quarter of its peers would give, and then leaves."),
        ),
    )
    return [(slugs, word, more) for slugs, word, more in rows if slugs]


def file(part: str, kind: str) -> common.File | None:
    """Return the chart of an index as CSV or SVG; `part` may end in -quarters, or be `themes`. None when there is none."""
    if part == "themes":
        return _themes_file(kind)
    plain_part = part.removesuffix("-quarters")
    quarters = plain_part != part
    found = figures.index_levels(key_of(plain_part), kind=QUARTER if quarters else YEAR)
    if found is None or not found.levels or kind not in {common.CSV, common.SVG}:
        return None
    name = f"index-{part}-{found.release}"
    if kind == common.SVG:
        title = f"{_('The index')}: {title_of(found.key, common.province_names())}"
        return common.File(name, kind, plots.alone(title, plot(found, title, "all", files=False).drawn))
    text = common.as_csv(
        ("release", "period", "level", "matched", "members", "change", "change_p5", "change_p95", "entered", "closed",
         "removed", "silent"),
        (
            (found.release, one.period, one.level, one.matched, one.members, one.change, one.low, one.high,
             len(one.entered), " ".join(one.closed), " ".join(one.removed), " ".join(one.silent))
            for one in found.levels
        ),
    )  # fmt: skip
    return common.File(name, kind, text)


def _themes_file(kind: str) -> common.File | None:
    found = {key: one for key, one in public.indices().items() if key.startswith("theme:")}
    chart = _small(found, {})
    if chart is None or kind not in {common.CSV, common.SVG}:
        return None
    if kind == common.SVG:
        return common.File("index-themes", kind, plots.alone(chart.caption, chart.drawn))
    rows = ((key, one.period, one.level, one.members) for key, index in found.items() for one in index.levels)
    return common.File("index-themes", kind, common.as_csv(("index", "period", "level", "members"), rows))
