"""A check from asking to withdrawal: who may do what, in which state, and what the public sees."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from kracht.domains.initiatives.models import Initiative, Owner
from kracht.domains.initiatives.tests.factories import publish
from kracht.domains.labels import queries, rules
from kracht.domains.labels.facts import Conflict, CriterionFact, Found, Shown, State
from kracht.domains.labels.models import Document, Review
from kracht.domains.labels.operations import asking, reviewing, terms
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO, person
from kracht.foundation.audit.facts import Program
from kracht.foundation.notify.models import Notice
from kracht.foundation.subscriptions.models import Happening
from kracht.kernel import clock

pytestmark = pytest.mark.django_db
ON = clock.today()
AT = clock.now()
BY = Program("test")
WHY = "Dat staat duidelijk in het verslag."


@pytest.fixture
def garden(alice: User) -> Initiative:
    row = publish("Tuin")
    Owner.objects.create(initiative=row, user=alice, since=AT, evidence="moderator")
    return row


def reviewer(name: str) -> User:
    user = person(name)
    Grant.objects.create(user=user, role="reviewer", scope_type="whole", starts_on=LONG_AGO.date())
    return user


@pytest.fixture
def rita(db: None) -> User:
    return reviewer("Rita")


def asked(row: Initiative, by: User) -> int:
    number = asking.begin(initiative_id=row.pk, published=True, owner=True, by=by, at=AT, on=ON)
    shown = [Shown(one.number, "Kijk maar.") for one in queries.newest_set().criteria]
    asking.show(number=number, evidence=shown, documents={}, owner=True, by=by, at=AT)
    asking.ask(number=number, owner=True, by=by, at=AT, on=ON)
    return number


def decided(number: int, by: User, verdict: str = "met") -> State:
    reviewing.take(number=number, reviewer=True, by=by, at=AT, on=ON)
    criteria = queries.case(number).criteria.criteria
    found = [Found(one.number, "met", WHY) for one in criteria[1:]] + [Found(criteria[0].number, verdict, WHY)]
    reviewing.judge(number=number, findings=found, reviewer=True, by=by, at=AT)
    return reviewing.decide(number=number, words=WHY, reviewer=True, by=by, at=AT, on=ON)


def test_a_label_is_asked_judged_given_and_withdrawn(garden: Initiative, alice: User, rita: User) -> None:
    number = asked(garden, alice)
    assert Notice.objects.filter(kind="labels/waiting", user=rita).count() == 1
    assert decided(number, rita) == State.GIVEN
    garden.refresh_from_db()
    assert garden.label_until == rules.term(ON)
    assert Happening.objects.filter(what="label", target_id=garden.pk).count() == 1
    assert Notice.objects.filter(kind="labels/given", user=alice).count() == 1
    reviewing.withdraw(number=number, reason="Het klopt niet meer.", reviewer=True, by=rita, at=AT, on=ON)
    garden.refresh_from_db()
    assert garden.label_until is None
    events = queries.public_history(garden.pk)
    assert {one.what for one in events} == {"given", "withdrawn"}
    assert "Het klopt niet meer." in {one.reason for one in events}


def test_an_appeal_goes_to_somebody_else_and_once(garden: Initiative, alice: User, rita: User) -> None:
    number = asked(garden, alice)
    assert decided(number, rita, "not_met") == State.REFUSED
    assert queries.public_history(garden.pk) == [], "a refusal is between the two"
    asking.appeal(number=number, reason="Wij zien dat anders.", owner=True, by=alice, at=AT, on=ON)
    with pytest.raises(PermissionDenied, match="tweede beoordelaar"):
        reviewing.take(number=number, reviewer=True, by=rita, at=AT, on=ON)
    assert decided(number, reviewer("Sam"), "not_met") == State.REFUSED
    with pytest.raises(ValidationError, match="bezwaar"):
        asking.appeal(number=number, reason="Nog een keer dan.", owner=True, by=alice, at=AT, on=ON)


def test_nobody_with_an_interest_judges(garden: Initiative, alice: User, rita: User) -> None:
    number = asked(garden, alice)
    Grant.objects.create(user=alice, role="reviewer", scope_type="whole", starts_on=LONG_AGO.date())
    with pytest.raises(PermissionDenied, match="zelf"):
        reviewing.take(number=number, reviewer=True, by=alice, at=AT, on=ON)
    with pytest.raises(PermissionDenied):
        reviewing.take(number=number, reviewer=False, by=rita, at=AT, on=ON)
    reviewing.take(number=number, reviewer=True, by=rita, at=AT, on=ON)
    with pytest.raises(ValidationError, match="verder"):
        reviewing.take(number=number, reviewer=True, by=rita, at=AT, on=ON)
    with pytest.raises(PermissionDenied, match="andere beoordelaar"):
        reviewing.decide(number=number, words=WHY, reviewer=True, by=reviewer("Sam"), at=AT, on=ON)
    with pytest.raises(ValidationError, match="elk criterium"):
        reviewing.decide(number=number, words=WHY, reviewer=True, by=rita, at=AT, on=ON)


def test_one_asks_with_evidence_and_once(garden: Initiative, alice: User) -> None:
    with pytest.raises(PermissionDenied):
        asking.begin(initiative_id=garden.pk, published=True, owner=False, by=alice, at=AT, on=ON)
    with pytest.raises(ValidationError, match="kaart"):
        asking.begin(initiative_id=garden.pk, published=False, owner=True, by=alice, at=AT, on=ON)
    number = asking.begin(initiative_id=garden.pk, published=True, owner=True, by=alice, at=AT, on=ON)
    assert number == asking.begin(initiative_id=garden.pk, published=True, owner=True, by=alice, at=AT, on=ON)
    with pytest.raises(ValidationError, match="nog leeg"):
        asking.ask(number=number, owner=True, by=alice, at=AT, on=ON)
    asking.retract(number=number, owner=True, by=alice, at=AT)
    assert asking.begin(initiative_id=garden.pk, published=True, owner=True, by=alice, at=AT, on=ON) != number


def test_only_a_pdf_is_kept(garden: Initiative, alice: User) -> None:
    number = asking.begin(initiative_id=garden.pk, published=True, owner=True, by=alice, at=AT, on=ON)
    first = queries.newest_set().criteria[0].number
    given = {"number": number, "evidence": [Shown(first)], "owner": True, "by": alice, "at": AT}
    for data in (b"<html>", b"", b"%PDF-" + b"x" * rules.MOST_BYTES):
        with pytest.raises(ValidationError):
            asking.show(documents={first: ("a.pdf", data)}, **given)
    asking.show(documents={first: ("a.pdf", b"%PDF-1.7 goed")}, **given)
    assert Document.objects.get().sha256 == rules.check_document(b"%PDF-1.7 goed")


def test_the_term_is_reminded_of_and_ends(garden: Initiative, alice: User, rita: User) -> None:
    number = asked(garden, alice)
    decided(number, rita)
    end = rules.term(ON)
    assert terms.remind(by=BY, at=AT, on=end - timedelta(61)) == 0
    assert terms.remind(by=BY, at=AT, on=end - timedelta(60)) == 1
    assert terms.remind(by=BY, at=AT, on=end - timedelta(59)) == 0
    assert terms.expire(by=BY, at=AT, on=end) == 0
    assert terms.expire(by=BY, at=AT, on=end + timedelta(1)) == 1
    garden.refresh_from_db()
    assert (garden.label_until, Review.objects.get().state) == (None, "expired")


def test_rules_of_outcome_and_conflict() -> None:
    two = [CriterionFact(n, n, f"c{n}", "", "", may_skip=n == 2) for n in (1, 2)]
    assert rules.outcome(two, [Found(1, "met", WHY), Found(2, "not_applicable", WHY)]) == State.GIVEN
    assert rules.outcome(two, [Found(1, "met", WHY), Found(2, "not_met", WHY)]) == State.REFUSED
    with pytest.raises(ValidationError):
        rules.check_finding(two[0], Found(1, "not_applicable", WHY))
    assert rules.can_review(Conflict())
    for conflict in (Conflict(owner=True), Conflict(organisation=True), Conflict(first=True)):
        assert not rules.can_review(conflict)
    assert rules.term(date(2028, 2, 29)) == date(2030, 2, 28)


def test_the_pages_in_a_row(client: Client, garden: Initiative, alice: User, rita: User, bob: User) -> None:
    assert "Van en voor bewoners" in client.get("/nl/kwaliteitslabel/").content.decode()
    assert "By and for residents" in client.get("/en/quality-label/").content.decode()
    mine = f"/nl/initiatieven/{garden.slug}/kwaliteitslabel/aanvragen/"
    assert client.get(mine).status_code == 302
    client.force_login(bob)
    assert client.get(mine).status_code == 403
    assert client.get("/nl/kwaliteitslabel/beoordelen/").status_code == 403
    client.force_login(alice)
    client.post(mine, {"act": "begin"})
    assert client.post(mine, {"act": "ask"}).status_code == 422
    numbers = [one.number for one in queries.newest_set().criteria]
    client.post(mine, {"act": "ask"} | {f"text_{n}": "Kijk maar." for n in numbers})
    review = Review.objects.get()
    assert review.state == "asked"
    client.force_login(rita)
    case = f"/nl/kwaliteitslabel/beoordelen/{review.pk}/"
    assert "Tuin" in client.get("/nl/kwaliteitslabel/beoordelen/").content.decode()
    client.post(case, {"act": "take"})
    found = {f"verdict_{n}": "met" for n in numbers} | {f"reason_{n}": WHY for n in numbers}
    assert client.post(case, {"act": "decide", "words": "kort", **found}).status_code == 422
    client.post(case, {"act": "decide", "words": WHY, **found})
    review.refresh_from_db()
    assert review.state == "given"
    client.logout()
    page = client.get(f"/nl/initiatieven/{garden.slug}/").content.decode()
    assert f"/nl/initiatieven/{garden.slug}/kwaliteitslabel/" in page
    assert "Rita" in client.get(f"/nl/initiatieven/{garden.slug}/kwaliteitslabel/").content.decode()
    assert "Tuin" in client.get("/nl/initiatieven/?label=1").content.decode()
    assert client.get("/api/v1/initiatives?label=1").json()["items"][0]["labelUntil"]
