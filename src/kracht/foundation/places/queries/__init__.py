"""Reading places: the tree of areas, search by name or postcode, the area of a point, shapes."""

from kracht.foundation.places.queries.inhabited import Inhabited, inhabited
from kracht.foundation.places.queries.resolve import OutsideError, Resolution, resolve, resolve_many
from kracht.foundation.places.queries.search import Found, is_postcode, locate, suggest
from kracht.foundation.places.queries.shapes import active_sets, boundary_collection, boundary_version, geometries
from kracht.foundation.places.queries.tree import (
    ancestors,
    area_by_code,
    area_by_id,
    area_by_slug,
    areas_by_id,
    children,
    current,
    municipalities,
    predecessors,
    provinces,
    successor,
)

__all__ = [
    "Found",
    "Inhabited",
    "OutsideError",
    "Resolution",
    "active_sets",
    "ancestors",
    "area_by_code",
    "area_by_id",
    "area_by_slug",
    "areas_by_id",
    "boundary_collection",
    "boundary_version",
    "children",
    "current",
    "geometries",
    "inhabited",
    "is_postcode",
    "locate",
    "municipalities",
    "predecessors",
    "provinces",
    "resolve",
    "resolve_many",
    "successor",
    "suggest",
]
