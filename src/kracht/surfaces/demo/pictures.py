"""Pictures for the examples: one warm, abstract motif per theme, in five variations. Pure and repeatable."""

import math
from collections.abc import Callable
from random import Random

from kracht.surfaces.demo.canvas import (
    BLUE,
    GREEN,
    HEIGHT,
    NIGHT,
    PAPER,
    PLUM,
    RED,
    SOFT,
    STRONG,
    SUN,
    WASH,
    WIDTH,
    YELLOW,
    Canvas,
)

VARIATIONS = 5
THEMES = range(1, 13)


def draw(theme: int, variation: int) -> tuple[bytes, str]:
    """(PNG file, alt text in Dutch) of one variation of a theme's motif."""
    rng = Random(f"picture:{theme}:{variation}")  # noqa: S311 # the same picture every time, nothing secret
    motif, alt = MOTIFS[theme]
    sheet = Canvas(SOFT[(theme + variation) % 5] if variation % 2 else WASH)
    _sky(sheet, rng, variation)
    motif(sheet, rng)
    return sheet.png(), alt


def _sky(sheet: Canvas, rng: Random, variation: int) -> None:
    x = rng.uniform(180, 1020)
    sheet.circle(x, rng.uniform(150, 300), rng.uniform(110, 190), SUN if variation % 2 else YELLOW)
    if variation in {1, 4}:
        for _ in range(2):
            left, top = rng.uniform(60, 900), rng.uniform(80, 220)
            for step in range(3):
                sheet.circle(left + 55 * step, top - (18 if step == 1 else 0), 42, PAPER)


def _colours(rng: Random) -> list[str]:
    return rng.sample(STRONG, 5)


def _ground(sheet: Canvas, rng: Random, fill: str) -> None:
    sheet.hill(-500, 900 + rng.uniform(-100, 200), rng.uniform(560, 620), fill)
    sheet.hill(300, 1700, rng.uniform(580, 660), fill)


def _care(sheet: Canvas, rng: Random) -> None:
    """Two people under one roof of an arm, with a heart."""
    colours = _colours(rng)
    _ground(sheet, rng, PAPER)
    middle = rng.uniform(480, 720)
    for side, fill in ((-1, colours[0]), (1, colours[1])):
        x = middle + side * 150
        sheet.circle(x, 370, 74, NIGHT if side < 0 else "#7a4a33")
        sheet.pie(x, 690, 190, 180, 360, fill)
    sheet.arc(middle, 690, 250, 200, 340, 46, colours[2])
    _heart(sheet, middle, 250 + rng.uniform(-20, 20), 62, RED)


def _heart(sheet: Canvas, x: float, y: float, r: float, fill: str) -> None:
    sheet.circle(x - r * 0.7, y, r * 0.78, fill)
    sheet.circle(x + r * 0.7, y, r * 0.78, fill)
    sheet.shape([(x - r * 1.37, y + r * 0.4), (x + r * 1.37, y + r * 0.4), (x, y + r * 1.9)], fill)


def _energy(sheet: Canvas, rng: Random) -> None:
    """A mill of five blades and a field of panels."""
    sheet.hill(-300, 1000, 500, GREEN)
    sheet.hill(400, 1600, 540, "#0a7d64")
    for number in range(rng.randint(1, 2)):
        x, y, reach = rng.uniform(150, 480) + 480 * number, 260 + 60 * number, 190 - 40 * number
        sheet.shape([(x - 10, y), (x + 10, y), (x + 22, 700), (x - 22, 700)], PAPER)
        start = rng.uniform(0, 72)
        for blade in range(5):
            sheet.leaf(x, y, reach, start + 72 * blade, STRONG[blade], slim=0.3)
        sheet.circle(x, y, 20, NIGHT)
    left = rng.uniform(560, 700)
    for row in range(3):
        for column in range(4):
            x, y = left + column * 112 - row * 34, 560 + row * 74
            sheet.shape(
                [(x, y), (x + 100, y), (x + 74, y + 62), (x - 26, y + 62)], BLUE if (row + column) % 3 else NIGHT
            )


