"""kill -9 of the web server, the worker and the database while people send in initiatives: nothing lost, nothing double."""

import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.resilience.site import Client, Site

pytestmark = pytest.mark.long
PEOPLE = 4
EACH = 8
PATIENCE = 90.0  # seconds a person keeps trying the same form


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    try:
        running.wait()
        running.manage("load_places")
        yield running
    finally:
        code = running.stop()
    assert code == 0


def send_in(port: int, person: int, number: int, accepted: list[str]) -> None:
    """Fill in the form once and send that same form until the site says it has it."""
    end = time.monotonic() + PATIENCE
    form: dict[str, str] = {}
    client = Client(port, address=f"127.0.{person + 1}.{number + 1}")
    while time.monotonic() < end:
        try:
            if not form:
                status, _headers, page = client.ask("GET", "/nl/voeg-toe/")
                if status == 200:
                    form = client.hidden(page)
            elif attempt(client, form, f"Buurttuin {person} nummer {number}"):
                accepted.append(form["once"])
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.2)
    raise AssertionError(f"person {person} could not send form {number}")


def attempt(client: Client, form: dict[str, str], name: str) -> bool:
    typed = {
        **form,
        "altcha": client.proof(),
        "name": name,
        "summary": "Samen groente telen en de oogst delen met de buurt.",
        "themes": ["8"],
        "place": "3511",
        "stage": "running",
        "language": "nl",
        "reach": "neighbourhood",
        "email": f"{form['once'][:10].lower()}@voorbeeld.example",
        "consent": "on",
        "seen": "",
    }
    status, headers, page = client.ask("POST", "/nl/voeg-toe/", typed)
    if status == 200:  # "is this it?": it is not, send it all the same
        again = client.hidden(page)
        status, headers, page = client.ask("POST", "/nl/voeg-toe/", {**again, "altcha": client.proof()})
    if status == 302:
        assert "verstuurd" in headers["location"] or "sent" in headers["location"], headers["location"]
        return True
    assert status in {403, 422, 502, 503}, (status, page[:2000])
    if status == 503:
        assert int(headers["retry-after"]) > 0
    return False


def test_kills_lose_nothing_and_double_nothing(site: Site) -> None:
    accepted: list[str] = []
    problems: list[BaseException] = []

    def person(which: int) -> None:
        try:
            for number in range(EACH):
                send_in(site.port, which, number, accepted)
        except BaseException as problem:  # shown by the main thread
            problems.append(problem)

    people = [threading.Thread(target=person, args=(which,)) for which in range(PEOPLE)]
    for one in people:
        one.start()
    for what in ("web", "database", "worker", "web server", "database"):
        time.sleep(2.5)
        site.kill(what)
    for one in people:
        one.join()
    assert not problems, problems
    site.wait(30)
    assert len(set(accepted)) == PEOPLE * EACH
    kept = {str(row[0]) for row in site.rows("SELECT once_key FROM initiatives_submission")}
    assert kept == set(accepted)
    (initiatives,) = site.rows("SELECT count(*), count(DISTINCT name) FROM initiatives_initiative")
    assert initiatives == (PEOPLE * EACH, PEOPLE * EACH)
    assert one_mail_each(site) == {1}


def one_mail_each(site: Site) -> set[object]:
    """Wait until the worker has sent all mail; return how many mails each address got."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        rows = site.rows("SELECT address, count(*) FROM notify_sentmail GROUP BY address")
        if len(rows) == PEOPLE * EACH:
            return {row[1] for row in rows}
        time.sleep(1)
    raise AssertionError(f"mail was not sent to everyone: {len(rows)}")


def test_visitors_get_a_503_that_says_when_to_come_back(site: Site) -> None:
    seen: set[int] = set()
    site.kill("database")
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            status, headers, page = Client(site.port).ask("GET", "/nl/initiatieven/")
        except (OSError, HTTPException):
            continue
        seen.add(status)
        if status == 503:
            assert int(headers["retry-after"]) > 0
            assert "<h1" in page
        elif status == 200 and 503 in seen:
            break
    assert seen == {200, 503}, seen
