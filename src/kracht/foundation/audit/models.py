"""The trail as rows."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One act. A trigger of the database refuses every change, and every removal before seven years have passed."""

    privacy: ClassVar = {
        "id": "internal",
        "at": "internal",
        "actor_key": "personal",
        "verb": "internal",
        "target_type": "internal",
        "target_key": "internal",
        "data": "internal",
    }

    at = models.DateTimeField()
    actor_key = models.CharField(max_length=100)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_key = models.CharField(max_length=100)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            # the history of one thing, newest first
            models.Index(fields=["target_type", "target_key", "-id"], name="audit_of_target"),
            # what one actor did, newest first: the person's own download
            models.Index(fields=["actor_key", "-id"], name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_key} {self.verb} {self.target_type} {self.target_key}"
