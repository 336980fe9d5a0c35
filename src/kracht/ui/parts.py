"""What the partial templates show: one frozen dataclass per part, for the pages that fill them.

All texts are plain text (templates escape them); all urls are ready to use; keys name icons and colours:
themes care energy learning living sport community circular green culture poverty mobility democracy,
stages idea starting running growing paused ended, needs hands money goods space knowledge,
sectors residents business government knowledge giving.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """A link. `current` marks the page one is on; `icon` is a name of the sprite."""

    label: str
    url: str = ""
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A fixed word with its key: a stage, need or sector."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme; `count` only where it is shown."""

    key: str
    name: str
    url: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: address, size in pixels, alternative text, who made it and under what licence."""

    src: str
    width: int
    height: int
    alt: str
    credit: str = ""
    srcset: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An initiative on a card (ui/card.html) or in a list (ui/item.html)."""

    id: int
    name: str
    url: str
    summary: str = ""
    place: str = ""
    theme: Theme | None = None
    stage: Word | None = None
    needs: tuple[Word, ...] = ()
    sectors: tuple[Word, ...] = ()
    picture: Picture | None = None
    example: bool = False
    language: str = ""
    year: int | None = None
    distance: str = ""
    lat: float | None = None
    lon: float | None = None
    listed: bool = False
    label: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its caption (ui/figures.html); `value` is written out, `note` says what is behind it."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is needed (ui/needs.html)."""

    kind: Word
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party involved (ui/parties.html)."""

    name: str
    sector: Word
    url: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in a filter group; `theme` gives it that theme's colour and icon, `count` None is not shown."""

    value: str
    label: str
    count: int | None = None
    checked: bool = False
    icon: str = ""
    theme: str = ""
    floor: bool = False


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """A group of choices under one name in the address (ui/filter_group.html)."""

    name: str
    label: str
    options: tuple[Option, ...]
    open: bool = False
    single: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Newer and older pages by keyset (ui/pager.html); an empty address hides that side."""

    newer: str = ""
    older: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a bar chart: `value` sets its length, `text` is what is written."""

    label: str
    value: float
    text: str = ""
    url: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a line chart: evenly spaced along x in the order given."""

    label: str
    value: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """A map block (ui/map.html). `box` is west, south, east, north in degrees; empty addresses switch that part off."""

    label: str
    tiles: str = ""
    shapes: str = ""
    box: tuple[float, float, float, float] = (3.2, 50.7, 7.3, 53.6)
    point: tuple[float, float] | None = None  # lat, lon: one marker
    rough: bool = False  # the point stands for an area
    follow: bool = False  # moving offers "search in this area" by bbox= in the address
    small: bool = False
    style: str = ""
    list_url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line in a box of facts (ui/facts.html); `url` makes the value a link."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An empty state that invites (ui/empty.html)."""

    title: str
    text: str = ""
    links: tuple[Link, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a series; `low` and `high` are its interval where it is known. None leaves a gap."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A named series of points, evenly spaced along x."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at (x, y) of a funnel or map, in its own units; `size` sets the area of a circle; `mine` stands out."""

    label: str
    x: float
    y: float
    size: float = 1.0
    text: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A dot with its range on a common scale; `text` is what is written."""

    label: str
    value: float
    low: float
    high: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table under a plot: a label (a link where there is an address) and its cells."""

    label: str
    cells: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart drawn on the server with its table and files (tag plot). `drawn` comes out of `ui.plots`, `kind` with it."""

    kind: str
    caption: str
    drawn: object
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    files: tuple[Link, ...] = ()
    note: str = ""
    open: bool = False
