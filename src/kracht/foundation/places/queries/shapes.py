"""Shapes of areas for maps: GeoJSON per level, from the boundaries in force."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import shapely
from django.db.models import Q

from kracht.foundation.places.models import Area, Boundary, BoundarySet, Kind

MAX_TOLERANCE = 0.05
Collection = dict[str, Any]


def active_sets() -> dict[str, BoundarySet]:
    """The boundary set in force of each level that has one."""
    return {row.level: row for row in BoundarySet.objects.filter(state=BoundarySet.State.ACTIVE)}


def boundary_version(level: str) -> int | None:
    """Number of the set in force at this level, for an ETag; None when there is none."""
    return BoundarySet.objects.filter(state=BoundarySet.State.ACTIVE, level=level).values_list("pk", flat=True).first()


def boundary_collection(level: str, within: Area | None = None, tolerance: float = 0.0) -> Collection | None:
    """A GeoJSON FeatureCollection of the areas of a level, of the country or within one area; None without boundaries.

    `tolerance` in degrees (0.001 is about 100 m) takes out points; neighbours keep their common border.
    Properties: code, name, slug, population. Raises ValueError for a level that does not exist.
    """
    if level not in Kind.values:
        raise ValueError("There is no such level of areas.")
    if not 0 <= tolerance <= MAX_TOLERANCE:
        raise ValueError(f"Tolerance must lie between 0 and {MAX_TOLERANCE}.")
    number = boundary_version(level)
    if number is None:
        return None
    return _collection(number, within.code if within else "", tolerance)


def geometries(area_ids: Iterable[int]) -> dict[int, Collection]:
    """GeoJSON geometries in degrees of these areas, from the boundaries in force; areas without one are absent."""
    rows = Boundary.objects.filter(set__state=BoundarySet.State.ACTIVE, area_id__in=list(area_ids))
    return {area_id: geometry for area_id, geometry in rows.values_list("area_id", "geometry") if area_id is not None}


@lru_cache(maxsize=32)
def _collection(number: int, within: str, tolerance: float) -> Collection:
    """One collection, kept per process under the number of its set."""
    found = Boundary.objects.filter(set_id=number, area__isnull=False).select_related("area").order_by("code")
    rows = list(found.filter(_inside(within)) if within else found)
    shapes = [shapely.make_valid(shapely.geometry.shape(row.geometry)) for row in rows]
    if tolerance and shapes:
        shapes = list(shapely.coverage_simplify(shapes, tolerance))
    return {
        "type": "FeatureCollection",
        "features": [_feature(row.area, shape) for row, shape in zip(rows, shapes, strict=True) if not shape.is_empty],
    }


def _inside(code: str) -> Q:
    """Boundaries of the area itself, or of areas up to three levels below it."""
    condition = Q(area__code=code)
    for path in ("area__parent", "area__parent__parent", "area__parent__parent__parent"):
        condition |= Q(**{f"{path}__code": code})
    return condition


def _feature(area: Area | None, shape: shapely.Geometry) -> dict[str, Any]:
    properties = {}
    if area is not None:
        properties = {"code": area.code, "name": area.name, "slug": area.slug, "population": area.population}
    geometry = shapely.geometry.mapping(shapely.set_precision(shape, 0.00001))
    return {"type": "Feature", "id": area.pk if area else None, "properties": properties, "geometry": geometry}
