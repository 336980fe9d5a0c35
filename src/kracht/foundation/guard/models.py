"""Counts and spent proofs."""

from typing import ClassVar

from django.db import models


class Taken(models.Model):
    """How often one key was used in one hour."""

    privacy: ClassVar = {"id": "internal", "key": "secret", "hour": "internal", "times": "internal"}

    key = models.CharField(max_length=120)
    hour = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "hour"], name="guard_one_count_an_hour")]
        # the clean-up of passed hours
        indexes: ClassVar = [models.Index(fields=["hour"], name="guard_taken_hour")]

    def __str__(self) -> str:
        return f"{self.key} {self.hour:%Y-%m-%d %H}h: {self.times}"


class Spent(models.Model):
    """A proof of work that was handed in, and for which sending; it never counts for another one."""

    privacy: ClassVar = {"id": "internal", "digest": "secret", "once": "secret", "expires_at": "internal"}

    digest = models.CharField(max_length=64, unique=True)
    once = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]} until {self.expires_at:%Y-%m-%d %H:%M}"
