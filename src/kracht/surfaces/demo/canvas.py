"""A sheet to draw warm, flat shapes on, in the colours of the house. Pure: Pillow only."""

import math
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800  # in which shapes are given
FINER, SHRINK = 1.6, 2  # drawn at 1920 by 1280, kept at 960 by 640

PAPER, WASH, SUN, NIGHT = "#fffaf3", "#fdeedd", "#ffd98a", "#221338"
RED, YELLOW, GREEN, BLUE, PLUM = "#f0512d", "#f9b21d", "#0fa07f", "#2f6be4", "#b5368f"
SOFT = ("#ffe6de", "#fff0cd", "#d9f5ec", "#e2ecff", "#fce4f4")
STRONG = (RED, YELLOW, GREEN, BLUE, PLUM)

type Point = tuple[float, float]


class Canvas:
    """A sheet of 1200 by 800, drawn finer than it is kept."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (round(WIDTH * FINER), round(HEIGHT * FINER)), ground)
        self.pen = ImageDraw.Draw(self.image)

    def circle(self, x: float, y: float, r: float, fill: str) -> None:
        """A disc."""
        self.pen.ellipse([(x - r) * FINER, (y - r) * FINER, (x + r) * FINER, (y + r) * FINER], fill=fill)

    def ring(self, x: float, y: float, r: float, width: float, fill: str) -> None:
        """A ring of this width inside the radius."""
        box = [(x - r) * FINER, (y - r) * FINER, (x + r) * FINER, (y + r) * FINER]
        self.pen.ellipse(box, outline=fill, width=round(width * FINER))

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: str) -> None:
        """A slice, from and to in degrees clockwise from the right."""
        box = [(x - r) * FINER, (y - r) * FINER, (x + r) * FINER, (y + r) * FINER]
        self.pen.pieslice(box, start, end, fill=fill)

    def arc(self, x: float, y: float, r: float, start: float, end: float, width: float, fill: str) -> None:
        """A bow."""
        box = [(x - r) * FINER, (y - r) * FINER, (x + r) * FINER, (y + r) * FINER]
        self.pen.arc(box, start, end, fill=fill, width=round(width * FINER))

    def box(self, x: float, y: float, w: float, h: float, fill: str, *, round_by: float = 0) -> None:
        """A rectangle from its upper left corner."""
        place = [x * FINER, y * FINER, (x + w) * FINER, (y + h) * FINER]
        self.pen.rounded_rectangle(place, radius=round_by * FINER, fill=fill)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A polygon."""
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: str) -> None:
        """A line with round ends and bends."""
        self.pen.line([(x * FINER, y * FINER) for x, y in points], fill=fill, width=round(width * FINER), joint="curve")
        for x, y in (points[0], points[-1]):
            self.circle(x, y, width / 2, fill)

    def leaf(self, x: float, y: float, length: float, turn: float, fill: str, *, slim: float = 0.42) -> None:
        """A leaf from its stem, turned in degrees (0 points right, -90 up)."""
        angle = math.radians(turn)
        points = []
        for step in range(41):
            t = step / 40 * 2 * math.pi
            along = (1 - math.cos(t)) / 2 * length
            across = math.sin(t) * length * slim / 2
            points.append(
                (
                    x + along * math.cos(angle) - across * math.sin(angle),
                    y + along * math.sin(angle) + across * math.cos(angle),
                )
            )
        self.shape(points, fill)

    def hill(self, left: float, right: float, top: float, fill: str) -> None:
        """A hill that reaches the lower edge."""
        points = [(left, HEIGHT + 10.0)]
        for step in range(41):
            t = step / 40
            points.append((left + (right - left) * t, HEIGHT - (HEIGHT - top) * math.sin(math.pi * t) ** 0.8))
        self.shape([*points, (right, HEIGHT + 10.0)], fill)

    def star(self, x: float, y: float, r: float, points: int, fill: str, *, inner: float = 0.5) -> None:
        """A star or gear."""
        corners = []
        for step in range(2 * points):
            reach = r if step % 2 else r * inner
            angle = math.pi * step / points
            corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
        self.shape(corners, fill)

    def png(self) -> bytes:
        """The sheet as a PNG file."""
        out = BytesIO()
        self.image.reduce(SHRINK).save(out, "PNG", compress_level=1)
        return out.getvalue()
