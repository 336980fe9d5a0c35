"""The mixin that gives a row its place.

A concrete model takes it like this (the prefix keeps index names short and unique)::

    class Initiative(Located):
        privacy: ClassVar = {**Located.privacy, ...}
        objects = InitiativeQuerySet.as_manager()      # class InitiativeQuerySet(LocatedQuerySet["Initiative"])

        class Meta:
            indexes = [*located_indexes("ini"), ...]
            constraints = [*located_constraints("ini"), ...]

A filter that belongs with a distance (a theme, say) deserves a GiST index of both, on an **int4** column:
``GistIndex(F("theme_id"), F("mp"), name="ini_theme_mp")``.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kracht.foundation.places.models.areas import Area, Kind
from kracht.foundation.places.models.points import Distance, PointField, mercator_of, quadkey_of

AREA_COLUMN = {
    Kind.PROVINCE: "province_id",
    Kind.MUNICIPALITY: "municipality_id",
    Kind.DISTRICT: "district_id",
    Kind.NEIGHBOURHOOD: "neighbourhood_id",
}


class LocatedQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Reads rows by place. Points are degrees, distances metres over the ground."""

    def near(self, lat: float, lon: float, metres: float) -> Self:
        """Rows within so many metres, in no order."""
        return self.filter(mp__in_circle=(lat, lon, metres))

    def nearest(self, lat: float, lon: float) -> Self:
        """Rows with a point, nearest first. Slice it: only then the index stops early."""
        return self.filter(mp__isnull=False).order_by(Distance("mp", lat, lon))

    def inside(self, bbox: tuple[float, float, float, float]) -> Self:
        """Rows inside (west, south, east, north), edges included, in no order."""
        return self.filter(mp__in_box=bbox)

    def in_area(self, area: Area) -> Self:
        """Rows that were found to lie in the area; every row for the country."""
        if area.kind == Kind.COUNTRY:
            return self.all()
        return self.filter(**{AREA_COLUMN[Kind(area.kind)]: area.pk})

    def in_ranges(self, ranges: Iterable[tuple[int, int]]) -> Self:
        """Rows whose `qk` lies in one of `kernel.geo.quadkey_ranges`."""
        condition = Q(pk__in=[])
        for low, high in ranges:
            condition |= Q(qk__range=(low, high))
        return self.filter(condition)


class Located(models.Model):
    """Latitude and longitude with what is computed from them, and the areas they lie in.

    With `place_kind` "area" the row means "somewhere in this area": the point is then the middle of that area or of
    a coarse grid cell (`kernel.geo.coarse`), never somebody's address. The areas are filled once, at write, from
    `places.queries.resolve`; `area_estimated` says that no boundary was at hand.
    """

    class PlaceKind(models.TextChoices):
        EXACT = "exact", _("at this point")
        AREA = "area", _("somewhere in this area")

    privacy: ClassVar = {
        "lat": "public",
        "lon": "public",
        "mp": "public",
        "qk": "public",
        "place_kind": "public",
        "place_name": "public",
        "province": "public",
        "municipality": "public",
        "district": "public",
        "neighbourhood": "public",
        "area_estimated": "public",
    }

    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    mp = models.GeneratedField(expression=mercator_of("lat", "lon"), output_field=PointField(), db_persist=True)
    qk = models.GeneratedField(
        expression=quadkey_of("lat", "lon"), output_field=models.BigIntegerField(), db_persist=True
    )
    place_kind = models.CharField(_("kind of place"), max_length=5, choices=PlaceKind, default=PlaceKind.EXACT)
    place_name = models.CharField(_("place"), max_length=120, blank=True)
    province = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    municipality = models.ForeignKey(
        "places.Area", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    district = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    neighbourhood = models.ForeignKey(
        "places.Area", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    area_estimated = models.BooleanField(_("area is an estimate"), default=False)

    class Meta:
        abstract = True


def located_indexes(prefix: str) -> list[models.Index]:
    """Indexes for `near`, `nearest`, `inside` (mp), clusters (qk) and `in_area`; the prefix is at most 10 letters."""
    return [
        GistIndex(F("mp"), name=f"{prefix}_mp"),
        models.Index(fields=["qk"], name=f"{prefix}_qk"),
        models.Index(fields=["province"], name=f"{prefix}_province"),
        models.Index(fields=["municipality"], name=f"{prefix}_municipality"),
        models.Index(fields=["district"], name=f"{prefix}_district"),
        models.Index(fields=["neighbourhood"], name=f"{prefix}_neighbourhood"),
    ]


def located_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A point is whole or absent, and lies on earth."""
    absent = Q(lat__isnull=True, lon__isnull=True)
    on_earth = Q(lat__range=(-85, 85), lon__range=(-180, 180))
    whole = absent | Q(Q(lat__isnull=False, lon__isnull=False), on_earth)  # a check passes on NULL, so say it
    return [
        models.CheckConstraint(condition=whole, name=f"{prefix}_point_whole"),
        models.CheckConstraint(condition=Q(place_kind__in=list(Located.PlaceKind)), name=f"{prefix}_place_kind"),
    ]
