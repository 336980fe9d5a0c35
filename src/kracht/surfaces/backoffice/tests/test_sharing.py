"""Sharing, handing over and leaving an entry, the acts of an owner, and the reminder once a year."""

import re
from datetime import timedelta

import pytest

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.models import Claim, Initiative, Invitation, Owner, Reminder, Submission
from kracht.domains.initiatives.operations import owning as keeping
from kracht.domains.initiatives.operations import reminding, upkeep
from kracht.domains.initiatives.tests.factories import AT, publish
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from kracht.surfaces.backoffice import owning
from kracht.surfaces.backoffice.tests.conftest import link

pytestmark = pytest.mark.django_db
MINE = "/nl/mijn-initiatieven/"
WORDS = "Ik ben de coördinator van deze tuin, al zes jaar."
JOB = Program("test")


@pytest.fixture
def garden(country):
    return publish(
        area_code="WK000100",
        website="https://www.krommeakker.example/",
        contact_email="tuin@krommeakker.example",
        contact_public=True,
    )


@pytest.fixture
def as_(client, request):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def own(row, user, evidence="owner"):
    return Owner.objects.create(initiative=row, user=user, evidence=evidence, since=AT)


def address(row, page):
    return f"/nl/initiatieven/{row.slug}/{page}/"


def claim(client, row, **data):
    return client.post(address(row, "is-van-mij"), data)


# sharing, handing over, leaving


def invited(client, row, post, **data):
    answer = client.post(address(row, "beheerders"), {"act": "invite", **data})
    assert answer.status_code == 302, answer.text
    return link(post()[-1])


def test_two_look_after_it_together(as_, alice, bob, garden, post):
    own(garden, alice)
    url = invited(as_(alice), garden, post, email="Bob@voorbeeld.example", kind="join")
    client = as_(bob)
    assert Owner.objects.count() == 1, "opening is not accepting"
    assert garden.name in client.get(url).text
    assert client.post(url, {"act": "accept"}).url == MINE
    assert set(Owner.objects.values_list("user__name", flat=True)) == {"Alice", "Bob"}
    assert client.post(url, {"act": "accept"}).status_code == 410
    assert Invitation.objects.get().email == ""
    assert post()[-1].to == [alice.email]


def test_handing_over_ends_ones_own_part(as_, alice, bob, garden, post):
    own(garden, alice)
    url = invited(as_(alice), garden, post, email=bob.email, kind="handover")
    assert Owner.objects.get().user == alice, "until it is accepted"
    as_(bob).post(url, {"act": "accept"})
    assert Owner.objects.get().user == bob
    assert as_(alice).get(address(garden, "beheerders")).status_code == 403


def test_saying_no_changes_nothing(as_, alice, bob, garden, post):
    own(garden, alice)
    url = invited(as_(alice), garden, post, email=bob.email, kind="handover")
    as_(bob).post(url, {"act": "decline"})
    assert Owner.objects.get().user == alice
    assert "wil" in post()[-1].body


@pytest.mark.parametrize("why", ["taken back", "old", "the inviter left", "invited again"])
def test_an_invitation_that_is_over(as_, alice, bob, garden, post, why):
    own(garden, alice)
    client = as_(alice)
    url = invited(client, garden, post, email=bob.email, kind="join")
    if why == "taken back":
        client.post(address(garden, "beheerders"), {"act": "uninvite", "number": Invitation.objects.get().pk})
    elif why == "old":
        Invitation.objects.update(created_at=clock.now() - timedelta(days=31))
    elif why == "the inviter left":
        Owner.objects.all().delete()
    else:
        invited(client, garden, post, email=bob.email, kind="join")
    assert as_(bob).post(url, {"act": "accept"}).status_code == 410
    assert not Owner.objects.filter(user=bob).exists()


@pytest.mark.parametrize("data", [{"email": "geen adres"}, {"email": ""}, {"email": "a@b.example", "kind": "stelen"}])
def test_a_wrong_invitation_is_a_sentence(as_, alice, garden, data):
    own(garden, alice)
    answer = as_(alice).post(address(garden, "beheerders"), {"act": "invite", "kind": "join"} | data)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_the_last_one_may_leave_and_the_page_says_so(as_, alice, garden):
    own(garden, alice)
    client = as_(alice)
    assert "Niemand beheert deze pagina" not in client.get(address(garden, "")[:-1]).text
    client.post(address(garden, "beheerders"), {"act": "leave"})
    assert not Owner.objects.exists()
    page = client.get(address(garden, "")[:-1]).text
    assert "Niemand beheert deze pagina" in page
    assert "Dit is van mij" in page


# acts of an owner


DOORS = ["is-van-mij", "beheerders", "wijzig", "versies"]


@pytest.mark.parametrize("state", ["waiting", "asked", "refused", "withdrawn"])
@pytest.mark.parametrize("door", DOORS)
def test_what_is_not_on_the_map_is_closed_to_others(as_, bob, garden, door, state):
    Initiative.objects.update(state=state)
    answer = as_(bob).get(address(garden, door))
    assert answer.status_code == 404
    assert garden.name not in answer.text


@pytest.mark.parametrize("act", ["still_right", "paused", "ended", "running", "take_off", "put_back"])
@pytest.mark.parametrize("who", ["nobody", "bob", "dana"])
def test_only_owners_act(client, request, garden, who, act):
    before = Initiative.objects.values().get()
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    answer = client.post(f"{MINE}{garden.slug}/", {"act": act})
    assert answer.status_code == (302 if who == "nobody" else 403)
    assert Initiative.objects.values().get() == before


