"""A worker killed while it brings a file in, and a file far too large: on a whole site with real processes."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.resilience.site import Client, Site

pytestmark = pytest.mark.long
ROWS = 3000
PASSWORD = "samen-vooruit-2026"  # of the demo
HUGE = 2_000_000_000
EDGE = "----kracht"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    try:
        running.wait()
        running.manage("load_places")
        running.manage("demo", "--n", "20")
        yield running
    finally:
        code = running.stop()
    assert code == 0


def signed_in(site: Site) -> Client:
    """Return the browser of the demo's moderator."""
    client = Client(site.port)
    _status, _headers, page = client.ask("GET", "/nl/account/login/")
    form = client.hidden(page) | {"login": "dana@voorbeeld.example", "password": PASSWORD}
    status, _headers, page = client.ask("POST", "/nl/account/login/", form)
    assert status == 302, page[:2000]
    return client


def body_of(rows: int) -> bytes:
    """A list of gardens all over the country, each with a name of its own."""
    lines = ["nr;naam;omschrijving;thema;lat;lon"]
    for n in range(rows):
        lines.append(f"g{n};Proeftuin {n}x{n * 7919};Samen tuinieren.;Groen;{52 + n % 60 / 100};{5 + n // 60 / 100}")
    return "\n".join(lines).encode()


def parts(token: str) -> tuple[bytes, bytes]:
    """What stands before and after the file in the form."""
    fields = {"csrfmiddlewaretoken": token, "source": "new", "title": "Proeftuinen", "format": ""}
    head = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="tuinen.csv"\r\n\r\n'
    return head.encode(), f"\r\n--{EDGE}--\r\n".encode()


def opened(site: Site, client: Client, size: int) -> tuple[socket.socket, bytes]:
    """Begin to send a form with a file of so many bytes; returns the line and what comes after the file."""
    _status, _headers, page = client.ask("GET", "/nl/invoer/nieuw/")
    before, after = parts(client.hidden(page)["csrfmiddlewaretoken"])
    line = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    cookies = "; ".join(f"{key}={value}" for key, value in client.cookies.items())
    line.sendall(
        (
            f"POST /nl/invoer/nieuw/ HTTP/1.1\r\nHost: localhost:{site.port}\r\nCookie: {cookies}\r\n"
            f"Content-Type: multipart/form-data; boundary={EDGE}\r\n"
            f"Content-Length: {len(before) + size + len(after)}\r\nConnection: close\r\n\r\n"
        ).encode()
        + before
    )
    return line, after


def answer_of(line: socket.socket) -> str:
    """Everything that comes back."""
    found = b""
    with line:
        try:
            while chunk := line.recv(65_536):
                found += chunk
        except OSError:  # the other side hung up on what was still being sent
            pass
    return found.decode(errors="replace")


def state(site: Site) -> str:
    return str(site.rows("SELECT state FROM imports_run ORDER BY id DESC LIMIT 1")[0][0])


def until(site: Site, wanted: str, seconds: float = 240) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if state(site) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"{state(site)} instead of {wanted}\n{site.text()}")


def press(site: Site, client: Client, number: int, act: str) -> None:
    _status, _headers, page = client.ask("GET", f"/nl/invoer/{number}/")
    status, _headers, page = client.ask("POST", f"/nl/invoer/{number}/doen/", client.hidden(page) | {"act": act})
    assert status == 302, page[:2000]


def gardens(site: Site) -> tuple[object, ...]:
    return site.rows(
        "SELECT count(*), count(DISTINCT source_key) FROM initiatives_initiative WHERE source = 'proeftuinen'"
    )[0]


def test_a_worker_killed_half_way_leaves_nothing_and_the_work_ends_well(site: Site) -> None:
    client = signed_in(site)
    body = body_of(ROWS)
    line, after = opened(site, client, len(body))
    line.sendall(body + after)
    assert "302" in answer_of(line).split("\r\n")[0]
    number = int(str(site.rows("SELECT max(id) FROM imports_run")[0][0]))
    _status, _headers, page = client.ask("GET", f"/nl/invoer/{number}/")
    form = client.hidden(page) | {
        "column_key": "nr", "column_name": "naam", "column_story": "omschrijving", "column_themes": "thema",
        "column_lat": "lat", "column_lon": "lon", "abroad": "refuse", "licence": "CC-BY-4.0",
    }  # fmt: skip
    assert client.ask("POST", f"/nl/invoer/{number}/kolommen/", form)[0] == 302
    until(site, "checked")
    wanted = site.rows(
        f"SELECT count(*) FROM imports_row WHERE run_id = {number} AND verdict = 'created' AND alike = '[]'"
    )[0][0]
    press(site, client, number, "apply")
    end = time.monotonic() + 120
    while site.rows(f"SELECT done FROM imports_progress WHERE run_id = {number}")[0][0] == 0:
        assert time.monotonic() < end, site.text()
        time.sleep(0.02)
    assert state(site) == "applying"
    site.kill("worker")
    time.sleep(1)
    assert gardens(site) == (0, 0)
    until(site, "applied", 600)
    assert gardens(site) == (wanted, wanted)


def test_two_gigabytes_are_refused_before_they_are_read(site: Site) -> None:
    client = signed_in(site)
    line, _after = opened(site, client, HUGE)
    chunk, sent, answer = b"x" * 65_536, 0, ""
    line.settimeout(20)
    try:
        while sent < HUGE:
            sent += line.send(chunk)
    except OSError:  # hung up on, or nobody reads any more
        pass
    answer = answer_of(line)
    assert sent < 100_000_000, f"{sent} bytes were taken"
    assert not answer or answer.startswith("HTTP/1.1 413"), answer[:300]
    # the demo's own runs are there, nothing of this one
    assert site.rows("SELECT count(*) FROM imports_source WHERE title = 'Proeftuinen'") == [(0,)]
    assert memory_of_web(site) < 600
    assert client.ask("GET", "/nl/invoer/nieuw/")[0] == 200


def test_who_asks_first_gets_a_page_that_says_why(site: Site) -> None:
    client = signed_in(site)
    line, _after = opened(site, client, HUGE)
    answer = answer_of(line)
    assert answer.startswith("HTTP/1.1 413"), answer[:300]
    assert "50 MB" in answer


def memory_of_web(site: Site) -> float:
    """The largest peak of the site's processes, in MB."""
    peaks = [0.0]
    for pid in site._children():
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        peaks += [int(one.split()[1]) / 1024 for one in lines if one.startswith("VmHWM")]
    return max(peaks)
