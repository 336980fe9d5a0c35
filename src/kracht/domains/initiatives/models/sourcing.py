"""What a source says of an entry: which fields it sent, what became of them, and whether it still knows the record."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Provenance(models.Model):
    """One record of one source, and the entry it feeds. An entry may be fed by several sources.

    `sent` holds per field what the source said last: {field: [digest given, digest written, epoch seconds]}. When the
    entry's value no longer has the digest that was written, somebody changed it here; when the source's value no longer
    has the digest that was given, the source changed it. Both at once is a conflict.
    """

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="provenance")
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=20, blank=True)
    sent = models.JSONField(default=dict)
    owned = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="changed by nobody else")
    moment = models.DateTimeField(null=True, blank=True, help_text="when the source last changed the record")
    written_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True, help_text="since when the source no longer has it")

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        "id initiative source source_key organisation url licence sent owned moment written_at gone_at".split(),
        "internal",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "source_key"], name="ini_provenance_once"),)

    def __str__(self) -> str:
        return f"{self.source}/{self.source_key}"
