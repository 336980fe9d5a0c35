"""Notices, and the mail that the demo shows."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One mail to one person. The texts are emptied some time after it was sent."""

    privacy: ClassVar = {
        "id": "internal",
        "user": "personal",
        "address": "personal",
        "kind": "personal",
        "about_type": "personal",
        "about_key": "personal",
        "language": "personal",
        "subject": "personal",
        "text": "personal",
        "html": "personal",
        "once_key": "internal",
        "unsubscribe": "secret",
        "refused": "internal",
        "created_at": "personal",
        "sent_at": "personal",
        "tries": "internal",
        "trouble": "internal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    kind = models.CharField(max_length=60)
    about_type = models.CharField(max_length=60, blank=True)
    about_key = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    once_key = models.CharField(max_length=150, blank=True)
    unsubscribe = models.CharField(max_length=300, blank=True, default="", db_default="")
    refused = models.BooleanField(default=False, db_default=False, help_text="the mail server will never take it")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["once_key"], name="notify_once", condition=~models.Q(once_key=""))
        ]
        indexes: ClassVar = [
            # mail that still has to go: the sweep after a crash
            models.Index(fields=["created_at"], name="notify_unsent", condition=models.Q(sent_at=None)),
            # sent mail whose texts can go
            models.Index(fields=["sent_at"], name="notify_sent", condition=~models.Q(sent_at=None)),
            # addresses that mail servers refuse
            models.Index(fields=["address"], name="notify_refused", condition=models.Q(refused=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"


class SentMail(models.Model):
    """A mail as the demo shows it instead of sending it. Empty in production."""

    privacy: ClassVar = {
        "id": "internal",
        "address": "personal",
        "subject": "personal",
        "text": "personal",
        "html": "personal",
        "at": "personal",
    }

    address = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} {self.at:%Y-%m-%d %H:%M}"
