"""Machines' answers go through the short lane, with the same safety; everything else through the long one."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from kracht.config.lanes import FOR_PAGES, Lanes

pytestmark = pytest.mark.django_db


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    """Both lanes; the connection of the test stays open between requests, as Django's test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Lanes()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(lanes: Lanes, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    seen: dict[str, Any] = {}

    def start(status: str, found: list[tuple[str, str]], *_rest: object) -> None:
        seen.update(status=int(status.split()[0]), headers={key.lower(): value for key, value in found})

    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), "wsgi.url_scheme": "http", "HTTP_HOST": "localhost", **headers,
    }  # fmt: skip
    answer = lanes(environ, start)
    body = b"".join(answer)
    return seen["status"], seen["headers"], body


SHORT = {
    "/api/v1/themes": 200, "/api/v1/initiatives": 200, "/api/v1/nothing": 404, "/kaart/tegel/6/33/21.json": 200,
    "/ogc/collections": 200, "/export/initiatieven.geojson": 200, "/feeds/initiatieven.atom": 200,
    "/zoek/suggesties.json": 200, "/media/x/y/960.webp": 404,
}  # fmt: skip


@pytest.mark.parametrize(("path", "status"), SHORT.items())
def test_a_machine_gets_its_answer_with_all_safety_and_no_cookie(lanes: Lanes, path: str, status: int) -> None:
    found, headers, _body = ask(lanes, path, HTTP_COOKIE="sessionid=onzin; django_language=en")
    assert found == status
    assert "content-security-policy" in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/api/v1/initiatives", "/export/initiatieven.csv"])
def test_a_machine_cannot_change_anything(lanes: Lanes, path: str) -> None:
    status, _headers, _body = ask(lanes, path, method="POST")
    assert status in {401, 403, 405}  # partners write with a key


def test_a_page_keeps_its_form_safe(lanes: Lanes) -> None:
    status, headers, body = ask(lanes, "/nl/voeg-toe/")
    assert status == 200
    assert b"csrfmiddlewaretoken" in body
    assert "csrftoken" in headers["set-cookie"]


def test_what_is_left_out_is_really_used_for_pages(settings: Any) -> None:
    assert set(settings.MIDDLEWARE) >= FOR_PAGES
