"""What entries said before: documents written by triggers of the database (migration 0008), and addresses that are gone."""

from typing import ClassVar

from django.db import models
from django.db.models import F

from kracht.domains.initiatives.models.entries import Initiative


class Version(models.Model):
    """The public content of an entry at one moment. Written at commit by a trigger, whoever made the change.

    The database refuses every change of a version but the blanking of contact details. `actor_key` and `verb` are those
    of the trail; a change without an act has the actor "sql:" and the name of the database role.
    """

    initiative = models.ForeignKey(
        Initiative, on_delete=models.DO_NOTHING, db_constraint=False, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=100, blank=True)
    verb = models.CharField(max_length=60, blank=True)
    document = models.JSONField()

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["id", "initiative", "number", "at", "verb"], "public"),
        "actor_key": "personal",
        "document": "personal",  # holds contact details that were public then
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["initiative", "number"], name="version_once"),)
        indexes = (
            # the moderators' list of latest changes
            models.Index(F("at").desc(), F("id").desc(), name="version_latest"),
            # what one person changed: that person's own download
            models.Index(fields=["actor_key"], name="version_of_actor"),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} version {self.number}"


class Gone(models.Model):
    """The address of an entry that was in the register and was deleted; kept by a trigger, so that it answers 410."""

    slug = models.SlugField(max_length=100, primary_key=True)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {"slug": "public", "at": "public"}

    def __str__(self) -> str:
        return self.slug
