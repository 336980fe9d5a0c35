"""Gifts: what may be promised and said, parts that add up to the cent, and who sees what."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from kracht.domains.value import personal
from kracht.domains.value.models import Gift, GiftWord
from kracht.domains.value.operations import answering, giving, reviewing
from kracht.domains.value.queries import gifts as queries
from kracht.domains.value.queries import sheet as sheets
from kracht.domains.value.rules import gifts as rules
from kracht.domains.value.rules.gifts import Given
from kracht.domains.value.tests.factories import (
    AT,
    FIRST,
    OWNER,
    SECOND,
    SLUG,
    make_initiative,
    make_set,
    published,
    submitted,
)
from kracht.foundation.accounts.tests.factories import person
from kracht.foundation.audit.facts import Program
from kracht.foundation.notify.models import Notice

COSTS = {"cash": 30000.0, "in_kind": 2500.5, "hours": 600.0, "hour_value": 14.06, "public": 10000.0}
GIVER, OTHER = Program("giver"), Program("other")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("1250", 125000), ("1.250,50", 125050), ("12,5", 1250), ("€ 3", 300), ("0.50", 50), ("1.250", 125000)],
)
def test_an_amount_is_read_as_people_write_it(typed: str, cents: int) -> None:
    assert rules.amount_of(typed, unit=100, most=rules.MOST_CENTS) == cents


@pytest.mark.parametrize(
    "typed", ["", "nan", "-5", "0", "inf", "1e99", "12,345", "veel", "٣", "9" * 30, "\x00", "1e999999"]
)
def test_an_amount_that_cannot_be_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        rules.amount_of(typed, unit=100, most=rules.MOST_CENTS)
    assert refused.value.messages[0].endswith(".")


amounts = st.lists(
    st.tuples(st.sampled_from(["money", "goods", "hours"]), st.integers(1, 5_000_000)), min_size=0, max_size=12
)


@given(amounts, st.integers(-10_000_000, 10_000_000), st.integers(0, 5000))
def test_all_parts_add_up_to_the_cent(gifts: list[tuple[str, int]], cents: int, people: int) -> None:
    given_ = [
        Given(at, kind, 0 if kind == "hours" else size, min(size, 60_000) if kind == "hours" else 0)
        for at, (kind, size) in enumerate(gifts)
    ]
    parts = rules.parts_of(given_, COSTS, {"L1": cents, "L3": -cents}, people)
    assert sum(one.ledgers["L1"] for one in parts) == cents
    assert sum(one.ledgers["L3"] for one in parts) == -cents
    assert sum(one.share for one in parts) == pytest.approx(1)
    assert sum(one.people for one in parts) == pytest.approx(people)


def test_parts_are_what_was_given_over_everything_that_was_put_in() -> None:
    parts = {one.key: one for one in rules.parts_of([Given(7, "money", 300_000, 0)], COSTS, {"L1": 100_00}, 120)}
    whole = 3_000_000 + 250_050 + 843_600
    assert parts["gift:7"].share == pytest.approx(300_000 / whole)
    assert parts["rest:money"].cents == 2_700_000
    assert parts["rest:hours"].cents == 843_600
    assert parts["gift:7"].ledgers["L1"] == round(Decimal(100_00) * 300_000 / whole)


def test_more_given_than_spent_leaves_no_rest_and_still_adds_up() -> None:
    parts = rules.parts_of([Given(1, "money", 9_000_000, 0)], COSTS, {"L1": 12345}, 10)
    assert "rest:money" not in {one.key for one in parts}
    assert sum(one.ledgers["L1"] for one in parts) == 12345


@pytest.mark.django_db
def test_a_promise_is_kept_once_and_refused_when_it_cannot_be() -> None:
    row = make_initiative()
    act = {"initiative_id": row.pk, "year": 2024, "kind": "money", "cents": 2500, "once": "a1", "by": GIVER, "at": AT}
    first = giving.promise(**act)
    assert giving.promise(**act).pk == first.pk
    with pytest.raises(ValidationError):
        giving.promise(**{**act, "by": OTHER})
    for wrong in ({"cents": 0}, {"kind": "gold"}, {"kind": "hours"}, {"year": 1990}, {"minutes": 5}, {"year": 2028}):
        with pytest.raises(ValidationError):
            giving.promise(**{**act, "once": "b2", **wrong})
    assert Gift.objects.count() == 1


@pytest.mark.django_db
def test_a_word_is_said_once_by_who_may() -> None:
    row = make_initiative()
    gift = giving.promise(initiative_id=row.pk, year=2024, kind="hours", minutes=600, once="a1", by=GIVER, at=AT)
    with pytest.raises(PermissionDenied):
        giving.say(number=gift.pk, said="received", owner=False, by=OTHER, at=AT)
    with pytest.raises(PermissionDenied):
        giving.say(number=gift.pk, said="withdrawn", owner=True, by=OWNER, at=AT)
    word = giving.say(number=gift.pk, said="received", owner=True, by=OWNER, at=AT)
    assert giving.say(number=gift.pk, said="received", owner=True, by=OWNER, at=AT).pk == word.pk
    with pytest.raises(ValidationError):
        giving.say(number=gift.pk, said="withdrawn", owner=False, by=GIVER, at=AT)
    with pytest.raises(ValidationError):
        giving.say(number=0, said="received", owner=True, by=OWNER, at=AT)


@pytest.mark.django_db
def test_the_database_only_adds() -> None:
    gift = giving.promise(
        initiative_id=make_initiative().pk, year=2024, kind="goods", cents=100, once="a1", by=GIVER, at=AT
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Gift.objects.filter(pk=gift.pk).update(cents=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        gift.delete()


@pytest.mark.django_db
def test_a_year_goes_from_promised_through_reported_to_checked() -> None:
    make_set()
    row = make_initiative()
    gift = giving.promise(
        initiative_id=row.pk, year=2024, kind="money", cents=300_000, once="a1", shown_as="Fonds Noord", by=GIVER, at=AT
    )
    ask = {"initiative_id": row.pk, "slug": SLUG, "name": row.name}
    assert queries.year_of(**ask, year=2024).stage == "promised"
    submitted(2024, initiative=row)
    reported = queries.year_of(**ask, year=2024)
    assert reported.stage == "reported"
    assert reported.gifts[0].part is None
    giving.say(number=gift.pk, said="received", owner=True, by=OWNER, at=AT)


@pytest.mark.django_db
def test_a_checked_year_gives_each_received_gift_its_part() -> None:
    row = published().appraisal.initiative
    ask = {"initiative_id": row.pk, "year": 2024, "by": GIVER, "at": AT}
    came = giving.promise(kind="money", cents=300_000, once="a1", **ask)
    giving.promise(kind="goods", cents=5000, once="a2", **ask)
    giving.say(number=came.pk, said="received", owner=True, by=OWNER, at=AT)
    found = queries.year_of(initiative_id=row.pk, slug=SLUG, name=row.name, year=2024, me="program:giver")
    sheet = sheets.published(SLUG, 2024)
    assert sheet is not None
    assert found.stage == "checked"
    assert [one.part is not None for one in found.gifts] == [True, False]
    parts = [*found.rest, *(one.part for one in found.gifts if one.part)]
    for column in sheet.ledgers:
        assert sum(one.ledgers[column.ledger] for one in parts) == column.cents
    assert found.put_cents == pytest.approx(sheet.cost_cents, abs=2)
    assert [one.mine for one in found.gifts] == [True, True]
    assert queries.mine("visitor") == () == queries.mine("")


@pytest.mark.django_db
def test_a_giver_gets_and_loses_what_is_held() -> None:
    user = person("Ans")
    row = make_initiative()
    gift = giving.promise(
        initiative_id=row.pk, year=2024, kind="money", cents=100, shown_as="Ans", once="a1", by=user, at=AT
    )
    giving.say(number=gift.pk, said="withdrawn", owner=False, by=user, at=AT)
    assert any(records[0].get("shown_as") == "Ans" for records in personal.gather(user=user).values())
    personal.erase(user=user, by=user, at=AT)
    gift.refresh_from_db()
    assert (gift.giver, gift.shown_as, GiftWord.objects.get().by) == ("gone", "", "gone")


@pytest.mark.django_db
def test_givers_hear_what_their_gift_did_and_of_a_correction() -> None:
    # given two gifts of Alice that came, and one of Bob that did not
    alice, bob = person("Alice"), person("Bob")
    row = submitted()
    for number, (giver, said) in enumerate([(alice, "received"), (alice, "received"), (bob, "missed")]):
        gift = giving.promise(
            initiative_id=row.initiative_id, year=row.year, kind="money", cents=5000, once=f"g{number}", by=giver, at=AT
        )
        giving.say(number=gift.pk, said=said, owner=True, by=OWNER, at=AT)
    # when the year is published
    act = {"number": row.pk, "text": "", "at": AT, "reviewer": True, "own": False}
    reviewing.check(by=FIRST, **act)
    reviewing.publish(by=SECOND, demonstration=True, **act)
    # then Alice gets one mail, with the page
    told = Notice.objects.filter(kind="value/gift")
    assert [one.address for one in told] == [alice.email]
    assert f"{SLUG}/{row.year}/" in told[0].text
    # and one more when the figures are corrected, which says why
    reviewing.correct(number=row.pk, reason="De huur telde dubbel.", by=OWNER, at=AT, owner=True, reviewer=False)
    answering.save(number=row.pk, typed={"cash": "20000"}, owner=True, by=OWNER, at=AT)
    answering.submit(number=row.pk, owner=True, by=OWNER, at=AT, demonstration=True)
    reviewing.check(by=FIRST, **act)
    reviewing.publish(by=SECOND, demonstration=True, **act)
    told = Notice.objects.filter(kind="value/gift")
    assert told.count() == 2
    assert "De huur telde dubbel." in told.latest("pk").text
    assert told.latest("pk").subject.startswith("Verbeterd")
