"""Passkeys in a real browser, with an authenticator that Chromium plays: sign up, sign in, add, rename, remove."""

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
type Check = Callable[[Page], None]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _no_counts(db: None) -> None:
    cache.clear()


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """Passkeys belong to a name, not to a number: the address with localhost."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def holder(page: Page) -> Iterator[tuple[CDPSession, str]]:
    """A device that holds passkeys and says yes at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield session, made["authenticatorId"]
    session.detach()


def code_in_mail() -> str:
    found = re.search(r"^[A-Z0-9-]{6,12}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[0]


def password_in(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/account/login/")
    page.get_by_label("E-mailadres").fill("alice@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def show_again(page: Page) -> None:
    """Before a change that matters the password is asked once more."""
    if "reauthenticate" in page.url:
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def test_sign_up_and_in_by_passkey(page: Page, site: str, holder: tuple[CDPSession, str], accessible: Check) -> None:
    # given somebody new who chooses a passkey, with the keyboard alone
    page.goto(f"{site}/nl/account/signup/passkey/")
    accessible(page)
    page.get_by_label("Je naam").focus()
    page.keyboard.type("Eva")
    page.keyboard.press("Tab")
    page.keyboard.type("eva@voorbeeld.example")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    # when the code of the mail is filled in and the device makes the passkey
    expect(page.get_by_role("heading", level=1)).to_have_text("Vul de code in")
    accessible(page)
    page.locator("#id_code").fill(code_in_mail())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Maak je passkey")
    accessible(page)
    page.get_by_role("button", name="Maak de passkey").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "webauthn" not in url)
    # then Eva is in, without a password
    user = User.objects.get()
    assert (user.email, user.has_usable_password()) == ("eva@voorbeeld.example", False)
    assert user.of_age_at is not None
    session, number = holder
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]) == 1
    # and comes in again with the same passkey
    page.context.clear_cookies()
    page.goto(f"{site}/nl/account/login/")
    page.get_by_role("button", name="passkey").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{site}/nl/account/")
    expect(page.locator("#id_name")).to_have_value("Eva")
    accessible(page)


def test_who_is_younger_is_told_how_to_take_part_and_nothing_is_kept(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/account/signup/passkey/")
    page.get_by_label("Je naam").fill("Mees")
    page.get_by_label("E-mailadres").fill("mees@voorbeeld.example")
    page.get_by_role("main").get_by_role("button", name="Verder").click()
    expect(page.locator(".error-summary")).to_contain_text("volwassene")
    assert not User.objects.exists()
    assert mail.outbox == []


def test_add_rename_and_remove(
    page: Page, site: str, alice: User, holder: tuple[CDPSession, str], accessible: Check
) -> None:
    password_in(page, site)
    page.goto(f"{site}/nl/account/two-step/webauthn/add/")
    accessible(page)
    show_again(page)
    accessible(page)
    page.get_by_label("Naam van deze passkey").fill("Mijn telefoon")
    page.get_by_role("button", name="Maak de passkey").click()
    page.wait_for_url(lambda url: "add" not in url)
    page.goto(f"{site}/nl/account/two-step/webauthn/")
    expect(page.get_by_role("heading", name="Mijn telefoon")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Andere naam").click()
    page.get_by_label("Naam van deze passkey").fill("Oude telefoon")
    accessible(page)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", name="Oude telefoon")).to_be_visible()
    # a password still lets Alice in without asking for the passkey
    page.context.clear_cookies()
    password_in(page, site)
    page.goto(f"{site}/nl/account/two-step/webauthn/")
    page.get_by_role("link", name="Verwijderen").click()
    show_again(page)
    accessible(page)
    page.get_by_role("main").get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_text("nog geen passkey")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_a_device_that_says_no(page: Page, site: str, holder: tuple[CDPSession, str]) -> None:
    session, number = holder
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.goto(f"{site}/nl/account/login/")
    page.get_by_role("button", name="passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Probeer het nog een keer")


def test_sign_out_on_another_device(page: Page, site: str, alice: User, accessible: Check) -> None:
    other = page.context.browser.new_context().new_page()  # type: ignore[union-attr] # a page of a browser
    password_in(other, site)
    other.goto(f"{site}/nl/account/")
    password_in(page, site)
    page.goto(f"{site}/nl/account/devices/")
    accessible(page)
    page.get_by_role("button", name="Daar uitloggen").click()
    expect(page.get_by_text("Uitgelogd op 1 apparaat")).to_be_visible()
    other.goto(f"{site}/nl/account/devices/")
    assert "login" in other.url
    other.close()
