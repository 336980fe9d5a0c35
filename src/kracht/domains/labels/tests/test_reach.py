"""Who may do what in each state; reviewers of one area; two at once; what is told after an appeal; files; my data."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from PIL import Image

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import publish
from kracht.domains.labels import personal, queries
from kracht.domains.labels.facts import Found, Shown
from kracht.domains.labels.models import Document, Review
from kracht.domains.labels.operations import asking, reviewing
from kracht.domains.labels.tests.test_labels import AT, BY, ON, WHY, asked, decided, garden, reviewer, rita
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO, person
from kracht.foundation.media.models import Picture
from kracht.foundation.notify.models import Notice
from kracht.foundation.places.tests.factories import small_country

pytestmark = pytest.mark.django_db
__all__ = ["garden", "rita"]
STATES = ("draft", "asked", "reviewing", "given", "refused", "withdrawn", "retracted")
# what can be done in which state, by the one whose turn it is; everything else is refused with a sentence
CAN = {
    "show": {"draft"},
    "ask": {"draft"},
    "retract": {"draft", "asked", "reviewing"},
    "appeal": {"refused", "withdrawn"},
    "take": {"asked"},
    "give_back": {"reviewing"},
    "judge": {"reviewing"},
    "decide": {"reviewing"},
    "withdraw": {"given"},
}
OF_OWNER = ("show", "ask", "retract", "appeal")


def stood(state: str, row: Initiative, owner: User, judge: User) -> int:
    """A check in a state."""
    if state in {"draft", "retracted"}:
        number = asking.begin(initiative_id=row.pk, published=True, owner=True, by=owner, at=AT, on=ON)
        shown = [Shown(one.number, "Kijk maar.") for one in queries.newest_set().criteria]
        asking.show(number=number, evidence=shown, documents={}, owner=True, by=owner, at=AT)
        if state == "retracted":
            asking.retract(number=number, owner=True, by=owner, at=AT)
        return number
    number = asked(row, owner)
    if state == "reviewing":
        reviewing.take(number=number, reviewer=True, by=judge, at=AT, on=ON)
        found = [Found(one.number, "met", WHY) for one in queries.case(number).criteria.criteria]
        reviewing.judge(number=number, findings=found, reviewer=True, by=judge, at=AT)
    if state in {"given", "refused", "withdrawn"}:
        decided(number, judge, "not_met" if state == "refused" else "met")
    if state == "withdrawn":
        reviewing.withdraw(number=number, reason=WHY, reviewer=True, by=judge, at=AT, on=ON)
    return number


def act(name: str, number: int, *, owner: User, judge: User, allowed: bool = True) -> None:
    """Do one thing as the one whose turn it is; `allowed` False as somebody without the role."""
    asks = {"number": number, "owner": allowed, "by": owner, "at": AT}
    checks = {"number": number, "reviewer": allowed, "by": judge, "at": AT}
    first = queries.newest_set().criteria[0].number
    calls: dict[str, Callable[[], object]] = {
        "show": lambda: asking.show(evidence=[Shown(first, "Nog iets.")], documents={}, **asks),
        "ask": lambda: asking.ask(on=ON, **asks),
        "retract": lambda: asking.retract(**asks),
        "appeal": lambda: asking.appeal(reason=WHY, on=ON, **asks),
        "take": lambda: reviewing.take(on=ON, **checks),
        "give_back": lambda: reviewing.give_back(**checks),
        "judge": lambda: reviewing.judge(findings=[Found(first, "met", WHY)], **checks),
        "decide": lambda: reviewing.decide(words=WHY, on=ON, **checks),
        "withdraw": lambda: reviewing.withdraw(reason=WHY, on=ON, **checks),
    }
    calls[name]()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", CAN)
def test_each_step_is_for_one_role_in_its_own_states(
    state: str, name: str, garden: Initiative, alice: User, rita: User
) -> None:
    number = stood(state, garden, alice, rita)
    before = Review.objects.values().get(pk=number)
    with pytest.raises(PermissionDenied):
        act(name, number, owner=alice, judge=rita, allowed=False)
    assert Review.objects.values().get(pk=number) == before
    if state in CAN[name]:
        act(name, number, owner=alice, judge=rita)
        return
    with pytest.raises(ValidationError):
        act(name, number, owner=alice, judge=rita)
    assert Review.objects.values().get(pk=number) == before


@pytest.mark.parametrize("name", ["take", "decide", "withdraw"])
def test_who_owns_it_judges_in_no_state(name: str, garden: Initiative, alice: User, rita: User) -> None:
    Grant.objects.create(user=alice, role="reviewer", scope_type="whole", starts_on=LONG_AGO.date())
    number = stood({"take": "asked", "decide": "reviewing", "withdraw": "given"}[name], garden, alice, rita)
    Review.objects.filter(pk=number, state="reviewing").update(reviewer=alice)
    with pytest.raises(PermissionDenied):
        act(name, number, owner=alice, judge=alice)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_two_reviewers_who_take_at_once_are_one(garden: Initiative, alice: User) -> None:
    number, both, barrier = asked(garden, alice), [reviewer("Rita"), reviewer("Sam")], Barrier(2)

    def take(user: User) -> str:
        try:
            barrier.wait()
            reviewing.take(number=number, reviewer=True, by=user, at=AT, on=ON)
        except ValidationError:
            return "late"
        finally:
            connection.close()
        return user.name

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(take, both))
    assert told.count("late") == 1
    assert Review.objects.select_related("reviewer").get().reviewer.name == next(one for one in told if one != "late")


def test_a_label_given_back_on_appeal_is_told_and_the_wrong_reason_no_more(
    client: Client, garden: Initiative, alice: User, rita: User
) -> None:
    number = asked(garden, alice)
    decided(number, rita)
    given = Review.objects.get().valid_until
    reviewing.withdraw(number=number, reason="Er gebeurt niets meer.", reviewer=True, by=rita, at=AT, on=ON)
    page = f"/nl/initiatieven/{garden.slug}/kwaliteitslabel/"
    assert "Er gebeurt niets meer." in client.get(page).text
    asking.appeal(number=number, reason="Kijk nog eens goed.", owner=True, by=alice, at=AT, on=ON)
    assert "Er gebeurt niets meer." in client.get(page).text, "the reason stands while nobody found otherwise"
    decided(number, reviewer("Sam"))
    assert {one.what for one in queries.public_history(garden.pk)} == {"given", "withdrawn", "restored"}
    text = client.get(page).text
    assert "Label teruggegeven na bezwaar" in text
    assert "Er gebeurt niets meer." not in text
    garden.refresh_from_db()
    assert garden.label_until == given, "the term stays what it was"


def test_a_reviewer_of_one_area_checks_what_lies_there(client: Client, alice: User) -> None:
    small_country()
    numbers = {}
    for code, place in (("GM0001", "hier"), ("GM0002", "daar")):
        row = publish(f"Tuin {place}", area_code=code)
        numbers[code] = asked(row, alice)
    user = person("Rik")
    Grant.objects.create(user=user, role="reviewer", scope_type="area", scope_key="GM0001", starts_on=LONG_AGO.date())
    client.force_login(user)
    desk = client.get("/nl/kwaliteitslabel/beoordelen/").text
    assert ("Tuin hier" in desk, "Tuin daar" in desk) == (True, False)
    pages = {code: f"/nl/kwaliteitslabel/beoordelen/{number}/" for code, number in numbers.items()}
    assert client.get(pages["GM0001"]).status_code == 200
    assert client.get(pages["GM0002"]).status_code == 404
    assert client.post(pages["GM0002"], {"act": "take"}).status_code == 404
    client.post(pages["GM0001"], {"act": "take"})
    assert set(Review.objects.filter(reviewer=user).values_list("pk", flat=True)) == {numbers["GM0001"]}
    asked(publish("Tuin ook hier", area_code="GM0001"), alice)
    assert Notice.objects.filter(kind="labels/waiting", user=user).count() == 1


def picture() -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "thuis bij Alice"
    Image.new("RGB", (640, 480), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_a_picture_is_evidence_without_what_it_tells_of_itself(
    client: Client, garden: Initiative, alice: User, bob: User, rita: User
) -> None:
    number = asking.begin(initiative_id=garden.pk, published=True, owner=True, by=alice, at=AT, on=ON)
    criteria = [one.number for one in queries.newest_set().criteria]
    given = {"number": number, "owner": True, "by": alice, "at": AT}
    asking.show(
        evidence=[Shown(one, "Kijk.") for one in criteria], documents={criteria[0]: ("feest.jpg", picture())}, **given
    )
    held = Document.objects.get()
    assert held.name == "feest.webp"
    assert b"thuis bij Alice" in picture()
    assert b"thuis bij Alice" not in bytes(held.data)
    assert not Picture.objects.exists(), "nothing of it stays where anyone could ask for it"
    path = f"/nl/kwaliteitslabel/bewijs/{held.pk}/"
    codes = {}
    for state in ("draft", "asked"):
        for user in (alice, bob, rita):
            client.force_login(user)
            codes[state, user.name] = client.get(path).status_code
        if state == "draft":
            asking.ask(on=ON, **given)
    assert codes == {
        ("draft", "Alice"): 200, ("draft", "Bob"): 404, ("draft", "Rita"): 404,
        ("asked", "Alice"): 200, ("asked", "Bob"): 404, ("asked", "Rita"): 200,
    }  # fmt: skip
    assert client.get(path)["Content-Type"] == "image/webp"
    assert f'src="{path}"' in client.get(f"/nl/kwaliteitslabel/beoordelen/{number}/").text


def test_one_gets_and_erases_what_one_asked_and_showed(garden: Initiative, alice: User, rita: User) -> None:
    number = asked(garden, alice)
    decided(number, rita)
    mine, hers = personal.gather(user=alice), personal.gather(user=rita)
    assert "Kijk maar." in str(mine)
    assert len(hers) == 1
    assert "Kijk maar." not in str(hers), "evidence is of who gave it"
    assert personal.gather(user=person("Iemand")) == {}
    assert personal.erase(user=alice, by=BY, at=AT) == []
    assert personal.gather(user=alice) == {}
    assert "Kijk maar." not in str(list(Review.objects.get().evidence.values()))
    personal.erase(user=rita, by=BY, at=AT)
    assert personal.gather(user=rita) == {}
    assert [one.what for one in queries.public_history(garden.pk)] == ["given"], "the label and its history stay"
