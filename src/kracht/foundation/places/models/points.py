"""PostgreSQL's own `point` type in Web Mercator metres: column, box and circle filters, distance for nearest-first.

No PostGIS: a GiST index on `point` serves `<@ box`, `<@ circle` and `<->` (measured in docs/adr). Web Mercator keeps
angles, so a small circle stays a circle when its radius is divided by the cosine of its latitude.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, FloatField, Func, Value
from django.db.models.sql.compiler import SQLCompiler

from kracht.kernel import geo

type Sql = tuple[str, tuple[Any, ...]]

if TYPE_CHECKING:  # Django's own classes cannot be subscripted while running
    _Field = models.Field[tuple[float, float], tuple[float, float]]
    _Lookup = models.Lookup[Any]
else:
    _Field = models.Field
    _Lookup = models.Lookup


class PointField(_Field):
    """A `point` column; in Python a tuple (x, y) in metres."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "point"

    def from_db_value(self, value: str | None, *_: object) -> tuple[float, float] | None:
        if value is None:
            return None
        x, y = value.strip("()").split(",")
        return float(x), float(y)


def point(lat: float, lon: float) -> Func:
    """SQL of a fixed point, in Web Mercator metres."""
    x, y = geo.mercator(lat, lon)
    return Func(Value(x), Value(y), function="point", output_field=PointField())


def mercator_of(lat: str, lon: str) -> Func:
    """SQL of the point of two columns; immutable, so fit for a generated column."""
    return Func(F(lat), F(lon), function="public.kracht_mp", output_field=PointField())


def quadkey_of(lat: str, lon: str) -> Func:
    """SQL of `kernel.geo.quadkey` of two columns; immutable."""
    return Func(F(lat), F(lon), function="public.kracht_qk", output_field=models.BigIntegerField())


class Distance(Func):
    """`a <-> b`: distance in Web Mercator units. ORDER BY it alone and the GiST index yields rows nearest first."""

    template = "(%(expressions)s)"
    arg_joiner = " <-> "

    def __init__(self, column: str, lat: float, lon: float) -> None:
        super().__init__(F(column), point(lat, lon), output_field=FloatField())


@PointField.register_lookup
class InBox(_Lookup):
    """`mp__in_box=Bbox`: inside a box given in degrees, edges included."""

    lookup_name = "in_box"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        left, params = self.process_lhs(compiler, connection)
        west, south, east, north = self.rhs
        corners = [*geo.mercator(south, west), *geo.mercator(north, east)]
        return f"{left} <@ box(point(%s, %s), point(%s, %s))", (*params, *corners)

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [value]


@PointField.register_lookup
class InCircle(_Lookup):
    """`mp__in_circle=(lat, lon, metres)`: within so many metres over the ground."""

    lookup_name = "in_circle"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        left, params = self.process_lhs(compiler, connection)
        lat, lon, metres = self.rhs
        circle = [*geo.mercator(lat, lon), geo.mercator_metres(lat, metres)]
        return f"{left} <@ circle(point(%s, %s), %s)", (*params, *circle)
