"""Versions on the screen: to read, to compare, and to bring back."""

import re
import secrets
from datetime import timedelta

import pytest

from kracht.domains.initiatives.facts import NeedValues
from kracht.domains.initiatives.models import Initiative, Owner, Proposal, Version
from kracht.domains.initiatives.operations import versions
from kracht.domains.initiatives.queries import returning
from kracht.domains.initiatives.tests.factories import AT, publish
from kracht.domains.initiatives.tests.moments import settle
from kracht.foundation.audit.facts import Program
from kracht.foundation.guard.queries import start_stamp
from kracht.kernel import clock

pytestmark = pytest.mark.django_db
JOB = Program("test")
STORY = "Elke zaterdag werken we samen. Daarna eten we soep. Iedereen is welkom."
ROLES = ("nobody", "charlie", "bob", "dana", "alice")


@pytest.fixture
def garden(country, alice):
    row = publish(
        area_code="WK000100",
        place_name="West",
        story=STORY,
        needs=(NeedValues("hands", "Wie wiedt mee?"),),
        contact_name="Anneke",
        contact_phone="06 12 34 56 78",
        website="https://akker.example/",
    )
    Owner.objects.create(initiative=row, user=alice, evidence="sender", since=AT)
    settle()
    return row


@pytest.fixture
def filled(garden):
    """What a browser sends when somebody opens the form and changes some of it."""

    def make(**changes):
        data = {
            "act": "send",
            "name": garden.name,
            "summary": garden.summary,
            "story": STORY,
            "themes": ["8"],
            "stage": "running",
            "place": "West",
            "place_known": "West",
            "area_code": "WK000100",
            "reach": "neighbourhood",
            "language": "nl",
            "website": "https://akker.example/",
            "wants_hands": "on",
            "need_hands": "Wie wiedt mee?",
            "once": secrets.token_urlsafe(24),
            "seen": "0",
            "started": start_stamp(at=clock.now() - timedelta(minutes=2)),
        }
        return {name: value for name, value in (data | changes).items() if value is not None}

    return make


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page(row, name="wijzig"):
    return f"/nl/initiatieven/{row.slug}/{name}/"


def proposed(client, row, data):
    answer = client.post(page(row), data)
    assert answer.status_code == 200, answer.text
    return Proposal.objects.latest("pk")


# versions


@pytest.fixture
def changed(garden):
    Initiative.objects.update(summary="Door iemand in de database")
    settle()
    return garden


@pytest.mark.parametrize("who", ROLES)
def test_everybody_reads_and_some_restore(client, request, changed, who):
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    shown = client.get(page(changed, "versies")).text
    assert "gewijzigd in de database" in shown
    assert "Door iemand" in shown
    one = client.get(page(changed, "versies/1"))
    assert ("Zet deze versie terug" in one.text) == (who in {"alice", "dana"})
    answer = client.post(page(changed, "versies/1"))
    assert answer.status_code == (302 if who in {"alice", "dana"} else 403)
    changed.refresh_from_db()
    assert (changed.summary == "Samen groente telen in de wijk") == (who in {"alice", "dana"})


def test_a_restored_entry_keeps_what_versions_do_not_hold(as_, alice, changed):
    as_(alice).post(page(changed, "versies/1"))
    settle()
    changed.refresh_from_db()
    assert (changed.contact_name, changed.contact_phone) == ("Anneke", "06 12 34 56 78")
    newest = Version.objects.latest("number")
    assert (newest.number, newest.verb) == (3, "initiative.restored")
    assert newest.document == Version.objects.get(number=1).document


def test_versions_tell_no_names(client, garden, alice, as_, filled):
    as_(alice).post(page(garden), filled(summary="Samen bloemen", seen=""))
    settle()
    client.logout()
    shown = client.get(page(garden, "versies")).text
    assert "Samen" in shown
    assert "een beheerder" in shown
    assert "Alice" not in shown


@pytest.mark.parametrize("number", ["0", "99", "99999999999999999999"])
def test_no_such_version(client, changed, number):
    assert client.get(page(changed, f"versies/{number}")).status_code == 404
    assert client.post(page(changed, f"versies/{number}")).status_code == 404


@pytest.mark.parametrize("below", ["x", "-1", "9" * 40, "١"])
def test_a_false_place_in_the_list_is_the_beginning(client, changed, below):
    assert client.get(page(changed, "versies"), {"below": below}).status_code == 200


def test_versions_of_what_is_off_the_map_are_closed(client, changed, alice, as_):
    Initiative.objects.update(state="withdrawn")
    assert client.get(page(changed, "versies")).status_code == 404
    assert as_(alice).get(page(changed, "versies")).status_code == 200


def test_many_versions_are_read_in_parts(client, garden, django_assert_max_num_queries):
    for number in range(25):
        Initiative.objects.update(summary=f"Zin {number}")
        settle()
    with django_assert_max_num_queries(14):
        shown = client.get(page(garden, "versies")).text
    assert shown.count("Compare version") + shown.count("Vergelijk versie") == 19
    older = re.search(r"\?below=(\d+)", shown).group(1)
    assert "Zoals het op de kaart kwam" in client.get(page(garden, "versies"), {"below": older}).text


def test_pictures_that_are_gone_are_said(garden, alice):
    settle()
    found = returning.own(garden.pk, user=alice, on=AT.date())
    assert found
    Initiative.objects.update(summary="Anders")
    settle()
    first = Version.objects.get(number=1)
    assert versions.restore(key=garden.pk, number=first.number, by=alice, moderator=False, at=AT) == 0


def test_the_moderators_see_the_latest_changes(as_, dana, alice, changed):
    shown = as_(dana).get("/nl/desk/verzoeken/").text
    assert changed.name in shown
    assert as_(alice).get("/nl/desk/verzoeken/").status_code == 403
