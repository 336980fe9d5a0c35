"""What nobody sends by accident, at every address that can be read without parts: a clear answer, never a breakdown."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import UTRECHT, make_areas, publish
from kracht.foundation.accounts.models import User
from kracht.foundation.guard.queries import start_stamp
from kracht.kernel import clock
from kracht.surfaces.api.pages import naming, tiles
from tests.safety.test_routes import ALL

pytestmark = pytest.mark.long  # hundreds of hostile requests; `make test-all` sends them

OPEN = sorted({f"/{route.forms[0]}" for route in ALL if "<" not in route.english and route.english != "healthz"})
FIELDS = (
    "q theme area stage sector need sdg bbox near page after limit examples ids with format level within lang f crs"
    " bbox-crs datetime state province sort kind next accent paper ink link token key code").split()  # fmt: skip
VALUES = (
    "\x00", "a\x00b", "9" * 400, "-1", "1e308", "nan", "inf", "nonsense", "', -- ) or 1=1", "%", "_" * 300, "\\",
    "\ud800", "💚" * 40, "\u202eevil", "a|b", "a:* & !b", "(((((", "<script>alert(1)</script>", "٣", "²",
    "4.7,52.2,nan,52.5", "5,52,4,51", "0001-01-01T00:00:00+14:00/..", "9999-12-31T23:59:59-14:00", "../../etc/passwd",
    "x" * 5000, "WyJvbGRlciIsIiIsMV0", "W10", "//evil.example", "http://evil.example/\r\nX-Bad: 1",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"Accept-Language": ";q=1,,,\x00" + "nl-" * 500},
    {"Accept-Language": "zz-💚, *;q=nan"},
    {"Accept": "text/html;q=" + "9" * 400 + ", \x00"},
    {"Cookie": 'sessionid=%00; kracht-list="a:b:c"; django_language=../../x; messages=\x00; csrftoken=' + "x" * 5000},
    {"Cookie": "sessionid=" + "\u00e9" * 100 + "; kracht-list=" + "9." * 900},
    {"If-None-Match": '"\x00' + "," * 3000, "If-Modified-Since": "yesterday"},
    {"Host": "evil.example"},
    {"Host": "localhost:99999999"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Real-IP": "\x00"},
    {"HX-Request": "true", "HX-Current-URL": "http://[", "HX-Boosted": "\x00"},
    {"Content-Type": "application/json; charset=nonsense"},
    {"Range": "bytes=9-1", "Accept-Encoding": "gzip;q=nan"},
)


@pytest.fixture
def site(db: None) -> Client:
    naming.forget()
    tiles.memory.clear()
    make_areas()
    publish(slug="akker", lat=UTRECHT[0], lon=UTRECHT[1])
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", OPEN)
def test_every_field_takes_nonsense(path: str, site: Client) -> None:
    wrong: list[Any] = []
    for number, value in enumerate(VALUES):
        # all fields at once, and turn by turn one alone and twice, so that none hides another
        alone = FIELDS[number % len(FIELDS)]
        for query in (dict.fromkeys(FIELDS, value), {alone: [value, value]}):
            text = {key: _text(given) for key, given in query.items()}
            answer = site.get(path, text)
            if answer.status_code >= 500 or "evil.example" in answer.headers.get("Location", "/").split("?")[0]:
                wrong.append((value[:30], list(query)[:2], answer.status_code))
            if not answer.streaming and b"<script>alert(1)" in answer.content:
                wrong.append((value[:30], list(query)[:2], "script"))
    assert wrong == []


def _text(given: Any) -> Any:
    """Half a pair of surrogates cannot be sent; its bytes can."""
    if isinstance(given, list):
        return [_text(one) for one in given]
    return given.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("path", OPEN)
def test_every_header_takes_nonsense(path: str, site: Client) -> None:
    wrong: list[Any] = []
    for headers in HEADERS:
        answer = site.get(path, headers=headers)
        body = b"" if answer.streaming else answer.content
        if answer.status_code >= 500 or b"evil.example" in body or "evil" in str(answer.headers):
            wrong.append((headers, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("path", OPEN)
def test_every_body_is_taken_or_refused(path: str, site: Client, dana: User) -> None:
    wrong: list[Any] = []
    bodies: list[tuple[bytes, str]] = [
        (b"{" * 100_000, "application/json"),
        (b"\x00" * 1000, "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data; name=\"a\x00\"; filename=\"../\x00\"\r\n\r\n\x00\r\n--x--", "multipart/form-data; boundary=x"),
        (b"a=%00&b=%ff%fe&" * 20, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
        (b"q=" + b"x" * 1_000_000, "application/x-www-form-urlencoded"),
        (b"", ""),
    ]  # fmt: skip
    for content, kind in bodies:
        answer = site.generic("POST", path, content, content_type=kind)
        if answer.status_code >= 500:
            wrong.append((content[:20], kind, answer.status_code))
    for value in VALUES[::3]:
        form = dict.fromkeys((*FIELDS, *FORM), value.encode("utf-8", "surrogatepass"))
        answer = site.post(path, form)
        if answer.status_code >= 500 or "evil.example" in answer.headers.get("Location", ""):
            wrong.append((value[:30], answer.status_code))
    assert wrong == []


FORM = (
    "act name summary story themes stage place email consent once started altcha trap lat lon area_code place_known"
    " seen picture website contact_name contact_email contact_phone contact_public people volunteer_hours since reach"
    " legal_form opening_times recipe sdgs needs need_kind parties party_name language id login password password1").split()  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_one_wrong_field_in_a_good_form_is_never_a_breakdown(value: str, site: Client) -> None:
    wrong: list[Any] = []
    for field in FORM:
        good: dict[str, Any] = {
            "act": "send", "name": "Buurtkas", "summary": "Buren telen samen groente.", "themes": ["8"],
            "stage": "running", "lat": "52.09", "lon": "5.12", "email": "m@voorbeeld.example", "consent": "on",
            "once": secrets.token_urlsafe(24), "started": start_stamp(at=clock.now() - timedelta(minutes=2)),
        }  # fmt: skip
        good[field] = value.encode("utf-8", "surrogatepass")
        for path in ("/nl/voeg-toe/", "/nl/voeg-toe/waar/", "/nl/voeg-toe/lijkt-op/", "/nl/voeg-toe/fotos/"):
            answer = site.post(path, good)
            if answer.status_code >= 500:
                wrong.append((field, path, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("value", VALUES)
def test_the_desk_takes_nonsense(value: str, site: Client, dana: User) -> None:
    site.force_login(dana)
    key = Initiative.objects.get().pk
    text = value.encode("utf-8", "surrogatepass")
    wrong: list[Any] = []
    for field in (*FIELDS, "act", "reason", "ready", "version", *FORM):
        sent = {"act": "withdraw", "reason": "Op verzoek van de maker.", "name": "Kas"} | {field: text}
        for path in (f"/nl/desk/{key}/besluit/", f"/nl/desk/{key}/wijzig/"):
            answer = site.post(path, sent)
            if answer.status_code >= 500:
                wrong.append((field, path, answer.status_code))
    for field in FIELDS:
        answer = site.get("/nl/desk/", {field: text})
        if answer.status_code >= 500:
            wrong.append((field, "queue", answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(where: str, site: Client, alice: User) -> None:
    site.force_login(alice)
    for path in ("/nl/account/login/", "/nl/account/logout/", "/nl/mijn-lijst/wijzig/", "/nl/account/reauthenticate/"):
        answer = site.post(f"{path}?next={where}", {"next": where, "id": "1", "act": "add"})
        assert "evil" not in answer.headers.get("Location", "").split("?")[0]
        assert not answer.headers.get("Location", "").startswith("javascript")


def test_what_changes_something_needs_the_token_of_the_form(site: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("/nl/voeg-toe/", "/nl/mijn-lijst/wijzig/", "/nl/account/login/", "/nl/voeg-toe/fotos/"):
        assert strict.post(path, {"id": "1"}).status_code == 403
    assert site.post("/nl/mijn-lijst/wijzig/", {"id": "1"}).status_code == 302
