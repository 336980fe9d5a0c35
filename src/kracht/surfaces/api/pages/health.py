"""Whether the site can serve: the database, its migrations, and the worker of the jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

BEAT = timedelta(seconds=60)  # a worker beats every ten seconds
_migrated: set[str] = set()


@dataclass(frozen=True, slots=True)
class Health:
    """`serves`: visitors can be served. A missing worker delays mail, so it shows here but does not stop the site."""

    serves: bool
    data: dict[str, Any]


def state(at: datetime) -> Health:
    """Return how the site is."""
    try:
        migrations, worker = _look(at)
    except (DatabaseError, InterfaceError):
        connection.close()  # it may be the connection that died: once more with a new one
        try:
            migrations, worker = _look(at)
        except (DatabaseError, InterfaceError):
            connection.close()
            return Health(serves=False, data={"status": "unavailable", "database": "away"})
    fine = migrations == "complete"
    status = "ok" if fine and worker["state"] == "running" else "degraded" if fine else "unavailable"
    return Health(serves=fine, data={"status": status, "database": "ok", "migrations": migrations, "worker": worker})


def _look(at: datetime) -> tuple[str, dict[str, Any]]:
    with connection.cursor() as db:
        db.execute("SELECT 1")
    return _migrations(), _worker(at)


def _migrations() -> str:
    """Whether all migrations are in the database; a complete answer is remembered by this process."""
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "waiting"
        _migrated.add("complete")
    return "complete"


def _worker(at: datetime) -> dict[str, Any]:
    """The last heartbeat of a worker and the jobs that wait."""
    with connection.cursor() as db:
        db.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (beat,) = db.fetchone()
        db.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)),"
            " count(*) FILTER (WHERE status = 'doing') FROM procrastinate_jobs WHERE status IN ('todo', 'doing')",
            [at],
        )
        waiting, doing = db.fetchone()
    running = beat is not None and at - beat <= BEAT
    return {
        "state": "running" if running else "away",
        "lastHeartbeat": beat.isoformat() if beat else None,
        "waiting": waiting,
        "doing": doing,
    }
