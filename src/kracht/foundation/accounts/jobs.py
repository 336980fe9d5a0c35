"""House-keeping of signing in."""

from procrastinate.contrib.django import app

from kracht.foundation.accounts import operations
from kracht.kernel import clock


@app.periodic(cron="47 * * * *")
@app.task(name="accounts.forget_sessions", queueing_lock="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Drop sessions that are over: they may hold the address of who sent something in."""
    operations.forget_sessions(at=clock.now())
