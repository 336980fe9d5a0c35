"""What the pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.urls import reverse

from kracht.domains.initiatives.queries.owning import Mine
from kracht.foundation.accounts.queries import User
from kracht.foundation.organisations.facts import Membership
from kracht.surfaces.mydata import queries
from kracht.surfaces.mydata.facts import Erased
from kracht.surfaces.mydata.forms import ChoicesForm, SureForm


@dataclass(frozen=True, slots=True)
class Held:
    """How many records there are under a heading."""

    heading: str
    n: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A download that waits to be fetched, or to be made."""

    url: str
    ready: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class HomePage:
    """All about one's data; `door` is the address of a mailed link, empty for who is signed in."""

    held: list[Held]
    waiting: list[Waiting]
    address: str
    ask_url: str
    erase_url: str
    door: bool
    by_mail_only: bool


@dataclass(frozen=True, slots=True)
class ErasePage:
    """The first step: what goes, what stays, what becomes of entries; and the second: are you sure."""

    action: str
    back_url: str
    choices: ChoicesForm
    sure: SureForm | None
    entries: Sequence[Mine]
    sole: Sequence[Membership]
    account: bool


@dataclass(frozen=True, slots=True)
class GonePage:
    """Afterwards."""

    done: Erased
    account: bool


def home(user: User, *, at: datetime) -> HomePage:
    """The page of who is signed in."""
    waiting = [
        Waiting(reverse("mydata:fetch", args=[row.pk]), queries.is_made(row), row.ends_at)
        for row in queries.downloads(user, at=at)
    ]
    return HomePage(
        _held(user), waiting, user.email, reverse("mydata:ask"), reverse("mydata:erase"), door=False,
        by_mail_only=not queries.can_prove(user),
    )  # fmt: skip


def door(user: User, token: str) -> HomePage:
    """The page behind a mailed link."""
    here = reverse("mydata:door", args=[token])
    return HomePage(_held(user), [], user.email, here, here, door=True, by_mail_only=False)


def _held(user: User) -> list[Held]:
    found = queries.gathered(user)
    return [Held(name, len(records)) for headings in found.parts.values() for name, records in headings.items()]


def erase(user: User, *, action: str, back_url: str, data: QueryDict | None, at: datetime) -> ErasePage:
    """The step that belongs to what was sent: nothing, the choices, or the choices and the address."""
    entries = queries.owned(user, at=at) if user.pk else []
    sole = queries.sole_owner_of(user, on=at.date()) if user.pk else []
    step = data.get("step", "") if data else ""
    chosen = step in {"choose", "sure"}
    choices = ChoicesForm(data if chosen else None, entries=entries)
    sure = None
    if chosen and choices.is_valid():
        sure = SureForm(data if step == "sure" else None, address=user.email)
        for field in choices.fields.values():
            field.widget = forms.HiddenInput()
    return ErasePage(action, back_url, choices, sure, entries, sole, account=bool(user.pk))
