"""What the register does by itself: learn the words of a new entry, refresh the word list, forget what nobody confirmed."""

from datetime import timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.operations import claiming, proposing, upkeep
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock

FORGET = Program("initiatives.forget_unconfirmed")
FORGET_SENDERS = Program("initiatives.forget_senders")
PASS_ON = Program("initiatives.pass_on")
AGAIN = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.task(name=upkeep.LEARN_JOB, retry=AGAIN)
def learn_words(key: int) -> None:
    """Let search and did-you-mean know a new entry at once; doing it again changes nothing."""
    upkeep.learn_words(key=key)


@app.periodic(cron="7 3 * * *")
@app.task(name="initiatives.refresh_words", queueing_lock="initiatives.refresh_words", retry=AGAIN)
def refresh_words(timestamp: int) -> None:
    """Write the word list afresh from the whole register."""
    upkeep.refresh_words()


@app.periodic(cron="37 3 * * *")
@app.task(name="initiatives.forget_unconfirmed", queueing_lock="initiatives.forget_unconfirmed", retry=AGAIN)
def forget_unconfirmed(timestamp: int) -> None:
    """Remove submissions whose link has not worked for a day."""
    now = clock.now()
    while upkeep.forget_unconfirmed(before=now - timedelta(days=rules.LINK_DAYS + 1), by=FORGET, at=now):
        pass


@app.periodic(cron="47 3 * * *")
@app.task(name="initiatives.forget_senders", queueing_lock="initiatives.forget_senders", retry=AGAIN)
def forget_senders(timestamp: int) -> None:
    """Remove addresses that are no longer needed: of refused and withdrawn entries, and of answered proposals."""
    now = clock.now()
    while upkeep.forget_senders(before=now - timedelta(days=rules.SENDER_DAYS), by=FORGET_SENDERS, at=now):
        pass
    while proposing.forget_old(by=FORGET_SENDERS, at=now):
        pass


@app.periodic(cron="57 4 * * *")
@app.task(name="initiatives.pass_on", queueing_lock="initiatives.pass_on", retry=AGAIN)
def pass_on(timestamp: int) -> None:
    """Hand claims that owners left without an answer to the moderators."""
    claiming.pass_on(by=PASS_ON, at=clock.now())
