"""Plain geometry of the Netherlands: projections, tiles, keys, coordinates as people type them.

Units: latitude and longitude in WGS84 degrees, lengths in metres. Points are (lat, lon); boxes are
`Bbox(west, south, east, north)`. No Django, no database; every refusal is a ValueError with one clear sentence.
"""

import math
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

EARTH = 6378137.0  # radius of the sphere of Web Mercator (EPSG:3857), in metres
MEAN_EARTH = 6371008.8  # mean radius (IUGG), for distances over the ground
EDGE = math.pi * EARTH  # half the width of the Web Mercator square
MAX_LAT = 85.051128779806
KEY_ZOOM = 20  # zoom of the Morton key `qk`
MAX_TILES = 4096  # tiles one box may be cut into


class Bbox(NamedTuple):
    """A box in degrees; never crosses the date line."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, lat: float, lon: float) -> bool:
        """Say whether the point lies in the box, edges included."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def grown(self, share: float) -> "Bbox":
        """The box with this share of its width and height added on each side."""
        dx, dy = (self.east - self.west) * share, (self.north - self.south) * share
        return Bbox(self.west - dx, self.south - dy, self.east + dx, self.north + dy)

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2


EUROPEAN_NETHERLANDS = Bbox(3.30, 50.72, 7.28, 53.62)
CARIBBEAN_NETHERLANDS = (
    Bbox(-68.50, 11.95, -68.10, 12.40),  # Bonaire
    Bbox(-63.10, 17.40, -62.90, 17.60),  # Sint Eustatius
    Bbox(-63.35, 17.55, -63.15, 17.72),  # Saba
)


def check_point(lat: float, lon: float) -> tuple[float, float]:
    """Return the point, or raise ValueError when it is no point on earth."""
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValueError("A coordinate must be a plain number.")
    if not -90 <= lat <= 90:
        raise ValueError("Latitude must lie between -90 and 90.")
    if not -180 <= lon <= 180:
        raise ValueError("Longitude must lie between -180 and 180.")
    return lat, lon


def in_netherlands(lat: float, lon: float) -> bool:
    """Whether the point lies in the boxes around the European and the Caribbean Netherlands."""
    return any(box.contains(lat, lon) for box in (EUROPEAN_NETHERLANDS, *CARIBBEAN_NETHERLANDS))


def _numbers(text: str, count: int, shape: str) -> list[float]:
    parts = text.split(",")
    if len(parts) != count or len(text) > 200:
        raise ValueError(f"Give {count} numbers with commas between them: {shape}.")
    try:
        values = [float(part) for part in parts]
    except ValueError:
        raise ValueError(f"Give {count} numbers with commas between them: {shape}.") from None
    if not all(math.isfinite(value) for value in values):
        raise ValueError("A coordinate must be a plain number.")
    return values


def parse_bbox(text: str) -> Bbox:
    """Read `minlon,minlat,maxlon,maxlat` (degrees); ValueError says what is wrong."""
    west, south, east, north = _numbers(text, 4, "minlon,minlat,maxlon,maxlat")
    check_point(south, west)
    check_point(north, east)
    if west > east or south > north:
        raise ValueError("A box starts at its south-west corner: minlon,minlat,maxlon,maxlat.")
    return Bbox(west, south, east, north)


def parse_near(text: str) -> tuple[float, float]:
    """Read `lat,lon` (degrees); ValueError says what is wrong."""
    lat, lon = _numbers(text, 2, "lat,lon")
    return check_point(lat, lon)