def _learning(sheet: Canvas, rng: Random) -> None:
    """A stack of books with a plant that grows out of an open one."""
    _ground(sheet, rng, PAPER)
    left, colours = rng.uniform(260, 420), _colours(rng)
    for number in range(4):
        y = 640 - 62 * number
        shift = rng.uniform(-30, 30)
        sheet.box(left + shift, y, 460 - 30 * number, 56, colours[number], round_by=10)
        sheet.box(left + shift + 30, y + 12, 16, 32, PAPER)
    middle, top = left + 215, 440.0
    sheet.shape([(middle, top), (middle - 210, top - 60), (middle - 210, top - 20), (middle, top + 40)], PAPER)
    sheet.shape([(middle, top), (middle + 210, top - 60), (middle + 210, top - 20), (middle, top + 40)], SUN)
    sheet.line([(middle, top), (middle, 240)], 14, GREEN)
    for step in range(4):
        turn = -35 if step % 2 else -145
        sheet.leaf(middle, 390 - 45 * step, rng.uniform(90, 130), turn, GREEN if step % 2 else "#0a7d64")
    sheet.circle(middle, 225, 34, colours[4])


def _homes(sheet: Canvas, rng: Random) -> None:
    """A row of gables, each with its own colour and lit windows."""
    x = -20.0
    while x < WIDTH:
        width, top = rng.uniform(130, 190), rng.uniform(300, 470)
        fill = rng.choice([*STRONG, NIGHT])
        sheet.box(x, top, width - 8, HEIGHT - top, fill)
        if rng.random() < 0.6:
            sheet.shape([(x, top + 2), (x + width - 8, top + 2), (x + width / 2, top - rng.uniform(80, 130))], fill)
        else:
            sheet.circle(x + width / 2 - 4, top, width / 2 - 4, fill)
        for row in range(3):
            for column in range(2):
                light = SUN if rng.random() < 0.7 else PAPER
                sheet.box(x + 24 + column * (width / 2 - 12), top + 50 + 92 * row, width / 4, 56, light, round_by=6)
        x += width


def _sport(sheet: Canvas, rng: Random) -> None:
    """A ball that bounces over green hills, with its track."""
    sheet.hill(-300, 900, 470, GREEN)
    sheet.hill(300, 1700, 520, "#0a7d64")
    start = rng.uniform(60, 160)
    places = [(start + 130 * step, 560 - abs(math.sin(step * 1.1)) * 250) for step in range(7)]
    for number, (x, y) in enumerate(places[:-1]):
        sheet.circle(x, y, 12 + 3 * number, PAPER)
    x, y = places[-1]
    sheet.circle(x, y, 120, RED)
    sheet.arc(x - 90, y, 120, 300, 60, 14, PAPER)
    sheet.arc(x + 90, y, 120, 120, 240, 14, PAPER)
    sheet.line([(x - 118, y), (x + 118, y)], 14, PAPER)


def _together(sheet: Canvas, rng: Random) -> None:
    """A round table seen from above, with people around it."""
    x, y, seats = WIDTH / 2 + rng.uniform(-60, 60), 430.0, rng.randint(7, 10)
    skins = ("#7a4a33", "#f2c29b", "#c98b5f", "#e8b08a", "#4f2f22")
    turn = rng.uniform(0, 1)
    for seat in range(seats):
        angle = 2 * math.pi * seat / seats + turn
        px, py = x + 320 * math.cos(angle), y + 275 * math.sin(angle)
        sheet.circle(px, py, 80, STRONG[seat % 5])
        sheet.circle(px - 22 * math.cos(angle), py - 22 * math.sin(angle), 44, skins[seat % 5])
    sheet.circle(x, y, 200, NIGHT)
    sheet.circle(x, y, 184, PAPER)
    for seat in range(seats):
        angle = 2 * math.pi * seat / seats + turn
        sheet.circle(x + 138 * math.cos(angle), y + 138 * math.sin(angle), 26, STRONG[(seat + 2) % 5])
    sheet.circle(x, y, 54, SUN)


