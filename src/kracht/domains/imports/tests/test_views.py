"""The pages of imports, as each kind of person."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kracht.domains.imports.facts import MOST_BYTES
from kracht.domains.imports.models import Row, Run, Source
from kracht.domains.imports.operations import applying, checking
from kracht.domains.imports.tests.factories import AT, BY, applied, received, tried
from kracht.domains.imports.tests.test_operations import CAFE, FILE, GARDEN, HEAD
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import make_areas, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas(db):
    return make_areas()


@pytest.fixture
def desk(client, dana):
    """A browser in which Dana, the moderator, is signed in."""
    client.force_login(dana)
    return client


def send(client, body=FILE, **given):
    data = {"source": "new", "title": "Gemeente X", "format": ""} | given
    if body is not None:
        data["file"] = SimpleUploadedFile("lijst.csv", body.encode())
    return client.post(reverse("imports:new"), data)


def test_only_moderators_and_editors_who_act_come_in(client, alice, dana):
    assert client.get(reverse("imports:index")).status_code == 302
    client.force_login(alice)
    for name in ("index", "new", "health"):
        assert client.get(reverse(f"imports:{name}")).status_code == 403
    client.force_login(dana)
    assert client.get(reverse("imports:index")).status_code == 200


def test_from_file_to_register_and_back_by_the_pages(desk):
    response = send(desk)
    run = Run.objects.get()
    assert response["Location"].endswith(f"/invoer/{run.pk}/")
    page = desk.get(response["Location"])
    assert "De Tuin" in page.text
    form = {"column_name": "naam", "column_key": "id", "column_story": "omschrijving", "column_themes": "thema"}
    form |= {"abroad": "refuse", "licence": "CC-BY-4.0", "word_0": "8", "word_1": "7"}
    desk.post(reverse("imports:columns", args=[run.pk]), form)
    assert "hx-get" in desk.get(reverse("imports:run", args=[run.pk])).text
    checking.check(run_id=run.pk, by=BY, at=AT)
    for tab in ("", "created", "refused", "nonsense"):
        assert desk.get(reverse("imports:run", args=[run.pk]), {"tab": tab, "after": "0"}).status_code == 200
    desk.post(reverse("imports:act", args=[run.pk]), {"act": "apply"})
    assert desk.get(reverse("imports:run", args=[run.pk]), headers={"HX-Request": "true"}).status_code == 200
    applying.apply(run_id=run.pk, by=BY, at=AT)
    assert Initiative.objects.count() == 2
    assert Initiative.objects.get(source_key="2").themes == [7]
    desk.post(reverse("imports:act", args=[run.pk]), {"act": "undo"})
    applying.undo(run_id=run.pk, by=BY, at=AT)
    assert not Initiative.objects.exists()
    assert desk.get(reverse("imports:run", args=[run.pk])).status_code == 200
    assert desk.get(reverse("imports:index")).status_code == 200


def test_duplicates_and_conflicts_are_chosen_on_the_page(desk):
    mine = publish("De Tuin", lat=52.0908, lon=5.1215)
    run = tried(FILE)
    page = desk.get(reverse("imports:run", args=[run.pk]))
    assert "De Tuin" in page.text
    row = Row.objects.get(run=run, key="1")
    data = {"row": row.pk, "tab": "alike", f"choice-{row.pk}": f"same-{mine.pk}"}
    desk.post(reverse("imports:choose", args=[run.pk]), data)
    row.refresh_from_db()
    assert (row.choice, row.chosen_id) == ("same", mine.pk)
    for nonsense in ("same-999", "x", ""):
        desk.post(reverse("imports:choose", args=[run.pk]), data | {f"choice-{row.pk}": nonsense, "row": "9" * 30})
    desk.post(reverse("imports:choose", args=[run.pk]), {"rest": "skip", "after": "x"})
    row.refresh_from_db()
    assert (row.choice, row.chosen_id) == ("same", mine.pk)


@pytest.mark.parametrize(
    "given",
    [
        {"body": None},
        {"body": "", "url": ""},
        {"body": "{"},
        {"url": "http://10.0.0.1/", "body": None},
        {"url": "geen adres", "body": None},
        {"title": ""},
        {"title": "\x00"},
        {"source": "99"},
        {"format": "exe"},
        {"url": "https://x.example/a.csv"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(desk, given):
    response = send(desk, **given)
    assert response.status_code == 422
    assert "errorlist" in response.text or "error" in response.text
    assert not Run.objects.exists()


def test_a_file_that_is_too_large_is_refused_without_being_read(desk):
    response = desk.generic("POST", reverse("imports:new"), b"", CONTENT_LENGTH=str(2_000_000_000))
    assert response.status_code == 413
    assert str(MOST_BYTES // 1_000_000) in response.text


def test_a_post_without_token_is_refused_and_with_one_is_not(dana):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(dana)
    assert send(strict).status_code == 403
    token = strict.get(reverse("imports:new")).cookies["csrftoken"].value
    assert send(strict, csrfmiddlewaretoken=token).status_code == 302


def test_columns_that_say_too_little_are_asked_again(desk):
    run = received(FILE)
    response = desk.post(reverse("imports:columns", args=[run.pk]), {"column_lat": "breedtegraad"})
    assert response.status_code == 422
    assert Run.objects.get().state == "mapping"


def test_errors_come_as_a_table_that_no_spreadsheet_calculates(desk):
    run = tried(HEAD + GARDEN + "=1+1;;x;;;;;;\n" + CAFE)
    body = b"".join(desk.get(reverse("imports:errors", args=[run.pk])).streaming_content).decode()
    assert "'=1+1" in body
    assert body.count("\r\n") >= 3


def test_what_is_not_there_is_not_found_and_wrong_acts_say_so(desk):
    for name in ("run", "errors"):
        assert desk.get(reverse(f"imports:{name}", args=[10**18 * 5])).status_code == 404
    run = received(FILE)
    for act in ("apply", "undo", "stop", "ask", "x", ""):
        assert desk.post(reverse("imports:act", args=[run.pk]), {"act": act}, follow=True).status_code == 200
    assert Run.objects.get().state == "mapping"


def test_a_source_is_followed_and_let_go(desk):
    applied(FILE)
    source = Source.objects.get()
    url = reverse("imports:follow", args=[source.pk])
    assert (
        desk.post(url, {f"s{source.pk}-url": "http://x.example/a.csv", f"s{source.pk}-every": "day"}).status_code == 302
    )
    source.refresh_from_db()
    assert (source.every, bool(source.next_at)) == ("day", True)
    assert desk.post(url, {f"s{source.pk}-url": "", f"s{source.pk}-every": "day"}).status_code == 422
    assert desk.post(url, {f"s{source.pk}-url": "javascript:x", f"s{source.pk}-every": "day"}).status_code == 422
    assert desk.post(url, {f"s{source.pk}-url": "", f"s{source.pk}-every": ""}).status_code == 302
    assert desk.get(reverse("imports:health")).status_code == 200
