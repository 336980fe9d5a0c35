"""Accounts to walk through the demo with. Never made outside demo mode."""

from dataclasses import dataclass
from datetime import datetime

from kracht.foundation.access import operations as access
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.accounts import operations as accounts
from kracht.foundation.audit.facts import Actor
from kracht.foundation.organisations import queries as organisations
from kracht.surfaces.demo.operations import profiles

PASSWORD = "samen-vooruit-2026"  # noqa: S105 # shown to everyone who starts the demo


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can sign in. `role` is empty for a resident; `area` or `organisation` says where it holds."""

    email: str
    name: str
    role: str
    area: str = ""
    organisation: str = ""  # the slug of one of the magazine

    @property
    def where(self) -> str:
        """What the list of accounts says."""
        place = self.area or self.organisation
        return f"{self.role} {place}".strip()


FIRST, SECOND = "kracht-in-nl", "wehelpen"  # two organisations of the magazine: Wim acts for both
CAST = (
    Person("dana@voorbeeld.example", "Dana", Role.MODERATOR),
    Person("eva@voorbeeld.example", "Eva", Role.EDITOR),
    Person("alice@voorbeeld.example", "Alice", ""),
    Person("bob@voorbeeld.example", "Bob", ""),
    Person("ada@voorbeeld.example", "Ada", Role.ADMINISTRATOR),
    Person("cees@voorbeeld.example", "Cees", Role.CIVIL_SERVANT, area="GM0344"),
    Person("rita@voorbeeld.example", "Rita", Role.REVIEWER),
    Person("olga@voorbeeld.example", "Olga", Role.OWNER, organisation=FIRST),
    Person("wim@voorbeeld.example", "Wim", Role.EDITOR, organisation=FIRST),
    Person("wim@voorbeeld.example", "Wim", Role.OWNER, organisation=SECOND),
    Person("tess@voorbeeld.example", "Tess", Role.TREASURER, organisation=FIRST),
)


def load(*, by: Actor, at: datetime) -> tuple[Person, ...]:
    """Make the cast with their roles; who is there already stays as they are."""
    for person in CAST:
        user = accounts.create_person(email=person.email, name=person.name, password=PASSWORD, by=by, at=at)
        accounts.confirm_age(user=user, by=by, at=at)
        scope, key = _scope(person)
        if person.role and (key or scope == Scope.WHOLE):
            access.grant(
                user=user, role=Role(person.role), scope=scope, scope_key=key, by=by, at=at, starts_on=at.date()
            )
    profiles.load(by=by, at=at)
    return CAST


def _scope(person: Person) -> tuple[Scope, str]:
    """Where a role holds; an organisation that is not loaded gives no key."""
    if person.organisation:
        found = organisations.by_slug(person.organisation)
        return Scope.ORGANISATION, str(found.pk) if found else ""
    return (Scope.AREA, person.area) if person.area else (Scope.WHOLE, "")
