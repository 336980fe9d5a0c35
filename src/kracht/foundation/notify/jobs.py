"""Mail out, and the house-keeping of the job queue itself."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from kracht.foundation.notify import operations
from kracht.kernel import clock

MOST_ATTEMPTS = 10  # of a job that took its worker down; 3 to the power of the attempt between: two days in all
KEEP_JOBS_HOURS = 7 * 24


@app.task(name=operations.JOB, retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3))
def deliver(number: int) -> None:
    """Send one notice; a failure is kept with the notice and tried again later."""
    try:
        operations.deliver(number=number, at=clock.now())
    except Exception as error:
        operations.mark_failed(number=number, trouble=f"{type(error).__name__}: {error}")
        raise


@app.periodic(cron="* * * * *")
@app.task(name="notify.rescue", queueing_lock="notify.rescue")
async def rescue(timestamp: int) -> None:
    """Put jobs back whose worker died (no heartbeat for 30 s); give up on one that keeps killing its worker."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.attempts >= MOST_ATTEMPTS and job.id is not None:
            await manager.finish_job_by_id_async(job_id=job.id, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="notify.tidy", queueing_lock="notify.tidy")
async def tidy(timestamp: int) -> None:
    """Forget finished jobs of a week ago."""
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_JOBS_HOURS, include_failed=True, include_cancelled=True)


@app.periodic(cron="27 3 * * *")
@app.task(name="notify.empty_old", queueing_lock="notify.empty_old")
def empty_old(timestamp: int) -> None:
    """Empty the texts of mails sent a month ago."""
    operations.empty_old(at=clock.now())
