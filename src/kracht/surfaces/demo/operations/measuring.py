"""Adding and removing the bulk for measurements."""

from collections.abc import Callable
from datetime import datetime

from kracht.domains.initiatives.operations import bulk as register
from kracht.domains.initiatives.operations import upkeep
from kracht.foundation.audit.facts import Actor
from kracht.foundation.places import queries as places
from kracht.surfaces.demo.bulk import SOURCE, Bulk


def fill(*, n: int, by: Actor, at: datetime, progress: Callable[[int, int], None]) -> int:
    """Bring the number of measuring rows to n; returns how many were added. `progress` hears (done, of how many)."""
    here = register.count(SOURCE)
    if here > n:
        register.remove(source=SOURCE, by=by, at=at)
        here = 0
    missing = n - here
    if missing:
        made = Bulk(places.inhabited(), seed=here, at=at).rows(missing)
        register.copy_in(
            rows=made, expected=missing, source=SOURCE, by=by, at=at, progress=lambda done: progress(done, missing)
        )
        upkeep.refresh_words()
    return missing


def clear(*, by: Actor, at: datetime) -> int:
    """Remove every measuring row; returns how many there were."""
    gone = register.remove(source=SOURCE, by=by, at=at)
    upkeep.refresh_words()
    return gone
