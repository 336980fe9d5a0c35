"""Who holds which role, where. Areas are given as the codes of a place and of those around it."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from kracht.foundation.access.facts import Role, RoleHeld, Scope
from kracht.foundation.access.models import Grant
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
