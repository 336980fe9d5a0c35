"""Each night: end labels whose term is over, and remind of those that end soon."""

from procrastinate.contrib.django import app

from kracht.domains.labels.operations import terms
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock

BY = Program("labels.terms")


@app.periodic(cron="12 0,6 * * *")
@app.task(name="labels.terms", queueing_lock="labels.terms")
def keep_terms(timestamp: int) -> None:
    """Doing it twice changes nothing."""
    at, on = clock.now(), clock.today()
    terms.expire(by=BY, at=at, on=on)
    terms.remind(by=BY, at=at, on=on)
