"""Staying posted without an account, and the quality label from asking to withdrawal, in a browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.initiatives.models import Initiative, Owner
from kracht.domains.initiatives.tests.factories import AT, publish
from kracht.domains.labels.tests.test_labels import reviewer
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD
from kracht.foundation.places.tests.factories import small_country
from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.models import Round
from kracht.kernel import clock
from kracht.surfaces.site import jobs

pytestmark = pytest.mark.django_db(transaction=True)
type Post = Callable[[], list[EmailMessage]]
type Check = Callable[[Page], None]
LINK = re.compile(r"http://\S+?(/nl/op-de-hoogte/\S+)")
WHY = "Dat blijkt uit hun eigen pagina."


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of a site in a small country, with one garden in its register."""
    small_country()
    publish("Tuin", area_code="GM0001")
    return live_server.url


def sign_in(page: Page, site: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{site}/nl/account/login/")
    page.get_by_label("E-mailadres").fill(f"{name}@voorbeeld.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("input[type=password]")).to_have_count(0)


def path(mail: EmailMessage, end: str = "") -> str:
    found = next(one for one in LINK.findall(str(mail.body)) if one.endswith(end))
    return str(found)


def digest(post: Post) -> EmailMessage:
    Round.objects.update(due_at=clock.now() - timedelta(minutes=1))
    jobs.send(timestamp=0)
    return post()[-1]


def test_following_an_area_without_an_account(site: str, page: Page, post: Post, accessible: Check) -> None:
    # given somebody who looks at her own municipality
    page.goto(f"{site}/nl/gebieden/gm0001/")
    page.get_by_role("link", name="Blijf op de hoogte").first.click()
    accessible(page)
    # when she leaves her address and presses the button of the mail
    page.get_by_label("E-mailadres").fill("eva@voorbeeld.example")
    page.get_by_label("Meteen").check()
    page.wait_for_timeout(3500)  # who sends a form at once is a program
    page.get_by_role("button", name="Blijf op de hoogte").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kijk in je post")
    accessible(page)
    assert queries.followers_of("area", "GM0001") == 0
    page.goto(site + path(post()[-1]).removesuffix("stop/"))
    accessible(page)
    page.locator("button[value=confirm]").click()
    expect(page.get_by_text("Wijzigen of stoppen")).to_be_visible()
    accessible(page)
    # then what is new comes by mail, with one click to end it
    publish("Nieuwe kas", area_code="GM0001", slug="nieuwe-kas")
    mail = digest(post)
    assert mail.to == ["eva@voorbeeld.example"]
    assert "Nieuwe kas" in str(mail.body)
    assert "One-Click" in mail.extra_headers["List-Unsubscribe-Post"]
    page.goto(site + path(mail, "stop/"))
    accessible(page)
    assert queries.followers_of("area", "GM0001") == 1, "opening a link ends nothing"
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("Je krijgt hier geen mail meer over").first).to_be_visible()
    accessible(page)
    assert queries.followers_of("area", "GM0001") == 0


def test_a_label_from_asking_to_withdrawal(site: str, page: Page, alice: User, accessible: Check) -> None:
    # given an owner, who reads what the label asks
    garden = Initiative.objects.get()
    Owner.objects.create(initiative=garden, user=alice, evidence="sender", since=AT)
    reviewer("Rita")
    entry = f"{site}/nl/initiatieven/{garden.slug}/"
    page.goto(f"{site}/nl/kwaliteitslabel/")
    accessible(page)
    # when she shows something for each criterion
    sign_in(page, site, "alice")
    page.goto(f"{entry}kwaliteitslabel/")
    accessible(page)
    page.get_by_role("link", name="Ons kwaliteitslabel").click()
    page.locator("button[value=begin]").click()
    page.locator("button[value=ask]").click()
    expect(page.get_by_text("Nog leeg").first).to_be_visible()
    accessible(page)
    for box in page.get_by_label("Waaruit blijkt het?").all():
        box.fill("Kijk op onze pagina.")
    page.locator("button[value=ask]").click()
    expect(page.get_by_text("wacht op een beoordelaar").first).to_be_visible()
    accessible(page)
    # and a reviewer judges each of them
    sign_in(page, site, "rita")
    page.goto(f"{site}/nl/kwaliteitslabel/beoordelen/")
    accessible(page)
    page.get_by_role("link", name="Tuin").click()
    page.locator("button[value=take]").click()
    accessible(page)
    for choice in page.get_by_role("radio", name="voldoet", exact=True).all():
        choice.check()
    for box in page.get_by_label("Waarom vind je dit?").all():
        box.fill(WHY)
    page.locator("textarea[name=words]").fill("Dank voor alles wat jullie lieten zien.")
    page.locator("button[value=decide]").click()
    expect(page.get_by_text("label gegeven").first).to_be_visible()
    accessible(page)
    # then everyone sees it and who gave it
    page.goto(entry)
    page.get_by_role("link", name="Kwaliteitslabel").click()
    expect(page.get_by_text("door Rita")).to_be_visible()
    accessible(page)
    page.goto(f"{site}/nl/initiatieven/?label=1")
    expect(page.get_by_role("link", name="Tuin").first).to_be_visible()
    # until it is withdrawn, with a reason that everyone can read
    page.goto(f"{site}/nl/kwaliteitslabel/beoordelen/?queue=given")
    page.get_by_role("link", name="Tuin").click()
    page.locator("textarea[name=reason]").fill("De tuin is sinds de zomer gesloten.")
    page.locator("button[value=withdraw]").click()
    expect(page.get_by_text("label ingetrokken").first).to_be_visible()
    page.context.clear_cookies()
    page.goto(entry)
    expect(page.get_by_role("link", name="Kwaliteitslabel")).to_have_count(0)
    page.goto(f"{entry}kwaliteitslabel/")
    expect(page.get_by_text("De tuin is sinds de zomer gesloten.")).to_be_visible()
    accessible(page)
