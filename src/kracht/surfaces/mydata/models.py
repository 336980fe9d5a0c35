"""Downloads that wait to be fetched, links that were mailed, and how far the list of erasures was carried out."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Download(models.Model):
    """A file with everything about one person; `file` is empty while it is being made."""

    privacy: ClassVar = {
        "id": "internal",
        "user": "personal",
        "language": "internal",
        "asked_at": "personal",
        "ends_at": "internal",
        "file": "secret",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)  # the clean-up
    file = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d %H:%M}"


class Door(models.Model):
    """A link that was mailed to an address, to prove that it is theirs who asks; of the link only a hash is kept."""

    privacy: ClassVar = {
        "id": "internal",
        "token_hash": "secret",
        "address": "personal",
        "made_at": "personal",
        "ends_at": "internal",
    }

    token_hash = models.CharField(max_length=64, unique=True)
    address = models.EmailField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)  # the clean-up

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Mark(models.Model):
    """How many lines of the list of erasures this database has carried out. A restored backup says fewer than there are."""

    privacy: ClassVar = {"id": "internal", "lines": "internal"}

    lines = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.lines)
