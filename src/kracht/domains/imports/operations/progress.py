"""How far the background is, told outside the transaction of the work; and whether a person asked it to stop."""

from types import TracebackType

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


class Stopped(Exception):
    """A person asked the work to stop; everything of it must go."""


class Busy(Exception):
    """Another worker is at this run already."""


class Tracker:
    """A second connection to the database for one run. At most one tracker exists per run, in all workers."""

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._db: BaseDatabaseWrapper | None = None

    def __enter__(self) -> "Tracker":
        self._db = connection.copy()
        with self._db.cursor() as db:
            db.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 11))", [f"import:{self._run_id}"])
            if not db.fetchone()[0]:
                self.close()
                raise Busy
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock and the connection back."""
        if self._db is not None:
            with self._db.cursor() as db:
                db.execute("SELECT pg_advisory_unlock_all()")
            self._db.close()
            self._db = None

    def tell(self, done: int, total: int) -> None:
        """Say how far it is; raise Stopped when a person asked for that."""
        if self._db is None:
            return
        with self._db.cursor() as db:
            db.execute(
                "UPDATE imports_progress SET done = %s, total = %s WHERE run_id = %s RETURNING stop",
                [done, total, self._run_id],
            )
            found = db.fetchone()
        if found and found[0]:
            raise Stopped
