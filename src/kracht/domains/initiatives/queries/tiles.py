"""What a tile of the map shows: squares with a count, or single initiatives where there are few.

A tile is one run of Morton keys. Up to zoom 10 the squares come from the Cell table, so the cost does not grow with the
register; narrower sets and deeper zooms count index entries.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Func, Min, Sum
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Round

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.models import Cell
from kracht.domains.initiatives.queries.selecting import select
from kracht.kernel import geo

GRIDS = (7, 13)  # kept in the Cell table
CELLS_PER_SIDE = 3  # 2**3 squares along a tile
DEEPEST = 18
MOST_POINTS = 40
FULL_ZOOM = 15  # from here points are always shown, as many as fit in a tile
POINT_CAP = 400
KEY_ZOOM = 20


@dataclass(frozen=True, slots=True)
class Tile:
    """Squares as (lon, lat, n) and points as (lon, lat, id, theme, name, slug); degrees to five places (about 1 m)."""

    cells: tuple[tuple[float, float, int], ...]
    points: tuple[tuple[float, float, int, int, str, str], ...]


def tile(zoom: int, column: int, row: int, filters: Filters) -> Tile:
    """Return one tile. Raises ValueError for a tile that does not exist."""
    if not 0 <= zoom <= DEEPEST or not (0 <= column < 2**zoom and 0 <= row < 2**zoom):
        raise ValueError("no such tile")
    low, high = geo.tile_range(zoom, column, row)
    if zoom >= FULL_ZOOM:
        return Tile((), _points(filters, low, high, POINT_CAP))
    grid = max(GRIDS[0], zoom + CELLS_PER_SIDE)
    cells = _kept(filters, grid, low, high) if _is_kept(filters, grid) else _counted(filters, grid, low, high)
    if sum(cell[2] for cell in cells) <= MOST_POINTS:
        return Tile((), _points(filters, low, high, MOST_POINTS))
    return Tile(tuple(cells), ())


def _is_kept(filters: Filters, grid: int) -> bool:
    one_theme = Filters(themes=filters.themes[:1])
    return grid <= GRIDS[1] and filters == one_theme


def _kept(filters: Filters, grid: int, low: int, high: int) -> list[tuple[float, float, int]]:
    shift = 2 * (KEY_ZOOM - grid)
    theme = filters.themes[0] if filters.themes else 0
    rows = Cell.objects.filter(grid=grid, theme=theme, cell__range=(low >> shift, high >> shift), n__gt=0)
    columns = rows.values_list(Round(F("lon_sum") / F("n"), 5), Round(F("lat_sum") / F("n"), 5), "n")
    return [(lon, lat, n) for lon, lat, n in columns]


def _counted(filters: Filters, grid: int, low: int, high: int) -> list[tuple[float, float, int]]:
    shift = 2 * (KEY_ZOOM - grid)
    square = Func(F("qk"), function="", template=f"(%(expressions)s >> {shift})", output_field=BigIntegerField())
    rows = select(filters).filter(qk__range=(low, high)).order_by().annotate(square=square).values("square")
    counted = rows.annotate(n=Count("*"), one=Min("qk")).values_list("one", "n")
    return [(*_middle(key), n) for key, n in counted]


def _middle(key: int) -> tuple[float, float]:
    column, row = geo.deinterleave(key)
    west, south, east, north = geo.tile_bbox(KEY_ZOOM, column, row)
    return round((west + east) / 2, 5), round((south + north) / 2, 5)


def _points(filters: Filters, low: int, high: int, most: int) -> tuple[tuple[float, float, int, int, str, str], ...]:
    rows = select(filters).filter(qk__range=(low, high)).order_by("-fresh_at", "-id")
    found = rows.values_list("lon", "lat", "id", "themes", "name", "slug")[:most]
    return tuple(
        (round(lon, 5), round(lat, 5), key, themes[0] if themes else 0, name, slug)
        for lon, lat, key, themes, name, slug in found
        if lon is not None and lat is not None
    )


def located(filters: Filters) -> int:
    """Return how many of the whole register have a point (from the running squares)."""
    rows = Cell.objects.filter(grid=GRIDS[0], theme=filters.themes[0] if filters.themes else 0)
    return rows.aggregate(total=Sum("n"))["total"] or 0
