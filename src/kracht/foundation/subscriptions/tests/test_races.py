"""Two at the same moment: outside a transaction of the test, in threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from kracht.foundation.audit.facts import VISITOR, Program
from kracht.foundation.notify.models import Notice
from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.models import Happening, Subscription
from kracht.foundation.subscriptions.operations import following, noting, sending
from kracht.foundation.subscriptions.tests.factories import AREA, AT, TARGET, Plain, followed
from kracht.foundation.subscriptions.tests.test_sending import SOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def together(act, times: int = 4) -> list:
    barrier = Barrier(times)

    def one(number: int):
        try:
            barrier.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_the_same_wish_at_the_same_moment_is_one_subscription() -> None:
    def wish(_number: int) -> int:
        return following.follow(
            what=AREA, address="eva@voorbeeld.example", cadence="once", language="nl", by=VISITOR, at=AT
        ).number

    assert len(set(together(wish))) == 1
    assert Subscription.objects.count() == 1


def test_two_jobs_at_once_send_each_follower_one_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 3)
    for number in range(12):
        followed(f"p{number}@voorbeeld.example")
    noting.note(what="published", target_type=TARGET, target_id=1, at=AT)
    together(lambda _n: sending.send_due(composer=Plain(), by=Program("test"), at=SOON), 3)
    sending.send_due(composer=Plain(), by=Program("test"), at=SOON)
    assert Notice.objects.count() == 12
    assert set(Subscription.objects.values_list("place", flat=True)) == {queries.latest_place()}


def test_ending_at_the_same_moment_is_once() -> None:
    token = followed().token
    together(lambda _n: following.end(token=token, by=VISITOR, at=AT))
    assert not queries.by_token(token).live


def test_a_slow_transaction_is_not_skipped() -> None:
    """Its row has a lower number than one that was committed, and read, before it."""

    def slow(_number: int) -> int:
        with transaction.atomic():
            noting.note(what="published", target_type=TARGET, target_id=1, at=AT)
            barrier.wait()  # the quick one commits and is read meanwhile
            barrier.wait()
        connection.close()
        return 1

    barrier = Barrier(2)
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(slow, 0)
        barrier.wait()
        noting.note(what="published", target_type=TARGET, target_id=2, at=AT)
        assert noting.give_places() == 1
        read = queries.latest_place()
        barrier.wait()
        busy.result()
    noting.give_places()
    late = Happening.objects.get(target_id=1)
    assert late.pk < Happening.objects.get(target_id=2).pk
    assert late.place > read
