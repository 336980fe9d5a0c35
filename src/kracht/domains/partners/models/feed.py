"""What changed in the register, and who is told by webhook."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kracht.domains.partners.facts import ChangeKind, DeliveryState, HookScope, HookState
from kracht.domains.partners.models.keys import Partner


class Change(models.Model):
    """The latest public change of one entry: written by triggers of the register (sql.py), numbered by the pump.

    The number is given after the change is committed, in order, so that no reader of the feed ever skips one.
    No foreign key: a removed entry stays here as its tombstone.
    """

    initiative_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=8, choices=ChangeKind)
    slug = models.CharField(max_length=100)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=20)
    at = models.DateTimeField()
    by_source = models.CharField(max_length=60, blank=True)  # the partner that changed it, who needs no message

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        "initiative_id number kind slug source source_key licence at by_source".split(), "public"
    )

    class Meta:
        indexes = (
            # what still needs a number
            models.Index(fields=["at"], name="partners_unnumbered", condition=Q(number=None)),
            # tombstones by address and by source
            models.Index(fields=["slug"], name="partners_gone", condition=Q(kind="deleted")),
            models.Index(fields=["source", "source_key"], name="partners_gone_source", condition=Q(kind="deleted")),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.slug}"


class Webhook(models.Model):
    """Where a partner wants to be told. The signing secret is made from `salt` and the site's own secret."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=500)
    scope = models.CharField(max_length=10, choices=HookScope, default=HookScope.OWN)
    state = models.CharField(max_length=8, choices=HookState, default=HookState.ACTIVE)
    salt = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys("id partner url scope state failures failing_since last_ok_at created_at".split(), "internal"),
        "salt": "secret",
    }

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message to one webhook: exactly these bytes, however often they are sent."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=80)
    event = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        "id webhook message event subject body state tries status trouble created_at next_at done_at".split(),
        "internal",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["webhook", "message"], name="partners_message_once"),)
        indexes = (
            # the log, newest first
            models.Index(fields=["webhook", "-id"], name="partners_log"),
            # what a lost job left behind
            models.Index(fields=["next_at"], name="partners_due", condition=Q(state="waiting")),
            # the clean-up of old messages
            models.Index(fields=["created_at"], name="partners_old", condition=~Q(state="waiting")),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.message}"
