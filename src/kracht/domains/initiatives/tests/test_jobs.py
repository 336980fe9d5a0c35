"""Jobs of the register: the same one twice changes nothing more, and what is left out is left alone."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from kracht.domains.initiatives import jobs, rules
from kracht.domains.initiatives.models import Initiative, Submission, Word
from kracht.domains.initiatives.operations import deciding, entering, upkeep
from kracht.domains.initiatives.queries import returning
from kracht.domains.initiatives.tests.factories import AT, SOURCE, make_areas, publish, values
from kracht.foundation.audit.facts import VISITOR
from kracht.foundation.media import operations as media
from kracht.foundation.media.models import Picture
from kracht.kernel import clock

pytestmark = pytest.mark.django_db


def send_in(name="Buurtmoestuin Akker", at=AT, once="x" * 24, **changes):
    return entering.submit(
        values=values(name, **changes), email="m@voorbeeld.example", once_key=once, language="nl", by=VISITOR, at=at
    )


def test_words_of_a_published_entry_are_learned_once():
    row = publish("Wormenhotel Zuidoever")
    for _twice in range(2):
        jobs.learn_words(key=row.pk)
    assert Word.objects.filter(word="wormenhotel").count() == 1
    jobs.learn_words(key=10**9)


def test_words_of_an_entry_that_waits_are_not_learned():
    received = send_in("Geheimschrift")
    jobs.learn_words(key=received.initiative_id)
    assert not Word.objects.filter(word="geheimschrift").exists()


def test_the_word_list_is_written_afresh():
    row = publish("Wormenhotel Zuidoever")
    jobs.refresh_words(timestamp=0)
    assert Word.objects.filter(word="wormenhotel").exists()
    Initiative.objects.filter(pk=row.pk).update(state="withdrawn")
    jobs.refresh_words(timestamp=0)
    jobs.refresh_words(timestamp=0)
    assert not Word.objects.exists()


def test_only_what_nobody_confirmed_is_forgotten():
    now = clock.now()
    old = now - timedelta(days=rules.LINK_DAYS + 2)
    stale = send_in(at=old)
    fresh = send_in(at=now, once="y" * 24)
    confirmed = send_in(at=old, once="z" * 24)
    Submission.objects.filter(initiative_id=confirmed.initiative_id).update(confirmed_at=old)
    for _twice in range(2):
        jobs.forget_unconfirmed(timestamp=0)
    kept = set(Initiative.objects.values_list("pk", flat=True))
    assert kept == {fresh.initiative_id, confirmed.initiative_id}
    assert stale.initiative_id not in kept


def test_pictures_of_what_is_forgotten_go_too():
    now = clock.now()
    old = now - timedelta(days=rules.LINK_DAYS + 2)
    image = io.BytesIO()
    Image.new("RGB", (640, 480), "orange").save(image, "JPEG")
    kept = [media.store(file=image, by=VISITOR, at=old) for _two in range(2)]
    send_in(at=old, pictures=(kept[0].number,))
    confirmed = send_in(at=old, once="y" * 24, pictures=(kept[1].number,))
    Submission.objects.filter(initiative_id=confirmed.initiative_id).update(confirmed_at=old)
    jobs.forget_unconfirmed(timestamp=0)
    assert list(Picture.objects.values_list("pk", flat=True)) == [kept[1].number]


def test_the_same_name_three_times_gets_three_addresses():
    make_areas()
    for once in "abcd":
        send_in(once=once * 24, area_code="WK034401")
    slugs = list(Initiative.objects.order_by("id").values_list("slug", flat=True))
    assert slugs[:2] == ["buurtmoestuin-akker", "buurtmoestuin-akker-west"]
    assert len(set(slugs)) == 4


def test_values_write_the_same_row_again():
    make_areas()
    received = send_in(
        lat=52.092, lon=5.09, people=4, website="https://voorbeeld.example", sdgs=(2,), contact_public=True, story="Hoi"
    )
    entering.confirm(token=received.token, by=VISITOR, at=AT)
    before = Initiative.objects.get()
    sent = returning.by_token(received.token)
    assert sent is not None
    deciding.revise(key=before.pk, values=sent.values, by=SOURCE, moderator=True, at=AT)
    after = Initiative.objects.get()
    skipped = {"_state", "updated_at"}
    assert {k: v for k, v in vars(after).items() if k not in skipped} == {
        k: v for k, v in vars(before).items() if k not in skipped
    }


def test_learning_is_part_of_the_transaction():
    from procrastinate.contrib.django.models import ProcrastinateJob

    upkeep.learn_soon(key=7)
    assert ProcrastinateJob.objects.get(task_name=upkeep.LEARN_JOB).args == {"key": 7}
