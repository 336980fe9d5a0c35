"""Reading everything about a person, and the downloads and links that wait."""

import hashlib
import importlib
import importlib.util
from collections.abc import Iterator
from datetime import date, datetime
from types import ModuleType

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models

from kracht.domains.initiatives.queries import owning
from kracht.domains.initiatives.queries.owning import Mine
from kracht.foundation.access import queries as access
from kracht.foundation.access.facts import Role
from kracht.foundation.accounts.queries import User
from kracht.foundation.media import queries as media
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.facts import Membership
from kracht.surfaces.mydata.facts import Gathered
from kracht.surfaces.mydata.models import Door, Download


def keepers() -> list[ModuleType]:
    """The `personal` module of every app that has one, highest app first: accounts and the trail come last."""
    found = []
    for config in reversed(list(apps.get_app_configs())):
        if config.name.startswith("kracht.") and importlib.util.find_spec(f"{config.name}.personal"):
            found.append(importlib.import_module(f"{config.name}.personal"))
    return found


def gathered(user: User) -> Gathered:
    """Everything we hold of this person, in the language at hand."""
    parts = {}
    for keeper in reversed(keepers()):
        headings = keeper.gather(user=user)
        if headings:
            parts[keeper.__name__.split(".")[-2]] = headings
    return Gathered(parts)


def someone(address: str) -> User:
    """Someone without an account, known by address alone: the number 0 is nobody's, so no row has it."""
    return User(pk=0, email=address.strip().lower(), language="", is_active=False)


def pictures_of(user: User) -> Iterator[tuple[str, bytes]]:
    """The files of the pictures that a person sent in: (name, content)."""
    for view in media.pictures(media.stored_by(user)).values():
        content = media.largest_file(view.token)
        if content:
            yield f"{view.number}.webp", content


def can_prove(user: User) -> bool:
    """Whether this person has something to show once more who it is: a password, a passkey, a second step.

    Who signs in by codes only gets a link by mail instead.
    """
    return user.has_usable_password() or Authenticator.objects.filter(user_id=user.pk).exists()


def owned(user: User, *, at: datetime) -> list[Mine]:
    """The entries this person owns in person."""
    return [one for one in owning.mine(user, on=at.date(), at=at) if not one.organisation]


def sole_owner_of(user: User, *, on: date) -> list[Membership]:
    """The organisations of which this person is the only owner."""
    mine = [one for one in organisations.memberships_of(user, on) if one.role == Role.OWNER]
    return [one for one in mine if _owners(one.organisation_id, on) == 1]


def _owners(organisation_id: int, on: date) -> int:
    return sum(one.role == Role.OWNER for one in access.members_of(organisation_id, on=on))


def downloads(user: User, *, at: datetime) -> list[Download]:
    """The files that wait for this person, newest first; the files themselves are not read."""
    return list(Download.objects.filter(user_id=user.pk, ends_at__gt=at).defer("file").order_by("-pk"))


def is_made(row: Download) -> bool:
    """Whether the file is there to fetch."""
    return Download.objects.filter(pk=row.pk).exclude(file=b"").exists()


def file_of(user: User, number: int, *, at: datetime) -> bytes | None:
    """The file of this person's own download; None when it is not theirs, too old or not made yet."""
    row = Download.objects.filter(pk=number, user_id=user.pk, ends_at__gt=at).exclude(file=b"").first()
    return bytes(row.file) if row else None


def token_hash(token: str) -> str:
    """How the token of a link is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def behind(token: str, *, at: datetime) -> str:
    """The address that a mailed link proves; empty when the link is none or too old."""
    row = Door.objects.filter(token_hash=token_hash(token), ends_at__gt=at).first()
    return row.address if row else ""


def known_addresses() -> set[str]:
    """Every mail address that stands in a personal field of any table, to compare with the list of erasures."""
    found: set[str] = set()
    for model in apps.get_models():
        classes = getattr(model, "privacy", {})
        for field in model._meta.concrete_fields:
            said = classes.get(field.name, "personal" if model._meta.app_label == "account" else "")
            if said == "personal" and (isinstance(field, models.EmailField) or field.name == "address"):
                rows: models.QuerySet[models.Model] = models.QuerySet(model)
                values = rows.values_list(field.name, flat=True).distinct()
                found |= {str(value).lower() for value in values if value}
    return found


def database_as_text() -> Iterator[tuple[str, str]]:
    """Every row of every table as PostgreSQL writes it: (table, text). For tests and for a look after an erasure."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names of our own tables
            for (row,) in cursor.fetchall():
                yield table, row
