"""Ten thousand followers of one area: one text, mails in batches, measured."""

import time

import pytest

from kracht.foundation.audit.facts import Program
from kracht.foundation.notify.models import Notice
from kracht.foundation.subscriptions.models import Round, Subscription, Topic
from kracht.foundation.subscriptions.operations import noting, sending
from kracht.foundation.subscriptions.tests.factories import AT, TARGET, Plain
from kracht.foundation.subscriptions.tests.test_sending import SOON

FOLLOWERS = 10_000
MOST_SECONDS = 120


@pytest.mark.long
@pytest.mark.django_db
def test_ten_thousand_followers_of_one_area() -> None:
    topic = Topic.objects.create(kind="area", key="GM0001")
    Round.objects.create(topic=topic, cadence="once", due_at=AT)
    Subscription.objects.bulk_create(
        Subscription(
            topic=topic, address=f"p{n}@voorbeeld.example", cadence="once", nonce=f"{n:022d}", created_at=AT,
            asked_at=AT, confirmed_at=AT,
        )
        for n in range(FOLLOWERS)
    )  # fmt: skip
    for number in range(50):
        noting.note(what="published", target_type=TARGET, target_id=number, at=AT)
    composer, begun = Plain(), time.perf_counter()
    assert sending.send_due(composer=composer, by=Program("test"), at=SOON) == FOLLOWERS
    took = time.perf_counter() - begun
    print(f"{FOLLOWERS} mails written in {took:.1f} s ({took / FOLLOWERS * 1000:.2f} ms each)")  # noqa: T201 - the measurement
    assert composer.written == 1
    assert Notice.objects.count() == FOLLOWERS
    assert took < MOST_SECONDS
