"""The feed is written by whatever changes the register, in its transaction; webhooks hear of it at least once."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kracht.domains.initiatives.models import Initiative, Need
from kracht.domains.initiatives.operations import deciding
from kracht.domains.initiatives.tests.factories import AT, SOURCE, make_areas, publish
from kracht.domains.partners import jobs, rules
from kracht.domains.partners.facts import FAILING_ALLOWED, WAITS, DeliveryState, HookState, PartnerFact
from kracht.domains.partners.models import Change, Delivery, Partner, Webhook
from kracht.domains.partners.operations import feed, publishing, tags
from kracht.domains.partners.queries import feed as reading
from kracht.domains.partners.rules import records
from kracht.domains.partners.tests.factories import BY, partner
from kracht.foundation.notify.models import Notice

pytestmark = pytest.mark.django_db


def drain(at: Any = AT) -> None:
    while feed.pump(at=at):
        pass


def kinds(after: int = 0) -> list[tuple[str, str]]:
    return [(one.kind, one.slug) for one in reading.changes(after=after, limit=100)]


def put(owner: PartnerFact, key: str = "k-1", **changes: Any) -> None:
    item = records.read({"sourceKey": key, "name": f"Tuin {key}", "summary": "Samen plukken"} | changes)
    publishing.put_many(partner=owner, items=[item], whole=True, by=BY, at=AT)


@pytest.fixture(autouse=True)
def _areas(db: None) -> None:
    make_areas()


def test_whatever_changes_the_register_is_in_the_feed() -> None:
    row = publish("Moestuin", slug="moestuin")
    drain()
    assert kinds() == [("created", "moestuin")]
    seen = reading.latest()
    with connection.cursor() as db:
        db.execute("UPDATE initiatives_initiative SET summary = 'Door SQL' WHERE id = %s", [row.pk])
    drain()
    assert kinds(seen) == [("changed", "moestuin")]
    seen = reading.latest()
    deciding.withdraw(key=row.pk, reason="Op verzoek weggehaald.", by=SOURCE, moderator=True, at=AT)
    drain()
    assert kinds(seen) == [("deleted", "moestuin")]
    seen = reading.latest()
    deciding.undo(key=row.pk, by=SOURCE, moderator=True, at=AT)
    drain()
    assert kinds(seen) == [("created", "moestuin")]
    Initiative.objects.filter(pk=row.pk).delete()
    drain()
    assert kinds() == [("deleted", "moestuin")]
    tomb = reading.tombstone("moestuin")
    assert tomb
    assert tomb.initiative_id == row.pk


def test_what_hangs_on_an_entry_is_of_the_entry() -> None:
    row = publish("Moestuin", slug="moestuin")
    Need.objects.create(initiative_id=row.pk, kind="hands", text="Plukkers")
    drain()
    assert kinds() == [("created", "moestuin")]  # made and completed before anybody saw it
    for statement in (
        "INSERT INTO initiatives_party (initiative_id, name, sector) VALUES (%s, 'Buurt', 'residents')",
        "UPDATE initiatives_need SET text = 'Spitters' WHERE initiative_id = %s",
        "DELETE FROM initiatives_need WHERE initiative_id = %s",
    ):
        seen = reading.latest()
        with connection.cursor() as db:
            db.execute(statement, [row.pk])
        drain()
        assert kinds(seen) == [("changed", "moestuin")], statement
    seen = reading.latest()
    with connection.cursor() as db:
        db.execute("UPDATE initiatives_party SET name = name WHERE initiative_id = %s", [row.pk])
    drain()
    assert kinds(seen) == []


def test_what_the_public_does_not_see_is_not_in_the_feed() -> None:
    row = publish("Moestuin", slug="moestuin")
    Initiative.objects.filter(pk=row.pk).update(state="waiting")
    drain()
    before = reading.latest()
    Initiative.objects.filter(pk=row.pk).update(summary="Nog niet openbaar")
    drain()
    assert reading.latest() == before
    other = publish("Ander", slug="ander")
    drain()
    before = reading.latest()
    Initiative.objects.filter(pk=other.pk).update(parts="woorden om te zoeken", updated_at=AT + timedelta(days=1))
    drain()
    assert reading.latest() == before


def test_a_change_that_is_rolled_back_leaves_nothing() -> None:
    row = publish("Moestuin", slug="moestuin")
    drain()
    before = reading.latest()
    with transaction.atomic():
        Initiative.objects.filter(pk=row.pk).update(name="Even")
        transaction.set_rollback(True)
    drain()
    assert reading.latest() == before
    assert not reading.unnumbered()


def test_each_entry_is_in_the_feed_once() -> None:
    for number in range(5):
        publish(f"Tuin {number}", slug=f"tuin-{number}")
    drain()
    Initiative.objects.filter(slug="tuin-1").update(name="Anders")
    Initiative.objects.filter(slug="tuin-1").update(name="Nog anders")
    drain()
    assert len(kinds()) == Change.objects.count() == 5
    assert kinds()[-1] == ("changed", "tuin-1")


@pytest.fixture
def owner() -> PartnerFact:
    return partner()


def hook(owner: PartnerFact, url: str = "http://127.0.0.1:9/", scope: str = "own") -> int:
    return feed.subscribe(partner_id=owner.id, url=url, scope=scope, by=BY, at=AT)[0]


def test_a_partner_hears_of_what_others_do_with_its_records_and_not_of_its_own_acts(owner: PartnerFact) -> None:
    hook(owner)
    put(owner)
    drain()
    assert not Delivery.objects.exists()
    with connection.cursor() as db:  # a request of its own; here the setting of the transaction is still there
        db.execute("SELECT set_config('kracht.partner', '', true)")
    row = Initiative.objects.get(source=owner.source)
    Initiative.objects.filter(pk=row.pk).update(story="Een buur schreef dit")
    publish("Van een ander", slug="van-een-ander")
    drain()
    found = Delivery.objects.get()
    assert found.event == "initiative.changed"
    said = json.loads(found.body)
    assert said["data"]["sourceKey"] == "k-1"
    assert said["data"]["_links"]["initiative"]["href"].endswith(f"/api/v1/initiatives/{row.slug}")
    job = ProcrastinateJob.objects.get(task_name=feed.JOB)
    assert job.args == {"number": found.pk}
    assert job.lock == f"webhook:{found.webhook_id}"


def test_tags_and_the_whole_register_are_told_too(owner: PartnerFact) -> None:
    hook(owner)
    hook(owner, scope="register")
    tags.define(partner_id=owner.id, word="mooi", label_nl="Mooi", by=BY, at=AT)
    row = publish("Van een ander", slug="van-een-ander")
    tags.put_on(name="burennetwerk:mooi", initiative_id=row.pk, by=BY, at=AT)
    publish("Nog een", slug="nog-een")
    drain()
    events = sorted(Delivery.objects.values_list("event", flat=True))
    assert events == ["initiative.created", "register.changed"]
    assert "since" in json.loads(Delivery.objects.get(event="register.changed").body)["data"]


class _Program(BaseHTTPRequestHandler):
    """A partner's program: keeps what it got, answers as told."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.got.append((dict(self.headers), body))
        self.send_response(server.answers.pop(0) if server.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def program() -> Iterator[Any]:
    server: Any = HTTPServer(("127.0.0.1", 0), _Program)
    server.got, server.answers = [], []
    server.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def waiting(owner: PartnerFact, program: Any) -> Delivery:
    number = hook(owner, program.url)
    feed.send_test(hook_id=number, partner_id=owner.id, by=BY, at=AT)
    return Delivery.objects.get()


def test_a_message_arrives_signed_and_only_once_when_all_is_well(owner: PartnerFact, program: Any) -> None:
    row = waiting(owner, program)
    jobs.deliver(row.pk)
    jobs.deliver(row.pk)
    ((headers, body),) = program.got
    secret = rules.hook_secret(row.webhook_id, row.webhook.salt)
    stamp = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == rules.sign(secret, message=headers["webhook-id"], timestamp=stamp, body=body)
    row.refresh_from_db()
    assert (row.state, row.status, row.tries) == (DeliveryState.DELIVERED, 200, 1)


def test_a_killed_worker_sends_the_same_message_again(owner: PartnerFact, program: Any) -> None:
    """Killed after the sending and before it was noted: the job comes back, with the same id and the same bytes."""
    row = waiting(owner, program)
    parcel = feed.take(number=row.pk, at=AT)
    assert parcel
    jobs.send(parcel.url, parcel.body, parcel.headers)
    jobs.deliver(row.pk)
    assert len(program.got) == 2
    assert program.got[0][0]["webhook-id"] == program.got[1][0]["webhook-id"]
    assert program.got[0][1] == program.got[1][1]


def test_a_failure_is_tried_again_later_and_given_up_in_the_end(owner: PartnerFact, program: Any) -> None:
    row = waiting(owner, program)
    at = AT
    for wait in WAITS:
        feed.note(number=row.pk, status=503, trouble="", at=at)
        Webhook.objects.update(failing_since=None)  # what is looked at here is the message
        row.refresh_from_db()
        assert (row.state, row.next_at) == (DeliveryState.WAITING, at + wait)
        assert feed.take(number=row.pk, at=at) is None
        at += wait
        assert feed.take(number=row.pk, at=at) is not None
    feed.note(number=row.pk, status=None, trouble="The server does not answer.", at=at)
    row.refresh_from_db()
    assert (row.state, row.tries) == (DeliveryState.GIVEN_UP, len(WAITS) + 1)
    assert feed.send_again(number=row.pk, partner_id=owner.id, by=BY, at=at)
    jobs.deliver(row.pk)
    row.refresh_from_db()
    assert row.state == DeliveryState.DELIVERED


def test_a_webhook_that_fails_for_days_is_switched_off_with_a_mail(owner: PartnerFact, program: Any) -> None:
    row = waiting(owner, program)
    feed.note(number=row.pk, status=500, trouble="", at=AT)
    assert Webhook.objects.get().state == HookState.ACTIVE
    later = AT + FAILING_ALLOWED
    feed.note(number=row.pk, status=500, trouble="", at=later)
    assert Webhook.objects.get().state == HookState.BROKEN
    assert Notice.objects.get(kind="partners/broken").address == owner.contact_email
    assert feed.take(number=row.pk, at=later + timedelta(days=1)) is None
    assert feed.switch(hook_id=row.webhook_id, partner_id=owner.id, on=True, by=BY, at=later)
    jobs.deliver(row.pk)
    row.refresh_from_db()
    assert row.state == DeliveryState.DELIVERED


def test_nothing_goes_to_an_inner_address_in_production(owner: PartnerFact, program: Any, settings: Any) -> None:
    row = waiting(owner, program)
    settings.LOOPBACK_ALLOWED = False
    jobs.deliver(row.pk)
    row.refresh_from_db()
    assert program.got == []
    assert row.trouble == "This address is not on the public internet."


def test_a_suspended_partner_gets_no_messages(owner: PartnerFact, program: Any) -> None:
    row = waiting(owner, program)
    Partner.objects.update(state="suspended")
    jobs.deliver(row.pk)
    assert program.got == []


def test_others_cannot_touch_a_webhook(owner: PartnerFact, program: Any) -> None:
    row, other = waiting(owner, program), partner("Ander netwerk")
    given: dict[str, Any] = {"hook_id": row.webhook_id, "partner_id": other.id, "by": BY, "at": AT}
    assert not feed.switch(on=False, **given)
    assert not feed.unsubscribe(**given)
    assert not feed.send_test(**given)
    assert feed.renew_secret(**given) == ""
    assert not feed.send_again(number=row.pk, partner_id=other.id, by=BY, at=AT)
    assert feed.switch(on=False, **(given | {"partner_id": owner.id}))
