"""Pictures as rows; their files lie on the shelf."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """One picture with its files `<folder>/<token>/<width>.webp` and `share.jpg`. The token cannot be guessed."""

    class State(models.TextChoices):
        """Loose pictures belong to nothing yet and go after two days; hidden ones belong to what is not public now."""

        LOOSE = "loose", _("Not used yet")
        USED = "used", _("In use")
        HIDDEN = "hidden", _("Not shown for now")

    privacy: ClassVar = {
        "id": "internal",
        "token": "internal",
        "owner_key": "internal",
        "alt": "public",
        "credit": "public",
        "licence": "public",
        "width": "public",
        "height": "public",
        "widths": "public",
        "sha256": "internal",
        "state": "internal",
        "created_at": "public",
    }

    token = models.CharField(max_length=32, unique=True)
    owner_key = models.CharField(max_length=100, blank=True)
    alt = models.CharField(_("What is in the picture"), max_length=300, blank=True)
    credit = models.CharField(_("Maker"), max_length=200, blank=True)
    licence = models.CharField(_("Licence"), max_length=60, default="CC-BY-4.0")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = ArrayField(models.PositiveIntegerField())
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.LOOSE)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # the pictures of one thing
            models.Index(fields=["owner_key"], name="media_of_owner"),
            # the clean-up of loose pictures
            models.Index(fields=["created_at"], name="media_loose", condition=models.Q(state="loose")),
        ]

    def __str__(self) -> str:
        return self.alt or self.token[:8]
