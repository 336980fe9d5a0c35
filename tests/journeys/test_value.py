"""What an initiative is worth, in a browser: from an empty questionnaire to a published sheet, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.initiatives.models import Owner
from kracht.domains.value.models import Appraisal
from kracht.domains.value.tests.factories import AT, SLUG, make_initiative, make_set, submitted
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO, PASSWORD, person
from kracht.foundation.places.tests.factories import small_country

pytestmark = pytest.mark.django_db(transaction=True)
type Check = Callable[[Page], None]
PLACE = f"/nl/initiatieven/{SLUG}/waarde/"


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """A site in a small country with a value set."""
    small_country()
    make_set()
    return live_server.url


@pytest.fixture
def eva(db: None) -> User:
    """Eva reviews too."""
    user = person("Eva")
    Grant.objects.create(user=user, role="editor", scope_type="whole", starts_on=LONG_AGO.date())
    return user


def sign_in(page: Page, site: str, name: str, then: str) -> None:
    page.goto(f"{site}/nl/account/login/?next={then}")
    page.locator("input[name=login]").fill(f"{name}@voorbeeld.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"{site}{then}")


def next_step(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Bewaren en verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def fill_in(page: Page, check: Check) -> None:
    """Every step, as someone without an economist would."""
    page.get_by_label("Wat hebben jullie dit jaar gedaan?").fill("Elke dinsdag koken en eten we met de buurt.")
    check(page)
    next_step(page, "Wie er kwam")
    page.get_by_label("Hoeveel verschillende mensen deden mee?").fill("120")
    page.get_by_label("We hebben een lijst").check()
    next_step(page, "Wat veranderde")
    page.get_by_label("Minder eenzaam").check()
    page.get_by_label("Minder huishoudelijke hulp van de gemeente nodig").check()
    check(page)
    next_step(page, "Hoe je het weet")
    page.locator("#id_how-less-household-help_3").check()
    page.locator("#id_how-less-lonely_0").check()
    page.locator("#id_respondents-less-lonely").fill("130")
    page.locator("#id_improved-less-lonely").fill("44")
    page.locator("#id_level-less-lonely").select_option("before")
    page.get_by_role("button", name="Bewaren en verder").click()
    expect(page.locator(".error-summary")).to_contain_text("maar er deden er maar 120 mee")
    check(page)
    page.locator("#id_respondents-less-lonely").fill("80")
    next_step(page, "Wat het kostte")
    page.get_by_label("Hoeveel geld kostte het in").fill("30.000")
    page.get_by_label("Hoeveel uren gaven vrijwilligers?").fill("600")
    next_step(page, "Zonder jullie")
    page.locator("#id_anyway-less-lonely_0").check()
    page.locator("#id_others-less-lonely_1").check()
    check(page)
    next_step(page, "Wat slechter werd")
    page.get_by_label("Wat werd er slechter, en voor wie?").fill("Niets dat wij hebben gezien.")
    next_step(page, "Nakijken en insturen")


def test_from_empty_questionnaire_to_published_sheet(
    site: str, browser: Browser, page: Page, alice: User, dana: User, eva: User, accessible: Check
) -> None:
    # given an initiative of Alice's
    Owner.objects.create(initiative=make_initiative(), user=alice, evidence="sender", since=AT)
    # when she fills in a year, and sends it in
    sign_in(page, site, "alice", PLACE)
    accessible(page)
    page.get_by_label("Jaar", exact=True).select_option("2025")
    page.get_by_role("button", name="Begin", exact=True).click()
    fill_in(page, accessible)
    expect(page.locator("#preview")).to_contain_text("Welbevinden")
    expect(page.locator("#preview")).to_contain_text("terugverdiend als dit een jaar lang geldt voor")
    accessible(page)
    page.get_by_role("button", name="Insturen").click()
    expect(page.get_by_text("Ingestuurd. Twee mensen")).to_be_visible()
    # and two reviewers agree
    case = f"/nl/waardebureau/{Appraisal.objects.get().pk}/"
    for name, button in (("dana", "In orde, door naar een tweede persoon"), ("eva", "Publiceer")):
        desk = browser.new_context().new_page()
        sign_in(desk, site, name, case)
        accessible(desk)
        desk.get_by_role("button", name=button).click()
        expect(desk.get_by_text("Nagekeken." if name == "dana" else "Gepubliceerd.").first).to_be_visible()
        desk.context.close()
    # then everyone sees the sheet, at three widths
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}{PLACE}2025/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("betekende in 2025")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        accessible(page)
    page.get_by_role("link", name="Minder eenzaam").click()
    assert page.url.endswith("#source-less-lonely")


def test_without_javascript(site: str, browser: Browser, alice: User) -> None:
    # given a browser without JavaScript
    Owner.objects.create(initiative=make_initiative(), user=alice, evidence="sender", since=AT)
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, site, "alice", PLACE)
    page.get_by_label("Jaar", exact=True).select_option("2025")
    page.get_by_role("button", name="Begin", exact=True).click()
    # when she fills it in
    fill_in(page, lambda _page: None)
    page.get_by_role("button", name="Insturen").click()
    # then it is sent in all the same
    expect(page.get_by_text("Ingestuurd. Twee mensen")).to_be_visible()
    page.context.close()


def test_what_is_typed_saves_itself(site: str, page: Page, alice: User) -> None:
    # given the first step
    Owner.objects.create(initiative=make_initiative(), user=alice, evidence="sender", since=AT)
    sign_in(page, site, "alice", PLACE)
    page.get_by_label("Jaar", exact=True).select_option("2025")
    page.get_by_role("button", name="Begin", exact=True).click()
    # when she types and leaves the field
    with page.expect_response(lambda answer: "/invullen/activities/" in answer.url and answer.request.method == "POST"):
        page.get_by_label("Wat hebben jullie dit jaar gedaan?").fill("Samen koken met de buurt.")
        page.get_by_label("Voor wie?").focus()
    # then it is kept without a button, and going on still works
    expect(page.locator("#version")).to_have_value("1")
    next_step(page, "Wie er kwam")
    assert Appraisal.objects.get().answers["activities"] == "Samen koken met de buurt."


def test_pages_of_the_value_set(site: str, page: Page, dana: User, accessible: Check) -> None:
    # given a reviewer, and figures that wait
    submitted()
    sign_in(page, site, "dana", "/nl/waardebureau/")
    # when she looks around, then every page is accessible and fits a phone
    for path in ("/nl/waardebureau/", "/nl/waardeset/", "/nl/waardeset/1/"):
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(f"{site}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        accessible(page)
    page.goto(f"{site}/nl/waardeset/")
    page.get_by_role("button", name="Een nieuwe versie schrijven").click()
    page.get_by_role("link", name="Minder eenzaam").click()
    page.get_by_label("Midden").fill("0.20")
    accessible(page)
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Wat er veranderde").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("naast versie")
    accessible(page)
