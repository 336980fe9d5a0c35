"""Taking everything about oneself along in a browser, and being forgotten."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD
from kracht.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
type Check = Callable[[Page], None]


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/account/mijn-gegevens/")
    page.get_by_label("E-mailadres").fill("alice@voorbeeld.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()


def test_a_file_to_take_along_and_then_forgotten(
    live_server: LiveServer, page: Page, alice: User, accessible: Check
) -> None:
    site = live_server.url
    # given Alice, who belongs to a group of 16 and older
    alice.of_age_at = clock.now()
    alice.save()
    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn gegevens")
    accessible(page)
    # when she makes her file
    page.get_by_role("button", name="Maak mijn bestand").click()
    # and shows once more that it is her
    accessible(page)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Bevestig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn gegevens")
    if not page.get_by_role("link", name="Haal je bestand op (ZIP)").count():
        page.get_by_role("button", name="Maak mijn bestand").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Haal je bestand op (ZIP)").first.click()
    held = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    # then it holds a page to read and the same for machines
    names = held.namelist()
    assert any(name.endswith(".html") for name in names)
    table = next(name for name in names if name.endswith(".json"))
    assert alice.email in json.dumps(json.loads(held.read(table)))
    # and when she asks to be forgotten, types a wrong address first, and then her own
    page.goto(f"{site}/nl/account/mijn-gegevens/")
    page.get_by_role("link", name="Bekijk wat weggaat en wat blijft").click()
    accessible(page)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weet je het zeker?")
    typed = page.locator("main input[type=email], main input[type=text]").last
    typed.fill("bob@voorbeeld.example")
    page.get_by_role("button", name="Wis mij").click()
    assert User.objects.get(pk=alice.pk).is_active
    accessible(page)
    page.locator("main input[type=email], main input[type=text]").last.fill(alice.email)
    page.get_by_role("button", name="Wis mij").click()
    # then nobody can sign in with her address any more
    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent vergeten")
    accessible(page)
    assert not User.objects.filter(email=alice.email).exists()
    sign_in(page, site)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Mijn gegevens")
