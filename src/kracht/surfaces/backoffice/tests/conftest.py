"""A small country, a form as a browser sends it, and pictures that want to tell too much."""

import io
import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from kracht.domains.initiatives.models import Initiative
from kracht.foundation.guard.queries import start_stamp
from kracht.foundation.places.models import Area
from kracht.foundation.places.tests.factories import small_country
from kracht.kernel import clock

ADD = "/nl/voeg-toe/"
LINK = re.compile(r"http://localhost:\d+(/\S+)")
WEST = (52.051, 5.051)


@pytest.fixture
def country(db: None) -> dict[str, Area]:
    """Four squares; see `places.tests.factories`."""
    return small_country()


@pytest.fixture
def typed(country: dict[str, Area]) -> Callable[..., dict[str, Any]]:
    """Return what a browser sends of a filled form; named values replace, None leaves out."""

    def make(**changes: Any) -> dict[str, Any]:
        data: dict[str, Any] = {
            "act": "send",
            "name": "Buurtmoestuin De Kromme Akker",
            "summary": "Buren telen samen groente.",
            "themes": ["8"],
            "stage": "running",
            "place": "1001",
            "email": "Marie@Voorbeeld.example",
            "consent": "on",
            "once": secrets.token_urlsafe(24),
            "started": start_stamp(at=clock.now() - timedelta(minutes=2)),
        }
        data |= changes
        return {name: value for name, value in data.items() if value is not None}

    return make


@pytest.fixture
def send(client: Client) -> Callable[[dict[str, Any]], HttpResponse]:
    """Send a form, and past the page "is this it?" when that comes."""

    def go(data: dict[str, Any]) -> HttpResponse:
        answer = client.post(ADD, data)
        if answer.status_code == 200 and 'name="seen"' in answer.text:
            answer = client.post(ADD, checked(data, answer.text))
        return answer

    return go


def checked(data: dict[str, Any], page: str) -> dict[str, Any]:
    """Return the form as the page "is this it?" sends it on."""
    sent = {name: value for name, value in data.items() if name != "files"}
    for name in ("seen", "place_known"):
        sent[name] = re.search(rf'name="{name}" value="([^"]*)"', page).group(1)
    chosen = re.search(r'<option value="(\w+)" selected', page)
    sent["area_code"] = chosen.group(1) if chosen else ""
    tokens = re.findall(r'name="picture" value="([^"]+)"', page)
    sent["picture"] = tokens
    for token in tokens:
        sent[f"alt-{token}"] = re.search(rf'name="alt-{token}" value="([^"]*)"', page).group(1)
    return sent


@pytest.fixture
def waiting(
    send: Callable[..., HttpResponse],
    typed: Callable[..., dict[str, Any]],
    post: Callable[[], list[EmailMessage]],
    client: Client,
) -> Callable[..., Initiative]:
    """Send an initiative in and confirm it."""

    def make(**changes: Any) -> Initiative:
        answer = send(typed(**changes))
        assert answer.status_code == 302, answer.text
        client.post(link(post()[-1]))
        return Initiative.objects.latest("id")

    return make


def link(mail: EmailMessage) -> str:
    """Return the first address of a page of ours in a mail."""
    return LINK.search(str(mail.body)).group(1)


def photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """Return a picture that knows where it was made."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 23.0), 3: "E", 4: (5.0, 7.0, 17.0), 29: "2026:11:22"})
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, exif=exif)
    return out.getvalue()


def upload(content: bytes, name: str = "tuin.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, kind)
