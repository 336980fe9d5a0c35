"""Releases at their time: a quarter on the second day after it, a year on 2 July. A job that ran already changes nothing."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kracht.domains.value.operations import releasing
from kracht.domains.value.rules import periods
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock

BY = Program("value.release")
AGAIN = RetryStrategy(max_attempts=3, exponential_wait=5)


def _make(name: str) -> None:
    try:
        releasing.make(name=name, by=BY, at=clock.now())
    except ValidationError:
        return  # nothing published yet, or too early: the next turn tries again


@app.periodic(cron="40 4 2 1,4,7,10 *")
@app.task(name="value.release_quarter", queueing_lock="value.release_quarter", retry=AGAIN)
def release_quarter(timestamp: int) -> None:
    """Seal the quarter that has ended."""
    _make(periods.quarter_of(clock.today() - timedelta(days=10)))


@app.periodic(cron="40 5 2 7 *")
@app.task(name="value.release_year", queueing_lock="value.release_year", retry=AGAIN)
def release_year(timestamp: int) -> None:
    """Seal the year before this one, after annual accounts."""
    _make(str(clock.today().year - 1))
