"""Topics, who follows them, and what happened."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kracht.foundation.subscriptions.facts import Cadence, Ended

LIVE = Q(ended_at=None) & ~Q(confirmed_at=None)


class Topic(models.Model):
    """Something that can be followed, once however many follow it."""

    privacy: ClassVar = {"id": "internal", "kind": "internal", "key": "internal", "params": "internal"}

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    params = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="subscriptions_topic_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Round(models.Model):
    """The sending of one topic at one cadence. Up to `place` everyone has been told; it is looked at again at `due_at`."""

    privacy: ClassVar = dict.fromkeys(["id", "topic", "cadence", "place", "due_at"], "internal")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="rounds")
    cadence = models.CharField(max_length=10, choices=Cadence)
    place = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "cadence"], name="subscriptions_one_round")]
        # what is due
        indexes: ClassVar = [models.Index(fields=["due_at"], name="subscriptions_due")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.cadence} at {self.place}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Reads as a sentence."""

    def live(self) -> "SubscriptionQuerySet":
        """Those that get mail."""
        return self.filter(LIVE)

    def of_address(self, address: str) -> "SubscriptionQuerySet":
        """Those of one address, in the form in which it is kept."""
        return self.filter(address=address.strip().lower())


class Subscription(models.Model):
    """One address that follows one topic. Up to `place` it has been told."""

    privacy: ClassVar = {
        "id": "internal",
        "topic": "personal",
        "user": "personal",
        "address": "personal",
        "cadence": "personal",
        "language": "personal",
        "nonce": "secret",
        "place": "internal",
        "created_at": "personal",
        "asked_at": "internal",
        "confirmed_at": "personal",
        "mailed_at": "personal",
        "ended_at": "personal",
        "ended_why": "personal",
    }

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    address = models.EmailField()
    cadence = models.CharField(max_length=10, choices=Cadence)
    language = models.CharField(max_length=5, default="nl")
    nonce = models.CharField(max_length=32, unique=True)
    place = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(help_text="when a mail to confirm or to remind last went")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=10, choices=Ended, blank=True)

    objects: ClassVar[Any] = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address", "topic"], condition=Q(ended_at=None), name="subscriptions_follow_once"
            ),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="subscriptions_lower"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | (~Q(ended_at=None) & ~Q(ended_why="")),
                name="subscriptions_end_has_its_why",
            ),
        ]
        indexes: ClassVar = [
            # whom a round still has to tell, the furthest behind first; how many follow a topic
            models.Index(fields=["topic", "cadence", "place"], name="subscriptions_behind", condition=LIVE),
            # all of one account
            models.Index(fields=["user"], name="subscriptions_of_user", condition=~Q(user=None)),
            # what can be forgotten: never confirmed, or ended
            models.Index(F("created_at"), name="subscriptions_open", condition=Q(confirmed_at=None, ended_at=None)),
            models.Index(F("ended_at"), name="subscriptions_over", condition=~Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.cadence}"


class Happening(models.Model):
    """One thing that happened to a thing that can be followed.

    Rows come in by `operations.noting` and by triggers of domains. `place` is given by one process at a time after the
    row was committed, so who has read up to a place has missed nothing below it.
    """

    privacy: ClassVar = dict.fromkeys(["id", "place", "at", "what", "target_type", "target_id", "detail"], "internal")

    place = models.BigIntegerField(null=True, blank=True, unique=True)
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    target_type = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    detail = models.JSONField(default=dict, db_default={})

    class Meta:
        indexes: ClassVar = [
            # what still needs a place
            models.Index(fields=["id"], name="subscriptions_unplaced", condition=Q(place=None)),
            # what happened to one thing
            models.Index(fields=["target_type", "target_id", "place"], name="subscriptions_of_target"),
            # the clean-up
            models.Index(fields=["at"], name="subscriptions_when"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.target_type} {self.target_id}"
