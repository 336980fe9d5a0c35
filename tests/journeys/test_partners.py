"""A partner at its desk in a browser: asks, makes a key and a webhook, with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.partners.facts import PartnerFact
from kracht.domains.partners.models import Key, Webhook
from kracht.domains.partners.queries import partners
from kracht.domains.partners.tests.factories import partner
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO, person
from kracht.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
type Check = Callable[[Page], None]


@pytest.fixture
def owner(db: None) -> PartnerFact:
    cache.clear()
    return partner()


def signed_in(page: Page, user: User, live_server: LiveServer) -> Page:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return page


def keeper(owner: PartnerFact) -> User:
    user = person("Alice")
    Grant.objects.create(
        user=user, role="owner", scope_type="organisation", scope_key=str(owner.organisation_id),
        starts_on=LONG_AGO.date(),
    )  # fmt: skip
    return user


def test_a_key_and_a_webhook_are_made(
    page: Page, owner: PartnerFact, live_server: LiveServer, accessible: Check
) -> None:
    signed_in(page, keeper(owner), live_server)
    page.goto(f"{live_server.url}/nl/partners/{owner.slug}/")
    accessible(page)
    page.get_by_role("link", name="Sleutels").click()
    page.get_by_role("button", name="Sleutel maken").click()
    expect(page.get_by_role("alert")).to_contain_text("Naam")
    accessible(page)
    page.get_by_label("Naam").fill("Onze website")
    page.get_by_role("button", name="Sleutel maken").click()
    secret = page.get_by_label("Sleutel", exact=True).input_value()
    caller = partners.caller(secret, at=clock.now())
    assert caller
    assert caller.partner.slug == owner.slug
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="Webhooks").click()
    page.get_by_label("Adres van je programma").fill("http://10.0.0.1\n/x")
    page.get_by_role("button", name="Webhook toevoegen").click()
    accessible(page)
    page.get_by_label("Adres van je programma").fill("https://partner.voorbeeld.example/hook")
    page.get_by_role("button", name="Webhook toevoegen").click()
    expect(page.get_by_role("textbox", name="Geheim")).to_have_value(re.compile("^whsec_"))
    accessible(page)
    page.get_by_role("button", name="Test sturen").click()
    expect(page.get_by_role("cell", name="webhook.test")).to_be_visible()
    accessible(page)


def test_all_of_it_works_without_javascript(browser: Browser, owner: PartnerFact, live_server: LiveServer) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    signed_in(page, keeper(owner), live_server)
    page.goto(f"{live_server.url}/nl/partners/{owner.slug}/sleutels/")
    page.get_by_label("Naam").fill("Onze website")
    page.get_by_role("button", name="Sleutel maken").click()
    expect(page.get_by_role("heading", name="Je nieuwe sleutel")).to_be_visible()
    page.goto(f"{live_server.url}/nl/partners/{owner.slug}/webhooks/")
    page.get_by_label("Adres van je programma").fill("https://partner.voorbeeld.example/hook")
    page.get_by_role("button", name="Webhook toevoegen").click()
    expect(page.get_by_role("heading", name="Het geheim van de webhook")).to_be_visible()
    assert (Key.objects.count(), Webhook.objects.count()) == (1, 1)
    page.context.close()
