"""The desk: who gets in, what is shown once, and that what was typed is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kracht.domains.initiatives.tests.factories import AT, make_areas, publish
from kracht.domains.partners.facts import PartnerFact
from kracht.domains.partners.models import Delivery, Key, Partner, Tag, TagUse, Trouble, Webhook
from kracht.domains.partners.operations import feed, tags
from kracht.domains.partners.queries import partners as reading
from kracht.domains.partners.tests.factories import BY, key, partner
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO
from kracht.kernel import clock

pytestmark = pytest.mark.django_db
PAGES = ("", "sleutels/", "trefwoorden/", "goedkeuring/", "webhooks/", "gegevens/")


def belongs(user: User, organisation_id: int, role: str) -> User:
    Grant.objects.create(
        user=user, role=role, scope_type="organisation", scope_key=str(organisation_id), starts_on=LONG_AGO.date()
    )
    return user


def signed_in(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def owner() -> PartnerFact:
    make_areas()
    return partner()


@pytest.fixture
def desk(owner: PartnerFact, alice: User) -> Client:
    return signed_in(belongs(alice, owner.organisation_id, "owner"))


def home(owner: PartnerFact) -> str:
    return f"/nl/partners/{owner.slug}/"


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_opens_for_owners_editors_and_moderators_alone(
    page: str, owner: PartnerFact, alice: User, bob: User, charlie: User, dana: User
) -> None:
    belongs(alice, owner.organisation_id, "owner")
    belongs(bob, partner("Ander netwerk").organisation_id, "owner")
    path = home(owner) + page
    assert signed_in(alice).get(path).status_code == 200
    assert signed_in(dana).get(path).status_code == 200
    assert signed_in(bob).get(path).status_code == 403
    assert signed_in(belongs(charlie, owner.organisation_id, "treasurer")).get(path).status_code == 403
    assert signed_in(None).get(path).status_code == 302
    Grant.objects.filter(user=charlie).update(role="editor")
    assert signed_in(charlie).get(path).status_code == 200
    assert signed_in(alice).get(f"/nl/partners/geen/{page}").status_code == 404


ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sleutels/", {"name": "Nieuw", "scopes": ["read"], "expires_on": "2027-06-01"}),
    ("sleutels/{key}/rotate/", {}),
    ("sleutels/{key}/revoke/", {}),
    ("trefwoorden/", {"word": "nieuw", "label_nl": "Nieuw"}),
    ("trefwoorden/{tag}/weg/", {}),
    ("goedkeuring/", {"use": "{use}", "act": "yes"}),
    ("webhooks/", {"url": "http://127.0.0.1/x", "scope": "own"}),
    ("webhooks/{hook}/off/", {}),
    ("webhooks/{hook}/secret/", {}),
    ("webhooks/{hook}/test/", {}),
    ("webhooks/{hook}/remove/", {}),
    ("webhooks/log/{delivery}/opnieuw/", {}),
    ("", {"about": "Anders", "licence": "CC0-1.0", "contact_email": "x@voorbeeld.example"}),
)


def state() -> list[Any]:
    """Everything that an act can change."""
    tables = (Partner, Key, Tag, TagUse, Webhook, Delivery)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize(("path", "data"), ACTS, ids=[path for path, _data in ACTS])
def test_each_act_is_for_those_who_keep_it(
    path: str, data: dict[str, Any], owner: PartnerFact, alice: User, bob: User, charlie: User
) -> None:
    belongs(alice, owner.organisation_id, "owner")
    other = partner("Ander netwerk")
    belongs(bob, other.organisation_id, "owner")
    made = key(owner, at=clock.now())
    name = tags.define(partner_id=owner.id, word="mooi", label_nl="Mooi", needs_clearance=True, by=BY, at=AT)
    row = publish("Moestuin", slug="moestuin")
    tags.put_on(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=other.id)
    hook, _secret = feed.subscribe(partner_id=owner.id, url="http://127.0.0.1/y", scope="own", by=BY, at=AT)
    feed.send_test(hook_id=hook, partner_id=owner.id, by=BY, at=AT)
    numbers = {
        "key": made.id, "tag": Tag.objects.get().pk, "use": TagUse.objects.get().pk, "hook": hook,
        "delivery": Delivery.objects.get().pk,
    }  # fmt: skip
    Delivery.objects.update(state="delivered")
    before = state()
    said = {name: value.format(**numbers) if isinstance(value, str) else value for name, value in data.items()}
    for who in (None, charlie, bob):
        answer = signed_in(who).post(home(owner) + path.format(**numbers), said)
        assert answer.status_code == (403 if who else 302)
        # the same numbers under one's own partner open nothing either
        if who is bob and numbers.keys() & set(re.findall(r"{(\w+)}", path)):
            assert signed_in(bob).post(home(other) + path.format(**numbers), said).status_code == 404
        assert state() == before
    assert signed_in(alice).post(home(owner) + path.format(**numbers), said).status_code in {200, 302}
    assert state() != before


def test_only_moderators_admit_and_suspend(owner: PartnerFact, desk: Client, dana: User) -> None:
    path = home(owner) + "besluit/"
    said = {"act": "suspend", "reason": "Er kwamen veel klachten."}
    assert desk.post(path, said).status_code == 403
    assert Partner.objects.get().state == "active"
    assert signed_in(dana).post(path, said | {"reason": ""}).status_code == 422
    assert signed_in(dana).post(path, said).status_code == 302
    assert Partner.objects.get().state == "suspended"
    assert desk.post(path, {"act": "admit"}).status_code == 403
    assert signed_in(dana).post(path, {"act": "admit"}).status_code == 302
    assert Partner.objects.get().state == "active"


def test_a_key_is_shown_once(owner: PartnerFact, desk: Client) -> None:
    day = (clock.today() + timedelta(days=30)).isoformat()
    answer = desk.post(home(owner) + "sleutels/", {"name": "Website", "scopes": ["read"], "expires_on": day})
    found = re.search(r"kracht_[0-9A-Za-z]{38}", answer.text)
    assert found
    assert "no-store" in answer.headers["Cache-Control"]
    caller = reading.caller(found[0], at=clock.now())
    assert caller
    assert caller.scopes == {"read"}
    assert found[0] not in desk.get(home(owner) + "sleutels/").text


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 100}, {"name": "\x00"}, {"scopes": []}, {"scopes": ["alles"]}, {"expires_on": ""},
     {"expires_on": "2000-01-01"}, {"expires_on": "9999-12-31"}, {"expires_on": "0001-01-01"}, {"expires_on": "morgen"}],
)  # fmt: skip
def test_a_key_that_is_no_good_is_asked_again(owner: PartnerFact, desk: Client, wrong: dict[str, Any]) -> None:
    said = {"name": "Mijn website", "scopes": ["read"], "expires_on": "2027-06-01"} | wrong
    answer = desk.post(home(owner) + "sleutels/", said)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert "name" in wrong or "Mijn website" in answer.text
    assert not Key.objects.exists()


@pytest.mark.parametrize("url", ["", "ftp://x.example", "niets", "https://" + "x" * 600, "\x00"])
def test_an_address_that_is_no_good_is_asked_again(owner: PartnerFact, desk: Client, url: str) -> None:
    answer = desk.post(home(owner) + "webhooks/", {"url": url, "scope": "own"})
    assert answer.status_code == 422
    assert not Webhook.objects.exists()


def test_a_secret_of_a_webhook_is_shown_once(owner: PartnerFact, desk: Client) -> None:
    answer = desk.post(home(owner) + "webhooks/", {"url": "https://partner.voorbeeld.example/x", "scope": "register"})
    found = re.search(r"whsec_[0-9A-Za-z+/=]{44}", answer.text)
    assert found
    assert "whsec_" not in desk.get(home(owner) + "webhooks/").text


def test_a_refusal_of_a_tag_needs_a_reason_and_keeps_what_was_typed(owner: PartnerFact, desk: Client) -> None:
    name = tags.define(partner_id=owner.id, word="mooi", label_nl="Mooi", needs_clearance=True, by=BY, at=AT)
    row = publish("Moestuin", slug="moestuin")
    tags.put_on(name=name, initiative_id=row.pk, by=BY, at=AT, partner_id=partner("Ander").id)
    use = TagUse.objects.get().pk
    path = home(owner) + "goedkeuring/"
    answer = desk.post(path, {"use": use, "act": "no", "reason": "kort"})
    assert answer.status_code == 422
    assert ">kort</textarea>" in answer.text
    for number in ("0", "x", "9" * 30, ""):
        assert desk.post(path, {"use": number, "act": "yes"}).status_code == 302
    assert TagUse.objects.get().state == "asked"
    assert desk.post(path, {"use": use, "act": "no", "reason": "Dit past er niet bij."}).status_code == 302
    assert TagUse.objects.get().state == "refused"


def test_everyone_sees_who_publishes(owner: PartnerFact, desk: Client) -> None:
    asked, stopped = partner("Nog niet", state="asked"), partner("Gestopt", state="suspended")
    page = Client().get("/nl/partners/").text
    assert owner.name in page
    assert asked.name not in page
    assert stopped.name not in page
    assert owner.contact_email not in page


def test_records_with_a_problem_are_listed(owner: PartnerFact, desk: Client) -> None:
    Trouble.objects.create(partner_id=owner.id, source_key="<b>9", errors=[["/name", "Dit mag niet leeg zijn."]], at=AT)
    page = desk.get(home(owner) + "gegevens/").text
    assert "&lt;b&gt;9" in page
    assert "Dit mag niet leeg zijn." in page


def test_becoming_a_partner_is_for_an_organisation(owner: PartnerFact, alice: User, dana: User) -> None:
    assert Client().get("/nl/partners/worden/").status_code == 302
    assert "Een partner is een organisatie" in signed_in(alice).get("/nl/partners/worden/").text
    assert owner.name in signed_in(dana).get("/nl/partners/balie/").text


def test_a_second_click_makes_no_second_key(desk: Client, owner: PartnerFact) -> None:
    path = home(owner) + "sleutels/"
    form = desk.get(path).context["page"].form
    said = {
        "name": "Website", "scopes": ["read"], "expires_on": f"{clock.today().year + 1}-01-31",
        "once": form["once"].value(),
    }  # fmt: skip
    answers = [desk.post(path, said).content.decode() for _click in range(2)]
    shown = [set(re.findall(r"kracht_[A-Za-z0-9]{38}", answer)) for answer in answers]
    assert shown[0] == shown[1]
    assert len(shown[0]) == Key.objects.count() == 1
    fresh = desk.get(path).context["page"].form["once"].value()
    desk.post(path, {**said, "once": fresh})
    assert Key.objects.count() == 2
    old = Key.objects.order_by("pk")[0]
    renewed = [desk.post(f"{path}{old.pk}/rotate/").content.decode() for _click in range(2)]
    assert Key.objects.count() == 3
    assert renewed[0].count("kracht_") == renewed[1].count("kracht_")
    Key.objects.update(created_at=clock.now() - timedelta(minutes=5))
    late = desk.post(path, said)
    assert late.status_code == 422
    assert not re.findall(r"kracht_[A-Za-z0-9]{38}", late.content.decode())
