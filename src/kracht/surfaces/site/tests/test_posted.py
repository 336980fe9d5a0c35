"""Staying posted as a visitor and as an account: forms, links, mails, and what a topic holds."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client
from pytest_django import Settings

from kracht.domains.initiatives.facts import NeedValues, PartyValues
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import deciding
from kracht.domains.initiatives.tests.factories import SOURCE, publish, values
from kracht.foundation.accounts.models import User
from kracht.foundation.audit.facts import VISITOR
from kracht.foundation.guard.queries import start_stamp
from kracht.foundation.notify.models import Notice
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.organisations.facts import OrganisationValues, Source
from kracht.foundation.places.tests.factories import small_country
from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.facts import What
from kracht.foundation.subscriptions.models import Happening, Round, Subscription
from kracht.foundation.subscriptions.operations import following, noting
from kracht.kernel import clock
from kracht.surfaces.site import jobs
from kracht.surfaces.site.pages import topics
from kracht.surfaces.site.pages.digest import Digest

pytestmark = pytest.mark.django_db
EVA = "eva@voorbeeld.example"
FOLLOW = "/nl/op-de-hoogte/volgen/"
LINK = re.compile(r"http://localhost:\d+(/nl/op-de-hoogte/\S+)")
type Post = Callable[[], list[EmailMessage]]


@pytest.fixture(autouse=True)
def _country(db: None) -> None:
    small_country()


def typed(**changes: Any) -> dict[str, Any]:
    data = {"address": EVA, "cadence": "once", "started": start_stamp(at=clock.now() - timedelta(minutes=2))}
    return data | changes


def follow(client: Client, query: str = "kind=area&key=GM0001", **changes: Any) -> HttpResponse:
    return client.post(f"{FOLLOW}?{query}", typed(**changes))


def digest(post: Post) -> list[EmailMessage]:
    """Run the job when everything is due; returns the mails it made."""
    before = len(post())
    Round.objects.update(due_at=clock.now() - timedelta(minutes=1))
    jobs.send(timestamp=0)
    return post()[before:]


def confirmed(client: Client, post: Post, query: str = "kind=area&key=GM0001", **changes: Any) -> str:
    """Follow and open the link; returns the path of the page to manage."""
    assert follow(client, query, **changes).status_code == 302
    path = LINK.search(post()[-1].body)[1]
    assert client.get(path).status_code == 200
    assert client.post(path, {"act": "confirm"}).status_code == 302
    return path


@pytest.mark.parametrize("kind", ["area", "theme", "entry", "organisation", "search"])
def test_everything_can_be_followed_from_its_own_page(client: Client, kind: str) -> None:
    row = publish(area_code="GM0001")
    firm, _new = organisations.keep_from_source(
        values=OrganisationValues(
            name="Stichting De Brug", sector="residents", kind="foundation", source=Source(name="test", key="1")
        ),
        by=SOURCE,
        at=clock.now(),
    )
    page = {
        "area": "/nl/gebieden/gm0001/",
        "theme": "/nl/themas/groen-en-voedsel/",
        "entry": f"/nl/initiatieven/{row.slug}/",
        "organisation": f"/nl/organisaties/{firm.slug}/",
        "search": "/nl/initiatieven/?q=moestuin&stage=running",
    }[kind]
    html = client.get(page, follow=True).content.decode()
    found = re.search(r'href="(/nl/op-de-hoogte/volgen/\?kind=\w+[^"]*)"', html)
    assert found, page
    answer = client.get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert f"kind={kind}" in found[1]


def test_the_link_in_the_mail_confirms_and_a_get_does_nothing(client: Client, post: Post) -> None:
    follow(client)
    (mail,) = post()
    assert mail.to == [EVA]
    path = LINK.search(mail.body)[1]
    client.get(path)
    client.get(path + "stop/")
    assert queries.followers_of("area", "GM0001") == 0
    client.post(path, {"act": "confirm"})
    assert queries.followers_of("area", "GM0001") == 1
    client.get(path + "stop/")
    assert queries.followers_of("area", "GM0001") == 1


def test_the_page_after_the_form_is_the_same_for_every_address(client: Client, post: Post) -> None:
    confirmed(client, post)
    pages = []
    for address in (EVA, "nieuw@voorbeeld.example"):
        fresh = Client()
        answer = fresh.post(f"{FOLLOW}?kind=area&key=GM0001", typed(address=address), follow=True)
        pages.append(re.sub(r"csrf\S+|nonce\S+", "", answer.content.decode().replace(address, "X")))
    assert pages[0] == pages[1]
    assert [mail.to for mail in post()[-2:]] == [[EVA], ["nieuw@voorbeeld.example"]]
    assert "al" in post()[-2].subject


def test_an_unknown_address_asks_for_its_link_in_vain_and_cannot_tell(client: Client, post: Post) -> None:
    confirmed(client, post)
    n = len(post())
    for address in ("niemand@voorbeeld.example", EVA):
        answer = client.post("/nl/op-de-hoogte/", typed(address=address), follow=True)
        assert "Kijk in je post" in answer.content.decode()
    assert [mail.to for mail in post()[n:]] == [[EVA]]
    assert client.get(LINK.search(post()[-1].body)[1]).status_code == 200


def test_one_click_ends_without_cookie_and_twice_is_fine(post: Post) -> None:
    client = Client(enforce_csrf_checks=True)
    one = following.follow(
        what=What("area", "GM0001"), address=EVA, cadence="once", language="nl", by=VISITOR, at=clock.now()
    )
    following.confirm(token=one.token, by=VISITOR, at=clock.now())
    path = f"/nl/op-de-hoogte/{one.token}/stop/"
    for _time in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Je krijgt hier geen mail meer over" in answer.content.decode()
    assert queries.followers_of("area", "GM0001") == 0
    assert client.post(path.replace(one.token, "geen.token")).status_code == 410
    assert client.post(f"/nl/op-de-hoogte/{one.token}/", {"act": "end_all"}).status_code == 403, "others need the form"


def test_a_link_manages_its_own_address_only(client: Client, post: Post) -> None:
    path = confirmed(client, post)
    confirmed(client, post, "kind=theme&key=groen-en-voedsel")
    other = following.follow(
        what=What("area", "GM0002"), address="bob@voorbeeld.example", cadence="once", language="nl", by=VISITOR,
        at=clock.now(),
    )  # fmt: skip
    client.post(path, {"act": "end", "token": other.token})
    client.post(path, {"act": "cadence", "cadence": "daily", "token": other.token})
    row = Subscription.objects.get(address="bob@voorbeeld.example")
    assert (row.cadence, row.ended_at) == ("once", None)
    client.post(path, {"act": "cadence", "cadence": "daily"})
    client.post(path, {"act": "nonsense"})
    assert sorted(one.cadence for one in queries.of_address(EVA)) == ["daily", "once"]
    html = client.get(path).content.decode()
    assert "bob@" not in html
    client.post(path, {"act": "end_all"})
    assert queries.of_address(EVA) == []
    assert "volgt" in client.get(path).content.decode()


def test_an_account_follows_at_once_and_manages_without_link(client: Client, alice: User, post: Post) -> None:
    client.force_login(alice)
    page = client.get(f"{FOLLOW}?kind=area&key=GM0001").content.decode()
    assert 'name="address"' not in page
    client.post(f"{FOLLOW}?kind=area&key=GM0001", {"cadence": "weekly"})
    assert post() == []
    (one,) = queries.of_address(alice.email)
    html = client.get("/nl/op-de-hoogte/").content.decode()
    assert "Elke week" in html
    client.post("/nl/op-de-hoogte/", {"act": "end", "token": one.token})
    assert queries.of_address(alice.email) == []


def test_an_account_that_never_proved_its_address_gets_the_mail(client: Client, alice: User, post: Post) -> None:
    alice.emailaddress_set.update(verified=False)
    client.force_login(alice)
    client.post(f"{FOLLOW}?kind=area&key=GM0001", typed(address=alice.email))
    assert queries.of_address(alice.email) == []
    assert len(post()) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": ""}, "Vul je e-mailadres in"),
        ({"address": "geen adres"}, "Dit is geen e-mailadres"),
        ({"address": "a\x00b@voorbeeld.example"}, "null"),
        ({"address": "x" * 300 + "@voorbeeld.example"}, "Dit is geen e-mailadres"),
        ({"cadence": "hourly"}, "Kies hoe vaak"),
        ({"cadence": ""}, "Kies hoe vaak"),
        ({"trap": "ik ben een programma"}, "Laad de pagina"),
        ({"started": start_stamp(at=clock.now() + timedelta(days=1))}, "seconden"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_keeps_what_was_typed(
    client: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = follow(client, **changes)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence.lower() in html.lower()
    assert changes.get("address", EVA).replace("\x00", "")[:20] in html or "address" in changes
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["", "kind=area", "kind=area&key=GM9999", "kind=entry&key=999999", "kind=entry&key=-1", "kind=entry&key=x",
     "kind=entry&key=" + "9" * 40, "kind=organisation&key=77", "kind=theme&key=geen", "kind=person&key=1",
     "kind=area&key=%00", "kind=area&key=" + "x" * 500],
)  # fmt: skip
def test_what_is_not_there_cannot_be_followed(client: Client, query: str) -> None:
    assert client.get(f"{FOLLOW}?{query}").status_code == 404
    assert follow(client, query).status_code == 404


def test_a_draft_cannot_be_followed(client: Client) -> None:
    row = publish()
    Initiative.objects.filter(pk=row.pk).update(state="withdrawn")
    assert client.get(f"{FOLLOW}?kind=entry&key={row.pk}").status_code == 404


def test_a_search_becomes_its_one_form() -> None:
    def read(query: str) -> What | None:
        return topics.read(dict(QueryDict(query).lists()))

    assert read("kind=search&area=GM0001") == What("area", "GM0001")
    assert read("kind=search&theme=groen-en-voedsel") == What("theme", "groen-en-voedsel")
    assert read("kind=search&q=tuin&near=52.1,5.1").params == (("q", "tuin"),), "where somebody stands is not kept"
    ((name, box),) = read("kind=search&q=1001").params
    assert name == "bbox", "a postcode is the map around it"
    assert len(box.split(",")) == 4
    assert read("kind=search&stage=running&q=tuin") == read("kind=search&q=tuin&stage=running&sort=fresh&after=x")
    assert topics.describe(read("kind=search")).label == "Alle initiatieven in Nederland"


def match(what: What) -> list[tuple[int, str]]:
    noting.give_places()
    return [(one.target_id, one.what) for one in Digest().match(what, 0, queries.latest_place())]


def test_each_topic_holds_what_belongs_to_it() -> None:
    here = publish("Tuin", area_code="GM0001", themes=(8,), needs=(NeedValues("hands"),))
    there = publish("Koor", area_code="GM0002", themes=(9,))
    areas = {row.pk: row for row in (here, there)}
    assert len(areas) == 2
    assert match(What("area", "GM0001")) == [(here.pk, "published")]
    assert match(What("theme", "cultuur")) == [(there.pk, "published")]
    assert match(What("entry", str(there.pk))) == [(there.pk, "published")]
    assert match(What.of("search", [("q", "tuin"), ("need", "hands")])) == [(here.pk, "published")]
    assert match(What.of("search", [("q", "tuin"), ("need", "money")])) == []
    assert {key for key, _what in match(What.of("search", []))} == {here.pk, there.pk}
    assert match(What("theme", "bestaat-niet-meer")) == []
    assert match(What("organisation", "1")) == []


def test_an_organisation_brings_what_it_takes_part_in() -> None:
    firm, _new = organisations.keep_from_source(
        values=OrganisationValues(
            name="Stichting De Brug", sector="residents", kind="foundation", source=Source(name="test", key="1")
        ),
        by=SOURCE,
        at=clock.now(),
    )
    row = publish("Tuin", parties=(PartyValues("De Brug", "residents", firm.pk),))
    publish("Koor")
    Happening.objects.all().delete()
    Initiative.objects.filter(pk=row.pk).update(summary="Anders")
    assert match(What("organisation", str(firm.pk))) == [(row.pk, "changed")]


def revise(row: Initiative, **changes: Any) -> None:
    deciding.revise(key=row.pk, values=values(**changes), by=SOURCE, moderator=True, at=clock.now())


def test_what_happens_to_an_entry_is_written_down_once() -> None:
    row = publish(area_code="GM0001", needs=(NeedValues("hands"),))
    same = {"area_code": "GM0001", "needs": (NeedValues("hands"),)}
    what = What("entry", str(row.pk))

    def news() -> list[str]:
        found = [name for _key, name in match(what)]
        Happening.objects.all().delete()
        return found

    assert news() == ["published"]
    revise(row, **same, summary="Een andere zin")
    assert news() == ["changed"]
    revise(row, area_code="GM0001", needs=(NeedValues("hands"), NeedValues("money", "een kar")))
    assert news() == ["needs"]
    revise(row, **same, stage="ended")
    assert news() == ["ended"]
    deciding.withdraw(key=row.pk, reason="Het bestaat niet meer.", by=SOURCE, moderator=True, at=clock.now())
    assert news() == ["withdrawn"]
    deciding.undo(key=row.pk, by=SOURCE, moderator=True, at=clock.now())
    assert news() == ["published"]
    Initiative.objects.filter(pk=row.pk).update(fresh_at=clock.now(), updated_at=clock.now())
    assert news() == [], "still right is no news"
    with connection.cursor() as db:
        db.execute("UPDATE initiatives_initiative SET name = 'Met SQL' WHERE id = %s", [row.pk])
    assert news() == ["changed"], "a change by SQL is seen too"


def test_the_mail_names_what_is_new_in_plain_words(client: Client, post: Post) -> None:
    row = publish("Tuin", area_code="GM0001")
    confirmed(client, post)
    confirmed(client, post, f"kind=entry&key={row.pk}", address="bob@voorbeeld.example")
    publish("Koor De <Merel>", area_code="GM0001", summary="Samen zingen", slug="koor")
    publish("Ver weg", area_code="GM0002")
    revise(row, name="Tuin", area_code="GM0001", needs=(NeedValues("hands"), NeedValues("knowledge")))
    mails = {mail.to[0]: mail for mail in digest(post)}
    assert set(mails) == {EVA, "bob@voorbeeld.example"}
    text = mails[EVA].body
    assert "Koor De <Merel>" in text
    assert "Nieuw op de kaart: Samen zingen" in text
    assert "Vraagt om: handen, kennis" in text
    assert "Ver weg" not in text
    assert "2 berichten" in mails[EVA].subject
    assert "&lt;Merel&gt;" in mails[EVA].alternatives[0][0]
    assert "List-Unsubscribe" in mails[EVA].extra_headers
    assert digest(post) == [], "nothing new, no mail"


def test_the_mail_is_in_the_language_of_the_follower(client: Client, post: Post) -> None:
    client.post("/en/stay-posted/follow/?kind=area&key=GM0001", typed())
    path = re.search(r"http://localhost:\d+(/en/stay-posted/\S+)", post()[-1].body)[1]
    client.post(path, {"act": "confirm"})
    publish("Choir", area_code="GM0001")
    (mail,) = digest(post)
    assert "New on the map" in mail.body
    assert "/en/initiatives/" in mail.body


def test_who_follows_an_entry_hears_that_it_went(client: Client, post: Post) -> None:
    row = publish("Tuin", area_code="GM0001")
    confirmed(client, post)
    confirmed(client, post, f"kind=entry&key={row.pk}", address="bob@voorbeeld.example")
    deciding.withdraw(key=row.pk, reason="Het bestaat niet meer.", by=SOURCE, moderator=True, at=clock.now())
    (mail,) = digest(post)
    assert mail.to == ["bob@voorbeeld.example"]
    assert "van de kaart gehaald" in mail.body
    assert "Tuin" not in mail.body + mail.subject


def test_a_form_of_a_program_is_counted(client: Client, settings: Settings) -> None:
    codes = [follow(client, address=f"p{n}@voorbeeld.example").status_code for n in range(8)]
    assert codes[:6] == [302] * 6
    assert codes[6:] == [422] * 2
    assert Notice.objects.count() == 6
