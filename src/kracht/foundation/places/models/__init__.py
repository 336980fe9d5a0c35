"""Areas, names, boundaries, and the mixin that gives a row of another app its place."""

from kracht.foundation.places.models.areas import Area, AreaSuccession, Kind
from kracht.foundation.places.models.boundaries import Boundary, BoundarySet
from kracht.foundation.places.models.located import Located, LocatedQuerySet, located_constraints, located_indexes
from kracht.foundation.places.models.names import PlaceName, Postcode, Release, Toponym
from kracht.foundation.places.models.points import Distance, PointField, point

__all__ = [
    "Area",
    "AreaSuccession",
    "Boundary",
    "BoundarySet",
    "Distance",
    "Kind",
    "Located",
    "LocatedQuerySet",
    "PlaceName",
    "PointField",
    "Postcode",
    "Release",
    "Toponym",
    "located_constraints",
    "located_indexes",
    "point",
]
