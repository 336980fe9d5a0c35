"""The rounds: everything once, nothing lost, whatever dies in between."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from kracht.foundation.audit.facts import VISITOR, Program
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.models import Notice
from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.facts import What
from kracht.foundation.subscriptions.models import Happening, Round, Subscription
from kracht.foundation.subscriptions.operations import following, noting, sending
from kracht.foundation.subscriptions.tests.factories import AT, TARGET, Plain, followed

pytestmark = pytest.mark.django_db
BY = Program("test")
SOON = datetime.fromisoformat("2026-11-22T12:10:00+00:00")
MORNING = datetime.fromisoformat("2026-11-23T06:00:00+00:00")  # Monday, seven in the Netherlands


def happen(*numbers: int, at: datetime = AT) -> None:
    for number in numbers:
        noting.note(what="published", target_type=TARGET, target_id=number, at=at)


def send(at: datetime = SOON, composer: Plain | None = None) -> int:
    return sending.send_due(composer=composer or Plain(), by=BY, at=at)


def texts() -> list[str]:
    return list(Notice.objects.order_by("id").values_list("text", flat=True))


def test_no_mail_when_nothing_happened() -> None:
    followed()
    assert send() == 0
    assert send(SOON + timedelta(minutes=10)) == 0
    assert not Notice.objects.exists()


def test_what_happened_comes_once_and_together() -> None:
    followed()
    happen(1, 2)
    assert send() == 1
    assert send(SOON + timedelta(minutes=10)) == 0
    assert "Gebeurd: 1, 2" in texts()[0]
    happen(3)
    assert send(SOON + timedelta(minutes=20)) == 1
    assert "Gebeurd: 3" in texts()[1]


def test_each_gets_it_at_the_own_pace() -> None:
    for cadence in ("once", "daily", "weekly"):
        followed(f"{cadence}@voorbeeld.example", cadence=cadence, at=AT - timedelta(days=3))
    happen(1)
    tuesday = datetime.fromisoformat("2026-11-24T06:00:00+00:00")
    assert send(SOON) == 1 + 1, "daily was due since Friday"
    happen(2)
    assert send(SOON + timedelta(minutes=10)) == 1
    assert send(MORNING) == 2
    happen(3)
    assert send(tuesday) == 2
    told = {}
    for address, text in Notice.objects.order_by("id").values_list("address", "text"):
        told.setdefault(address.split("@")[0], []).append(text.split("Gebeurd: ")[1].split("\n")[0])
    assert told == {"once": ["1", "2", "3"], "daily": ["1", "2", "3"], "weekly": ["1, 2"]}


def test_a_later_follower_hears_only_what_came_later() -> None:
    followed("vroeg@voorbeeld.example")
    happen(1)
    noting.give_places()
    followed("laat@voorbeeld.example")
    happen(2)
    assert send() == 2
    assert ["1, 2" in text for text in texts()] == [True, False]


def test_who_comes_late_and_hears_nothing_gets_no_mail() -> None:
    followed("vroeg@voorbeeld.example")
    happen(1)
    noting.give_places()
    followed("laat@voorbeeld.example")
    assert send() == 1
    assert Subscription.objects.filter(place=queries.latest_place()).count() == 2


def test_a_change_of_pace_loses_and_doubles_nothing() -> None:
    one = followed(cadence="weekly", at=AT - timedelta(days=5))
    send(AT)  # last Monday's round is behind
    followed("bob@voorbeeld.example", cadence="once")
    happen(1)
    assert send(SOON) == 1, "for Bob"
    following.change_cadence(token=one.token, cadence="once", by=VISITOR, at=SOON)
    happen(2)
    assert send(SOON + timedelta(minutes=10)) == 2
    eva = [text for text, address in Notice.objects.values_list("text", "address") if address.startswith("eva")]
    assert len(eva) == 1
    assert "Gebeurd: 1, 2" in eva[0]


def test_ended_and_unconfirmed_get_nothing() -> None:
    one = followed()
    following.follow(
        what=What("area", "GM0001"), address="open@voorbeeld.example", cadence="once", language="nl", by=VISITOR, at=AT
    )
    happen(1)
    following.end(token=one.token, by=VISITOR, at=AT)
    assert send() == 0


def test_one_text_is_written_for_all_and_each_gets_the_own_links() -> None:
    tokens = {one.address: one.token for one in (followed(f"p{n}@voorbeeld.example") for n in range(5))}
    followed("en@voorbeeld.example", language="en")
    happen(1)
    composer = Plain()
    assert send(composer=composer) == 6
    assert composer.written == 2, "once per language"
    for notice in Notice.objects.exclude(address__startswith="en"):
        assert f"/nl/stop/{tokens[notice.address]}/" in notice.text
        assert f'href="https://kracht.example/nl/manage/{tokens[notice.address]}/"' in notice.html
        assert notice.unsubscribe == f"https://kracht.example/nl/stop/{tokens[notice.address]}/"
        assert "Kr4cht" not in notice.text + notice.html
        assert sum(token in notice.text + notice.html for token in tokens.values()) == 1


def test_the_mail_can_be_ended_with_one_click(post: Callable[[], list[EmailMessage]]) -> None:
    one = followed()
    happen(1)
    send()
    (mail,) = post()
    assert mail.extra_headers["List-Unsubscribe"] == f"<https://kracht.example/nl/stop/{one.token}/>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_job_that_dies_between_batches_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 2)
    for number in range(5):
        followed(f"p{number}@voorbeeld.example")
    happen(1)
    whole, batches = sending._send_batch, []

    def dies(*given: object) -> tuple[int, int]:
        if len(batches) == 1:
            raise SystemExit
        batches.append(whole(*given))
        return batches[-1]

    monkeypatch.setattr(sending, "_send_batch", dies)
    with pytest.raises(SystemExit):
        send()
    assert Notice.objects.count() == 2
    monkeypatch.setattr(sending, "_send_batch", whole)
    happen(2)
    assert send() == 5
    told = dict.fromkeys((f"p{n}@voorbeeld.example" for n in range(5)), "")
    for address, text in Notice.objects.order_by("id").values_list("address", "text"):
        told[address] += text.split("Gebeurd: ")[1].split("\n")[0] + ";"
    assert sorted(told.values()) == ["1, 2;"] * 3 + ["1;2;"] * 2


def test_a_batch_that_dies_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    followed()
    happen(1)

    def dies(**_: object) -> int:
        notify.queue_mail(address="x@voorbeeld.example", kind="a/b", subject="", text="", html="", language="nl", at=AT)
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(sending.notify, "tell_many", dies)
        with pytest.raises(SystemExit):
            send()
    assert not Notice.objects.exists()
    assert send() == 1


def test_an_address_that_is_refused_three_times_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    followed("weg@voorbeeld.example")
    followed("hier@voorbeeld.example")

    def refuses(_self: object, messages: list[EmailMessage]) -> int:
        for message in messages:
            if message.to == ["weg@voorbeeld.example"]:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
        return 1

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuses)
    mails = []
    for day in range(5):
        at = SOON + timedelta(days=day)
        happen(day + 1)
        mails.append(send(at))
        for number in Notice.objects.filter(sent_at=None).values_list("pk", flat=True):
            notify.deliver(number=number, at=at)
    assert mails == [2, 2, 2, 1, 1]
    gone = Subscription.objects.get(address="weg@voorbeeld.example")
    assert (gone.ended_why, gone.ended_at) == ("refused", SOON + timedelta(days=3))
    assert Subscription.objects.get(address="hier@voorbeeld.example").ended_at is None


def test_idle_rounds_cost_one_statement_each_pace(django_assert_max_num_queries: Callable) -> None:
    for number in range(30):
        followed(f"p{number}@voorbeeld.example", what=What("area", str(number)))
    with django_assert_max_num_queries(12):
        assert send() == 0
    assert set(Round.objects.values_list("due_at", flat=True)) == {SOON + timedelta(minutes=10)}


def test_places_follow_the_order_and_are_given_once() -> None:
    happen(1, 2, 3)
    assert queries.waiting() == 3
    assert noting.give_places() == 3
    assert noting.give_places() == 0
    assert queries.waiting() == 0
    rows = list(Happening.objects.order_by("place").values_list("target_id", flat=True))
    assert rows == [1, 2, 3]


def test_old_happenings_go_but_the_last_place_stays() -> None:
    happen(1, 2, at=AT - timedelta(days=61))
    noting.give_places()
    last = queries.latest_place()
    assert noting.forget_old(at=AT) == 1
    assert queries.latest_place() == last


def test_what_is_read_uses_its_indexes() -> None:
    with connection.cursor() as db:
        db.execute("SET LOCAL enable_seqscan = off")
    for rows in (
        Subscription.objects.live().filter(topic_id=1, cadence="once", place__lt=9),
        Subscription.objects.live().filter(topic_id=1),
        Happening.objects.filter(place=None),
        Happening.objects.filter(target_type=TARGET, place__gt=1, place__lte=9),
        Round.objects.filter(due_at__lte=AT),
    ):
        assert "Seq Scan" not in rows.explain(), str(rows.query)
