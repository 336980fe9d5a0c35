"""Two at once: threads and real transactions. And a worker that is killed while it sends."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import close_old_connections, connection

from kracht.domains.initiatives.models import Initiative, Provenance
from kracht.domains.initiatives.tests.factories import make_areas
from kracht.domains.partners.facts import DeliveryState, PartnerFact
from kracht.domains.partners.models import Delivery, Key
from kracht.domains.partners.operations import feed, keys, publishing
from kracht.domains.partners.rules import records
from kracht.domains.partners.tests.factories import BY, partner
from kracht.foundation.notify.tests.test_jobs import wait_for, worker
from kracht.kernel import clock

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
AT_ONCE = 6


def together[T](work: Callable[[int], T]) -> list[T]:
    """Do the work in several threads that start at the same moment."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> T:
        close_old_connections()
        start.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


@pytest.fixture
def owner(db: None) -> PartnerFact:
    make_areas()
    return partner()


def put(owner: PartnerFact, **changes: Any) -> str:
    item = records.read({"sourceKey": "k-1", "name": "Tuin", "summary": "Samen plukken"} | changes)
    (done,) = publishing.put_many(partner=owner, items=[item], whole=True, by=BY, at=clock.now())
    assert not done.problems
    return str(done.verdict)


def test_one_key_of_a_source_makes_one_entry(owner: PartnerFact) -> None:
    verdicts = together(lambda _number: put(owner))
    assert verdicts.count("created") == 1
    assert Initiative.objects.count() == Provenance.objects.count() == 1
    together(lambda number: put(owner, people=number + 1))
    row = Initiative.objects.get()
    assert row.people in range(1, AT_ONCE + 1)  # one of them won, whole


def test_two_clicks_at_once_make_one_key(owner: PartnerFact) -> None:
    at = clock.now()
    given: dict[str, Any] = {"partner_id": owner.id, "name": "Site", "scopes": ["read"], "by": BY, "at": at}
    made = together(lambda _number: keys.make(expires_at=at + timedelta(days=9), once="zelfde", **given))
    assert len({one.secret for one in made}) == 1
    assert Key.objects.count() == 1


@pytest.fixture
def slow_ear() -> Iterator[tuple[str, list[str]]]:
    """A program that hears a message, and answers the first one never."""
    heard: list[str] = []
    go_on = threading.Event()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.headers["webhook-id"])
            if len(heard) == 1:
                go_on.wait(60)
                return
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    go_on.set()
    server.shutdown()
    server.server_close()


def test_a_worker_killed_while_it_sends_loses_nothing(owner: PartnerFact, slow_ear: tuple[str, list[str]]) -> None:
    url, heard = slow_ear
    hook, _secret = feed.subscribe(partner_id=owner.id, url=url, scope="own", by=BY, at=clock.now())
    feed.send_test(hook_id=hook, partner_id=owner.id, by=BY, at=clock.now())
    first = worker()
    wait_for(lambda: len(heard) == 1)  # it was heard, and never answered
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert Delivery.objects.get().state == DeliveryState.WAITING
    with connection.cursor() as db:  # as if half a minute had passed
        db.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '40 seconds'")
    second = worker()
    try:
        wait_for(lambda: Delivery.objects.get().state == DeliveryState.DELIVERED, 100)  # the rescue runs each minute
    finally:
        second.terminate()
        second.wait()
    assert len(heard) == 2
    assert len(set(heard)) == 1  # twice the same message, which the receiver knows by its id
