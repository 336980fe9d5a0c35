"""Belonging to two organisations in a browser: invited, joined, acting for one and then the other, handed over."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.foundation.access import operations as access
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD, person
from kracht.foundation.audit.facts import Program
from kracht.foundation.organisations import operations, queries
from kracht.foundation.organisations.facts import OrganisationValues
from kracht.foundation.organisations.models import Organisation
from kracht.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
type Post = Callable[[], list[EmailMessage]]
type Check = Callable[[Page], None]
AT = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
BY = Program("test")


def organisation(name: str) -> Organisation:
    return operations.create(values=OrganisationValues(name=name, sector="giving"), by=BY, at=AT, publish=True)


def put(user: User, row: Organisation, role: Role) -> None:
    access.grant(
        user=user, role=role, by=BY, at=AT, starts_on=AT.date(), scope=Scope.ORGANISATION, scope_key=str(row.pk)
    )


@pytest.fixture
def olga(db: None) -> User:
    return person("Olga", of_age_at=AT)


@pytest.fixture
def wim(db: None) -> User:
    return person("Wim", of_age_at=AT)


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/nl/mijn-organisaties/")
    page.get_by_label("E-mailadres").fill(f"{name}@voorbeeld.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jouw organisaties")


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def test_invited_joined_switched_and_handed_over(
    live_server: LiveServer, page: Page, olga: User, wim: User, post: Post, accessible: Check
) -> None:
    site = live_server.url
    # given Olga who owns a fund, and Wim who already belongs to another
    fund, bank = organisation("Buurtkas"), organisation("Wijkbank")
    put(olga, fund, Role.OWNER)
    put(wim, bank, Role.OWNER)
    # when she invites him
    sign_in(page, site, "olga")
    accessible(page)
    page.get_by_role("link", name=re.compile(r"Leden\s*: Buurtkas")).click()
    page.get_by_label("E-mailadres").fill("wim@voorbeeld.example")
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.get_by_role("heading", name="Wacht op antwoord")).to_be_visible()
    accessible(page)
    found = re.search(r"https?://[^/\s]+(/\S+)", str(post()[-1].body))
    assert found
    # and he joins by the link in the mail
    sign_out(page)
    sign_in(page, site, "wim")
    page.goto(site + found.group(1))
    accessible(page)
    page.get_by_role("button", name="Ja, ik doe mee").click()
    # then he acts for one and the other, and each page says for which
    strip = page.locator(".acting")
    for name, other in (("Buurtkas", "Wijkbank"), ("Wijkbank", "Buurtkas")):
        page.goto(f"{site}/nl/mijn-organisaties/")
        act = page.get_by_role("button", name=re.compile(rf"Namens hen handelen\s*: {name}"))
        if act.count():  # joining may have begun it
            act.click()
        page.goto(f"{site}/nl/gebieden/")
        expect(strip).to_contain_text(name)
        expect(strip).not_to_contain_text(other)
        accessible(page)
    strip.get_by_role("button", name="Weer namens mezelf").click()
    expect(strip).to_have_count(0)
    # and when Olga hands the fund over, he owns it and she helps on
    sign_out(page)
    sign_in(page, site, "olga")
    page.get_by_role("link", name=re.compile(r"Leden\s*: Buurtkas")).click()
    page.locator("summary", has_text="Wim").click()
    page.get_by_role("button", name="Overdragen aan deze persoon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buurtkas")
    today = clock.today()
    assert queries.member_role(wim, fund.pk, today) == "owner"
    assert queries.member_role(olga, fund.pk, today) != "owner"
