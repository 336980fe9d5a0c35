"""Bringing in a file in a browser: columns, trial, choices, in, and out again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kracht.domains.imports.models import Run
from kracht.domains.imports.operations import applying, checking
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import UTRECHT, make_areas, publish
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
FILE = (
    "nr;naam;omschrijving;thema;lat;lon;website\n"
    f"1;De Tuin;Samen tuinieren.;Groen;{UTRECHT[0]};{UTRECHT[1]};tuin@oost.example\n"
    f"2;Klusdienst;Kleine klussen.;Welzijn;{UTRECHT[0] + 0.01};{UTRECHT[1]};\n"
    "3;;Zonder naam;Groen;;;\n"
)
WORKER = Program("test")


def work() -> None:
    """Do what the worker would do."""
    run = Run.objects.get()
    {"checking": checking.check, "applying": applying.apply, "undoing": applying.undo}[run.state](
        run_id=run.pk, by=WORKER, at=clock.now()
    )


def test_a_moderator_brings_a_list_in_and_takes_it_out_again(
    page: Page, live_server: LiveServer, dana: User, accessible: Callable[[Page], None], tmp_path: Path
) -> None:
    # given a register with a garden, and a list that has it too
    make_areas()
    publish("De Tuin", lat=UTRECHT[0], lon=UTRECHT[1])
    file = tmp_path / "lijst.csv"
    file.write_text(FILE)
    page.goto(f"{live_server.url}/nl/account/login/?next=/nl/invoer/nieuw/")
    page.locator("input[name=login]").fill(dana.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()

    # when she chooses the file and the columns are guessed
    page.get_by_label("Naam van de nieuwe bron").fill("Gemeente Utrecht")
    accessible(page)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Benoem de kolommen")
    expect(page.locator("select[name=column_name]")).to_have_value("naam")
    accessible(page)
    page.get_by_role("button", name="Probeer het").click()
    expect(page.get_by_role("heading", name="Het bestand wordt geprobeerd")).to_be_visible()
    accessible(page)

    # then the trial shows the double with its reason, and she says that it is the same
    work()
    page.reload()
    expect(page.get_by_text("de naam lijkt erop")).to_be_visible()
    accessible(page)
    page.get_by_role("radio", name="Dezelfde").check()
    page.get_by_role("button", name="Bewaar mijn keuzes").click()
    expect(page.get_by_text("Je keuzes zijn bewaard.")).to_be_visible()

    # and brings it in: one new, one joined
    page.get_by_role("button", name="Voer het in").click()
    work()
    page.reload()
    assert Initiative.objects.count() == 2
    assert Initiative.objects.get(name="De Tuin").contact_email == "tuin@oost.example"
    accessible(page)

    # and undoes all of it
    page.get_by_role("button", name="Draai alles terug").click()
    work()
    page.reload()
    expect(page.get_by_text("teruggedraaid").first).to_be_visible()
    assert Initiative.objects.get().contact_email == ""
