"""Names people use for a place, postcodes, and which edition of our tables is loaded."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kracht.foundation.places.models.areas import Area, trigram_index


class PlaceName(models.Model):
    """A town, village or hamlet. `code` is WP… (woonplaats) or GN… (GeoNames)."""

    privacy: ClassVar = {
        "id": "public",
        "code": "public",
        "name": "public",
        "norm": "public",
        "aliases": "public",
        "municipality": "public",
        "district": "public",
        "population": "public",
        "lat": "public",
        "lon": "public",
    }

    id = models.AutoField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    norm = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    municipality = models.ForeignKey(Area, models.PROTECT, related_name="+")
    district = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    population = models.PositiveIntegerField(null=True, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["norm"], name="placename_norm")]  # a place by its exact name

    def __str__(self) -> str:
        return self.name


class Postcode(models.Model):
    """The four digits of a Dutch postcode, with the middle of where its addresses lie."""

    privacy: ClassVar = {
        "pc4": "public",
        "place": "public",
        "municipality": "public",
        "district": "public",
        "lat": "public",
        "lon": "public",
    }

    pc4 = models.IntegerField(primary_key=True)
    place = models.CharField(max_length=120)
    municipality = models.ForeignKey(Area, models.PROTECT, related_name="+")
    district = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField()
    lon = models.FloatField()

    def __str__(self) -> str:
        return f"{self.pc4} {self.place}"


class Toponym(models.Model):
    """One spelling of one area or place: what the place search reads. Rebuilt by `load_places`."""

    privacy: ClassVar = {
        "id": "public",
        "key": "public",
        "label": "public",
        "rank": "public",
        "weight": "public",
        "area": "public",
        "place": "public",
    }

    id = models.AutoField(primary_key=True)
    key = models.CharField(max_length=120)  # kernel.text.key of the spelling
    label = models.CharField(max_length=120)  # the spelling itself
    rank = models.SmallIntegerField()  # 0 first: municipality, province, ended municipality, place, district
    weight = models.IntegerField()  # inhabitants: the larger first
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    place = models.ForeignKey(PlaceName, models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="toponym_key"),  # exact name, and prefix while typing (C collation)
            trigram_index("key", "toponym_trgm"),  # name with a typing error
        ]

    def __str__(self) -> str:
        return self.label


class Release(models.Model):
    """An edition of our tables that was loaded; the newest one counts. Its id marks what a process holds in memory."""

    privacy: ClassVar = {
        "id": "internal",
        "digest": "internal",
        "loaded_at": "internal",
    }

    id = models.AutoField(primary_key=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
