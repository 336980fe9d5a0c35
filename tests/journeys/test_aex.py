"""The Maatschappelijke AEX in a browser: a reader who looks around, and a giver who follows a gift."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.initiatives.models import Initiative, Owner
from kracht.domains.value.tests.factories import AT
from kracht.foundation.accounts.tests.factories import PASSWORD, person
from kracht.surfaces.aex.tests.conftest import release_all

pytestmark = pytest.mark.django_db(transaction=True)
type Check = Callable[[Page], None]


@pytest.fixture
def members(db: None) -> list[Initiative]:
    """A released portfolio."""
    return release_all()


def sign_in(page: Page, site: str, name: str, then: str) -> None:
    page.goto(f"{site}/nl/account/login/?next={then}")
    page.locator("input[name=login]").fill(f"{name}@voorbeeld.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"{site}{then}")


def test_a_reader_goes_from_the_front_door_to_the_proof(
    page: Page, live_server: LiveServer, members: list[Initiative], accessible: Check
) -> None:
    # given a reader at the front door
    page.goto(f"{live_server.url}/nl/waarde/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat burgerinitiatieven waard zijn")
    accessible(page)
    # when they walk through every page
    for tab, heading in (
        ("De koers", "De koers"),
        ("Wat Nederland bespaart", "Wat Nederland bespaart"),
        ("Groeikaart", "Waar meer mensen geholpen kunnen worden"),
        ("Vergelijk", "Een initiatief naast andere van zijn soort"),
        ("Methode", "Hoe we rekenen"),
    ):
        page.get_by_role("navigation", name="Wat het waard is").get_by_role("link", name=tab, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        for fold in page.locator("main details.fold > summary").all():
            fold.click()
        accessible(page)
    # then one initiative stands beside its peers, each by name
    page.goto(f"{live_server.url}/nl/waarde/vergelijken/?q=Initiatief+05")
    page.locator("main").get_by_role("link", name="Initiatief 05").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Initiatief 05")
    accessible(page)


def test_a_giver_follows_a_gift_to_the_cent(
    page: Page, live_server: LiveServer, members: list[Initiative], accessible: Check
) -> None:
    # given an initiative with an owner, and a giver
    row = members[5]
    person("Ans")
    Owner.objects.create(initiative=row, user=person("Kees"), since=AT, evidence="sender")
    place = f"/nl/waarde/volg-je-gift/{row.slug}/2024/"
    # when the giver notes a gift
    sign_in(page, live_server.url, "ans", place)
    page.get_by_role("link", name="Noteer een gift").click()
    accessible(page)
    page.get_by_label("Geld", exact=True).check()
    page.get_by_label("Hoeveel?").fill("1.250,50")
    page.get_by_role("button", name="Noteer deze gift").click()
    expect(page.locator("main")).to_contain_text("toegezegd")
    # and the initiative says that it came
    page.context.clear_cookies()
    sign_in(page, live_server.url, "kees", place)
    page.get_by_role("button", name="Het is er").click()
    # then the gift has its part of the checked year, and all parts together are the whole
    line = page.get_by_role("row").filter(has_text="1.250,50")
    expect(line).to_contain_text("ontvangen")
    expect(line).to_contain_text("%")
    expect(page.locator("tfoot")).to_contain_text("100%")
    accessible(page)
