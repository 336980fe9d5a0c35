"""Organisations."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from kracht.foundation.organisations.facts import (
    LONGEST_WORDS,
    ClaimEvidence,
    ClaimState,
    Licence,
    OrganisationKind,
    Sector,
    State,
)
from kracht.foundation.places.models import Located, LocatedQuerySet, located_constraints, located_indexes

PUBLISHED = Q(state=State.PUBLISHED.value)


class OrganisationQuerySet(LocatedQuerySet["Organisation"]):
    """Sets of organisations, in sentences."""

    def published(self) -> "OrganisationQuerySet":
        """Return those anyone may see."""
        return self.filter(PUBLISHED)

    def by_name(self) -> "OrganisationQuerySet":
        """Order by name as a Dutch reader sorts; the id breaks ties so that pages never skip."""
        return self.order_by("norm", "id")


class Organisation(Located):
    """A party of one of the five sectors."""

    privacy: ClassVar = {
        **Located.privacy,
        "id": "public",
        "slug": "public",
        "name": "public",
        "norm": "public",
        "sector": "public",
        "kind": "public",
        "summary": "public",
        "story": "public",
        "website": "public",
        "email": "personal",
        "phone": "personal",
        "contact_public": "public",
        "language": "public",
        "state": "public",
        "source": "public",
        "source_key": "public",
        "source_url": "public",
        "source_year": "public",
        "licence": "public",
        "is_example": "public",
        "created_at": "public",
        "updated_at": "public",
        "published_at": "public",
        "search": "public",
    }

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    sector = models.CharField(_("Sector"), max_length=10, choices=Sector)
    kind = models.CharField(_("Kind"), max_length=12, choices=OrganisationKind, default=OrganisationKind.OTHER)
    summary = models.CharField(_("In one sentence"), max_length=280, blank=True)
    story = models.TextField(_("Story"), max_length=20_000, blank=True)
    website = models.URLField(_("Website"), max_length=300, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    phone = models.CharField(_("Phone number"), max_length=30, blank=True)
    contact_public = models.BooleanField(default=False)
    language = models.CharField(max_length=3, default="nl")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.CC_BY)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    norm = models.GeneratedField(
        expression=Func(Func(F("name"), function="public.f_unaccent"), function="lower"),
        output_field=models.TextField(),
        db_persist=True,
    )
    search = models.GeneratedField(
        expression=Func("language", "name", "summary", "story", function="public.organisation_document"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            *located_indexes("org"),
            # the list, whole and of one sector, by keyset
            models.Index(fields=["norm", "id"], name="org_by_name", condition=PUBLISHED),
            models.Index(fields=["sector", "norm", "id"], name="org_sector_by_name", condition=PUBLISHED),
            # search: words, and letters inside a name (compounds, typing errors)
            GinIndex(fields=["search"], name="org_search", fastupdate=False),
            GinIndex(OpClass("norm", name="gin_trgm_ops"), name="org_norm"),
        ]
        constraints: ClassVar = [
            *located_constraints("org"),
            models.UniqueConstraint(
                fields=["source", "source_key"], name="org_source_once", condition=~Q(source_key="")
            ),
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="org_sector"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="org_state"),
            models.CheckConstraint(condition=~PUBLISHED | Q(published_at__isnull=False), name="org_published_has_date"),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An invitation by mail to belong to an organisation; the link works once and until its day. Only its hash is kept."""

    privacy: ClassVar = {
        "id": "internal",
        "organisation": "personal",
        "email": "personal",
        "role": "personal",
        "digest": "secret",
        "created_at": "personal",
        "expires_at": "personal",
        "ended_at": "personal",
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    role = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # accepted, taken back or replaced

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"], condition=Q(ended_at=None), name="org_one_open_invitation"
            ),
        ]
        # invitations of one address: the person's download
        indexes: ClassVar = [models.Index(fields=["email"], name="org_invited")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role}"


class PageClaim(models.Model):
    """Someone who says to work at an organisation."""

    privacy: ClassVar = {
        "id": "internal",
        "organisation": "personal",
        "user": "personal",
        "words": "personal",
        "evidence": "personal",
        "state": "personal",
        "created_at": "personal",
        "decided_at": "personal",
        "reason": "personal",
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)
    evidence = models.CharField(max_length=10, choices=ClaimEvidence)
    state = models.CharField(max_length=10, choices=ClaimState, default=ClaimState.OPEN)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=LONGEST_WORDS, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(state=ClaimState.OPEN.value), name="org_one_open_claim"
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="org_claim_state"),
        ]
        # what waits, oldest first
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="org_claims_waiting")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"