def mercator(lat: float, lon: float) -> tuple[float, float]:
    """Web Mercator metres (x, y) of a point; latitudes beyond 85.05 degrees are clamped."""
    lat = max(-MAX_LAT, min(MAX_LAT, lat))
    return EARTH * math.radians(lon), EARTH * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def from_mercator(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a point in Web Mercator metres."""
    return math.degrees(2 * math.atan(math.exp(y / EARTH)) - math.pi / 2), math.degrees(x / EARTH)


def mercator_metres(lat: float, metres: float) -> float:
    """Length in Web Mercator units of so many metres over the ground near this latitude."""
    return metres / math.cos(math.radians(max(-MAX_LAT, min(MAX_LAT, lat))))


def haversine(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Metres over the ground between two points, on a sphere (error below 0.3 %)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * MEAN_EARTH * math.asin(min(1.0, math.sqrt(half)))


# RD New <-> WGS84. Polynomials of T.G. Schreutelkamp and G.L. Strang van Hees, "Benaderingsformules voor de
# transformatie tussen RD- en WGS84-kaartcoördinaten", Geodesia 43 (2001); within 0.25 m of RDNAPTRANS on land.
# Each term is (power of the first variable, power of the second, factor).
RD_X, RD_Y, RD_LAT, RD_LON = 155000.0, 463000.0, 52.15517440, 5.38720621
_TO_X = (
    (0, 1, 190094.945), (1, 1, -11832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705),
    (3, 1, -2.340), (1, 3, -0.608), (0, 2, -0.008), (2, 3, 0.148),
)  # fmt: skip
_TO_Y = (
    (1, 0, 309056.544), (0, 2, 3638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788),
    (0, 1, 0.433), (2, 2, -6.439), (1, 1, -0.032), (0, 4, 0.092), (1, 4, -0.054),
)  # fmt: skip
_TO_LAT = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
_TO_LON = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip


def _polynomial(terms: tuple[tuple[int, int, float], ...], a: float, b: float) -> float:
    return sum(factor * a**p * b**q for p, q, factor in terms)


def to_rd(lat: float, lon: float) -> tuple[float, float]:
    """RD New metres (x, y; EPSG:28992) of a WGS84 point. Only meaningful in the European Netherlands."""
    a, b = 0.36 * (lat - RD_LAT), 0.36 * (lon - RD_LON)
    return RD_X + _polynomial(_TO_X, a, b), RD_Y + _polynomial(_TO_Y, a, b)


def from_rd(x: float, y: float) -> tuple[float, float]:
    """WGS84 latitude and longitude of a point in RD New metres (EPSG:28992)."""
    a, b = (x - RD_X) * 1e-5, (y - RD_Y) * 1e-5
    return RD_LAT + _polynomial(_TO_LAT, a, b) / 3600, RD_LON + _polynomial(_TO_LON, a, b) / 3600


def tile(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile at this zoom that holds the point (row 0 in the north)."""
    x, y = mercator(lat, lon)
    size = 1 << zoom
    column, row = math.floor((x + EDGE) / (2 * EDGE) * size), math.floor((EDGE - y) / (2 * EDGE) * size)
    return max(0, min(size - 1, column)), max(0, min(size - 1, row))


def tile_bbox(zoom: int, column: int, row: int) -> Bbox:
    """The box of a tile; ValueError when there is no such tile."""
    size = 1 << zoom if 0 <= zoom <= 30 else 0
    if not (0 <= column < size and 0 <= row < size):
        raise ValueError("There is no such tile.")
    step = 2 * EDGE / size
    south, west = from_mercator(column * step - EDGE, EDGE - (row + 1) * step)
    north, east = from_mercator((column + 1) * step - EDGE, EDGE - row * step)
    return Bbox(west, south, east, north)


def _tile_span(bbox: Bbox, zoom: int) -> tuple[range, range]:
    left, top = tile(bbox.north, bbox.west, zoom)
    right, bottom = tile(bbox.south, bbox.east, zoom)
    return range(left, right + 1), range(top, bottom + 1)


def tiles(bbox: Bbox, zoom: int) -> Iterator[tuple[int, int]]:
    """Columns and rows of the tiles that cover the box; ValueError above `MAX_TILES`."""
    columns, rows = _tile_span(bbox, zoom)
    if len(columns) * len(rows) > MAX_TILES:
        raise ValueError("The box is too large for this zoom.")
    return product(columns, rows)


def _spread(value: int) -> int:
    """Put a zero bit between the bits of a number below 2^32."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        value = (value | value << shift) & mask
    return value


def _squeeze(value: int) -> int:
    value &= 0x5555555555555555
    for shift, mask in (
        (1, 0x3333333333333333),
        (2, 0x0F0F0F0F0F0F0F0F),
        (4, 0x00FF00FF00FF00FF),
        (8, 0x0000FFFF0000FFFF),
        (16, 0x00000000FFFFFFFF),
    ):
        value = (value | value >> shift) & mask
    return value


def interleave(column: int, row: int) -> int:
    """Morton key of a tile: bits of the column on even places, bits of the row on odd ones."""
    return _spread(column) | _spread(row) << 1


def deinterleave(key: int) -> tuple[int, int]:
    """Column and row of a Morton key."""
    return _squeeze(key), _squeeze(key >> 1)


def quadkey(lat: float, lon: float) -> int:
    """Morton key of the zoom-20 tile (about 24 m in the Netherlands); equal to the column `qk` in the database."""
    return interleave(*tile(lat, lon, KEY_ZOOM))


def tile_range(zoom: int, column: int, row: int) -> tuple[int, int]:
    """First and last `quadkey` inside a tile."""
    shift = 2 * (KEY_ZOOM - zoom)
    low = interleave(column, row) << shift
    return low, low + (1 << shift) - 1


def quadkey_ranges(bbox: Bbox, zoom: int) -> list[tuple[int, int]]:
    """(low, high) ranges of `quadkey`, ascending and merged, of the tiles at this zoom that cover the box.

    The tiles stick out of the box; filter on the point itself where that matters. ValueError above `MAX_TILES`.
    """
    if not 0 <= zoom <= KEY_ZOOM:
        raise ValueError(f"Zoom must lie between 0 and {KEY_ZOOM}.")
    merged: list[tuple[int, int]] = []
    for low, high in sorted(tile_range(zoom, column, row) for column, row in tiles(bbox, zoom)):
        if merged and merged[-1][1] + 1 == low:
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


COARSE_LAT, COARSE_LON = 0.005, 0.01  # at least 556 m by 650 m up to 54 degrees north


def coarse(lat: float, lon: float) -> tuple[float, float]:
    """Middle of the fixed grid cell (at least 500 m on each side) that stands for an exact place in public."""
    row, column = math.floor(lat / COARSE_LAT), math.floor(lon / COARSE_LON)
    return round((row + 0.5) * COARSE_LAT, 6), round((column + 0.5) * COARSE_LON, 6)
