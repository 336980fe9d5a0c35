"""What the page on which roles are given shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kracht.foundation.access import queries as access
from kracht.foundation.access.facts import RoleHeld, Scope
from kracht.foundation.accounts.queries import User
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.places import queries as places
from kracht.surfaces.backoffice.forms.roles import FindForm, GiveForm


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role somebody holds."""

    number: int
    role: str
    where: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class RolesPage:
    """Somebody with their roles; without a person only the question whom."""

    find: FindForm
    give: GiveForm | None
    name: str
    email: str
    unknown: bool
    roles: tuple[RoleLine, ...]


def build(find: FindForm, user: User | None, give: GiveForm | None, *, on: date) -> RolesPage:
    """Read the roles of this person."""
    asked = bool(find.is_bound and find.is_valid())
    held = access.roles_of(user, on=on) if user else []
    return RolesPage(
        find=find,
        give=give,
        name=user.name if user else "",
        email=user.email if user else "",
        unknown=asked and user is None,
        roles=tuple(_lines(held)),
    )


def _lines(held: Iterable[RoleHeld]) -> Iterable[RoleLine]:
    roles = list(held)
    numbers = [int(one.scope_key) for one in roles if one.scope == Scope.ORGANISATION and one.scope_key.isdecimal()]
    names = {str(number): card.name for number, card in organisations.by_numbers(numbers).items()}
    for one in roles:
        where = str(one.scope.label)
        if one.scope == Scope.AREA:
            area = places.area_by_code(one.scope_key)
            where = area.name if area else one.scope_key
        if one.scope == Scope.ORGANISATION:
            where = names.get(one.scope_key, where)
        yield RoleLine(one.number, str(one.role.label), where, one.starts_on, one.ends_on)
