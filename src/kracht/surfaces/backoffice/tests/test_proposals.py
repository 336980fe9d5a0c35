"""Changes: an owner's at once, a stranger's as a proposal in parts; versions to read and to bring back."""

import re
import secrets
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kracht.domains.initiatives.facts import NeedValues
from kracht.domains.initiatives.models import Initiative, Owner, Proposal, Version
from kracht.domains.initiatives.operations import proposing
from kracht.domains.initiatives.tests.factories import AT, publish
from kracht.domains.initiatives.tests.moments import settle
from kracht.foundation.audit.facts import Program
from kracht.foundation.guard.queries import start_stamp
from kracht.foundation.media.models import Picture
from kracht.kernel import clock
from kracht.surfaces.backoffice.tests.conftest import link, photo, upload

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


# an owner


def test_an_owner_changes_it_at_once(as_, alice, garden, filled):
    client = as_(alice)
    form = client.get(page(garden)).text
    assert "Anneke" in form
    seen = re.search(r'name="seen" value="([^"]+)"', form).group(1)
    answer = client.post(page(garden), filled(summary="Samen bloemen", contact_name="Anneke", seen=seen))
    assert answer.status_code == 302, answer.text
    garden.refresh_from_db()
    assert (garden.summary, garden.state) == ("Samen bloemen", "published")
    assert garden.confirmed_at
    settle()
    assert Version.objects.latest("number").actor_key == alice.audit_key


def test_an_owner_is_told_of_a_change_meanwhile(as_, alice, garden, filled):
    client = as_(alice)
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(page(garden)).text).group(1)
    Initiative.objects.update(updated_at=clock.now())
    answer = client.post(page(garden), filled(summary="Samen bloemen", seen=seen))
    assert answer.status_code == 409
    assert "Samen bloemen" in answer.text, "what was typed is kept"
    garden.refresh_from_db()
    assert garden.summary != "Samen bloemen"


# proposing


def test_a_strangers_form_hides_what_is_not_public(as_, charlie, garden):
    form = as_(charlie).get(page(garden)).text
    assert "Stel een verbetering voor" in form
    assert "Anneke" not in form
    assert "06 12 34" not in form


def test_a_proposal_changes_nothing_yet_and_the_owner_hears(as_, charlie, alice, garden, filled, post):
    before = Initiative.objects.values().get()
    made = proposed(as_(charlie), garden, filled(summary="Samen bloemen", since="2015", why="Ik was er gisteren."))
    assert Initiative.objects.values().get() == before
    assert set(made.changes) == {"summary", "since"}
    assert made.state == "open"
    assert post()[-1].to == [alice.email]


def test_nothing_changed_is_a_sentence(as_, charlie, garden, filled):
    answer = as_(charlie).post(page(garden), filled())
    assert answer.status_code == 422
    assert "nog niets veranderd" in answer.text
    assert not Proposal.objects.exists()


def test_twice_sent_is_once(as_, charlie, garden, filled):
    data = filled(summary="Samen bloemen")
    client = as_(charlie)
    proposed(client, garden, data)
    proposed(client, garden, data)
    assert Proposal.objects.count() == 1


def test_a_visitor_confirms_by_mail(client, garden, filled, post, alice):
    made = proposed(client, garden, filled(summary="Samen bloemen", email="iris@voorbeeld.example"))
    assert made.state == "draft"
    mail = post()[-1]
    assert mail.to == ["iris@voorbeeld.example"]
    url = link(mail)
    client.get(url)
    made.refresh_from_db()
    assert made.state == "draft", "opening a link confirms nothing"
    client.post(url)
    client.post(url)
    made.refresh_from_db()
    assert made.state == "open"
    assert [mail.to for mail in post()] == [["iris@voorbeeld.example"], [alice.email]]
    assert client.get(f"/nl/voorstellen/{made.pk}/").status_code == 302


