"""Commits inside a test: what triggers do at commit is done now, and what was made counts as there before."""

from django.db import connection


def settle() -> None:
    """Let a new transaction begin, as far as versions can tell: all is old, and nobody has acted yet."""
    with connection.cursor() as db:
        db.execute("SET CONSTRAINTS ALL IMMEDIATE")
        db.execute("SET CONSTRAINTS ALL DEFERRED")
        db.execute(
            "SELECT set_config(name, '', true) FROM unnest(ARRAY['kracht.made', 'kracht.actor', 'kracht.verb']) name"
        )
