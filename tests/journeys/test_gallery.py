"""The gallery in a real browser: clean for axe in light and dark, silent in the console, nothing wider than the screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.ui.gallery import pages

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["", *(f"{name}/" for name in pages.COMPOSITIONS)]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def loud(page: Page) -> list[str]:
    """What the page said in the console that it should not have to say."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


# the pages these are made of are looked at in every run (test_reading)
@pytest.mark.parametrize("path", ["", *(pytest.param(path, marks=pytest.mark.long) for path in PAGES[1:])])
def test_every_page_is_accessible_and_silent(
    live_server: LiveServer, page: Page, loud: list[str], accessible: Callable[[Page], None], path: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/nl/galerij/{path}")
    accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(TOO_WIDE) <= 0
    accessible(page)
    assert loud == []


def test_map_draws_groups_and_its_keys_work(live_server: LiveServer, page: Page, loud: list[str]) -> None:
    page.goto(f"{live_server.url}/nl/galerij/list/")
    expect(page.locator("k-map[data-shown='1578']")).to_be_attached(timeout=30_000)
    page.get_by_role("button", name="Inzoomen").click()
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Zoek in dit gebied")).to_be_visible(timeout=15_000)
    assert loud == []


def test_map_is_not_loaded_before_it_is_seen(live_server: LiveServer, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{live_server.url}/nl/galerij/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "maplibre" in url or "world-" in url]


def test_choice_of_dark_is_kept(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/nl/galerij/")
    switch = page.locator("k-theme-switch button")
    switch.click()
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    switch.click()
    assert page.locator("html").get_attribute("data-theme") is None


def test_draft_survives_a_reload(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/nl/galerij/fresh/")
    page.fill("#id_summary", "Samen koken in de kantine")
    page.reload()
    expect(page.locator("#id_summary")).to_have_value("Samen koken in de kantine")
    page.get_by_role("button", name="Begin opnieuw").click()
    page.reload()
    expect(page.locator("#id_summary")).to_have_value("")


def test_pin_writes_where_the_map_stands(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/nl/galerij/submit/")
    pin = page.locator("k-pin")
    pin.scroll_into_view_if_needed()
    expect(page.locator("k-pin[data-ready]")).to_be_attached(timeout=30_000)
    before = page.input_value("#id_lon")
    page.locator("k-pin .maplibregl-canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#id_lon")).not_to_have_value(before, timeout=15_000)
    assert float(page.input_value("#id_lon")) > float(before.replace(",", "."))


def test_gallery_reads_without_scripts(live_server: LiveServer, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined] # the plug-in's fixture
    try:
        page = context.new_page()
        page.goto(f"{live_server.url}/nl/galerij/list/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Initiatieven in Dordrecht")
        expect(page.get_by_text("De kaart heeft JavaScript nodig.")).to_be_visible()
        expect(page.locator(".item")).to_have_count(4)
    finally:
        context.close()
