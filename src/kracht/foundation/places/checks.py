"""Says at `migrate` when the database cannot hold the register: too old, or with another order of letters."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

OLDEST = 170_000
ORDER = ("builtin", "C.UTF-8")
FIX = "Make it with: createdb --template=template0 --locale-provider=builtin --builtin-locale=C.UTF-8 kracht"


def check_database(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Return an error for each thing that is wrong with the databases asked for."""
    found: list[CheckMessage] = []
    for name in databases or []:
        connection = connections[name]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int, datlocprovider, datcollate, to_jsonb(d)->>'datlocale'"
                " FROM pg_database d WHERE datname = current_database()"
            )
            version, provider, collate, locale = cursor.fetchone()
        found += _judge(version, provider, collate, locale)
    return found


def _judge(version: int, provider: str, collate: str, locale: str | None) -> list[CheckMessage]:
    if version < OLDEST:
        return [Error("PostgreSQL is too old: 17 is the oldest that works, 18 is advised.", id="places.E001")]
    if provider != "b" or locale != ORDER[1]:
        said = f"{provider}/{locale or collate}"
        return [Error(f"The database orders text its own way ({said}).", hint=FIX, id="places.E002")]
    return []
