"""House-keeping of subscriptions; the surface that knows the words sends them."""

from procrastinate.contrib.django import app

from kracht.foundation.subscriptions.operations import following, noting
from kracht.kernel import clock


@app.periodic(cron="47 3 * * *")
@app.task(name="subscriptions.forget", queueing_lock="subscriptions.forget")
def forget(timestamp: int) -> None:
    """Drop what was never confirmed, ended long ago, or happened two months ago."""
    now = clock.now()
    following.forget(at=now)
    noting.forget_old(at=now)
