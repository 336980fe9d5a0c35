"""Which areas a point lies in: by boundary where one is loaded, else by the nearest known point, marked estimated.

What is needed is kept in memory per process and built again when the database has moved on (queries/memory.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from kracht.foundation.places.models import Area, AreaSuccession, Boundary, Kind, Postcode
from kracht.foundation.places.queries.memory import Kept, Version, version
from kracht.kernel import geo

FARTHEST = 12_000  # metres from the nearest postcode or district at which a point is still Dutch (the Wadden)
COAST = 3_000  # metres outside all boundaries at which the nearest one still counts (piers, gaps of simplification)
NARROW_FIRST = (Kind.NEIGHBOURHOOD, Kind.DISTRICT, Kind.MUNICIPALITY, Kind.PROVINCE)

type Point = tuple[float, float]


class OutsideError(ValueError):
    """The point does not lie in the Netherlands."""

    def __init__(self) -> None:
        super().__init__(_("This point does not lie in the Netherlands."))


@dataclass(frozen=True, slots=True)
class Resolution:
    """The areas of a point. `estimated`: the narrowest of them was guessed from the nearest known point.

    `place` is the name of the nearest postcode's town. In the Caribbean Netherlands all areas are None.
    """

    province_id: int | None = None
    municipality_id: int | None = None
    district_id: int | None = None
    neighbourhood_id: int | None = None
    estimated: bool = True
    place: str = ""


def resolve(lat: float, lon: float) -> Resolution:
    """The areas of one point; OutsideError when it lies abroad, ValueError when it is no point at all."""
    found = resolve_many([(lat, lon)])[0]
    if found is None:
        raise OutsideError
    return found


def resolve_many(points: Sequence[Point]) -> list[Resolution | None]:
    """The areas of many points (lat, lon), in their order; None where a point lies abroad."""
    for lat, lon in points:
        geo.check_point(lat, lon)
    return _atlas.get(version()).resolve(points) if points else []


class _Shapes:
    """The polygons of one set, as a tree."""

    def __init__(self, number: int, heirs: dict[int, int]) -> None:
        rows = Boundary.objects.filter(set_id=number, area__isnull=False).values_list("area_id", "geometry")
        shapes, areas = [], []
        for area_id, geometry in rows.iterator(chunk_size=500):
            shapes.append(shapely.make_valid(shapely.geometry.shape(geometry)))
            areas.append(heirs.get(area_id, area_id))
        self.areas = areas
        self.tree = shapely.STRtree(shapes)

    def find(self, points: NDArray[np.object_]) -> list[int | None]:
        """The area of each point (lon, lat), or None far from all of them."""
        found: list[int | None] = [None] * len(points)
        for at, shape in self.tree.query(points, predicate="intersects").T:
            found[at] = self.areas[shape]
        missed = [at for at, area_id in enumerate(found) if area_id is None]
        if missed and self.areas:
            pairs = self.tree.query_nearest(points[missed], max_distance=COAST / 70_000, all_matches=False)
            for at, shape in pairs.T:
                found[missed[at]] = self.areas[shape]
        return found


class _Atlas:
    """Everything needed to find the areas of points, for one state of the database."""

    def __init__(self, now: Version) -> None:
        areas = list(Area.objects.values_list("pk", "kind", "parent_id", "lat", "lon", "ended_on"))
        self.parent = {pk: parent for pk, _kind, parent, *_rest in areas}
        self.kind = {pk: Kind(kind) for pk, kind, *_rest in areas}
        heirs = dict(AreaSuccession.objects.order_by("share").values_list("old_id", "new_id"))
        self.shapes = {Kind(level): _Shapes(number, heirs) for level, number in now.sets}
        known = [
            (lat, lon, municipality, district, place)
            for lat, lon, municipality, district, place in Postcode.objects.values_list(
                "lat", "lon", "municipality_id", "district_id", "place"
            )
        ]
        self.postcodes = len(known)
        known += [
            (lat, lon, parent, pk, "")
            for pk, kind, parent, lat, lon, ended in areas
            if kind == Kind.DISTRICT and ended is None and parent is not None
        ]
        self.known = known
        self.tree = _metre_tree([(row[0], row[1]) for row in known])
        self.post_tree = _metre_tree([(row[0], row[1]) for row in known[: self.postcodes]])

    def resolve(self, points: Sequence[Point]) -> list[Resolution | None]:
        metres = shapely.points([geo.mercator(lat, lon) for lat, lon in points])
        degrees = shapely.points([(lon, lat) for lat, lon in points])
        hits = {level: shapes.find(degrees) for level, shapes in self.shapes.items()}
        nearest = _nearest(self.tree, metres)
        towns = _nearest(self.post_tree, metres)
        return [
            self._one(
                point, [(level, hits[level][at]) for level in NARROW_FIRST if level in hits], nearest[at], towns[at]
            )
            for at, point in enumerate(points)
        ]

    def _one(self, point: Point, hits: list[tuple[Kind, int | None]], near: int, town: int) -> Resolution | None:
        """One point, given what each level's shapes say and which known points are nearest (-1: none)."""
        lat, lon = point
        if not geo.in_netherlands(lat, lon):
            return None
        if any(box.contains(lat, lon) for box in geo.CARIBBEAN_NETHERLANDS):
            return Resolution()
        line: dict[Kind, int] = {}
        for _level, area_id in hits:
            if area_id is not None and not line:
                line = self._line(area_id)
        close = near >= 0 and geo.haversine(lat, lon, self.known[near][0], self.known[near][1]) <= FARTHEST
        national = any(level in {Kind.PROVINCE, Kind.MUNICIPALITY} for level, _area in hits)
        if not line and (national or not close):
            return None
        estimated = Kind.DISTRICT not in line
        if estimated:
            line = self._guess(point, near, line)
        place = self.known[town][4] if town >= 0 else ""
        return Resolution(
            province_id=line.get(Kind.PROVINCE),
            municipality_id=line.get(Kind.MUNICIPALITY),
            district_id=line.get(Kind.DISTRICT),
            neighbourhood_id=line.get(Kind.NEIGHBOURHOOD),
            estimated=estimated,
            place=place,
        )

    def _line(self, area_id: int) -> dict[Kind, int]:
        """An area and all above it."""
        line: dict[Kind, int] = {}
        at: int | None = area_id
        while at is not None:
            line[self.kind[at]] = at
            at = self.parent[at]
        return line

    def _guess(self, point: Point, near: int, line: dict[Kind, int]) -> dict[Kind, int]:
        """Fill what the shapes left open from the nearest known point, within the area that is sure."""
        best = self.known[near] if near >= 0 else None
        if best is None:
            return line
        sure = line.get(Kind.MUNICIPALITY, line.get(Kind.PROVINCE))
        if sure is not None and sure not in self._line(best[2]).values():
            inside = [row for row in self.known if sure in self._line(row[2]).values()]
            best = min(inside, key=lambda row: geo.haversine(*point, row[0], row[1]), default=None)
        if best is None:
            return line
        return self._line(best[3] if best[3] is not None else best[2]) | line


def _metre_tree(points: list[Point]) -> shapely.STRtree:
    return shapely.STRtree(shapely.points([geo.mercator(*point) for point in points]) if points else [])


def _nearest(tree: shapely.STRtree, points: NDArray[np.object_]) -> Sequence[int]:
    """Index of the nearest known point for each point; -1 when nothing is known."""
    if not len(tree.geometries):
        return [-1] * len(points)
    nearest: list[int] = tree.nearest(points).tolist()
    return nearest


_atlas = Kept(_Atlas)
