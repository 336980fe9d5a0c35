"""Charts as plain SVG geometry: numbers in, coordinates out. No style attributes, so that a strict CSP holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from kracht.ui.parts import Bar, Dot

WIDTH, LINE_HEIGHT = 400, 220
PAD_LEFT, PAD_RIGHT, PAD_TOP, PAD_BOTTOM = 48, 16, 12, 30


def bar_rows(bars: Sequence[Bar]) -> list[tuple[Bar, str]]:
    """Return each bar with its length as a percentage of the longest; negative values get no length."""
    most = max((bar.value for bar in bars), default=0) or 1
    return [(bar, f"{max(bar.value, 0) / most * 100:.1f}%") for bar in bars]


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
    places = [
        (round(PAD_LEFT + at * step, 1), _y(dot.value, top), dot.text or dot.label) for at, dot in enumerate(dots)
    ]
    path = " ".join(f"{x},{y}" for x, y, _ in places)
    floor = LINE_HEIGHT - PAD_BOTTOM
    every = max(1, (len(dots) + 5) // 6)
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
