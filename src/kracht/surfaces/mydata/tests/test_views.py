"""One's own data through the pages: who may, in which steps, and what is said."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from kracht.domains.initiatives.models import Submission
from kracht.domains.initiatives.operations import entering
from kracht.domains.initiatives.tests.factories import SOURCE, values
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD, UserFactory
from kracht.foundation.audit import operations as audit
from kracht.foundation.guard.queries import start_stamp
from kracht.foundation.notify.models import Notice
from kracht.kernel import clock
from kracht.surfaces.mydata import jobs, operations
from kracht.surfaces.mydata.models import Door, Download

HOME, ASK, ERASE = "/nl/account/mijn-gegevens/", "/nl/account/mijn-gegevens/download/", "/nl/account/mijn-gegevens/wis/"
BY_MAIL = "/nl/mijn-gegevens/"
VISITOR = "bezoeker@planten.example"

type Post = Callable[[], list[EmailMessage]]


@pytest.fixture
def signed(alice: User) -> Client:
    """Alice, who gave her password just now."""
    browser = Client()
    browser.post("/nl/account/login/", {"login": alice.email, "password": PASSWORD})
    browser.post("/nl/account/reauthenticate/", {"password": PASSWORD})
    return browser


@pytest.fixture
def sent(db: None) -> None:
    told = values("Kas van de bezoeker", contact_email=VISITOR)
    entering.submit(values=told, email=VISITOR, once_key="k", language="nl", by=SOURCE, at=clock.now())


def link(mail: EmailMessage) -> str:
    return re.search(r"http://localhost:\d+(/\S+)", str(mail.body)).group(1)


def ask_link(address: str, client: Client) -> str:
    form = {"email": address, "started": start_stamp(at=clock.now() - timedelta(minutes=1))}
    answer = client.post(BY_MAIL, form)
    assert answer.status_code == 200
    return answer.text


def test_it_needs_an_account(client: Client, db: None) -> None:
    for path in (HOME, ERASE, f"{ASK}1/"):
        assert client.get(path).url.startswith("/nl/account/login/")


def test_the_password_is_asked_once_more(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(HOME).status_code == 200
    for answer in (client.post(ASK), client.get(ERASE), client.get(f"{ASK}1/")):
        assert answer.url.startswith("/nl/account/reauthenticate/")
    assert not Download.objects.exists()


def test_a_file_is_made_and_fetched_by_nobody_else(signed: Client, alice: User, bob: User) -> None:
    assert signed.post(ASK).url == HOME
    path = f"{ASK}{Download.objects.get().pk}/"
    assert path in signed.get(HOME).text
    answer = signed.get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert alice.email in zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json").decode()
    other = Client()
    other.post("/nl/account/login/", {"login": bob.email, "password": PASSWORD})
    other.post("/nl/account/reauthenticate/", {"password": PASSWORD})
    assert other.get(path).status_code == 404
    assert signed.get(f"{ASK}{'9' * 30}/").status_code == 404


def test_a_file_is_there_for_seven_days(signed: Client, alice: User) -> None:
    signed.post(ASK)
    row = Download.objects.get()
    assert row.ends_at - row.asked_at == timedelta(days=7)
    Download.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    assert signed.get(f"{ASK}{row.pk}/").status_code == 404


def test_much_is_made_in_the_background(
    signed: Client, alice: User, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "LARGE", 0)
    signed.post(ASK)
    row = Download.objects.get()
    assert bytes(row.file) == b""
    assert "wordt gemaakt" in signed.get(HOME).text
    assert signed.get(f"{ASK}{row.pk}/").status_code == 404
    jobs.make(number=row.pk)
    jobs.make(number=row.pk)
    assert [mail.subject for mail in post()] == ["Je bestand is klaar"]
    assert signed.get(f"{ASK}{row.pk}/").status_code == 200


def test_erasing_takes_two_steps_and_the_own_address(signed: Client, alice: User) -> None:
    audit.record(by=alice, verb="did", target=alice, at=clock.now())
    first = signed.get(ERASE)
    assert "Wat blijft" in first.text
    second = signed.post(ERASE, {"step": "choose"})
    assert "Weet je het zeker?" in second.text
    wrong = signed.post(ERASE, {"step": "sure", "sure": "bob@voorbeeld.example"})
    assert wrong.status_code == 422
    assert alice.email in wrong.text
    assert User.objects.get(pk=alice.pk).is_active, "nothing is erased yet"
    done = signed.post(ERASE, {"step": "sure", "sure": f" {alice.email.upper()} "})
    assert "Je bent vergeten" in done.text
    assert f"{clock.now().year + 7}" in done.text, "until when the trail is kept"
    assert not User.objects.get(pk=alice.pk).is_active
    assert signed.get(HOME).status_code == 302, "signed out"


def test_who_has_no_password_gets_a_link(client: Client, post: Post, db: None) -> None:
    user = UserFactory(email="code@planten.example", name="Coco")
    User.objects.filter(pk=user.pk).update(password="!x")
    client.force_login(User.objects.get(pk=user.pk))
    assert client.post(ASK).url == HOME
    assert not Download.objects.exists()
    path = link(post()[-1])
    answer = Client().post(path, {"act": "download"})
    assert "Coco" in zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json").decode()


def test_who_has_a_password_is_not_let_in_by_mail(client: Client, alice: User, post: Post) -> None:
    ask_link(alice.email, client)
    assert post()[-1].subject == "Je gegevens staan in je account"
    assert not Door.objects.exists()


def test_someone_without_an_account_sees_and_is_erased(client: Client, sent: None, post: Post) -> None:
    assert ask_link(VISITOR, client) == ask_link("nooit-gezien@planten.example", client), "the page tells nothing"
    mails = post()
    assert [mail.to for mail in mails] == [[VISITOR]], "who is unknown gets no mail"
    path = link(mails[0])
    assert "Initiatieven die je instuurde" in client.get(path).text
    file = client.post(path, {"act": "download"})
    assert "Kas van de bezoeker" in zipfile.ZipFile(io.BytesIO(file.content)).read("data.json").decode()
    assert Submission.objects.exists()
    client.post(path, {"step": "choose"})
    done = client.post(path, {"step": "sure", "sure": VISITOR})
    assert "is weg" in done.text
    assert not Submission.objects.exists()
    assert client.get(path).status_code == 410, "the link works once"


def test_a_link_works_for_a_day(client: Client, sent: None, post: Post) -> None:
    ask_link(VISITOR, client)
    path = link(post()[0])
    Door.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 410
    assert client.get("/nl/mijn-gegevens/geen/").status_code == 410
    assert client.get("/nl/mijn-gegevens/%00/").status_code == 410


def test_nonsense_is_no_address(client: Client, db: None) -> None:
    form = {"email": "x\x00@y", "started": start_stamp(at=clock.now() - timedelta(minutes=1))}
    answer = client.post(BY_MAIL, form)
    assert answer.status_code == 422
    assert not Notice.objects.exists()