def test_an_owner_pauses_ends_takes_off_and_puts_back(as_, alice, garden):
    own(garden, alice)
    client = as_(alice)

    def do(act):
        assert client.post(f"{MINE}{garden.slug}/", {"act": act}).status_code == 302
        garden.refresh_from_db()

    do("paused")
    assert garden.stage == "paused"
    do("ended")
    assert garden.stage == "ended"
    do("running")
    assert garden.stage == "running"
    do("take_off")
    assert garden.state == "withdrawn"
    assert client.get(f"/nl/initiatieven/{garden.slug}/").status_code == 410
    assert "Zet het terug" in client.get(MINE).text
    do("put_back")
    assert garden.state == "published"
    before = garden.fresh_at
    do("still_right")
    assert garden.fresh_at > before
    assert garden.confirmed_at == garden.fresh_at


def test_what_a_moderator_took_off_stays_off(as_, alice, dana, garden):
    own(garden, alice)
    as_(dana).post(f"/nl/desk/{garden.pk}/besluit/", {"act": "withdraw", "words": "Dit klopt helaas niet."})
    client = as_(alice)
    client.post(f"{MINE}{garden.slug}/", {"act": "put_back"})
    garden.refresh_from_db()
    assert garden.state == "withdrawn"
    assert "Een moderator heeft het van de kaart gehaald" in client.get(MINE).text


# reminders


def test_the_year_round(alice, garden, post, client):
    own(garden, alice)
    at = AT + timedelta(days=366)
    assert owning.remind(at=AT + timedelta(days=364)) == 0
    assert owning.remind(at=at) == 1
    assert owning.remind(at=at) == 0, "twice on a day asks once"
    assert owning.remind(at=at + timedelta(days=20)) == 0
    assert owning.remind(at=at + timedelta(days=21)) == 1
    assert owning.remind(at=at + timedelta(days=42)) == 1
    assert owning.remind(at=at + timedelta(days=400)) == 0, "three times at most"
    mails = post()
    assert [mail.to for mail in mails] == [[alice.email]] * 3
    assert "laatste keer" in mails[-1].body
    assert "laatste keer" not in mails[0].body
    url = link(mails[-1])
    for _scanner in range(2):
        assert client.get(url).status_code == 200
    garden.refresh_from_db()
    assert garden.confirmed_at is None, "programs that open every link answer nothing"
    assert client.post(url, {"act": "right"}).status_code == 200
    garden.refresh_from_db()
    assert garden.confirmed_at
    assert not Reminder.objects.exists()
    assert client.post(url, {"act": "ended"}).status_code == 410, "the question was answered"


def test_it_has_ended_by_link(alice, garden, post, client):
    own(garden, alice)
    owning.remind(at=AT + timedelta(days=366))
    url = link(post()[-1])
    client.post(url, {"act": "ended"})
    garden.refresh_from_db()
    assert garden.stage == "ended"
    assert owning.remind(at=clock.now() + timedelta(days=800)) == 0, "what ended is not asked about"


@pytest.mark.parametrize("token", ["x", "a:b:c", "WzEsIjIwMjYiXQ:1abc:" + "x" * 27, "é" * 50])
def test_a_false_link_is_a_page(client, country, token):
    assert client.get(f"/nl/klopt-het-nog/{token}/").status_code == 410


def test_whom_we_ask_when_nobody_owns_it(garden, post, country):
    publish("Zonder adres", area_code="WK000100")
    publish(
        "Voorbeeld", area_code="WK000100", contact_email="v@voorbeeld.example", contact_public=True, is_example=True
    )
    hidden = publish("Verborgen", area_code="WK000100", contact_email="h@voorbeeld.example")
    Submission.objects.create(
        initiative=hidden,
        email="zender@voorbeeld.example",
        token_hash="t",
        once_key="o",
        created_at=AT,
        confirmed_at=AT,
    )
    owning.remind(at=AT + timedelta(days=366))
    assert {mail.to[0] for mail in post()} == {"tuin@krommeakker.example", "zender@voorbeeld.example"}


def test_the_token_says_nothing_of_anyone_and_fits_an_address():
    token = reminding.token_of(12, AT)
    assert reminding.read_token(token) == (12, AT)
    assert re.fullmatch(r"[\w:-]+", token)


# forgetting


def test_addresses_of_what_did_not_come_on_the_map_go(country, client, waiting, dana):
    row = waiting(contact_email="tuin@voorbeeld.example")
    client.force_login(dana)
    seen = Initiative.objects.get().updated_at.isoformat()
    client.post(f"/nl/desk/{row.pk}/besluit/", {"act": "refuse", "words": "Dit is helaas reclame.", "seen": seen})
    now = clock.now()
    later = now + timedelta(days=rules.SENDER_DAYS + 1)
    assert upkeep.forget_senders(before=now - timedelta(days=rules.SENDER_DAYS), by=JOB, at=now) == 0
    assert Submission.objects.get().email
    assert upkeep.forget_senders(before=later - timedelta(days=rules.SENDER_DAYS), by=JOB, at=later) == 1
    assert Submission.objects.get().email == ""
    row.refresh_from_db()
    assert row.contact_email == ""


def test_who_is_forgotten_leaves_the_entry(alice, bob, garden, as_):
    own(garden, alice)
    Claim.objects.create(initiative=garden, user=alice, evidence="word", state="refused", created_at=AT)
    own(garden, bob)
    keeping.forget_person(user=alice, by=JOB, at=AT)
    assert Owner.objects.get().user == bob
    assert not Claim.objects.exists()
    assert Initiative.objects.filter(pk=garden.pk).exists()
