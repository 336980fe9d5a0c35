"""Followed sources: asked when due, brought in when all is well, left for a person when not."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kracht.domains.imports.models import Source
from kracht.domains.imports.operations import following, starting
from kracht.domains.imports.operations.starting import Fetched
from kracht.domains.imports.tests.factories import AT, BY, applied
from kracht.domains.imports.tests.test_operations import CAFE, FILE, GARDEN, HEAD
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import make_areas
from kracht.foundation.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(db, dana):
    make_areas()
    applied(FILE)
    found = Source.objects.get()
    following.schedule(
        source=found, url="https://x.example/a.csv", every="day", by=BY, user=dana, moderator=True, at=AT
    )
    return found


@pytest.fixture
def answer(monkeypatch):
    """What the address answers: a body, "same", or a ValidationError."""
    said = {"body": "same"}

    def fetch(**given):
        if said["body"] == "same":
            return Fetched(changed=False)
        if said["body"] is None:
            raise ValidationError("Stuk.")
        return Fetched(changed=True, chunks=[said["body"].encode()], etag="e", url="https://x.example/a.csv")

    monkeypatch.setattr(starting, "fetch", fetch)
    return said


def visit(source, days=1):
    source.refresh_from_db()
    return following.follow(source_id=source.pk, by=BY, at=AT + timedelta(days=days))


def test_nothing_new_then_a_change_then_the_same_again(source, answer):
    assert (visit(source).ok, visit(source).changed) == (True, False)
    answer["body"] = FILE.replace("Samen tuinieren", "Nu ook koken")
    assert visit(source).changed
    assert Initiative.objects.get(source_key="1").summary == "Nu ook koken."
    assert not visit(source).changed


def test_a_vanished_record_leaves_a_tombstone_but_many_ask_a_person(source, answer):
    lines = "".join(
        GARDEN.replace("1;De Tuin", f"x{n};Tuin {n}")
        .replace("www.tuin", f"www.tuin{n}")
        .replace("52,09", f"52,{n + 11}")
        for n in range(9)
    )
    answer["body"] = FILE + lines
    visit(source)
    assert Initiative.objects.filter(state="published").count() == 11
    answer["body"] = HEAD + GARDEN + lines
    assert visit(source, 2).ok
    assert Initiative.objects.get(source_key="2").state == "withdrawn"
    answer["body"] = HEAD + CAFE
    last = visit(source, 3)
    assert not last.ok
    assert Initiative.objects.filter(state="published").count() == 10
    assert Notice.objects.filter(kind="imports/trouble").count() == 1


def test_the_third_failure_in_a_row_is_told_once(source, answer):
    answer["body"] = None
    for day in range(1, 6):
        assert not visit(source, day).ok
        assert Notice.objects.filter(kind="imports/trouble").count() == (day >= 3)


def test_due_sources_are_asked_and_others_not(source):
    assert following.defer_due(at=AT) == 1
    assert following.defer_due(at=AT + timedelta(hours=2)) == 0
    assert following.defer_due(at=AT + timedelta(days=1, hours=1)) == 1


def test_only_moderators_follow_and_only_what_can_be_read(source):
    with pytest.raises(PermissionDenied):
        following.schedule(source=source, url="", every="", by=BY, user=None, moderator=False, at=AT)
    for url, every in (("ftp://x.example", "day"), ("https://x.example", "minute"), ("x" * 3000, "day")):
        with pytest.raises(ValidationError):
            following.schedule(source=source, url=url, every=every, by=BY, user=None, moderator=True, at=AT)
