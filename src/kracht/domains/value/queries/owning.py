"""Who fills in the figures of an initiative, and who checks them."""

from dataclasses import dataclass
from datetime import date

from kracht.domains.initiatives.queries import entry, owning
from kracht.domains.initiatives.queries.entry import Entry
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import Person, has_role

REVIEWERS = (Role.MODERATOR, Role.EDITOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to an initiative."""

    owner: bool
    reviewer: bool


def is_reviewer(user: Person, *, on: date) -> bool:
    """Whether this person checks figures and keeps the value set: moderators and editors of the whole."""
    return any(has_role(user, role, on=on) for role in REVIEWERS)


def standing(user: Person, initiative_id: int, *, on: date) -> Standing:
    """How this person stands to this initiative: owner in person or for an organisation, reviewer by role."""
    owner = user.is_authenticated and owning.owns(user, initiative_id, on=on)  # type: ignore[arg-type]  # our own user
    return Standing(owner=owner, reviewer=is_reviewer(user, on=on))


def initiative(slug: str) -> Entry | None:
    """The published initiative at this address."""
    return entry.by_slug(slug) if "\x00" not in slug else None
