"""A+ by MDN Observatory's rules on every kind of answer, as production sends it: pages, errors, files, feeds, embeds."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from PIL import Image
from pytest_django import Settings

from kracht.domains.initiatives.tests.factories import UTRECHT, make_areas, publish
from kracht.foundation.accounts.models import User
from kracht.foundation.media import operations as media
from kracht.foundation.media.queries import PictureView
from kracht.kernel import clock
from kracht.surfaces.api.pages import naming, tiles
from kracht.ui.gallery import samples
from tests.safety.observatory import directives, score

# kind of answer: (address, status)
KINDS: dict[str, tuple[str, int]] = {
    "home": ("/nl/", 200),
    "list": ("/nl/initiatieven/", 200),
    "entry": ("/nl/initiatieven/kas/", 200),
    "area": ("/nl/gebieden/gm0344/", 200),
    "form": ("/nl/voeg-toe/", 200),
    "sign in": ("/nl/account/login/", 200),
    "sign up": ("/nl/account/signup/", 200),
    "my data": ("/nl/mijn-gegevens/", 200),
    "dead link": ("/nl/mijn-gegevens/geen/", 410),
    "privacy": ("/nl/privacy/", 200),
    "gallery": ("/nl/galerij/", 200),
    "language redirect": ("/", 302),
    "sign-in redirect": ("/nl/account/", 302),
    "not found": ("/nl/bestaat-niet/", 404),
    "not found, machine": ("/api/v1/geen", 404),
    "wrong question": ("/api/v1/initiatives?limit=x", 400),
    "API": ("/api/v1/initiatives", 200),
    "OpenAPI": ("/api/v1/openapi.json", 200),
    "OGC": ("/ogc", 200),
    "CSV": ("/export/initiatieven.csv", 200),
    "GeoJSON": ("/export/initiatieven.geojson", 200),
    "feed": ("/feeds/initiatieven.atom", 200),
    "sitemap": ("/sitemap.xml", 200),
    "robots": ("/robots.txt", 200),
    "tile": ("/kaart/tegel/7/65/42.json", 200),
    "embed script": ("/embed/kracht.js", 200),
    "embed map": ("/embed/kaart", 200),
    "embed list": ("/embed/lijst", 200),
    "embed card": ("/embed/kaartje/kas", 200),
    "picture for sharing": ("/og/kracht.png", 200),
    "health": ("/healthz", 200),
}
FRAMED = {"embed map", "embed list", "embed card"}


@pytest.fixture
def production(settings: Settings, db: None) -> Client:
    """A browser at the site as it runs in production, over https."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    naming.forget()
    tiles.memory.clear()
    make_areas()
    publish("Kas", slug="kas", lat=UTRECHT[0], lon=UTRECHT[1])
    return Client(raise_request_exception=False)


def test_those_are_the_settings_of_production() -> None:
    """What the fixture sets is what settings.py sets, so that the marks below are those of the real site."""
    text = (Path(django_settings.ROOT) / "src/kracht/config/settings.py").read_text()
    for line in (
        "SECURE_SSL_REDIRECT = True",
        "SECURE_HSTS_SECONDS = 63_072_000",
        "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True",
        'SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"',
    ):
        assert line in text


def marked(answer: Any) -> Any:
    """The score of an answer."""
    body = "" if answer.streaming else answer.content.decode("utf-8", "replace")
    return score(answer.headers, answer.cookies, body, own=django_settings.SITE_URL)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_gets_the_highest_mark(kind: str, production: Client) -> None:
    path, status = KINDS[kind]
    answer = production.get(path, secure=True)
    if kind != "health":  # no worker runs beside a test
        assert answer.status_code == status
    found = marked(answer)
    assert found.grade == "A+", found.parts
    policy = directives(answer.headers["Content-Security-Policy"])
    assert ("*" in policy["frame-ancestors"]) is (kind in FRAMED)


def test_files_of_the_site_and_pictures_too(production: Client, bob: User, picture: PictureView) -> None:
    answer = production.get(picture.src, secure=True)
    assert answer.status_code == 200
    found = marked(answer)
    assert found.grade == "A+", found.parts


@pytest.fixture
def picture(production: Client, bob: User) -> PictureView:
    out = BytesIO()
    Image.new("RGB", (300, 300), "orange").save(out, "PNG")
    out.seek(0)
    return media.store(file=out, by=bob, at=clock.now())


def test_who_is_signed_in_gets_safe_cookies(production: Client, alice: User) -> None:
    production.force_login(alice)
    for path in ("/nl/account/", "/nl/account/mijn-gegevens/", "/nl/account/email/"):
        answer = production.get(path, secure=True)
        assert answer.status_code == 200
        found = marked(answer)
        assert (found.grade, found.parts["cookies"]) in {("A+", 5), ("A+", 0)}, found.parts
    assert production.get("/nl/desk/", secure=True).status_code in {403, 404}
    refused = production.get("/nl/desk/", secure=True)
    assert marked(refused).grade == "A+"
    forged = Client(enforce_csrf_checks=True).post("/nl/voeg-toe/", {}, secure=True)
    assert (forged.status_code, marked(forged).grade) == (403, "A+")
    only = production.post("/nl/", secure=True)
    assert (only.status_code, marked(only).grade) == (405, "A+")


def test_a_breakdown_is_dressed_as_well(production: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> dict[str, object]:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(samples, "parts_context", broken)
    answer = production.get("/nl/galerij/", secure=True)
    assert answer.status_code == 500
    assert marked(answer).grade == "A+"


def test_http_is_sent_to_https_at_once(production: Client) -> None:
    answer = production.get("/nl/voeg-toe/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://testserver/nl/voeg-toe/"


@pytest.mark.parametrize(
    ("spoil", "grade"),
    [
        (lambda headers: headers.pop("Content-Security-Policy"), "B or less"),
        (lambda headers: headers.pop("Strict-Transport-Security"), "B or less"),
        (
            lambda headers: headers.__setitem__("Content-Security-Policy", "default-src 'self' 'unsafe-inline'"),
            "B or less",
        ),
        (lambda headers: headers.__setitem__("Access-Control-Allow-Credentials", "true"), "B or less"),
    ],
)
def test_the_mark_can_be_lower(spoil: Callable[[dict[str, str]], Any], grade: str, production: Client) -> None:
    headers = dict(production.get("/api/v1/initiatives", secure=True).headers)
    assert score(headers, SimpleCookie()).grade == "A+"
    spoil(headers)
    assert score(headers, SimpleCookie()).grade == grade


def test_an_open_cookie_costs_marks() -> None:
    cookie = SimpleCookie()
    cookie["sessionid"] = "x"
    assert score({}, cookie).parts["cookies"] == -40
