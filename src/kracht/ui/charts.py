"""Charts as plain SVG geometry: numbers in, coordinates out. No style attributes, so that a strict CSP holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from kracht.ui.parts import Bar, Dot

WIDTH = 640
ROW = 34
LABEL_WIDTH = 210
TEXT_WIDTH = 90
LINE_HEIGHT = 260
PAD_LEFT, PAD_RIGHT, PAD_TOP, PAD_BOTTOM = 56, 16, 12, 34


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its place in pixels of the drawing."""

    bar: Bar
    y: int
    width: float
    label: str


def bar_rows(bars: Sequence[Bar]) -> tuple[list[DrawnBar], int]:
    """Return bars with their places, and the height of the drawing. Negative values get no length."""
    most = max((bar.value for bar in bars), default=0) or 1
    room = WIDTH - LABEL_WIDTH - TEXT_WIDTH
    rows = [
        DrawnBar(bar=bar, y=at * ROW, width=round(max(bar.value, 0) / most * room, 1), label=_short(bar.label, 28))
        for at, bar in enumerate(bars)
    ]
    return rows, len(bars) * ROW


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and what is written."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line chart: points as `x,y` pairs, the closed area under it, and the marks on both axes."""

    line: str
    area: str
    dots: tuple[tuple[float, float, str], ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def line(dots: Sequence[Dot]) -> DrawnLine:
    """Return the drawing of at least one point, y from 0 to a round number above the highest."""
    top = _round_up(max(dot.value for dot in dots))
    step = (WIDTH - PAD_LEFT - PAD_RIGHT) / max(len(dots) - 1, 1)
    places = [(round(PAD_LEFT + at * step, 1), _y(dot.value, top), dot.text or dot.label) for at, dot in enumerate(dots)]
    path = " ".join(f"{x},{y}" for x, y, _ in places)
    floor = LINE_HEIGHT - PAD_BOTTOM
    every = max(1, (len(dots) + 7) // 8)
    return DrawnLine(
        line=path,
        area=f"{places[0][0]},{floor} {path} {places[-1][0]},{floor}",
        dots=tuple(places),
        x_ticks=tuple(Tick(places[at][0], dots[at].label) for at in range(0, len(dots), every)),
        y_ticks=tuple(Tick(_y(top * part / 4, top), _plain(top * part / 4)) for part in range(5)),
    )


def _y(value: float, top: float) -> float:
    return round(LINE_HEIGHT - PAD_BOTTOM - max(value, 0) / top * (LINE_HEIGHT - PAD_TOP - PAD_BOTTOM), 1)


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 4, 8 times a power of ten, at least 4."""
    size = 1.0
    while size * 10 <= max(value, 4):
        size *= 10
    return next(step * size for step in (1, 2, 4, 8, 10) if step * size >= max(value, 4))


def _plain(value: float) -> str:
    return number_format(value, decimal_pos=0, force_grouping=True)
