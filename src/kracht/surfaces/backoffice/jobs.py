"""What the desk does by itself: ask once a year whether an entry is still right."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kracht.kernel import clock
from kracht.surfaces.backoffice import owning


@app.periodic(cron="17 8 * * *")
@app.task(
    name="backoffice.remind",
    queueing_lock="backoffice.remind",
    retry=RetryStrategy(max_attempts=5, exponential_wait=3),
)
def remind(timestamp: int) -> None:
    """Mail those of stale entries; an entry that was asked about is not asked about again for weeks."""
    owning.remind(at=clock.now())
