"""What happens by itself: numbering the feed, sending to webhooks, warning about keys, forgetting what is old."""

from datetime import timedelta

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kracht.domains.partners.operations import feed, keys
from kracht.domains.partners.queries import feed as reading
from kracht.kernel import clock, http

ANSWER = http.Limits(size=65_536, seconds=5.0, redirects=0)
LOST_AFTER = timedelta(minutes=10)


@app.periodic(cron="* * * * *")
@app.task(name="partners.pump", queueing_lock="partners.pump")
def pump(timestamp: int) -> None:
    """Number what changed in the past minute and write the messages; then look for messages that lost their job."""
    while feed.pump(at=clock.now()):
        pass
    now = clock.now()
    if lost := reading.overdue(before=now - LOST_AFTER):
        feed.queue_again(found=lost, at=now)


@app.task(name=feed.JOB, retry=RetryStrategy(max_attempts=3, wait=5))
def deliver(number: int) -> None:
    """Send one message. A killed worker's job is taken back and sends it again: at least once, with the same id."""
    parcel = feed.take(number=number, at=clock.now())
    if parcel is None:
        return
    status, trouble = send(parcel.url, parcel.body, parcel.headers)
    feed.note(number=number, status=status, trouble=trouble, at=clock.now())


def send(url: str, body: bytes, headers: dict[str, str]) -> tuple[int | None, str]:
    """Return the status of the answer, or None and what went wrong."""
    try:
        answer = http.fetch(
            url, method="POST", headers=headers, body=body, limits=ANSWER, allow_loopback=settings.LOOPBACK_ALLOWED
        )
    except http.TooLargeError:
        return None, "The answer was larger than 64 kB."
    except http.FetchError as problem:
        return None, str(problem)
    return answer.status, ""


@app.periodic(cron="13 6 * * *")
@app.task(name="partners.warn", queueing_lock="partners.warn")
def warn(timestamp: int) -> None:
    """Mail about keys that end soon."""
    keys.warn(at=clock.now())


@app.periodic(cron="43 3 * * *")
@app.task(name="partners.forget", queueing_lock="partners.forget")
def forget(timestamp: int) -> None:
    """Forget old answers and old messages."""
    now = clock.now()
    keys.forget_answers(at=now)
    feed.forget_log(at=now)
