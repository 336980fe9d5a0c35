"""Accounts to walk through the demo with. Never made outside demo mode."""

from dataclasses import dataclass
from datetime import datetime

from kracht.foundation.access import operations as access
from kracht.foundation.access.facts import Role
from kracht.foundation.accounts import operations as accounts
from kracht.foundation.audit.facts import Actor

PASSWORD = "samen-vooruit-2026"  # noqa: S105 # shown to everyone who starts the demo


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can sign in. `role` is empty for a resident."""

    email: str
    name: str
    role: str


CAST = (
    Person("dana@voorbeeld.example", "Dana", Role.MODERATOR),
    Person("eva@voorbeeld.example", "Eva", Role.EDITOR),
    Person("alice@voorbeeld.example", "Alice", ""),
    Person("bob@voorbeeld.example", "Bob", ""),
)


def load(*, by: Actor, at: datetime) -> tuple[Person, ...]:
    """Make the cast with their roles; who is there already stays as they are."""
    for person in CAST:
        user = accounts.create_person(email=person.email, name=person.name, password=PASSWORD, by=by, at=at)
        if person.role:
            access.grant(user=user, role=Role(person.role), by=by, at=at, starts_on=at.date())
    return CAST
