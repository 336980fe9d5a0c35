"""Charts with uncertainty as plain SVG geometry: a line with its interval, dot and range, funnel, small multiples, map.

Numbers in, coordinates out, in a box 400 wide so that letters stay readable on a phone. Each `…_plot` makes a
`parts.Plot`; the tag `plot` draws it with its table, `alone` writes it as a file that carries its own colours.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.formats import number_format

from kracht.ui.charts import Tick
from kracht.ui.parts import Mark, Series, Span

WIDTH = 400
LEFT, RIGHT, TOP = 48, 14, 14
FLOOR = 200  # y of the x axis
LEGEND = 20  # height of one line of the legend
ROW = 44
PANEL, PANEL_ROW = 188, 92
MOST_X_LABELS = 5
STEPS = (1, 2, 2.5, 5, 10)

type Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a chart is made of: points are `x,y` pairs. `classes` of lines are main, other or rim."""

    width: int
    height: float
    x_ticks: tuple[Tick, ...] = ()
    y_ticks: tuple[Tick, ...] = ()
    areas: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    ranges: tuple[tuple[float, float, float, float], ...] = ()
    dots: tuple[tuple[float, float, float, str, bool], ...] = ()  # x, y, radius, title, mine
    texts: tuple[tuple[float, float, str, str, str], ...] = ()  # x, y, anchor, class, text
    keys: tuple[tuple[str, float, str], ...] = ()  # class, y, text: the legend
    outline: str = ""
    zero: float | None = None
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = FLOOR


