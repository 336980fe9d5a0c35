"""Making an account and signing in, in a browser: with JavaScript, without it, and with the keyboard alone."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD
from kracht.foundation.guard.models import Spent

pytestmark = pytest.mark.django_db(transaction=True)
type Check = Callable[[Page], None]


@pytest.fixture(autouse=True)
def _no_counts(db: None) -> None:
    cache.clear()


def code_in_mail() -> str:
    """The code in the last mail."""
    found = re.search(r"^[A-Z0-9-]{6,12}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[0]


def sign_up(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/nl/account/signup/")
    page.get_by_label("Je naam").fill("Eva")
    page.get_by_label("E-mailadres").fill("eva@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_label("16 jaar of ouder").check()


def confirm(page: Page, live_server: LiveServer) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Vul de code in")
    page.locator("#id_code").fill(code_in_mail())
    page.get_by_role("button", name="Bevestig").click()
    page.wait_for_url(lambda url: "confirm" not in url)
    page.goto(f"{live_server.url}/nl/account/")
    expect(page.locator("#id_name")).to_have_value("Eva")


def test_sign_up_with_proof_of_work(page: Page, live_server: LiveServer, accessible: Check) -> None:
    sign_up(page, live_server)
    accessible(page)
    page.get_by_role("main").get_by_role("button", name="Account maken").click()
    confirm(page, live_server)
    accessible(page)
    assert Spent.objects.count() == 1
    page.goto(f"{live_server.url}/nl/account/two-step/")
    accessible(page)


def test_sign_up_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    sign_up(page, live_server)
    page.wait_for_timeout(3500)  # nobody is quicker by hand
    page.get_by_role("main").get_by_role("button", name="Account maken").click()
    confirm(page, live_server)
    assert not Spent.objects.exists()


def test_a_program_that_is_too_quick_is_asked_again_and_loses_nothing(
    browser: Browser, live_server: LiveServer
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_up(page, live_server)
    page.get_by_role("main").get_by_role("button", name="Account maken").click()
    expect(page.locator(".error-summary")).to_contain_text("heel snel")
    expect(page.get_by_label("E-mailadres")).to_have_value("eva@voorbeeld.example")
    assert not User.objects.exists()


def test_sign_in_by_keyboard(page: Page, live_server: LiveServer, alice: User, accessible: Check) -> None:
    page.goto(f"{live_server.url}/nl/account/login/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the content
    for _press in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "login":
            break
    page.keyboard.type("Alice@Voorbeeld.example")
    while page.evaluate("document.activeElement.name") != "password":
        page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    accessible(page)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{live_server.url}/nl/account/")
    expect(page.locator("#id_name")).to_have_value("Alice")


def test_sign_in_by_code(page: Page, live_server: LiveServer, alice: User, accessible: Check) -> None:
    page.goto(f"{live_server.url}/nl/account/login/code/")
    page.get_by_label("E-mail").fill("alice@voorbeeld.example")
    page.get_by_role("button", name="Mail mij een code").click()
    accessible(page)
    code = re.search(r"^[A-Z0-9-]{6,12}$", mail.outbox[-1].body, re.MULTILINE)
    assert code
    page.locator("#id_code").fill(code[0])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "code" not in url)
    page.goto(f"{live_server.url}/nl/account/")
    expect(page.locator("#id_name")).to_have_value("Alice")
