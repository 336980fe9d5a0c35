"""Who holds which role, where. Areas are given as the codes of a place and of those around it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kracht.foundation.access.facts import MEMBER_ROLES, MemberHeld, Role, RoleHeld, Scope
from kracht.foundation.access.models import Grant, GrantQuerySet
from kracht.foundation.accounts.queries import User, active_by_ids

Person = AbstractBaseUser | AnonymousUser


def has_role(user: Person, role: Role, *, on: date, areas: Iterable[str] = (), organisation: str = "") -> bool:
    """Whether this person holds the role on this day: for the whole, for one of the areas, or for the organisation.

    Nobody who is not signed in or no longer active holds a role.
    """
    if not (user.is_authenticated and user.is_active):
        return False
    held = Grant.objects.on(on).covering(areas=areas, organisation=organisation)
    return held.filter(user_id=user.pk, role=role).exists()


def has_role_anywhere(user: Person, role: Role, *, on: date) -> bool:
    """Whether this person holds the role for anything at all: to show the way to a desk, never to let in."""
    if not (user.is_authenticated and user.is_active):
        return False
    return Grant.objects.on(on).filter(user_id=user.pk, role=role).exists()


def roles_of(user: User, *, on: date) -> list[RoleHeld]:
    """The roles a person holds on this day, oldest first."""
    rows = Grant.objects.on(on).filter(user=user).order_by("starts_on", "pk")
    return [
        RoleHeld(row.pk, Role(row.role), Scope(row.scope_type), row.scope_key, row.starts_on, row.ends_on)
        for row in rows
    ]


def holders(role: Role, *, on: date, areas: Iterable[str] = (), organisation: str = "") -> list[User]:
    """Active people with the role here, for notices; each once."""
    held = Grant.objects.on(on).covering(areas=areas, organisation=organisation).filter(role=role)
    return active_by_ids(held.values_list("user_id", flat=True))


def members_of(organisation_id: int, *, on: date) -> list[MemberHeld]:
    """Who belongs to this organisation on this day, each once with the strongest role; the longest there first."""
    rows = Grant.objects.on(on).filter(scope_type=Scope.ORGANISATION, scope_key=str(organisation_id))
    return _strongest(rows.filter(user__is_active=True))


def owner_counts(organisation_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """How many owners these organisations have on this day; those without are missing."""
    rows = Grant.objects.on(on).filter(scope_type=Scope.ORGANISATION, role=Role.OWNER, user__is_active=True)
    keys = rows.filter(scope_key__in=[str(one) for one in organisation_ids]).values_list("scope_key", flat=True)
    return dict(Counter(int(key) for key in keys))


def memberships_of(user: Person, *, on: date) -> list[MemberHeld]:
    """The organisations this person belongs to on this day, each once with the strongest role; the oldest first."""
    if not (user.is_authenticated and user.is_active):
        return []
    return _strongest(Grant.objects.on(on).filter(user_id=user.pk, scope_type=Scope.ORGANISATION))


def _strongest(rows: GrantQuerySet) -> list[MemberHeld]:
    held = [
        MemberHeld(row.pk, row.user_id, int(row.scope_key), Role(row.role), row.starts_on, row.ends_on)
        for row in rows.filter(role__in=MEMBER_ROLES).order_by("starts_on", "pk")
        if row.scope_key.isdecimal()
    ]
    held.sort(key=lambda one: MEMBER_ROLES.index(one.role))
    first = {(one.user_id, one.organisation_id): one for one in reversed(held)}
    return sorted(first.values(), key=lambda one: (one.starts_on, one.grant))
