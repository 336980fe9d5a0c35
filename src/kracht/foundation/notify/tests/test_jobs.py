"""The queue in real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from kracht.foundation.notify import operations
from kracht.foundation.notify.models import Notice, SentMail
from kracht.kernel import clock

ROOT = Path(__file__).resolve().parents[5]


def address() -> str:
    """The address of this test's database."""
    database = connection.settings_dict
    return f"postgresql:///{database['NAME']}?host={quote(database['HOST'])}&user={database['USER']}"


def worker(*words: str) -> subprocess.Popen[bytes]:
    """Start a worker of the demo on this test's database."""
    command = [sys.executable, str(ROOT / "manage.py"), "procrastinate", "worker", "--concurrency", "1", *words]
    known = {**os.environ, "DATABASE_URL": address(), "KRACHT_MODE": "demo"}
    return subprocess.Popen(command, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail(f"Not reached in {seconds} s")
        time.sleep(0.1)


def status() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = %s", [operations.JOB])
        return str(cursor.fetchone()[0])


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_and_doubles_nothing() -> None:
    operations.queue_mail(
        address="x@voorbeeld.example",
        kind="accounts/mail",
        subject="s",
        text="t",
        html="",
        language="nl",
        at=clock.now(),
    )
    with psycopg.connect(address()) as holder:
        holder.execute("LOCK TABLE notify_sentmail IN ACCESS EXCLUSIVE MODE")  # the worker hangs half-way
        first = worker()
        wait_for(lambda: status() == "doing")
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        holder.rollback()
    assert status() == "doing"
    assert Notice.objects.get().sent_at is None
    with connection.cursor() as cursor:  # as if half a minute had passed
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'")
    second = worker()
    try:
        wait_for(lambda: status() == "succeeded", 100)  # the rescue runs each minute
    finally:
        second.terminate()
        second.wait()
    assert SentMail.objects.count() == 1
    assert Notice.objects.get().sent_at is not None
