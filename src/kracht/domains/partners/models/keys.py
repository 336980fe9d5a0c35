"""Who publishes by machine: partners, their keys, what was answered once, and records that were refused."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kracht.domains.initiatives.facts import Licence
from kracht.domains.partners.facts import PER_HOUR, PartnerState


class Partner(models.Model):
    """An organisation that publishes records of its own. `source` names them in the register."""

    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=60, unique=True)
    namespace = models.SlugField(max_length=30, unique=True)
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.CC_BY)
    about = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=PartnerState, default=PartnerState.ASKED)
    reason = models.CharField(max_length=1000, blank=True)
    contact_email = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys("id organisation source namespace licence about created_at".split(), "public"),
        **dict.fromkeys("state reason decided_at".split(), "internal"),
        "contact_email": "personal",
    }

    def __str__(self) -> str:
        return self.source


class Key(models.Model):
    """A key of the API, known by its hash alone. It ends at `ends_at` when revoked or replaced, else at `expires_at`."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=60)
    start = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=30))
    per_hour = models.PositiveIntegerField(default=PER_HOUR)
    made_by = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[dict[str, str]] = {
        **dict.fromkeys("id partner name scopes per_hour created_at expires_at ends_at used_at".split(), "internal"),
        **dict.fromkeys(["start", "digest"], "secret"),
        "made_by": "personal",
    }

    class Meta:
        # keys that expire soon: the mail before
        indexes = (models.Index(fields=["expires_at"], name="partners_expiring", condition=Q(ends_at=None)),)

    def __str__(self) -> str:
        return self.name


class Once(models.Model):
    """What a request with an Idempotency-Key was answered; the same request again gets the same answer."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_index=True)

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        "id partner key digest status body location created_at".split(), "internal"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["partner", "key"], name="partners_answer_once"),)

    def __str__(self) -> str:
        return self.key


class Trouble(models.Model):
    """The latest record with this key that could not be taken as it was; gone as soon as one can."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    source_key = models.CharField(max_length=200)
    errors = models.JSONField()  # [[field, sentence], …]
    at = models.DateTimeField()

    privacy: ClassVar[dict[str, str]] = dict.fromkeys("id partner source_key errors at".split(), "internal")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["partner", "source_key"], name="partners_trouble_once"),)

    def __str__(self) -> str:
        return self.source_key
