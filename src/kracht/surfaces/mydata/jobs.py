"""Large downloads, the clean-up, and the look at the list of erasures when a worker starts."""

from procrastinate.contrib.django import app

from kracht.foundation.audit import operations as audit
from kracht.kernel import clock
from kracht.surfaces.mydata import operations


@app.task(name=operations.JOB)
def make(number: int) -> None:
    """Make one download."""
    operations.make_download(number=number, at=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="mydata.reapply", queueing_lock="mydata.reapply")
def reapply(timestamp: int) -> None:
    """Erase again whom a restored backup brought back. A worker that starts makes up for the time it was away at once."""
    operations.reapply(at=clock.now())


@app.periodic(cron="17 4 * * *")
@app.task(name="mydata.remove_past", queueing_lock="mydata.remove_past")
def remove_past(timestamp: int) -> None:
    """Remove what is past its date: downloads, links, and acts in the trail of seven years ago."""
    operations.remove_past(at=clock.now())
    audit.forget_old(at=clock.now())
