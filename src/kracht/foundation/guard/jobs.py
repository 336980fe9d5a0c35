"""House-keeping of limits and proofs."""

from procrastinate.contrib.django import app

from kracht.foundation.guard import operations
from kracht.kernel import clock


@app.periodic(cron="7 * * * *")
@app.task(name="guard.forget_passed", queueing_lock="guard.forget_passed")
def forget_passed(timestamp: int) -> None:
    """Drop what can no longer be used."""
    operations.forget_passed(at=clock.now())
