"""One initiative-year on its way to a published sheet: answers, evidence, the survey of participants, reviews."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kracht.domains.value.facts import State, Verdict


class Appraisal(models.Model):
    """The figures of one initiative in one year. `answers` holds what was typed, by step, right or wrong."""

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)  # grows with each save: two tabs never overwrite each other
    value_set = models.ForeignKey("value.ValueSet", models.PROTECT, related_name="+")
    correcting = models.CharField(max_length=1000, blank=True)  # why a published year was opened again
    started_by = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=100, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["id", "initiative", "year", "state", "value_set", "correcting"], "public"),
        **dict.fromkeys(["answers", "version", "started_at", "saved_at", "submitted_at"], "internal"),
        **dict.fromkeys(["started_by", "submitted_by"], "personal"),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "year"], name="value_year_once"),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="value_year_possible"),
        ]
        # the reviewers' desk
        indexes: ClassVar = [models.Index(fields=["state", "submitted_at"], name="value_desk")]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.year}"


class Evidence(models.Model):
    """A file that shows how one knows; for owners and reviewers only. Its fingerprint is on the public sheet."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="evidence")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["sha256", "kind", "size"], "public"),
        **dict.fromkeys(["id", "appraisal", "name", "content", "added_at"], "internal"),
        "added_by": "personal",
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appraisal", "sha256"], name="value_evidence_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """One participant who was asked. The address is not kept: only a keyed hash, so that nobody is asked twice."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="invitations")
    address_hash = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["id", "appraisal", "sent_at", "answered_at"], "internal"),
        **dict.fromkeys(["address_hash", "token_hash"], "secret"),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["appraisal", "address_hash"], name="value_invited_once"),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.appraisal_id}"


class Reply(models.Model):
    """What one participant answered; not tied to the invitation, nor to a moment."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="replies")
    improved = models.JSONField(default=dict)  # code: true or false
    others = models.PositiveSmallIntegerField(default=0)  # how many others helped with this
    helped_by = models.JSONField(default=list)  # ids of other initiatives of the municipality that helped
    worse = models.CharField(max_length=500, blank=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ["id", "appraisal", "improved", "others", "helped_by", "worse"], "internal"
    )

    def __str__(self) -> str:
        return f"reply for {self.appraisal_id}"


class Review(models.Model):
    """A reviewer's word. Rows are only added."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=6, choices=Verdict)
    text = models.TextField(blank=True, max_length=2000)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["id", "appraisal", "verdict", "text", "at"], "internal"),
        "by": "personal",
    }

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.verdict} of {self.appraisal_id}"