def _circular(sheet: Canvas, rng: Random) -> None:
    """Gears in a ring of three arrows."""
    x, y = WIDTH / 2 + rng.uniform(-120, 120), 410.0
    colours, turn = _colours(rng), rng.uniform(0, 120)
    for part in range(3):
        start = turn + 120 * part
        sheet.arc(x, y, 310, start, start + 88, 70, colours[part])
        angle = math.radians(start + 88)
        tip = math.radians(start + 114)
        sheet.shape(
            [
                (x + 205 * math.cos(angle), y + 205 * math.sin(angle)),
                (x + 345 * math.cos(angle), y + 345 * math.sin(angle)),
                (x + 275 * math.cos(tip), y + 275 * math.sin(tip)),
            ],
            colours[part],
        )
    for dx, dy, r, fill in ((-62, 34, 112, NIGHT), (86, -62, 78, colours[3])):
        sheet.star(x + dx, y + dy, r, 12, fill, inner=0.82)
        sheet.circle(x + dx, y + dy, r * 0.36, PAPER)


def _green(sheet: Canvas, rng: Random) -> None:
    """Beds with plants and fruit."""
    sheet.hill(-500, 1700, 560, "#7a4a33")
    sheet.hill(-200, 1900, 650, "#5e3826")
    for number in range(rng.randint(5, 7)):
        x = 110 + number * 170 + rng.uniform(-25, 25)
        height = rng.uniform(180, 330)
        sheet.line([(x, 640), (x, 640 - height)], 14, "#0a7d64")
        for step in range(int(height // 55)):
            turn = -30 if step % 2 else -150
            sheet.leaf(x, 610 - 55 * step, rng.uniform(80, 120), turn, GREEN if step % 2 else "#4fbf8f")
        sheet.circle(x, 640 - height, rng.uniform(30, 50), (RED, YELLOW, PLUM)[number % 3])
        sheet.circle(x, 640 - height, 16, SUN)


def _culture(sheet: Canvas, rng: Random) -> None:
    """A stage with curtains, and notes that fly out."""
    sheet.box(0, 0, WIDTH, HEIGHT, NIGHT)
    sheet.shape([(600, -40), (250, 700), (950, 700)], "#3a2552")
    sheet.circle(600, 690, 360, SUN)
    sheet.box(0, 690, WIDTH, 110, "#7a4a33")
    main = rng.choice([RED, PLUM])
    for side in (0, 1):
        for fold in range(4):
            middle = 55 + fold * 62 if not side else WIDTH - 55 - fold * 62
            sheet.box(
                middle - 40,
                -40,
                80,
                720 - fold * 90,
                main if fold % 2 else "#d1431f" if main == RED else "#93246f",
                round_by=40,
            )
    for number in range(rng.randint(4, 6)):
        x, y = rng.uniform(360, 840), rng.uniform(170, 520)
        fill = (PAPER, YELLOW, "#5cdcbb")[number % 3]
        sheet.circle(x, y, 26, fill)
        sheet.line([(x + 21, y), (x + 21, y - 92), (x + 60, y - 72)], 10, fill)


def _shelter(sheet: Canvas, rng: Random) -> None:
    """A basket with bread, fruit and greens, offered by two hands."""
    _ground(sheet, rng, PAPER)
    x = WIDTH / 2 + rng.uniform(-90, 90)
    sheet.arc(x, 430, 240, 180, 360, 26, "#7a4a33")
    for number in range(6):
        dx = -170 + 68 * number
        fill = (RED, YELLOW, GREEN, "#e8b08a", PLUM, "#4fbf8f")[(number + rng.randint(0, 1)) % 6]
        sheet.circle(x + dx, 425 - 34 * (number % 2), 62, fill)
    for turn in (-110, -80, -60):
        sheet.leaf(x + 60, 420, 150, turn, GREEN)
    sheet.shape([(x - 260, 430), (x + 260, 430), (x + 200, 640), (x - 200, 640)], YELLOW)
    for row in range(3):
        sheet.line([(x - 240 + 18 * row, 470 + 58 * row), (x + 240 - 18 * row, 470 + 58 * row)], 10, "#c9860a")
    for side in (-1, 1):
        sheet.line(
            [(x + side * 420, 760), (x + side * 300, 660), (x + side * 150, 655)],
            66,
            "#c98b5f" if side < 0 else "#7a4a33",
        )


def _mobility(sheet: Canvas, rng: Random) -> None:
    """A bicycle on a winding road."""
    sheet.hill(-400, 1000, 520, GREEN)
    sheet.hill(300, 1700, 560, "#4fbf8f")
    sheet.shape([(0, 800), (0, 720), (WIDTH, 660), (WIDTH, 800)], NIGHT)
    for number in range(6):
        sheet.box(60 + 200 * number, 745 - 10 * number, 90, 12, SUN)
    x, y, fill = rng.uniform(330, 560), 560.0, rng.choice([RED, BLUE, PLUM])
    for dx in (0, 330):
        sheet.ring(x + dx, y, 130, 18, NIGHT)
        for spoke in range(6):
            angle = math.pi * spoke / 6 + 0.2
            reach = (118 * math.cos(angle), 118 * math.sin(angle))
            sheet.line([(x + dx - reach[0], y - reach[1]), (x + dx + reach[0], y + reach[1])], 3, NIGHT)
    seat, head, foot = (x + 90, y - 180), (x + 275, y - 190), (x + 150, y)
    for line in ([(x, y), seat, foot, (x, y)], [seat, head, foot], [head, (x + 330, y)], [head, (x + 262, y - 240)]):
        sheet.line(line, 18, fill)
    sheet.line([(x + 215, y - 245), (x + 290, y - 245)], 16, NIGHT)
    sheet.box(x + 45, y - 205, 95, 24, NIGHT, round_by=12)


def _democracy(sheet: Canvas, rng: Random) -> None:
    """Speech bubbles in the colours of the sectors, over a crowd."""
    for number in range(12):
        sheet.circle(50 + 100 * number, 770 + rng.uniform(-20, 20), 74, rng.choice([NIGHT, "#574a6b", "#3a2552"]))
    spots = [(90, 130), (470, 90), (800, 180), (250, 370), (620, 380)]
    for number, (left, top) in enumerate(spots):
        x, y = left + rng.uniform(-40, 40), top + rng.uniform(-30, 30)
        w, h, fill = rng.uniform(250, 310), rng.uniform(140, 180), STRONG[number]
        sheet.box(x, y, w, h, fill, round_by=48)
        sheet.shape([(x + 60, y + h - 4), (x + 130, y + h - 4), (x + 70, y + h + 60)], fill)
        for line in range(2):
            sheet.box(x + 44, y + 44 + 38 * line, (w - 88) * rng.uniform(0.6, 1), 18, PAPER, round_by=9)


type Motif = Callable[[Canvas, Random], None]

MOTIFS: dict[int, tuple[Motif, str]] = {
    1: (_care, "Tekening van twee mensen die dicht bij elkaar zitten, met een hart erboven"),
    2: (_energy, "Tekening van een molen met vijf gekleurde wieken en een veld zonnepanelen"),
    3: (_learning, "Tekening van een stapel boeken waar een plant uit groeit"),
    4: (_homes, "Tekening van een rij huizen in vrolijke kleuren met licht achter de ramen"),
    5: (_sport, "Tekening van een bal die over groene heuvels stuitert"),
    6: (_together, "Tekening van mensen rond een ronde tafel, van boven gezien"),
    7: (_circular, "Tekening van tandwielen in een kring van drie pijlen"),
    8: (_green, "Tekening van een moestuin met bloemen en blad"),
    9: (_culture, "Tekening van een podium met gordijnen en vliegende muzieknoten"),
    10: (_shelter, "Tekening van een mand vol brood, fruit en groente, aangereikt door twee handen"),
    11: (_mobility, "Tekening van een fiets op een weg door de heuvels"),
    12: (_democracy, "Tekening van gekleurde tekstballonnen boven een groep mensen"),
}