@dataclass(frozen=True, slots=True)
class Scale:
    """Places values between two ends on a length."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the coordinate of a value, kept inside the box."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(self.start + min(1.0, max(0.0, share)) * (self.end - self.start), 1)


def round_ends(low: float, high: float, parts: int = 4) -> tuple[float, ...]:
    """Return round marks that hold both ends: at least two, about `parts` steps."""
    if high <= low:
        low, high = low - 1, low + 1
    raw = (high - low) / parts
    size: float = 10.0 ** math.floor(math.log10(raw))
    step = next(one * size for one in STEPS if one * size >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return tuple(round(at * step, 10) for at in range(first, last + 1))


def _plain(value: float) -> str:
    places = 0 if value == int(value) else 1
    return number_format(round(value, places), decimal_pos=places, force_grouping=True)


def band(series: Sequence[Series]) -> Drawing:
    """Draw series on one scale; the first is the main one, with its intervals. Empty without any value."""
    ends = [
        end
        for one in series
        for point in one.points
        for end in (point.value, point.low, point.high)
        if end is not None and math.isfinite(end)
    ]
    if not ends:
        return Drawing(WIDTH, 0)
    marks = round_ends(min(ends), max(ends))
    up = Scale(marks[0], marks[-1], FLOOR, TOP)
    n = max(len(one.points) for one in series)
    step = (WIDTH - LEFT - RIGHT - 12) / max(n - 1, 1)
    xs = [round(LEFT + 6 + at * step, 1) for at in range(n)]
    main = series[0].points
    every = max(1, math.ceil(n / MOST_X_LABELS))
    shown = [at for at in range(len(main)) if (len(main) - 1 - at) % every == 0]
    return Drawing(
        width=WIDTH,
        height=FLOOR + 30 + LEGEND * len(series),
        x_ticks=tuple(Tick(xs[at], main[at].label) for at in shown),
        y_ticks=tuple(Tick(up.at(mark), _plain(mark)) for mark in marks),
        areas=tuple(_wedges(series[0], xs, up)),
        lines=tuple(
            ("main" if at == 0 else "other", _path(one, xs, up)) for at, one in reversed(list(enumerate(series)))
        ),
        ranges=tuple(
            (x, up.at(point.low), x, up.at(point.high))
            for x, point in zip(xs, main, strict=False)
            if point.low is not None and point.high is not None
        ),
        dots=tuple(
            (x, up.at(point.value), 4.5, point.text or point.label, False)
            for x, point in zip(xs, main, strict=False)
            if point.value is not None
        ),
        keys=tuple(
            ("main" if at == 0 else "other", FLOOR + 44 + at * LEGEND, one.name) for at, one in enumerate(series)
        ),
    )


def _path(one: Series, xs: Sequence[float], up: Scale) -> str:
    return " ".join(f"{x},{up.at(p.value)}" for x, p in zip(xs, one.points, strict=False) if p.value is not None)


def _wedges(one: Series, xs: Sequence[float], up: Scale) -> list[str]:
    """Return the area between two points of which the right one has an interval; it opens from a point without one."""
    found = []
    for at in range(1, len(one.points)):
        before, now = one.points[at - 1], one.points[at]
        if now.low is None or now.high is None or before.value is None:
            continue
        low = before.value if before.low is None else before.low
        high = before.value if before.high is None else before.high
        x0, x1 = xs[at - 1], xs[at]
        found.append(f"{x0},{up.at(low)} {x1},{up.at(now.low)} {x1},{up.at(now.high)} {x0},{up.at(high)}")
    return found


def spans(items: Sequence[Span]) -> Drawing:
    """Draw dots with their ranges under each other on one scale that holds zero."""
    ends = [0.0, *(end for one in items for end in (one.low, one.high, one.value))]
    along = Scale(min(ends), max(max(ends), 1e-9), 10, WIDTH - 10)
    ys = [30 + at * ROW for at in range(len(items))]
    return Drawing(
        width=WIDTH,
        height=ROW * len(items) + 4,
        zero=along.at(0),
        bottom=ROW * len(items),
        ranges=tuple((along.at(one.low), y, along.at(one.high), y) for one, y in zip(items, ys, strict=True)),
        dots=tuple((along.at(one.value), y, 6, one.text, False) for one, y in zip(items, ys, strict=True)),
        texts=tuple(
            text
            for one, y in zip(items, ys, strict=True)
            for text in ((2.0, y - 12.0, "start", "ink", one.label), (398.0, y - 12.0, "end", "strong", one.text))
        ),
    )


@dataclass(frozen=True, slots=True)
class Rims:
    """The lines of a funnel over x: the centre, and where 95 and 99.8 in 100 would fall by chance."""

    xs: tuple[float, ...]
    mean: float
    inner: tuple[tuple[float, ...], tuple[float, ...]]
    outer: tuple[tuple[float, ...], tuple[float, ...]]


def funnel(marks: Sequence[Mark], rims: Rims, y_ticks: Sequence[tuple[float, str]], sides: tuple[str, str]) -> Drawing:
    """Draw marks against what chance alone would do; `sides` are the words left and right under the x axis."""
    ys = [one.y for one in marks] or [rims.mean]
    pad = (max(ys) - min(ys)) * 0.15 or 0.5
    up = Scale(min(*ys, rims.mean) - pad, max(*ys, rims.mean) + pad, FLOOR, TOP)
    along = Scale(0, max([one.x for one in marks] or [1]) * 1.05, LEFT + 2, WIDTH - RIGHT)
    middle = up.at(rims.mean)
    return Drawing(
        width=WIDTH,
        height=FLOOR + 30,
        y_ticks=tuple(Tick(up.at(value), label) for value, label in y_ticks if up.low <= value <= up.high),
        areas=(_between(rims, along, up),),
        lines=(
            *(("rim", _curve(rims.xs, side, along, up)) for side in rims.outer),
            ("other", f"{LEFT},{middle} {WIDTH - RIGHT},{middle}"),
        ),
        dots=tuple(
            (along.at(one.x), up.at(one.y), 7 if one.mine else 4, one.text or one.label, one.mine)
            for one in sorted(marks, key=lambda one: one.mine)
        ),
        texts=(
            (float(LEFT), FLOOR + 22.0, "start", "soft", sides[0]),
            (float(WIDTH - RIGHT), FLOOR + 22.0, "end", "soft", sides[1]),
        ),
    )


def _curve(xs: Sequence[float], ys: Sequence[float], along: Scale, up: Scale) -> str:
    return " ".join(f"{along.at(x)},{up.at(y)}" for x, y in zip(xs, ys, strict=True))


def _between(rims: Rims, along: Scale, up: Scale) -> str:
    low, high = rims.inner
    back = _curve(tuple(reversed(rims.xs)), tuple(reversed(high)), along, up)
    return f"{_curve(rims.xs, low, along, up)} {back}"


def small(items: Sequence[Series]) -> Drawing:
    """Draw many small lines, two beside each other, all on the same scale."""
    values = [p.value for one in items for p in one.points if p.value is not None]
    if not values:
        return Drawing(WIDTH, 0)
    low, high = min(values), max(values)
    lines, dots, texts = [], [], []
    for place, one in enumerate(items):
        x0, y0 = (place % 2) * (WIDTH - PANEL), (place // 2) * PANEL_ROW
        up = Scale(low, high, y0 + PANEL_ROW - 14, y0 + 26)
        xs = [round(x0 + 4 + at * (PANEL - 12) / max(len(one.points) - 1, 1), 1) for at in range(len(one.points))]
        lines.append(("main", _path(one, xs, up)))
        last = one.points[-1]
        if last.value is not None:
            dots.append((xs[-1], up.at(last.value), 4.0, last.text, False))
            texts.append((float(x0 + PANEL), y0 + 14.0, "end", "strong", last.text))
        texts.append((float(x0 + 2), y0 + 14.0, "start", "ink", one.name))
    rows = (len(items) + 1) // 2
    return Drawing(WIDTH, rows * PANEL_ROW, lines=tuple(lines), dots=tuple(dots), texts=tuple(texts))


def circles(marks: Sequence[Mark], outline: Sequence[Sequence[Place]], *, largest: float = 13) -> Drawing:
    """Draw circles on a map of the Netherlands: x is the longitude, y the latitude, `size` sets the area."""
    most = max((one.size for one in marks), default=0) or 1
    path = "".join("M" + "L".join(f"{x},{y}" for x, y in map(_on_map, line)) for line in outline)
    dots = tuple(
        (
            *_on_map((one.x, one.y)),
            round(max(1.2, largest * math.sqrt(max(0.0, one.size) / most)), 1),
            one.text,
            one.mine,
        )
        for one in sorted(marks, key=lambda one: -one.size)
    )
    return Drawing(WIDTH, MAP_HEIGHT, dots=dots, outline=path)


WEST, EAST, SOUTH, NORTH = 3.2, 7.3, 50.7, 53.62
SQUEEZE = math.cos(math.radians(52.2))
MAP_HEIGHT = round(WIDTH * (NORTH - SOUTH) / ((EAST - WEST) * SQUEEZE))


def _on_map(place: Place) -> Place:
    lon, lat = place
    return round((lon - WEST) / (EAST - WEST) * WIDTH, 1), round((NORTH - lat) / (NORTH - SOUTH) * MAP_HEIGHT, 1)


def alone(caption: str, drawn: object) -> str:
    """Return a drawing as an SVG file of its own, with its caption and its colours."""
    return render_to_string("ui/plots/alone.svg", {"caption": caption, "drawn": drawn})
