"""The moderation desk: who may, what happens, and what the sender hears."""

import re

import pytest

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import publish
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.tests.factories import LONG_AGO
from kracht.foundation.audit.queries import history
from kracht.surfaces.backoffice.tests.conftest import ADD, link, photo, upload

pytestmark = pytest.mark.django_db
DESK = "/nl/desk/"


@pytest.fixture
def desk(client, dana):
    client.force_login(dana)
    return client


@pytest.fixture
def decide(desk):
    def act(row, name, **more):
        seen = Initiative.objects.get(pk=row.pk).updated_at.isoformat()
        return desk.post(f"{DESK}{row.pk}/besluit/", {"act": name, "seen": seen} | more)

    return act


@pytest.fixture
def answered(decide, waiting, post, client):
    def ask(**changes):
        row = waiting(**changes)
        decide(row, "ask", words="Wanneer is het open?")
        return row, link(post()[-1])

    return ask


DOORS = {
    "queue": ("get", ""),
    "case": ("get", "{key}/"),
    "decide": ("post", "{key}/besluit/"),
    "edit": ("get", "{key}/wijzig/"),
    "save": ("post", "{key}/wijzig/"),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("state", ["waiting", "asked", "published", "refused", "withdrawn"])
@pytest.mark.parametrize("who", ["nobody", "alice", "bob", "charlie"])
def test_only_moderators_come_in(client, country, request, who, state, door):
    row = publish()
    Initiative.objects.filter(pk=row.pk).update(state=state)
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    method, path = DOORS[door]
    answer = getattr(client, method)(DESK + path.format(key=row.pk), {"act": "undo"} if method == "post" else None)
    assert answer.status_code == (302 if who == "nobody" else 403)
    assert "login" in answer.url if who == "nobody" else "Buurtmoestuin" not in answer.text
    assert Initiative.objects.get().state == state


@pytest.mark.parametrize("state", ["waiting", "asked", "published", "refused", "withdrawn"])
def test_a_moderator_comes_in_everywhere(desk, country, state):
    row = publish()
    Initiative.objects.filter(pk=row.pk).update(state=state)
    for method, path in DOORS.values():
        answer = getattr(desk, method)(DESK + path.format(key=row.pk), {} if method == "post" else None)
        assert answer.status_code in {200, 409, 422}


def test_a_role_that_ended_opens_nothing(client, charlie, country):
    Grant.objects.create(
        user=charlie, role="moderator", scope_type="whole", starts_on=LONG_AGO.date(), ends_on=LONG_AGO.date()
    )
    client.force_login(charlie)
    assert client.get(DESK).status_code == 403


def test_a_draft_is_not_at_the_desk(desk, send, typed):
    send(typed())
    row = Initiative.objects.get()
    assert desk.get(f"{DESK}{row.pk}/").status_code == 404
    assert desk.post(f"{DESK}{row.pk}/besluit/", {"act": "publish"}).status_code == 404
    assert row.name not in desk.get(DESK).text
    for key in (0, 10**30):
        assert desk.get(f"{DESK}{key}/").status_code == 404


def test_the_queue_filters_and_survives_nonsense(desk, waiting):
    waiting(name="Buurtmoestuin Akker", themes=["8"])
    waiting(name="Zonnedak Zuid", themes=["2"], place="Zuid", once="x" * 24)
    both = desk.get(DESK).text
    assert "Buurtmoestuin Akker" in both
    assert "Wachtend (2)" in both
    only = desk.get(DESK, {"q": "zonne"}).text
    assert "Zonnedak Zuid" in only
    assert "Buurtmoestuin Akker" not in only
    assert "Buurtmoestuin Akker" not in desk.get(DESK, {"province": "PV30"}).text
    assert "Zonnedak Zuid" not in desk.get(DESK, {"theme": "groen-en-voedsel"}).text
    for bad in ({"state": "draft"}, {"after": "onzin"}, {"theme": "\x00"}, {"q": "x" * 5000}, {"province": "PV99"}):
        assert desk.get(DESK, bad).status_code == 200


def test_publishing_puts_it_in_the_register_and_tells_the_sender(decide, waiting, post, client, dana, desk):
    row = waiting()
    page = desk.get(f"{DESK}{row.pk}/").text
    assert "Marie@Voorbeeld.example" in page
    assert "Bevestigd per e-mail" in page
    answer = decide(row, "publish")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.published_at is not None) == ("published", True)
    mail = post()[-1]
    assert mail.subject == "‘Buurtmoestuin De Kromme Akker’ staat op de kaart"
    assert link(mail) == f"/nl/initiatieven/{row.slug}/"
    assert history(row)[0].actor_key == dana.audit_key
    assert "Dana" in desk.get(answer.url).text


def test_publishing_teaches_the_search_its_words(decide, waiting, django_capture_on_commit_callbacks):
    from procrastinate.contrib.django.models import ProcrastinateJob

    decide(waiting(), "publish")
    job = ProcrastinateJob.objects.get(task_name="initiatives.learn_words")
    assert job.args == {"key": Initiative.objects.get().pk}


@pytest.mark.parametrize("act", ["ask", "refuse"])
def test_a_reason_is_needed(decide, waiting, act, post):
    row = waiting()
    before = len(post())
    answer = decide(row, act, words="  ")
    assert answer.status_code == 422
    assert "zodat de inzender begrijpt waarom" in answer.text
    assert Initiative.objects.get().state == "waiting"
    assert len(post()) == before