def test_a_visitor_without_an_address_is_asked_for_it(client, garden, filled):
    answer = client.post(page(garden), filled(summary="Samen bloemen"))
    assert answer.status_code == 422
    assert "Samen bloemen" in answer.text
    assert not Proposal.objects.exists()


def test_proposals_that_nobody_confirmed_go(client, garden, filled):
    proposed(client, garden, filled(summary="Samen bloemen", email="iris@voorbeeld.example"))
    assert proposing.forget_old(by=JOB, at=clock.now() + timedelta(days=30)) == 0
    assert proposing.forget_old(by=JOB, at=clock.now() + timedelta(days=32)) == 1
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": "x" * 300},
        {"since": "9" * 40},
        {"website": "javascript:alert(1)"},
        {"place": "Atlantis", "place_known": "", "area_code": ""},
        {"name": "\x00"},
        {"themes": "99"},
    ],
)
def test_wrong_input_is_a_sentence(as_, charlie, garden, filled, changes):
    answer = as_(charlie).post(page(garden), filled(why="Blijft staan", **changes))
    assert answer.status_code == 422
    assert "Blijft staan" in answer.text
    assert not Proposal.objects.exists()


def test_hostile_words_are_shown_as_words(as_, charlie, alice, garden, filled):
    nasty = "<script>alert(1)</script> 😀 \u202eomgekeerd"
    made = proposed(as_(charlie), garden, filled(summary=nasty, why=nasty, seen="-1;DROP"))
    shown = as_(alice).get(f"/nl/voorstellen/{made.pk}/").text
    assert "<script>alert" not in shown
    assert "😀" in shown


# deciding


@pytest.fixture
def open_one(as_, charlie, garden, filled):
    data = filled(summary="Samen bloemen", since="2015", story=STORY.replace("soep", "pannenkoeken"), why="Zo is het.")
    made = proposed(as_(charlie), garden, data)
    settle()
    return made


@pytest.mark.parametrize("who", ROLES)
def test_who_may_read_and_decide(client, request, open_one, garden, who):
    client.logout()
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    url = f"/nl/voorstellen/{open_one.pk}/"
    answer = client.get(url)
    assert answer.status_code == {"nobody": 302, "bob": 404}.get(who, 200)
    if who == "charlie":  # made it, and reads it
        with pytest.raises(PermissionDenied):
            proposing.decide(
                number=open_one.pk, take=["summary"], reason="", by=request.getfixturevalue("charlie"), moderator=False,
                at=AT,
            )  # fmt: skip
    answer = client.post(url, {"act": "take", "take": ["summary"]})
    garden.refresh_from_db()
    assert (garden.summary == "Samen bloemen") == (who in {"alice", "dana"})


def test_taken_in_part_with_thanks(as_, alice, charlie, garden, open_one, post):
    client = as_(alice)
    shown = client.get(f"/nl/voorstellen/{open_one.pk}/").text
    assert re.search(r"<del>.{0,60}soep", shown)
    assert re.search(r"<ins>.{0,60}pannenkoeken", shown)
    assert "Daarna eten we" in shown, "what is the same stands between"
    answer = client.post(
        f"/nl/voorstellen/{open_one.pk}/", {"act": "take", "take": ["summary", "story"], "reason": "Dank je!"}
    )
    assert answer.status_code == 302
    garden.refresh_from_db()
    assert garden.summary == "Samen bloemen"
    assert "pannenkoeken" in garden.story
    assert garden.since is None
    assert garden.contact_name == "Anneke", "what the proposer could not see stays"
    assert [need.text for need in garden.needs.all()] == ["Wie wiedt mee?"]
    mail = post()[-1]
    assert mail.to == [charlie.email]
    assert "Overgenomen: In één zin, Het verhaal" in mail.body
    assert "Niet overgenomen: Sinds" in mail.body
    assert "Dank je!" in mail.body
    settle()
    assert Version.objects.latest("number").verb == "initiative.took"
    open_one.refresh_from_db()
    assert (open_one.state, sorted(open_one.taken)) == ("taken", ["story", "summary"])
    assert client.post(f"/nl/voorstellen/{open_one.pk}/", {"act": "take", "take": ["since"]}).status_code == 409


