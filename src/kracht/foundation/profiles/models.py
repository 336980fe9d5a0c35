"""Profiles as rows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kracht.foundation.profiles.facts import FIELDS, LENGTHS, Audience


class Profile(models.Model):
    """What a person shows. Everything is hidden until the person opens it."""

    privacy: ClassVar = {
        "id": "internal",
        "user": "personal",
        "slug": "personal",
        "about": "personal",
        "municipality": "personal",
        "neighbourhood": "personal",
        "skills": "personal",
        "contact": "personal",
        **{f"show_{name}": "personal" for name in FIELDS},
        "created_at": "personal",
        "updated_at": "personal",
    }

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    about = models.TextField(max_length=LENGTHS["about"], blank=True)
    municipality = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    neighbourhood = models.CharField(max_length=LENGTHS["neighbourhood"], blank=True)
    skills = models.CharField(max_length=LENGTHS["skills"], blank=True)
    contact = models.CharField(max_length=LENGTHS["contact"], blank=True)
    show_name = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    show_photo = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    show_about = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    show_place = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    show_skills = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    show_organisations = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    show_initiatives = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    show_contact = models.CharField(max_length=10, choices=Audience, default=Audience.NOBODY)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(**{f"show_{name}__in": Audience.values for name in FIELDS}), name="profiles_audiences"
            )
        ]
        # the community page: who shows a name
        indexes: ClassVar = [models.Index(fields=["show_name", "slug"], name="profiles_shown")]

    def __str__(self) -> str:
        return self.slug

    @property
    def picture_key(self) -> str:
        """How pictures name this profile as their owner."""
        return f"profile:{self.pk}"

    def audiences(self) -> dict[str, str]:
        """Who sees each field."""
        return {name: getattr(self, f"show_{name}") for name in FIELDS}
