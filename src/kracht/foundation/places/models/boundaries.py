"""Shapes of areas, kept in sets of which one per level is in force."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kracht.foundation.places.models.areas import Area, Kind


class BoundarySet(models.Model):
    """All boundaries of one level in one year. Only an active set is used; a half-loaded one is never seen."""

    class State(models.TextChoices):
        LOADING = "loading", _("loading")
        ACTIVE = "active", _("active")
        OLD = "old", _("replaced")

    privacy: ClassVar = {
        "id": "public",
        "level": "public",
        "year": "public",
        "source": "public",
        "licence": "public",
        "state": "public",
        "next_url": "internal",
        "pages": "internal",
        "offset": "internal",
        "features": "internal",
        "expected": "internal",
        "started_at": "public",
        "activated_at": "public",
    }

    id = models.AutoField(primary_key=True)
    level = models.CharField(max_length=13, choices=Kind)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=500)  # path or address it was read from
    licence = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.LOADING)
    next_url = models.CharField(max_length=2000, blank=True)  # the page to read next, when the source has pages
    pages = models.PositiveIntegerField(default=0)
    offset = models.PositiveIntegerField(default=0)  # features stored of the page or file that is being read
    features = models.PositiveIntegerField(default=0)  # features read in all
    expected = models.PositiveIntegerField(null=True, blank=True)  # what the source says it holds
    started_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level"], condition=Q(state="active"), name="boundaryset_one_active"),
            models.UniqueConstraint(
                fields=["level", "year", "source"], condition=Q(state="loading"), name="boundaryset_one_loading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.year}"


class Boundary(models.Model):
    """The shape of one area in one set: GeoJSON geometry in degrees."""

    privacy: ClassVar = {
        "id": "public",
        "set": "public",
        "code": "public",
        "name": "public",
        "parent_code": "public",
        "area": "public",
        "geometry": "public",
        "west": "public",
        "south": "public",
        "east": "public",
        "north": "public",
    }

    id = models.AutoField(primary_key=True)
    set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="boundaries")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120, blank=True)
    parent_code = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")  # known once active
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["set", "code"], name="boundary_once")]

    def __str__(self) -> str:
        return self.code
