"""Criteria, checks, evidence and findings."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kracht.domains.labels.facts import OPEN, State, Verdict


class CriteriaSet(models.Model):
    """A version of the criteria. Published once, never changed: a check is held to the version it began with."""

    privacy: ClassVar = dict.fromkeys(["id", "version", "published_on"], "public")

    version = models.PositiveSmallIntegerField(unique=True)
    published_on = models.DateField()

    def __str__(self) -> str:
        return f"version {self.version}"


class Criterion(models.Model):
    """One criterion, in Dutch and English."""

    privacy: ClassVar = dict.fromkeys(
        "id criteria_set position key name_nl name_en text_nl text_en ask_nl ask_en may_skip".split(), "public"
    )

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    name_nl = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    text_nl = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500)
    ask_nl = models.CharField(max_length=300)
    ask_en = models.CharField(max_length=300)
    may_skip = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criteria_set", "key"], name="labels_criterion_once"),
            models.UniqueConstraint(fields=["criteria_set", "position"], name="labels_position_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Review(models.Model):
    """One check of one initiative, from the asking to the end of the label. `round` 2 is the appeal."""

    privacy: ClassVar = {
        **dict.fromkeys("id initiative criteria_set state round decided_at ended_at valid_until".split(), "public"),
        **dict.fromkeys("asked_by reviewer first_reviewer".split(), "personal"),
        **dict.fromkeys("reason appeal created_at asked_at appealed_at updated_at reminded_at".split(), "internal"),
    }

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="+")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    first_reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(blank=True, max_length=2000)
    appeal = models.TextField(blank=True, max_length=2000)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(state__in=[str(one) for one in OPEN]), name="labels_one_open"
            ),
            models.UniqueConstraint(fields=["initiative"], condition=Q(state="given"), name="labels_one_given"),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(valid_until__isnull=False), name="labels_given_has_term"
            ),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="labels_two_rounds"),
        ]
        indexes: ClassVar = [
            # the reviewers' desk, oldest first
            models.Index(fields=["state", "asked_at"], name="labels_desk"),
            # terms that end
            models.Index(fields=["valid_until"], name="labels_terms", condition=Q(state="given")),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of {self.initiative_id}"


class Document(models.Model):
    """A PDF or picture given as evidence. It lies in the database: only its owner and reviewers ever get it."""

    privacy: ClassVar = {
        "id": "internal", "review": "internal", "name": "internal", "sha256": "internal", "data": "personal",
        "created_at": "internal",
    }  # fmt: skip

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Evidence(models.Model):
    """What the initiative shows for one criterion."""

    privacy: ClassVar = {
        **dict.fromkeys("id review criterion document".split(), "internal"),
        "text": "personal",
        "link": "personal",
    }

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="evidence")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True, max_length=2000)
    link = models.URLField(blank=True, max_length=300)
    document = models.ForeignKey(Document, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "criterion"], name="labels_evidence_once")]

    def __str__(self) -> str:
        return f"evidence {self.pk}"


class Finding(models.Model):
    """What the reviewer of a round found of one criterion."""

    privacy: ClassVar = {
        **dict.fromkeys("id review criterion round verdict".split(), "internal"),
        "reason": "internal",
    }

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    verdict = models.CharField(max_length=15, choices=Verdict)
    reason = models.TextField(max_length=1000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "criterion", "round"], name="labels_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.criterion_id}"
