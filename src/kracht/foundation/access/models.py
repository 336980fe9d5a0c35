"""Roles as rows."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kracht.foundation.access.facts import MEMBER_ROLES, Role, Scope


class GrantQuerySet(models.QuerySet["Grant"]):
    """Reads as a sentence: Grant.objects.on(day).covering(areas=…)."""

    def on(self, day: date) -> "GrantQuerySet":
        """Grants that hold on this day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def covering(self, *, areas: Iterable[str] = (), organisation: str = "") -> "GrantQuerySet":
        """Grants for the whole, for one of these areas (an area and those around it), or for this organisation."""
        inside = Q(scope_type=Scope.WHOLE) | Q(scope_type=Scope.AREA, scope_key__in=list(areas))
        if organisation:
            inside |= Q(scope_type=Scope.ORGANISATION, scope_key=organisation)
        return self.filter(inside)


class Grant(models.Model):
    """One role of one person for one scope, from a day until a day."""

    privacy: ClassVar = {
        "id": "internal",
        "user": "personal",
        "role": "personal",
        "scope_type": "personal",
        "scope_key": "personal",
        "starts_on": "personal",
        "ends_on": "personal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    scope_type = models.CharField(max_length=20, choices=Scope, default=Scope.WHOLE)
    scope_key = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_type", "scope_key"],
                condition=Q(ends_on=None),
                name="access_one_open_grant",
            ),
            models.UniqueConstraint(
                fields=["user", "scope_key"],
                condition=Q(
                    ends_on=None, scope_type=Scope.ORGANISATION.value, role__in=[role.value for role in MEMBER_ROLES]
                ),
                name="access_one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="access_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(scope_type=Scope.WHOLE, scope_key="") | ~Q(scope_type=Scope.WHOLE) & ~Q(scope_key=""),
                name="access_scope_has_its_key",
            ),
        ]
        # who holds a role here: notices to moderators
        indexes: ClassVar = [models.Index(fields=["role", "scope_type", "scope_key"], name="access_holders")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.scope_type} {self.scope_key}".strip()
