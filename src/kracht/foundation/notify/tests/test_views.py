from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kracht.foundation.notify import operations

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_post_of_the_demo(client: Client, settings: Settings, language: str) -> None:
    settings.DEMO = True
    operations.show_in_demo(
        address="eva@voorbeeld.example",
        subject="<b>Dag</b>",
        text="Klik\nhttps://kracht.example/x?a=1&b=2",
        html="",
        at=AT,
    )
    html = client.get(reverse("notify:demo_post").replace("/nl/", f"/{language}/")).content.decode()
    assert "&lt;b&gt;Dag&lt;/b&gt;" in html
    assert 'href="https://kracht.example/x?a=1&amp;b=2"' in html
    assert "eva@voorbeeld.example" in html


def test_an_empty_post_invites(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert "<article" not in client.get(reverse("notify:demo_post")).content.decode()


def test_the_post_is_only_there_in_the_demo(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    operations.show_in_demo(address="eva@voorbeeld.example", subject="s", text="t", html="", at=AT)
    assert client.get(reverse("notify:demo_post")).status_code == 404
