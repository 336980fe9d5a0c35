"""Pictures for social media: 1200 by 630 pixels, with our mark and our own fonts. No HTTP and no database here."""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from kracht.kernel import text
from kracht.ui import manifest

SIZE = (1200, 630)
EDGE = 72
PAPER, INK, SOFT = "#fffaf3", "#221338", "#574a6b"
BLADES = ("#f0512d", "#f9b21d", "#0fa07f", "#2f6be4", "#b5368f")
DARKER = dict(zip(BLADES, ("#b02c0b", "#7d5200", "#04674f", "#1c4db5", "#93246f"), strict=True))  # readable on paper
DISPLAY = "node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2"
TEXT = "node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2"
TITLE_SIZES = (84, 72, 60, 52)
MOST_LINES = 4
# one blade of the mark in its box of 100 by 100: cubic curves as (start, control, control, end)
BLADE = (
    ((50, 2), (68, 2), (79, 15.5), (79, 29)),
    ((79, 29), (79, 37.5), (73, 41), (50, 50)),
)

type Point = tuple[float, float]
type Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says: a title, a line above it and a line below it."""

    title: str
    above: str = ""
    below: str = ""


@cache
def _font(source: str, size: int, weight: int) -> Font:
    path = Path(settings.ROOT) / "dist" / manifest.manifest()[source]["file"]
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([weight])
    return font


def _latin(words: str) -> str:
    """What the fonts can draw: Latin letters with their accents; others without, or not at all."""
    drawn = []
    for char in unicodedata.normalize("NFC", words):
        if ord(char) < 0x100 or char in "–—‘’“”…€•":
            drawn.append(char)
        else:
            plain = "".join(base for base in text.norm(char) if ord(base) < 0x80)
            drawn.append(plain.upper() if char.isupper() else plain)
    return " ".join("".join(drawn).split())


def _lines(words: str, font: Font, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    return lines


def _fitted(words: str, width: int) -> tuple[list[str], Font]:
    """The largest size at which the title takes at most four lines; then cut."""
    for size in TITLE_SIZES:
        font = _font(DISPLAY, size, 800)
        lines = _lines(words, font, width)
        if len(lines) <= MOST_LINES and all(font.getlength(line) <= width for line in lines):
            return lines, font
    lines = [_cut(line, font, width) for line in lines]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], _cut(lines[MOST_LINES - 1] + " …", font, width)]
    return lines, font


def _cut(line: str, font: Font, width: int) -> str:
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + "…") > width:
        line = line[:-1]
    return line.rstrip(" …") + "…"


def _curve(part: tuple[Point, Point, Point, Point]) -> list[Point]:
    points = []
    for step in range(17):
        t = step / 16
        weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
        x, y = (sum(weight * point[axis] for weight, point in zip(weights, part, strict=True)) for axis in (0, 1))
        points.append((x, y))
    return points


@lru_cache(maxsize=4)
def _mark(size: int) -> Image.Image:
    """The windmill, drawn four times as large and made smaller, so that its edges are smooth."""
    big = size * 4
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    outline = [(50.0, 50.0), *(point for part in BLADE for point in _curve(part))]
    for number, colour in enumerate(BLADES):
        turn = radians(72 * number)
        points = [
            (
                (50 + (x - 50) * cos(turn) - (y - 50) * sin(turn)) / 100 * big,
                (50 + (x - 50) * sin(turn) + (y - 50) * cos(turn)) / 100 * big,
            )
            for x, y in outline
        ]
        draw.polygon(points, fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


@lru_cache(maxsize=64)
def share_picture(words: Words, colour: str = BLADES[0]) -> bytes:
    """Return the picture as PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    large = _mark(560)
    faint = large.getchannel("A").point([round(level * 0.22) for level in range(256)])
    image.paste(large, (SIZE[0] - 400, SIZE[1] - 430), faint)
    draw.rectangle((0, 0, 18, SIZE[1]), fill=colour)
    mark = _mark(72)
    image.paste(mark, (EDGE, 54), mark)
    draw.text((EDGE + 92, 90), _latin(settings.SITE_NAME), font=_font(DISPLAY, 44, 800), fill=INK, anchor="lm")
    width = SIZE[0] - 2 * EDGE - 60
    lines, font = _fitted(_latin(words.title), width)
    height = font.size * 1.08
    y = 340 - height * len(lines) / 2
    small, plain = _font(TEXT, 34, 700), _font(TEXT, 36, 500)
    if words.above:
        above = _cut(_latin(words.above), small, width)
        draw.text((EDGE, y - 42), above, font=small, fill=DARKER[colour], anchor="ls")
        y -= 14
    for number, line in enumerate(lines):
        draw.text((EDGE, y + height * number), line, font=font, fill=INK, anchor="la")
    if words.below:
        below = _cut(_latin(words.below), plain, width)
        draw.text((EDGE, SIZE[1] - EDGE), below, font=plain, fill=SOFT, anchor="ls")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.quantize(colors=192, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()
