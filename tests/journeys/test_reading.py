"""Reading the register in a browser: search, filter, go back, keep, compare; by keyboard, on a phone, without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.initiatives.facts import NeedValues
from kracht.domains.initiatives.operations import upkeep
from kracht.domains.initiatives.tests.factories import AMSTERDAM, UTRECHT, make_areas, publish

pytestmark = pytest.mark.django_db(transaction=True)
PHONE: ViewportSize = {"width": 360, "height": 740}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of a site with a small register."""
    make_areas()
    for number in range(24):
        publish(
            f"Repair Café {number}",
            slug=f"repair-{number}",
            themes=(7,),
            lat=UTRECHT[0] + number / 1000,
            lon=UTRECHT[1],
            place_name="Utrecht",
        )
    publish(
        lat=UTRECHT[0], lon=UTRECHT[1], needs=(NeedValues("hands", "Iemand die kan spitten"),), story="Een *verhaal*."
    )
    publish("Zon op School", themes=(2,), lat=AMSTERDAM[0], lon=AMSTERDAM[1], is_example=True)
    upkeep.refresh_words()
    return live_server.url


def test_from_home_by_a_misspelt_word_to_an_initiative(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/")
    page.get_by_role("combobox").first.fill("moestiun")
    page.locator(".hero-search button[type=submit]").click()
    expect(page.get_by_role("status").filter(has_text="moestuin")).to_be_visible()
    page.get_by_role("link", name="Buurtmoestuin De Kromme Akker").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buurtmoestuin De Kromme Akker")
    expect(page.get_by_text("Iemand die kan spitten")).to_be_visible()


def test_suggestions_are_taken_by_keyboard(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/")
    field = page.get_by_role("combobox").first
    field.press_sequentially("zon op")
    expect(page.get_by_role("option", name=re.compile("Zon op School"))).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zon op School")


def test_filters_change_list_counts_and_address_and_back_undoes_them(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/initiatieven/")
    heading = page.locator("#results h2").first
    expect(heading).to_have_text("26 initiatieven")
    page.get_by_role("checkbox", name=re.compile("Energie")).check()
    expect(heading).to_have_text("1 initiatief")
    expect(page).to_have_url(re.compile(r"\?theme=energie$"))
    assert "theme=energie" in (page.locator("k-map").get_attribute("data-tiles") or "")
    page.get_by_role("checkbox", name=re.compile("Groen en voedsel")).check()
    expect(heading).to_have_text("2 initiatieven")
    page.go_back()
    expect(heading).to_have_text("1 initiatief")
    expect(page.get_by_role("checkbox", name=re.compile("Groen en voedsel"))).not_to_be_checked()
    page.go_back()
    expect(heading).to_have_text("26 initiatieven")
    page.go_forward()
    expect(heading).to_have_text("1 initiatief")


def test_everything_but_the_map_works_without_scripts(site: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(f"{site}/nl/initiatieven/")
    page.get_by_role("link", name="Volgende").click()
    expect(page.locator("#results .item")).to_have_count(6)
    page.locator("summary", has_text="Filters").click()
    page.get_by_role("checkbox", name=re.compile("Energie")).check()
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("#results .item")).to_have_count(1)
    page.locator("#results .star").click()
    expect(page).to_have_url(re.compile("theme=energie"))
    page.goto(f"{site}/nl/mijn-lijst/")
    expect(page.locator(".item h3")).to_have_text(["Zon op School"])
    page.get_by_role("button", name="Maak mijn lijst leeg").click()
    expect(page.get_by_text("Je lijst is nog leeg")).to_be_visible()


def test_a_list_is_kept_counted_and_compared(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/initiatieven/?theme=energie&theme=groen-en-voedsel")
    stars = page.locator("#results .star")
    stars.nth(0).click()
    expect(stars.nth(0)).to_have_attribute("aria-pressed", "true")
    stars.nth(1).click()
    expect(page.locator("[data-list-count]")).to_have_text("2")
    page.goto(f"{site}/nl/mijn-lijst/")
    page.get_by_role("link", name="Vergelijk").first.click()
    expect(page.get_by_role("columnheader")).to_have_count(2)


def test_the_whole_page_can_be_walked_by_keyboard(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/initiatieven/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    box = page.get_by_role("checkbox", name=re.compile("Energie"))
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#results h2").first).to_have_text("1 initiatief")
    expect(box).to_be_focused()


PAGES = (
    "", "initiatieven/", "initiatieven/?theme=mobiliteit&bbox=x", "initiatieven/buurtmoestuin-de-kromme-akker/",
    "zoek/?q=moestuin", "gebieden/", "gebieden/gm0344/", "themas/", "themas/groen-en-voedsel/", "cijfers/",
    "vergelijk/?with=zon-op-school&with=buurtmoestuin-de-kromme-akker", "mijn-lijst/?ids=1,2", "organisaties/", "over/",
    "toegankelijkheid/", "privacy/", "open-data/", "bronnen/", "op-je-eigen-site/",
)  # fmt: skip


def test_pages_are_accessible_and_fit_a_small_phone(
    site: str, page: Page, accessible: Callable[..., None], subtests: pytest.Subtests
) -> None:
    page.set_viewport_size(NARROWEST)
    for path in PAGES:
        with subtests.test(path):
            page.goto(f"{site}/nl/{path}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            accessible(page)


@pytest.mark.parametrize("paths", [PAGES[:6], pytest.param(PAGES[6:], marks=pytest.mark.long)], ids=["main", "others"])
def test_pages_are_accessible_on_a_wide_screen(
    paths: tuple[str, ...], site: str, page: Page, accessible: Callable[..., None], subtests: pytest.Subtests
) -> None:
    page.set_viewport_size(WIDE)
    for path in paths:
        with subtests.test(path):
            page.goto(f"{site}/nl/{path}")
            accessible(page, dark=False)


def test_nothing_is_written_against_the_content_policy(site: str, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    for path in ("", "initiatieven/", "initiatieven/buurtmoestuin-de-kromme-akker/", "cijfers/"):
        page.goto(f"{site}/nl/{path}")
        page.wait_for_load_state("networkidle")
    assert not said, said
