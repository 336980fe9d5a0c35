"""Gifts of money, goods and hours to an initiative-year, and the word that was said about each. Rows are only added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kracht.domains.value.facts import GiftKind, GiftSaid


class Gift(models.Model):
    """What somebody promised to give. `cents` for money and the worth of goods, `minutes` for hours of work."""

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=GiftKind)
    cents = models.PositiveBigIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    giver = models.CharField(max_length=100)  # audit key; emptied when the person goes
    shown_as = models.CharField(max_length=80, blank=True)  # the name on the public page; empty: "a giver"
    once = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["id", "initiative", "year", "kind", "cents", "minutes", "at"], "public"),
        **dict.fromkeys(["giver", "shown_as"], "personal"),
        "once": "internal",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="hours", cents=0, minutes__gt=0) | (~Q(kind="hours") & Q(cents__gt=0, minutes=0)),
                name="value_gift_of_its_kind",
            ),
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="value_gift_year_possible"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["initiative", "year"], name="value_gifts_of_year"),  # the page of an initiative-year
            models.Index(fields=["giver"], name="value_gifts_of_giver"),  # my gifts
        ]

    def __str__(self) -> str:
        return f"gift {self.pk}"


class GiftWord(models.Model):
    """What became of a gift: received, not received, or withdrawn by the giver. Said once."""

    gift = models.OneToOneField(Gift, models.PROTECT, related_name="word")
    said = models.CharField(max_length=9, choices=GiftSaid)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {**dict.fromkeys(["id", "gift", "said", "at"], "public"), "by": "personal"}

    def __str__(self) -> str:
        return f"{self.said} {self.gift_id}"