def test_a_refusal_mails_the_chosen_text_in_the_language_of_the_sender(decide, client, typed, post, desk):
    data = typed(area_code="WK000100", place_known="1001")
    client.post("/en/add/", data)
    page = client.post("/en/add/", data)
    desk.post(link(post()[-1]))
    row = Initiative.objects.get()
    decide(row, "refuse", text="double", words="Kijk bij Akker.")
    row.refresh_from_db()
    assert row.state == "refused", page.text
    mail = post()[-1]
    assert "does not come on the map" in mail.subject
    assert "so we do not add it a second time" in mail.body
    assert "Kijk bij Akker." in mail.body


def test_asking_back_and_answering(answered, client, typed, post, desk):
    row, url = answered()
    row.refresh_from_db()
    assert row.state == "asked"
    page = client.get(url)
    assert "Wanneer is het open?" in page.text
    assert 'value="Buurtmoestuin De Kromme Akker"' in page.text
    assert 'value="WK000100" selected' in page.text
    wrong = client.post(url, typed(summary="", opening_times="Zaterdag"))
    assert wrong.status_code == 422
    assert "Zaterdag" in wrong.text
    answer = client.post(url, typed(opening_times="Zaterdag", files=None))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.opening_times) == ("waiting", "Zaterdag")
    assert "Een moderator leest nu mee" in client.get(url).text
    assert client.post(url, typed()).status_code == 200, "once answered it is answered"
    assert "heeft je vraag beantwoord" in desk.get(f"{DESK}{row.pk}/").text


def test_an_answer_keeps_its_pictures(waiting, client, typed, decide, post):
    page = client.post(ADD, typed(files=upload(photo())))
    (token,) = re.findall(r'name="picture" value="([^"]+)"', page.text)
    row = waiting(picture=token, **{f"alt-{token}": "Een moestuin"})
    decide(row, "ask", text="contact")
    url = link(post()[-1])
    assert f'value="{token}"' in client.get(url).text
    client.post(url, typed(picture=token, **{f"alt-{token}": "Onze moestuin"}))
    row.refresh_from_db()
    assert row.cover.alt == "Onze moestuin"


def test_taking_off_the_map_and_undoing(decide, waiting, post, desk):
    row = waiting()
    decide(row, "publish")
    assert decide(row, "withdraw", text="ended").status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert "bestaat" in post()[-1].body
    assert decide(row, "undo").status_code == 302
    row.refresh_from_db()
    assert row.state == "published"
    assert "blijft toch op de kaart" in post()[-1].body
    answer = decide(row, "undo")
    assert answer.status_code == 409
    assert "geen besluit" in answer.text or "no decision" in answer.text


def test_undoing_a_publication_takes_it_back(decide, waiting, post, client):
    row = waiting()
    decide(row, "publish")
    decide(row, "undo")
    row.refresh_from_db()
    assert row.state == "waiting"
    assert "was een vergissing" in post()[-1].body
    assert client.get(f"/nl/initiatieven/{row.slug}/").status_code == 404


def test_two_moderators_and_one_decision(desk, waiting, bob, post):
    row = waiting()
    seen = row.updated_at.isoformat()
    data = {"act": "publish", "seen": seen}
    assert desk.post(f"{DESK}{row.pk}/besluit/", data).status_code == 302
    mails = len(post())
    late = desk.post(f"{DESK}{row.pk}/besluit/", {"act": "refuse", "seen": seen, "text": "double"})
    assert late.status_code == 409
    assert Initiative.objects.get().state == "published"
    assert len(post()) == mails


def test_what_changed_while_reading_must_be_read_again(desk, answered, client, typed):
    row, url = answered()
    row.refresh_from_db()
    seen = row.updated_at.isoformat()
    client.post(url, typed(summary="Iets heel anders dan je las."))
    late = desk.post(f"{DESK}{row.pk}/besluit/", {"act": "publish", "seen": seen})
    assert late.status_code == 409
    assert Initiative.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "data", [{}, {"act": "delete"}, {"act": "publish", "seen": "\x00"}, {"act": "ask", "text": "x"}]
)
def test_strange_acts_do_nothing_or_say_what_is_wrong(desk, waiting, data):
    row = waiting()
    answer = desk.post(f"{DESK}{row.pk}/besluit/", data)
    assert answer.status_code in {302, 422}
    assert Initiative.objects.get().state in {"waiting", "published"}


def test_a_moderator_changes_an_entry(desk, waiting, typed):
    row = waiting(people="40", party_business="Bakker Bol")
    page = desk.get(f"{DESK}{row.pk}/wijzig/")
    assert "Bakker Bol" in page.text
    seen = re.search(r'name="seen" value="([^"]+)"', page.text).group(1)
    url = f"{DESK}{row.pk}/wijzig/"
    assert desk.post(url, typed(name="", seen=seen)).status_code == 422
    assert desk.post(url, typed(name="Nieuwe naam", seen=seen)).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.state) == ("Nieuwe naam", "waiting")
    assert desk.post(url, typed(name="Nog nieuwer", seen=seen)).status_code == 409
    assert history(row)[0].verb == "initiative.revise"


def test_the_desk_shows_likely_duplicates(desk, waiting):
    publish("Buurtmoestuin De Kromme Akkers", area_code="WK000100", contact_email="tuin@voorbeeld.example")
    row = waiting(contact_email="tuin@voorbeeld.example")
    page = desk.get(f"{DESK}{row.pk}/").text
    assert "Buurtmoestuin De Kromme Akkers" in page
    assert "hetzelfde contactadres" in page.lower()


def test_moderators_hear_once_a_day_that_something_waits(waiting, dana, post):
    waiting()
    waiting(name="Iets heel anders", place="Zuid")
    assert [mail.to for mail in post()].count([dana.email]) == 1


def test_hostile_text_is_shown_as_text(desk, waiting):
    row = waiting(name="<script>alert(1)</script>", story="<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    page = desk.get(f"{DESK}{row.pk}/").text
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
