"""Running totals, kept by triggers of migration 0003, and the words of the register, refreshed by a job."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class Tally(models.Model):
    """How many published initiatives an area holds, in all and per facet value. Kept by triggers, never by hand.

    `facet` is all, theme, stage, need, sector, or people and hours (then `n` is the sum). Examples count apart.
    """

    area_id = models.IntegerField()
    facet = models.CharField(max_length=8)
    value = models.CharField(max_length=12)
    is_example = models.BooleanField()
    n = models.BigIntegerField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "area_id", "facet", "value", "is_example", "n"], "public")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["area_id", "facet", "value", "is_example"], name="tally_once"),)

    def __str__(self) -> str:
        return f"{self.area_id} {self.facet}={self.value}: {self.n}"


class Cell(models.Model):
    """Published initiatives in a square of the map at low zooms: count and sums of the coordinates.

    `grid` is the zoom whose tiles are the squares, `cell` the Morton number of the square, `theme` 0 for all.
    """

    grid = models.SmallIntegerField()
    cell = models.BigIntegerField()
    theme = models.IntegerField()
    n = models.IntegerField()
    lon_sum = models.FloatField()
    lat_sum = models.FloatField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys("id grid cell theme n lon_sum lat_sum".split(), "public")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["grid", "theme", "cell"], name="cell_once"),)

    def __str__(self) -> str:
        return f"{self.grid}/{self.cell}: {self.n}"


class Word(models.Model):
    """A word that stands in the register, for did-you-mean and completion; refreshed by a job."""

    word = models.CharField(max_length=60, primary_key=True)
    n = models.IntegerField()

    privacy: ClassVar[dict[str, str]] = {"word": "public", "n": "public"}

    class Meta:
        indexes = (
            # did you mean
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_trgm"),
        )

    def __str__(self) -> str:
        return self.word
