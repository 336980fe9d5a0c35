"""What the worker does: try a file, bring it in, undo it, follow sources."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kracht.domains.imports.facts import Keyed
from kracht.domains.imports.operations import applying, checking, following, starting
from kracht.domains.imports.operations.progress import Busy
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock

AGAIN = RetryStrategy(max_attempts=5, wait=30, retry_exceptions=[Busy])
FOLLOW = Program("imports.follow")


@app.task(name=starting.CHECK, retry=AGAIN)
def check(run_id: int, actor_key: str) -> None:
    """Try a file; after a worker died, again from the start."""
    with starting.failing(run_id):
        checking.check(run_id=run_id, by=Keyed(actor_key), at=clock.now())


@app.task(name=starting.APPLY, retry=AGAIN)
def apply(run_id: int, actor_key: str) -> None:
    """Bring a file in; after a worker died, again from the start: nothing was left behind."""
    with starting.failing(run_id):
        applying.apply(run_id=run_id, by=Keyed(actor_key), at=clock.now())


@app.task(name=starting.UNDO, retry=AGAIN)
def undo(run_id: int, actor_key: str) -> None:
    """Take a run out again."""
    with starting.failing(run_id):
        applying.undo(run_id=run_id, by=Keyed(actor_key), at=clock.now())


@app.task(name=following.FOLLOW, retry=AGAIN)
def follow(source_id: int) -> None:
    """Ask one followed source."""
    following.follow(source_id=source_id, by=FOLLOW, at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="imports.follow_due", queueing_lock="imports.follow_due")
def follow_due(timestamp: int) -> None:
    """Have every source asked that is due."""
    following.defer_due(at=clock.now())


@app.periodic(cron="47 3 * * *")
@app.task(name="imports.tidy", queueing_lock="imports.tidy")
def tidy(timestamp: int) -> None:
    """Forget files of a month ago."""
    following.tidy(at=clock.now())
