"""“This is mine”: claims, owners, hand-over, leaving, the owner's desk, and the reminder once a year."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.models import Claim, Initiative, Owner
from kracht.domains.initiatives.operations import claiming
from kracht.domains.initiatives.tests.factories import AT, publish
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.tests.factories import LONG_AGO, person
from kracht.foundation.audit.facts import Program
from kracht.foundation.organisations.models import Organisation
from kracht.kernel import clock

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


# claiming


def test_a_stranger_is_asked_to_sign_in(client, garden):
    answer = client.get(address(garden, "is-van-mij"))
    assert answer.status_code == 302
    assert "login" in answer.url


def test_the_same_domain_is_proof_enough(as_, garden):
    anna = person("Anna")
    anna.email = "anna@krommeakker.example"
    anna.save()
    anna.emailaddress_set.update(email=anna.email)
    client = as_(anna)
    assert "Je e-mailadres past erbij" in client.get(address(garden, "is-van-mij")).text
    assert claim(client, garden, evidence="domain").url == MINE
    assert Owner.objects.get().user == anna
    assert garden.name in client.get(MINE).text


def test_another_domain_is_no_proof(as_, alice, garden):
    answer = claim(as_(alice), garden, evidence="domain")
    assert answer.status_code == 422
    assert not Owner.objects.exists()


@pytest.mark.parametrize(
    ("mail", "website", "contact", "same"),
    [
        ("a@akker.example", "https://www.akker.example/x", "", True),
        ("a@AKKER.example", "http://akker.example", "", True),
        ("a@akker.example", "", "info@akker.example", True),
        ("a@akker.example", "https://akker.example.evil.nl", "", False),
        ("a@evil.nl", "https://evil.nl@akker.example", "", False),
        ("a@gmail.com", "", "tuin@gmail.com", False),
        ("a@facebook.com", "https://www.facebook.com/akker", "", False),
        ("a@ziggo.nl", "", "b@ziggo.nl", False),
        ("", "", "", False),
        ("a@akker.example", "https://[", "x", False),
        ("a@nl", "https://buurt.nl", "", False),
    ],
)
def test_which_domains_are_the_same(mail, website, contact, same):
    assert rules.is_same_domain(mail, website=website, contact=contact) is same


def test_an_address_that_was_not_verified_proves_nothing(as_, garden):
    anna = person("Anna")
    anna.email = "anna@krommeakker.example"
    anna.save()
    anna.emailaddress_set.update(email=anna.email, verified=False)
    assert claim(as_(anna), garden, evidence="domain").status_code == 422
    assert not Owner.objects.exists()


def test_a_code_goes_to_the_contact_address_and_makes_an_owner(as_, alice, garden, post):
    client = as_(alice)
    assert claim(client, garden, evidence="code").status_code == 302
    mail = post()[-1]
    assert mail.to == ["tuin@krommeakker.example"]
    code = re.search(r"\b\d{8}\b", mail.body).group()
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    assert claim(client, garden, act="code", code=wrong).status_code == 422
    assert Claim.objects.get().code_tries == 1, "a wrong try counts although it was refused"
    assert not Owner.objects.exists()
    assert claim(client, garden, act="code", code=f"{code[:4]} {code[4:]}").url == MINE
    assert Owner.objects.get().evidence == "code"
    assert Claim.objects.get().code_hash == ""


def test_a_code_dies_of_age_and_of_guessing(alice, garden):
    at = clock.now()
    made = claiming.claim(key=garden.pk, evidence="code", words="", verified="", organisation_id=None, by=alice, at=at)
    late = at + timedelta(hours=rules.CODE_HOURS, seconds=1)
    with pytest.raises(ValidationError):
        claiming.enter_code(key=garden.pk, code=made.code, by=alice, at=late)
    wrong = "0" if made.code != "00000000" else "1"
    for _try in range(rules.CODE_TRIES):
        assert not claiming.enter_code(key=garden.pk, code=wrong * 8, by=alice, at=at)
    with pytest.raises(ValidationError):
        claiming.enter_code(key=garden.pk, code=made.code, by=alice, at=at)
    assert not Owner.objects.exists()
    again = claiming.claim(key=garden.pk, evidence="code", words="", verified="", organisation_id=None, by=alice, at=at)
    assert claiming.enter_code(key=garden.pk, code=again.code, by=alice, at=at)


def test_no_code_to_an_address_that_is_not_public(as_, alice, country):
    row = publish(area_code="WK000100", contact_email="geheim@voorbeeld.example")
    client = as_(alice)
    assert "geheim" not in client.get(address(row, "is-van-mij")).text
    assert claim(client, row, evidence="code").status_code == 422


def test_only_so_many_codes_an_hour(as_, alice, garden, post):
    client = as_(alice)
    answers = [claim(client, garden, evidence="code").status_code for _time in range(5)]
    assert answers == [302, 302, 302, 422, 422]
    assert len(post()) == 3


def test_words_go_to_a_moderator_who_says_yes(as_, alice, dana, garden, post):
    client = as_(alice)
    assert claim(client, garden, evidence="word", words="van mij").status_code == 422
    assert claim(client, garden, evidence="word", words=WORDS).status_code == 302
    assert claim(client, garden, evidence="word", words=WORDS).status_code == 302
    case = Claim.objects.get()
    assert case.state == "desk"
    client = as_(dana)
    assert WORDS in client.get(f"/nl/verzoeken/{case.pk}/").text
    assert garden.name in client.get("/nl/desk/verzoeken/").text
    assert client.post(f"/nl/verzoeken/{case.pk}/", {"act": "grant"}).status_code == 302
    assert Owner.objects.get().user == alice
    assert post()[-1].to == [alice.email]
    assert client.post(f"/nl/verzoeken/{case.pk}/", {"act": "grant"}).status_code == 409


def test_a_moderators_no_has_a_reason(as_, alice, dana, garden, post):
    claim(as_(alice), garden, evidence="word", words=WORDS)
    case = Claim.objects.get()
    client = as_(dana)
    assert client.post(f"/nl/verzoeken/{case.pk}/", {"act": "refuse", "reason": "nee"}).status_code == 422
    client.post(f"/nl/verzoeken/{case.pk}/", {"act": "refuse", "reason": "De tuin kent je helaas niet."})
    assert not Owner.objects.exists()
    assert "De tuin kent je" in post()[-1].body
    assert "De tuin kent je" in as_(alice).get(address(garden, "is-van-mij")).text


def test_who_sent_it_in_and_has_that_address_owns_it_at_once(client, dana, waiting):
    row = waiting()
    marie = person("Marie")
    client.force_login(dana)
    seen = Initiative.objects.get().updated_at.isoformat()
    client.post(f"/nl/desk/{row.pk}/besluit/", {"act": "publish", "seen": seen})
    assert Owner.objects.get().user == marie
    assert Owner.objects.get().evidence == "sender"


def test_who_makes_the_account_later_owns_it_with_one_press(client, dana, waiting):
    row = waiting()
    client.force_login(dana)
    client.post(
        f"/nl/desk/{row.pk}/besluit/", {"act": "publish", "seen": Initiative.objects.get().updated_at.isoformat()}
    )
    assert not Owner.objects.exists()
    client.force_login(person("Marie"))
    assert row.name in client.get(MINE).text
    assert claim(client, row, evidence="sender").url == MINE
    assert Owner.objects.get().evidence == "sender"


def test_nobody_else_gets_it_as_the_sender(as_, alice, waiting, dana, client):
    row = waiting()
    Initiative.objects.update(state="published", published_at=AT)
    assert claim(as_(alice), row, evidence="sender").status_code == 422


def test_a_claim_on_an_owned_entry_goes_to_the_owner(as_, alice, bob, garden, post):
    own(garden, alice)
    client = as_(bob)
    assert claim(client, garden, evidence="word", words=WORDS).status_code == 302
    case = Claim.objects.get()
    assert case.state == "owner"
    assert post()[-1].to == [alice.email]
    assert client.get(f"/nl/verzoeken/{case.pk}/").status_code == 404, "not by who asked"
    client = as_(alice)
    assert WORDS in client.get(f"/nl/verzoeken/{case.pk}/").text
    assert "ook van mij" in client.get(MINE).text
    client.post(f"/nl/verzoeken/{case.pk}/", {"act": "grant"})
    assert set(Owner.objects.values_list("user_id", flat=True)) == {alice.pk, bob.pk}


def test_without_an_answer_a_moderator_decides(alice, bob, dana, garden, as_):
    own(garden, alice)
    at = clock.now() - timedelta(days=15)
    claiming.claim(key=garden.pk, evidence="word", words=WORDS, verified="", organisation_id=None, by=bob, at=at)
    assert claiming.pass_on(by=JOB, at=at + timedelta(days=13)) == 0
    assert claiming.pass_on(by=JOB, at=at + timedelta(days=15)) == 1
    assert claiming.pass_on(by=JOB, at=at + timedelta(days=15)) == 0
    case = Claim.objects.get()
    assert case.state == "desk"
    assert as_(alice).get(f"/nl/verzoeken/{case.pk}/").status_code == 404
    as_(dana).post(f"/nl/verzoeken/{case.pk}/", {"act": "grant"})
    assert Owner.objects.filter(user=bob).exists()


def test_a_claim_can_be_taken_back(as_, alice, garden):
    client = as_(alice)
    claim(client, garden, evidence="word", words=WORDS)
    claim(client, garden, act="back")
    assert Claim.objects.get().state == "withdrawn"
    claim(client, garden, evidence="word", words=WORDS)
    assert Claim.objects.filter(state="desk").count() == 1


# an organisation


@pytest.fixture
def foundation_(alice):
    row = Organisation.objects.create(
        slug="stichting", name="Stichting Akker", sector="residents", state="published", created_at=AT, updated_at=AT,
        published_at=AT,
    )  # fmt: skip
    Grant.objects.create(
        user=alice, role="editor", scope_type="organisation", scope_key=str(row.pk), starts_on=LONG_AGO.date()
    )
    return row


def test_an_organisation_owns_through_its_editors(as_, alice, bob, garden, foundation_):
    made = claiming.claim(
        key=garden.pk, evidence="domain", words="", verified="a@krommeakker.example", organisation_id=foundation_.pk,
        by=alice, at=AT,
    )  # fmt: skip
    assert made.state == "granted"
    assert Owner.objects.get().organisation == foundation_
    assert "Stichting Akker" in as_(alice).get(MINE).text
    assert as_(alice).get(address(garden, "beheerders")).status_code == 200
    assert as_(bob).get(address(garden, "beheerders")).status_code == 403
    Grant.objects.filter(user=alice).update(role="treasurer")
    assert as_(alice).get(address(garden, "beheerders")).status_code == 403


def test_nobody_claims_for_an_organisation_that_is_not_theirs(bob, garden, foundation_):
    with pytest.raises(Exception, match="namens"):
        claiming.claim(
            key=garden.pk, evidence="word", words=WORDS, verified="", organisation_id=foundation_.pk, by=bob, at=AT
        )
