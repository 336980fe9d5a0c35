"""Tags of partners, and the entries that bear them."""

from typing import ClassVar

from django.db import models

from kracht.domains.partners.facts import TagState
from kracht.domains.partners.models.keys import Partner


class Tag(models.Model):
    """A word of a partner: namespace:word. Others may need the partner's leave to use it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=80, unique=True)
    label_nl = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60, blank=True)
    description = models.CharField(max_length=300, blank=True)
    needs_clearance = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        "id partner name label_nl label_en description needs_clearance created_at".split(), "public"
    )

    def __str__(self) -> str:
        return self.name


class TagUse(models.Model):
    """A tag on an entry. Only cleared ones show; `asked_by` is who put it there: a key, or a person."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="uses")
    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=TagState)
    asked_by = models.CharField(max_length=100)
    asked_for = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys("id tag initiative state asked_for asked_at decided_at reason".split(), "internal"),
        "asked_by": "personal",
    }

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tag", "initiative"], name="partners_tag_once"),)
        indexes = (
            # the clearance desk
            models.Index(fields=["asked_at"], name="partners_tag_asked", condition=models.Q(state="asked")),
        )

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.initiative_id}"
