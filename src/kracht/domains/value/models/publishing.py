"""What was published: sheets with the run they come from, events, and releases in a chain of hashes."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from kracht.domains.value.facts import EventKind, ReleaseKind


class Run(models.Model):
    """The record of one run: canonical JSON from which it replays to the byte. Rows are only added (trigger)."""

    hash = models.CharField(max_length=64, unique=True)
    record = models.TextField()
    made_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "hash", "record", "made_at"], "public")

    def __str__(self) -> str:
        return self.hash[:12]


class Publication(models.Model):
    """One published sheet of an initiative-year; a correction is the next number. Rows are only added (trigger)."""

    appraisal = models.ForeignKey("value.Appraisal", models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    run = models.OneToOneField(Run, models.PROTECT, related_name="publication")
    value_set = models.ForeignKey("value.ValueSet", models.PROTECT, related_name="+")
    activities = models.TextField(blank=True, max_length=2000)
    evidence = models.JSONField(default=list)  # fingerprints of the files
    first_by = models.CharField(max_length=100)
    second_by = models.CharField(max_length=100)
    at = models.DateTimeField()
    reason = models.CharField(max_length=1000, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            ["id", "appraisal", "number", "run", "value_set", "activities", "evidence", "at", "reason"], "public"
        ),
        **dict.fromkeys(["first_by", "second_by"], "personal"),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appraisal", "number"], name="value_publication_once"),
            models.CheckConstraint(condition=~Q(first_by=F("second_by")), name="value_publication_two_persons"),
        ]
        # what was known at a moment: releases
        indexes: ClassVar = [models.Index(fields=["at"], name="value_published_at")]

    def __str__(self) -> str:
        return f"{self.appraisal_id}.{self.number}"


class Event(models.Model):
    """An initiative left the index: closed, taken over or withdrawn. Silence is derived, never entered."""

    initiative = models.OneToOneField("initiatives.Initiative", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EventKind)
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "initiative", "kind", "on", "note"], "public")

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.kind}"


class Need(models.Model):
    """How many people in an area need a change, from a source: the need side of the growth map."""

    area = models.ForeignKey("places.Area", models.CASCADE, related_name="+")
    driver = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(null=True, blank=True)  # null: hidden by the source
    source = models.CharField(max_length=300)
    demonstration = models.BooleanField(default=False)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ["id", "area", "driver", "year", "people", "source", "demonstration"], "public"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "driver", "year"], name="value_need_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.driver} {self.year}"


class Release(models.Model):
    """A snapshot: everything that was computed, with what it was computed from. Chained, and only added (trigger)."""

    name = models.CharField(max_length=20, unique=True)  # 2024, 2026Q3
    kind = models.CharField(max_length=8, choices=ReleaseKind)
    cutoff = models.DateField()
    made_at = models.DateTimeField()
    document = models.TextField()  # canonical JSON: inputs, outputs, versions, previous, hash
    hash = models.CharField(max_length=64, unique=True)
    previous = models.CharField(max_length=64, blank=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ["id", "name", "kind", "cutoff", "made_at", "document", "hash", "previous"], "public"
    )

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            # a chain does not fork
            models.UniqueConstraint(fields=["previous"], name="value_chain_does_not_fork"),
        ]

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """One piece of a release's outputs, to read without the whole: stage `index`, key `theme:6`, and so on."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="parts")
    stage = models.CharField(max_length=12)
    key = models.CharField(max_length=120)
    document = models.JSONField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "release", "stage", "key", "document"], "public")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "stage", "key"], name="value_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.key}"
