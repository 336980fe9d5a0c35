"""Whose an entry is: owners, claims, invitations, proposals of others, and reminders.

All of it goes with its entry by a foreign key of the database (ON DELETE CASCADE, migration 0007), so that an entry that
is deleted by SQL or by a bulk operation takes it along too.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kracht.domains.initiatives.facts import ClaimState, Evidence, InvitationKind, ProposalState
from kracht.domains.initiatives.models.entries import Initiative


class Owner(models.Model):
    """A person or an organisation that keeps an entry. Leaving removes the row; the trail keeps that it was there."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.DO_NOTHING, db_constraint=False, related_name="owners", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    evidence = models.CharField(max_length=12, choices=Evidence.choices)
    since = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["user", "evidence", "since"], "personal"),
        **dict.fromkeys(["id", "initiative", "organisation"], "internal"),
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["initiative", "user"], name="owner_person_once"),
            models.UniqueConstraint(fields=["initiative", "organisation"], name="owner_organisation_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, organisation__isnull=True)
                | Q(user__isnull=True, organisation__isnull=False),
                name="owner_is_one_of_both",
            ),
        )

    def __str__(self) -> str:
        return f"owner of {self.initiative_id}"


class Claim(models.Model):
    """“This is mine”, by somebody who is signed in, with the evidence; for a person or for an organisation."""

    initiative = models.ForeignKey(Initiative, on_delete=models.DO_NOTHING, db_constraint=False, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    evidence = models.CharField(max_length=12, choices=Evidence.choices)
    state = models.CharField(max_length=10, choices=ClaimState.choices)
    words = models.TextField(blank=True, max_length=2000)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, max_length=2000)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["user", "evidence", "words", "created_at", "reason", "state"], "personal"),
        **dict.fromkeys(["id", "initiative", "organisation", "code_sent_at", "code_tries", "decided_at"], "internal"),
        "code_hash": "secret",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["initiative", "user"], name="claim_one_open", condition=Q(state__in=ClaimState.open_ones())
            ),
        )
        indexes = (
            # the moderators' queue, and what owners left without an answer
            models.Index(fields=["state", "created_at"], name="claim_queue", condition=Q(decided_at=None)),
        )

    def __str__(self) -> str:
        return f"claim on {self.initiative_id}"


class Invitation(models.Model):
    """An address that is asked to own an entry too, or to take it over. The address goes when it is answered."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.DO_NOTHING, db_constraint=False, related_name="invitations"
    )
    kind = models.CharField(max_length=10, choices=InvitationKind.choices)
    email = models.EmailField(blank=True)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["email", "inviter", "kind", "created_at"], "personal"),
        **dict.fromkeys(["id", "initiative", "ended_at"], "internal"),
        "token_hash": "secret",
    }

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["initiative", "email"], name="invitation_one_open", condition=Q(ended_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.initiative_id}"


class Proposal(models.Model):
    """Changes that somebody else than an owner would make. `changes` is {field: {"from": …, "to": …}} (see changes.py).

    `email` is that of a visitor without an account, and goes some time after the decision.
    """

    initiative = models.ForeignKey(
        Initiative, on_delete=models.DO_NOTHING, db_constraint=False, related_name="proposals"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=3, default="nl")
    token_hash = models.CharField(max_length=64, unique=True)
    once_key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=ProposalState.choices)
    changes = models.JSONField()
    pictures = ArrayField(models.BigIntegerField(), default=list, blank=True)
    why = models.TextField(blank=True, max_length=1000)
    taken = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys(["user", "email", "language", "why", "changes", "created_at", "reason"], "personal"),
        **dict.fromkeys(["id", "initiative", "once_key", "state", "pictures", "taken", "decided_at"], "internal"),
        "token_hash": "secret",
    }

    class Meta:
        indexes = (
            # the moderators' queue, drafts that were never confirmed, addresses that can go
            models.Index(fields=["state", "created_at"], name="proposal_queue"),
        )

    def __str__(self) -> str:
        return f"proposal for {self.initiative_id}"


class Reminder(models.Model):
    """How often those of an entry were asked whether it is still right, since its last confirmation `about`."""

    initiative = models.OneToOneField(
        Initiative, on_delete=models.DO_NOTHING, db_constraint=False, related_name="reminder"
    )
    about = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(["id", "initiative", "about", "times", "sent_at"], "internal")

    def __str__(self) -> str:
        return f"reminder {self.times} of {self.initiative_id}"
