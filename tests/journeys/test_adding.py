"""Adding an initiative in a browser, from the form through mail and moderation to its page."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import publish
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD
from kracht.foundation.places.tests.factories import small_country
from kracht.surfaces.backoffice.tests.conftest import link, photo

pytestmark = pytest.mark.django_db(transaction=True)
type Post = Callable[[], list[EmailMessage]]
type Check = Callable[[Page], None]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of a site in a small country, with one garden in its register."""
    small_country()
    publish(area_code="WK000100", place_name="West", contact_email="tuin@voorbeeld.example")
    return live_server.url


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture that knows where it was made."""
    file = tmp_path / "feest.jpg"
    file.write_bytes(photo())
    assert Image.open(io.BytesIO(photo())).getexif().get_ifd(0x8825), "the picture carries GPS to begin with"
    return file


def fill_essentials(page: Page, name: str = "Straatfeest Noorderlicht") -> None:
    page.get_by_label("Naam van het initiatief").fill(name)
    page.get_by_label("In één zin").fill("Elk jaar eten we samen op straat.")
    page.get_by_role("checkbox", name="Gemeenschap en veiligheid").check()
    page.locator("#id_place").fill("1001")
    page.get_by_label("Je eigen e-mailadres").fill("marie@voorbeeld.example")
    page.get_by_role("checkbox", name=re.compile("CC BY 4.0")).check()


def press(page: Page, value: str = "send") -> None:
    """Press the button of the form itself; without JavaScript a hidden one before it serves the Enter key."""
    page.locator(f"main button[value={value}]:not(.sr)").click()


def send(page: Page) -> None:
    """Press send, and confirm what is asked about."""
    press(page)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Zet een initiatief op de kaart")
    again = page.get_by_role("button", name=re.compile("Ja, verstuur|Nee, de mijne"))
    if again.count():
        again.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je post")


def confirm(page: Page, site: str, post: Post) -> None:
    page.goto(site + link(post()[-1]))
    page.get_by_role("button", name="Ja, zet het op de kaart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel, het is binnen")


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/desk/")
    page.get_by_label("E-mailadres").fill("dana@voorbeeld.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Balie")


def test_from_the_form_to_the_map(site: str, page: Page, picture: Path, dana: User, post: Post) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/nl/voeg-toe/")
    fill_essentials(page)
    page.get_by_text("Verhaal en foto’s").click()
    page.get_by_label("Kies foto’s").set_input_files(picture)
    page.get_by_label("Wat is er te zien op foto 1?").fill("Lange tafel in de straat")
    page.get_by_label("Het verhaal").fill("Iedereen neemt een **pan soep** mee.")
    send(page)
    confirm(page, site, post)

    sign_in(page, site)
    page.get_by_role("link", name="Straatfeest Noorderlicht").click()
    expect(page.get_by_alt_text("Lange tafel in de straat")).to_be_visible()
    press(page, "publish")
    expect(page.get_by_text("op de kaart, en de inzender krijgt een mail")).to_be_visible()

    page.goto(site + link(post()[-1]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Straatfeest Noorderlicht")
    expect(page.get_by_text("pan soep")).to_be_visible()
    shown = page.get_by_alt_text("Lange tafel in de straat")
    assert_no_place(page, f"{site}{shown.get_attribute('src')}")
    page.goto(f"{site}/nl/initiatieven/")
    expect(page.get_by_role("link", name="Straatfeest Noorderlicht")).to_be_visible()
    cells = page.request.get(f"{site}/kaart/tegel/6/32/21.json").text()
    assert "2" in cells, "both are on the map"


def assert_no_place(page: Page, address: str) -> None:
    """The served bytes hold no EXIF, no GPS, no camera."""
    content = page.request.get(address).body()
    assert not Image.open(io.BytesIO(content)).getexif()
    for word in (b"Exif", b"GPS", b"SECRETCAMERA"):
        assert word not in content


def test_the_duplicate_is_pointed_out_while_typing_and_before_sending(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/voeg-toe/")
    page.get_by_label("Naam van het initiatief").press_sequentially("Buurtmoestuin Kromme Akker")
    expect(page.locator("#alike").get_by_role("link", name="Buurtmoestuin De Kromme Akker")).to_be_visible()
    fill_essentials(page, "Buurtmoestuin Kromme Akker")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is dit ’m?")
    expect(page.get_by_role("link", name="Buurtmoestuin De Kromme Akker")).to_be_visible()
    assert Initiative.objects.count() == 1, "nothing was sent yet"
    page.get_by_role("button", name="Iets aanpassen").click()
    expect(page.get_by_label("In één zin")).to_have_value("Elk jaar eten we samen op straat.")


def test_what_was_typed_outlives_a_mistake_and_a_closed_page(site: str, page: Page, picture: Path) -> None:
    page.goto(f"{site}/nl/voeg-toe/")
    page.get_by_label("In één zin").fill("Samen koken.")
    page.get_by_text("Verhaal en foto’s").click()
    page.get_by_label("Kies foto’s").set_input_files(picture)
    expect(page.get_by_label("Wat is er te zien op foto 1?")).to_be_visible()
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("In één zin")).to_have_value("Samen koken.")
    expect(page.get_by_label("Wat is er te zien op foto 1?")).to_be_visible()
    page.goto(f"{site}/nl/voeg-toe/")
    expect(page.get_by_label("In één zin")).to_have_value("Samen koken.")


def test_the_place_is_read_back_and_corrected(site: str, page: Page) -> None:
    page.goto(f"{site}/nl/voeg-toe/")
    page.locator("#id_place").press_sequentially("Oosterh")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#where")).to_contain_text("Oosterhové")
    page.get_by_text("Klopt het niet? Kies een ander gebied").click()
    # what was opened stays open when the answer comes once more
    page.locator("#where").dispatch_event("change")
    expect(page.locator("#where.htmx-request")).to_have_count(0)
    page.wait_for_timeout(400)
    page.get_by_label("Wijk of gemeente").select_option("WK000201")
    expect(page.locator("#where")).to_contain_text("Oudhuizen, Oosterhové")


def test_by_keyboard_alone(site: str, page: Page, post: Post) -> None:
    page.goto(f"{site}/nl/voeg-toe/")
    page.get_by_label("Naam van het initiatief").focus()
    page.keyboard.type("Leesclub Zuid")
    page.keyboard.press("Tab")
    page.keyboard.type("Elke maand een boek.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _step in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.id")
        if here == "id_place":
            page.keyboard.type("1001")
        elif here == "id_email":
            page.keyboard.type("marie@voorbeeld.example")
        elif here == "id_consent":
            page.keyboard.press("Space")
        elif page.evaluate("document.activeElement.value") == "send":
            page.keyboard.press("Enter")
            break
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Zet een initiatief op de kaart")
    if page.get_by_role("button", name="Ja, verstuur").count():
        page.get_by_role("button", name="Ja, verstuur").focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je post")
    assert "Leesclub Zuid" in post()[-1].subject


def test_without_javascript(site: str, browser: Browser, picture: Path, post: Post) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto(f"{site}/nl/voeg-toe/")
    fill_essentials(page)
    page.locator("#id_place").fill("Centrum")
    page.get_by_text("Verhaal en foto’s").click()
    page.get_by_label("Kies foto’s").set_input_files(picture)
    page.wait_for_timeout(3100)  # the slower way of the guard: nobody fills this in within three seconds
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label("Wat is er te zien op foto 1?").fill("Lange tafel in de straat")
    page.get_by_role("radio", name=re.compile("West")).check()
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Klopt de plek?")
    page.get_by_role("button", name="Ja, verstuur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je post")
    confirm(page, site, post)


def test_asked_back_and_answered(site: str, page: Page, dana: User, post: Post, accessible: Check) -> None:
    page.goto(f"{site}/nl/voeg-toe/")
    fill_essentials(page)
    send(page)
    confirm(page, site, post)
    sign_in(page, site)
    accessible(page)
    page.get_by_role("link", name="Straatfeest Noorderlicht").click()
    page.get_by_text("Iets vragen").click()
    page.get_by_role("checkbox", name=re.compile("Kun je iets meer vertellen")).check()
    accessible(page)
    press(page, "ask")
    expect(page.get_by_text("de inzender krijgt een mail met je vraag")).to_be_visible()
    page.goto(site + link(post()[-1]))
    expect(page.get_by_text("Kun je iets meer vertellen")).to_be_visible()
    accessible(page)
    page.get_by_label("Het verhaal").fill("Nu met een verhaal.")
    press(page)
    expect(page.get_by_text("Een moderator leest nu mee")).to_be_visible()
    assert Initiative.objects.get(name="Straatfeest Noorderlicht").story == "Nu met een verhaal."


def test_every_page_of_adding_is_accessible(site: str, page: Page, dana: User, post: Post, accessible: Check) -> None:
    page.goto(f"{site}/nl/voeg-toe/")
    page.locator("details.fold-part").evaluate_all("parts => parts.forEach(part => { part.open = true })")
    accessible(page)
    press(page)
    expect(page.locator(".error-summary")).to_be_visible()
    accessible(page)
    fill_essentials(page, "Buurtmoestuin Kromme Akker")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is dit ’m?")
    accessible(page)
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je post")
    accessible(page)
    page.goto(site + link(post()[-1]))
    accessible(page)
    page.get_by_role("button", name="Ja, zet het op de kaart").click()
    accessible(page)
    page.goto(f"{site}/nl/voeg-toe/bevestig/onzin/")
    accessible(page)
    sign_in(page, site)
    row = Initiative.objects.get(name="Buurtmoestuin Kromme Akker")
    for path in (f"/nl/desk/{row.pk}/", f"/nl/desk/{row.pk}/wijzig/", "/nl/desk/?state=refused"):
        page.goto(site + path)
        accessible(page)
