"""Keys and tags: made, replaced, ended, cleared; each refusal beside what is allowed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import AT, make_areas, publish
from kracht.domains.partners.facts import MOST_KEYS, PartnerFact
from kracht.domains.partners.models import Key, Partner, TagUse
from kracht.domains.partners.operations import answers, keys, partners, tags
from kracht.domains.partners.queries import partners as reading
from kracht.domains.partners.queries import tags as tag_reading
from kracht.domains.partners.tests.factories import BY, key, organisation, partner
from kracht.foundation.audit.models import Entry
from kracht.foundation.notify.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> PartnerFact:
    make_areas()
    return partner()


def test_a_key_is_kept_as_a_hash_and_opens_until_it_ends(owner: PartnerFact) -> None:
    made = key(owner)
    row = Key.objects.get()
    assert made.secret not in str(row.__dict__)
    assert row.start == made.secret[:13]
    found = reading.caller(made.secret, at=AT)
    assert found
    assert found.partner.id == owner.id
    assert reading.caller(made.secret, at=row.expires_at) is None
    assert keys.revoke(key_id=row.pk, partner_id=owner.id, by=BY, at=AT)
    assert reading.caller(made.secret, at=AT) is None
    assert not keys.revoke(key_id=row.pk, partner_id=owner.id, by=BY, at=AT)
    assert Entry.objects.filter(verb__startswith="key.").count() == 2


def test_guesses_never_reach_the_database(owner: PartnerFact, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert reading.caller("kracht_" + "a" * 38, at=AT) is None
        assert reading.caller("", at=AT) is None


def test_a_replaced_key_works_for_a_day_more(owner: PartnerFact) -> None:
    old = key(owner)
    fresh = keys.rotate(key_id=old.id, partner_id=owner.id, by=BY, at=AT)
    assert fresh
    day = AT + timedelta(hours=24)
    assert reading.caller(old.secret, at=day - timedelta(seconds=1))
    assert reading.caller(old.secret, at=day) is None
    assert reading.caller(fresh.secret, at=day)
    assert Key.objects.get(pk=fresh.id).scopes == Key.objects.get(pk=old.id).scopes


def test_another_partner_ends_no_key(owner: PartnerFact) -> None:
    made, other = key(owner), partner("Ander netwerk")
    assert not keys.revoke(key_id=made.id, partner_id=other.id, by=BY, at=AT)
    assert keys.rotate(key_id=made.id, partner_id=other.id, by=BY, at=AT) is None
    assert reading.caller(made.secret, at=AT)


@pytest.mark.parametrize("state", ["asked", "suspended"])
def test_only_an_active_partner_makes_keys(owner: PartnerFact, state: str) -> None:
    key(owner)
    Partner.objects.update(state=state)
    with pytest.raises(ValidationError):
        key(owner)


def test_there_is_room_for_so_many_keys(owner: PartnerFact) -> None:
    for _number in range(MOST_KEYS):
        key(owner)
    with pytest.raises(ValidationError):
        key(owner)


def test_last_use_is_written_at_most_once_a_minute(owner: PartnerFact) -> None:
    made = key(owner)
    for second in range(0, 130, 10):
        caller = reading.caller(made.secret, at=AT)
        assert caller
        keys.use(caller=caller, at=AT + timedelta(seconds=second))
    assert Key.objects.get().used_at == AT + timedelta(seconds=120)


def test_a_mail_goes_30_and_7_days_before_the_end_each_once(owner: PartnerFact) -> None:
    key(owner, expires_at=AT + timedelta(days=40))
    told = []
    for day in range(41):
        at = AT + timedelta(days=day)
        keys.warn(at=at)
        told.append(Notice.objects.filter(kind="partners/expiring").count())
    assert told.index(1) == 10
    assert told.index(2) == 33
    assert told[-1] == 2


def test_a_moderator_admits_and_suspends_with_a_reason() -> None:
    row = organisation("Nieuw netwerk")
    number = partners.ask(
        organisation_id=row.pk, namespace="nieuw", licence="CC0-1.0", about="Onze lijst", contact_email="n@x.example",
        by=BY, at=AT,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        partners.admit(partner_id=number, moderator=False, by=BY, at=AT)
    partners.admit(partner_id=number, moderator=True, by=BY, at=AT)
    assert Partner.objects.get(pk=number).state == "active"
    with pytest.raises(ValidationError):
        partners.suspend(partner_id=number, reason="nee", moderator=True, by=BY, at=AT)
    partners.suspend(partner_id=number, reason="Er kwamen veel klachten.", moderator=True, by=BY, at=AT)
    assert Partner.objects.get(pk=number).reason == "Er kwamen veel klachten."
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == [
        "partners/active",
        "partners/suspended",
    ]
    other = organisation("Nog een netwerk")
    with pytest.raises(ValidationError):
        partners.ask(
            organisation_id=other.pk, namespace="nieuw", licence="CC0-1.0", about="x", contact_email="n@x.example",
            by=BY, at=AT,
        )  # fmt: skip


def test_a_tag_that_needs_clearance_shows_after_a_yes(owner: PartnerFact) -> None:
    other, row = partner("Ander netwerk"), publish("Moestuin", slug="moestuin")
    name = tags.define(partner_id=owner.id, word="mooi", label_nl="Mooi", needs_clearance=True, by=BY, at=AT)
    assert tags.put_on(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=other.id) == "asked"
    assert Initiative.objects.get(pk=row.pk).tags == []
    (asked,) = tag_reading.asked_of(owner.id)
    assert asked.asked_by == "Ander netwerk"
    assert not tags.decide(use_id=asked.id, partner_id=other.id, yes=True, by=BY, at=AT)
    with pytest.raises(ValidationError):
        tags.decide(use_id=asked.id, partner_id=owner.id, yes=False, reason="", by=BY, at=AT)
    assert tags.decide(use_id=asked.id, partner_id=owner.id, yes=False, reason="Dit past er niet bij.", by=BY, at=AT)
    with pytest.raises(ValidationError, match="past er niet bij"):
        tags.put_on(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=other.id)
    assert tags.put_on(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=owner.id) == "cleared"
    assert Initiative.objects.get(pk=row.pk).tags == [name]
    assert not tags.take_off(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=partner("Derde").id)
    assert tags.take_off(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=owner.id)
    assert Initiative.objects.get(pk=row.pk).tags == []


def test_a_dropped_tag_is_gone_from_every_entry(owner: PartnerFact) -> None:
    row = publish("Moestuin", slug="moestuin")
    name = tags.define(partner_id=owner.id, word="mooi", label_nl="Mooi", by=BY, at=AT)
    tags.put_on(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=owner.id)
    number = tag_reading.of_partner(owner.id)[0].id
    assert not tags.drop(tag_id=number, partner_id=partner("Ander").id, by=BY, at=AT)
    assert tags.drop(tag_id=number, partner_id=owner.id, by=BY, at=AT)
    assert Initiative.objects.get(pk=row.pk).tags == []
    assert not TagUse.objects.exists()


@pytest.mark.parametrize("word", ["", "Hoofd letter", "é", "a" * 50, "-x", "x:y", "\x00"])
def test_a_word_of_a_tag_is_plain(owner: PartnerFact, word: str) -> None:
    assert tags.define(partner_id=owner.id, word="gewoon-1", label_nl="x", by=BY, at=AT)
    with pytest.raises(ValidationError):
        tags.define(partner_id=owner.id, word=word, label_nl="x", by=BY, at=AT)


def test_an_answer_is_kept_for_a_day(owner: PartnerFact) -> None:
    given = {"partner_id": owner.id, "key": "een", "body": b"x", "at": AT}
    assert answers.begin(**given) is None  # type: ignore[arg-type]
    answers.finish(partner_id=owner.id, key="een", status=201, body="{}", location="/x")
    assert answers.begin(**given) == (201, "{}", "/x")  # type: ignore[arg-type]
    assert keys.forget_answers(at=AT + timedelta(hours=23)) == 0
    assert keys.forget_answers(at=AT + timedelta(hours=25)) == 1
