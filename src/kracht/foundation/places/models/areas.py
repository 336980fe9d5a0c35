"""The tree of areas, and what became of areas that ended."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The levels of the tree, from wide to narrow."""

    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    MUNICIPALITY = "municipality", _("municipality")
    DISTRICT = "district", _("district")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")


PARENT_KIND = {
    Kind.PROVINCE: Kind.COUNTRY,
    Kind.MUNICIPALITY: Kind.PROVINCE,
    Kind.DISTRICT: Kind.MUNICIPALITY,
    Kind.NEIGHBOURHOOD: Kind.DISTRICT,
}
CHILD_KIND = {parent: child for child, parent in PARENT_KIND.items()}


class AreaQuerySet(models.QuerySet["Area"]):
    def current(self) -> "AreaQuerySet":
        """Areas that exist today."""
        return self.filter(ended_on=None)

    def of_kind(self, kind: str) -> "AreaQuerySet":
        return self.filter(kind=kind)


class Area(models.Model):
    """One area, now or ended. The id is int4 on purpose: btree_gist cannot match a bigint with Django's int4 value."""

    privacy: ClassVar = {
        "id": "public",
        "code": "public",
        "kind": "public",
        "name": "public",
        "slug": "public",
        "norm": "public",
        "aliases": "public",
        "parent": "public",
        "population": "public",
        "area_km2": "public",
        "lat": "public",
        "lon": "public",
        "west": "public",
        "south": "public",
        "east": "public",
        "north": "public",
        "ended_on": "public",
        "source": "public",
    }

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=10, unique=True)  # NL, PV20, GM0014, WK001400, BU00140000 (CBS)
    kind = models.CharField(max_length=13, choices=Kind)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    norm = models.CharField(max_length=120)  # kernel.text.norm(name): sorts and compares
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    population = models.PositiveIntegerField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        indexes = [
            # children of an area in the order of the alphabet; all areas of a kind
            models.Index(fields=["parent", "norm"], name="area_parent_norm"),
            models.Index(fields=["kind", "norm"], name="area_kind_norm"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind=Kind.COUNTRY) | Q(parent__isnull=False), name="area_has_parent"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="area_kind_known"),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="area_point_on_earth"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        """Whether the area exists today."""
        return self.ended_on is None

    @property
    def bbox(self) -> tuple[float, float, float, float] | None:
        """(west, south, east, north) in degrees, or None when unknown."""
        if self.west is None or self.south is None or self.east is None or self.north is None:
            return None
        return self.west, self.south, self.east, self.north


class AreaSuccession(models.Model):
    """On a day, this share of the inhabitants of one area went to another."""

    privacy: ClassVar = {
        "id": "public",
        "old": "public",
        "new": "public",
        "on": "public",
        "share": "public",
    }

    id = models.AutoField(primary_key=True)
    old = models.ForeignKey(Area, models.CASCADE, related_name="successions")
    new = models.ForeignKey(Area, models.CASCADE, related_name="origins")
    on = models.DateField()
    share = models.FloatField(default=1.0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="succession_share"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}"


def trigram_index(column: str, name: str) -> GinIndex:
    """An index for names with typing errors and for `contains`."""
    return GinIndex(OpClass(F(column), "gin_trgm_ops"), name=name, fastupdate=False)
