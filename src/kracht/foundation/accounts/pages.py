"""What the pages of the own account show."""

from dataclasses import dataclass
from datetime import date, datetime

from kracht.foundation.accounts import queries, wording
from kracht.foundation.accounts.queries import User


@dataclass(frozen=True, slots=True)
class HomePage:
    """The ways in of a person. `passkeys` is how many."""

    address: str
    has_password: bool
    passkeys: int
    of_age: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A device in the list."""

    number: int
    name: str
    since: datetime
    seen_on: date
    current: bool


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """Where a person is signed in; `others` says whether that is anywhere but here."""

    devices: tuple[Device, ...]
    others: bool


def home(user: User) -> HomePage:
    """Read the ways in of this person."""
    return HomePage(user.email, user.has_usable_password(), queries.passkeys(user), user.of_age_at is not None)


def devices(user: User, *, session_key: str) -> DevicesPage:
    """Read where this person is signed in."""
    found = queries.signed_in_at(user, session_key=session_key)
    rows = tuple(Device(one.number, wording.device(one), one.since, one.seen_on, one.current) for one in found)
    return DevicesPage(rows, any(not row.current for row in rows))