def test_a_no_needs_a_reason(as_, alice, charlie, garden, open_one, post):
    client = as_(alice)
    url = f"/nl/voorstellen/{open_one.pk}/"
    assert client.post(url, {"act": "refuse", "reason": "nee"}).status_code == 422
    assert client.post(url, {"act": "take"}).status_code == 422
    assert client.post(url, {"act": "take", "take": ["is_example"]}).status_code == 422
    assert client.post(url, {"act": "refuse", "reason": "We eten toch echt soep."}).status_code == 302
    garden.refresh_from_db()
    assert garden.summary != "Samen bloemen"
    assert "We eten toch echt soep." in post()[-1].body
    assert "We eten toch echt soep." in as_(charlie).get(url).text


def test_what_changed_meanwhile_is_said_per_field(as_, alice, garden, open_one):
    Initiative.objects.update(summary="Samen fruit", since=2015)
    settle()
    client = as_(alice)
    shown = client.get(f"/nl/voorstellen/{open_one.pk}/").text
    assert "Dit is veranderd sinds het voorstel" in shown
    assert "Dit staat al op de pagina" in shown
    assert 'value="since"' not in shown
    assert not re.search(r'value="summary" id="take-summary" checked', shown)
    assert re.search(r'value="story"\s+id="take-story"\s+checked', shown)
    client.post(f"/nl/voorstellen/{open_one.pk}/", {"act": "take", "take": ["summary"]})
    garden.refresh_from_db()
    assert garden.summary == "Samen bloemen"


def test_a_form_that_was_open_long_takes_nothing_back(as_, charlie, garden, filled):
    """The form was opened at version 0; meanwhile the name changed. The proposal must not change it back."""
    client = as_(charlie)
    data = filled(since="2015")
    Initiative.objects.update(name="Nieuwe naam")
    settle()
    made = proposed(client, garden, data)
    assert set(made.changes) == {"since"}


def test_a_proposal_can_be_taken_back(as_, charlie, alice, open_one):
    client = as_(charlie)
    client.post(f"/nl/voorstellen/{open_one.pk}/", {"act": "back"})
    open_one.refresh_from_db()
    assert open_one.state == "withdrawn"
    with pytest.raises(ValidationError):
        proposing.decide(number=open_one.pk, take=["summary"], reason="", by=alice, moderator=False, at=AT)


def test_a_picture_comes_along_with_its_proposal(as_, charlie, alice, garden, filled):
    client = as_(charlie)
    shown = client.post(page(garden), filled(act="pictures", files=upload(photo()))).text
    token = re.search(r'name="picture" value="([^"]+)"', shown).group(1)
    made = proposed(client, garden, filled(picture=token, **{f"alt-{token}": "Lange tafel"}))
    assert set(made.changes) == {"pictures"}
    assert Picture.objects.get().owner_key == f"proposal:{made.pk}"
    as_(alice).post(f"/nl/voorstellen/{made.pk}/", {"act": "take", "take": ["pictures"]})
    assert Picture.objects.get().owner_key == f"initiative:{garden.pk}"
    assert garden.pictures.count() == 1


def test_a_refused_picture_goes(as_, charlie, alice, garden, filled):
    client = as_(charlie)
    shown = client.post(page(garden), filled(act="pictures", files=upload(photo()))).text
    token = re.search(r'name="picture" value="([^"]+)"', shown).group(1)
    made = proposed(client, garden, filled(picture=token, **{f"alt-{token}": "Lange tafel"}))
    as_(alice).post(f"/nl/voorstellen/{made.pk}/", {"act": "refuse", "reason": "Deze foto is niet van ons."})
    assert not Picture.objects.exists()
    assert garden.pictures.count() == 0
