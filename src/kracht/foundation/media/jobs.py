"""House-keeping of pictures."""

from procrastinate.contrib.django import app

from kracht.foundation.audit.facts import Program
from kracht.foundation.media import operations
from kracht.kernel import clock


@app.periodic(cron="37 * * * *")
@app.task(name="media.clear_away", queueing_lock="media.clear_away")
def clear_away(timestamp: int) -> None:
    """Remove pictures that nobody used, and files that nobody knows; hide what is to be hidden."""
    operations.set_right()
    operations.clear_away(by=Program("media.clear_away"), at=clock.now())
