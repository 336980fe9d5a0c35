"""Mails of news. Every ten minutes what is due goes: at once within ten minutes, daily at seven, weekly on Monday."""

from procrastinate.contrib.django import app

from kracht.foundation.audit.facts import Program
from kracht.foundation.subscriptions.operations import sending
from kracht.kernel import clock
from kracht.surfaces.site.pages.digest import Digest

BY = Program("site.digest")


@app.periodic(cron="*/10 * * * *")
@app.task(name="site.digest", queueing_lock="site.digest", lock="site.digest")
def send(timestamp: int) -> None:
    """Send the rounds that are due. A run that was killed is taken up by the next one."""
    sending.send_due(composer=Digest(), by=BY, at=clock.now())
