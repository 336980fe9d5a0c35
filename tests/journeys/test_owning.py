"""Making an entry one's own in a browser: claim, a proposal in parts, bringing a version back, handing over."""

import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.initiatives.models import Initiative, Owner, Proposal
from kracht.domains.initiatives.tests.factories import AT, publish
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD
from kracht.foundation.places.tests.factories import small_country
from kracht.surfaces.backoffice.tests.conftest import link

pytestmark = pytest.mark.django_db(transaction=True)
type Post = Callable[[], list[EmailMessage]]
type Check = Callable[[Page], None]
STORY = "Elke zaterdag werken we samen. Daarna eten we soep. Iedereen is welkom."


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of a site in a small country, with one garden in its register."""
    small_country()
    publish(
        area_code="WK000100", place_name="West", story=STORY, contact_email="tuin@akker.example", contact_public=True
    )
    return live_server.url


def garden() -> Initiative:
    return Initiative.objects.get()


def own(user: User) -> None:
    Owner.objects.create(initiative=garden(), user=user, evidence="sender", since=AT)


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/nl/mijn-initiatieven/")
    page.get_by_label("E-mailadres").fill(f"{name}@voorbeeld.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn initiatieven")


def test_claiming_with_a_code(site: str, page: Page, alice: User, post: Post, accessible: Check) -> None:
    # given somebody who belongs to the garden
    sign_in(page, site, "alice")
    # when she says that it is hers, and types the code of the mail
    page.goto(f"{site}/nl/initiatieven/{garden().slug}/")
    expect(page.get_by_text("Niemand beheert deze pagina")).to_be_visible()
    page.get_by_role("link", name="Dit is van mij").click()
    accessible(page)
    page.get_by_role("button", name="Stuur de code").click()
    code = re.search(r"\b\d{8}\b", str(post()[-1].body))
    assert code
    page.get_by_label("De code uit de mail").fill("00000000")
    page.get_by_role("button", name="Controleer de code").click()
    expect(page.get_by_text("niet de code uit de nieuwste mail").first).to_be_visible()
    accessible(page)
    page.get_by_label("De code uit de mail").fill(code.group())
    page.get_by_role("button", name="Controleer de code").click()
    # then it is on her desk, and its page says that somebody looks after it
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn initiatieven")
    expect(page.get_by_role("heading", name=garden().name)).to_be_visible()
    accessible(page)
    page.get_by_role("link", name=garden().name, exact=True).click()
    expect(page.get_by_text("Niemand beheert deze pagina")).to_have_count(0)


def propose(page: Page, site: str) -> None:
    page.goto(f"{site}/nl/initiatieven/{garden().slug}/")
    page.get_by_role("link", name=re.compile("Stel een verbetering voor")).click()
    page.get_by_label("In één zin").fill("Samen bloemen kweken in de wijk")
    page.get_by_label("Het verhaal").fill(STORY.replace("soep", "pannenkoeken"))
    page.get_by_label("Waarom?").fill("Ik was er zaterdag.")
    page.get_by_role("button", name="Verstuur het voorstel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel voor je voorstel")


def test_a_proposal_is_taken_over_in_part(
    site: str, page: Page, alice: User, bob: User, post: Post, accessible: Check
) -> None:
    # given an owner, and a neighbour who would change two things
    own(alice)
    sign_in(page, site, "bob")
    propose(page, site)
    accessible(page)
    # when the owner takes one of them over
    page.context.clear_cookies()
    sign_in(page, site, "alice")
    page.get_by_role("link", name=re.compile("Een voorstel voor")).click()
    expect(page.locator("ins", has_text="pannenkoeken")).to_be_visible()
    expect(page.locator("del", has_text="soep")).to_be_visible()
    accessible(page)
    page.get_by_role("checkbox", name="In één zin").uncheck()
    page.get_by_label("In je eigen woorden").fill("Dank je, Bob!")
    page.get_by_role("button", name="Neem over wat is aangevinkt").click()
    expect(page.get_by_text("iedereen ziet het nu")).to_be_visible()
    # then that is on the page, the other is not, and the neighbour is thanked
    page.goto(f"{site}/nl/initiatieven/{garden().slug}/")
    expect(page.get_by_text("pannenkoeken")).to_be_visible()
    expect(page.get_by_text("Samen bloemen")).to_have_count(0)
    mail = post()[-1]
    assert mail.to == [bob.email]
    assert "Dank je, Bob!" in str(mail.body)
    assert Proposal.objects.get().taken == ["story"]


def test_bringing_a_version_back(site: str, page: Page, alice: User, accessible: Check) -> None:
    # given an owner whose garden was changed twice
    own(alice)
    Initiative.objects.update(summary="Gekraakt door een grapjas")
    sign_in(page, site, "alice")
    page.get_by_role("link", name=re.compile("versies")).click()
    expect(page.get_by_text("gewijzigd in de database")).to_be_visible()
    accessible(page)
    # when she compares and brings the first one back
    page.get_by_role("link", name="Vergelijk versie 1 met nu").click()
    expect(page.locator("del", has_text="grapjas")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Zet deze versie terug").click()
    # then it says again what it said, as a new version
    expect(page.get_by_role("heading", name=re.compile("Versie 3"))).to_be_visible()
    assert garden().summary == "Samen groente telen in de wijk"


def test_handing_over(site: str, page: Page, alice: User, bob: User, post: Post, accessible: Check) -> None:
    # given an owner who stops
    own(alice)
    sign_in(page, site, "alice")
    page.get_by_role("link", name=re.compile("Delen of overdragen")).click()
    accessible(page)
    page.get_by_label("E-mailadres").fill(bob.email)
    page.get_by_role("radio", name=re.compile("Overdragen")).check()
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.get_by_text("uitgenodigd om het over te nemen")).to_be_visible()
    # when the other accepts
    page.context.clear_cookies()
    sign_in(page, site, "bob")
    page.goto(site + link(post()[-1]))
    accessible(page)
    page.get_by_role("button", name="Ja, graag").click()
    # then it is his, and hers no more
    expect(page.get_by_role("heading", name=garden().name)).to_be_visible()
    assert Owner.objects.get().user == bob


def test_an_owner_without_javascript(site: str, page: Page, alice: User) -> None:
    own(alice)
    sign_in(page, site, "alice")
    cookies = page.context.cookies()
    browser = page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.add_cookies(cookies)  # type: ignore[arg-type] # as they were given
    plain = context.new_page()
    plain.goto(f"{site}/nl/mijn-initiatieven/")
    plain.get_by_role("link", name=re.compile("^Wijzig")).click()
    plain.get_by_label("In één zin").fill("Zonder JavaScript")
    plain.locator("main button[value=send]:not(.sr)").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Mijn initiatieven")
    assert garden().summary == "Zonder JavaScript"
    context.close()
