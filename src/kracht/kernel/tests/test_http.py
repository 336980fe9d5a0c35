"""The guard: what it refuses, each beside what it lets through. A real server on loopback, no network."""

import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kracht.kernel import http

PUBLIC = "93.184.216.34"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.send(200, self.rfile.read(size)[::-1])

    def do_GET(self):
        name = self.path.strip("/").split("?")[0]
        getattr(self, f"get_{name.split('/')[0]}", self.get_missing)()

    def get_missing(self):
        self.send(404, b"no")

    def get_hello(self):
        self.send(200, b'{"a": 1}', X_Agent=self.headers["User-Agent"], X_Key=self.headers.get("Authorization", "none"))

    def get_once(self):
        self.send(302, Location="/hello")

    def get_twice(self):
        self.send(301, Location="/once")

    def get_thrice(self):
        self.send(307, Location="/twice")

    def get_inward(self):
        self.send(302, Location="http://169.254.169.254/latest/meta-data")

    def get_file(self):
        self.send(302, Location="file:///etc/passwd")

    def get_large(self):
        self.send(200, b"x" * 5000)

    def get_endless(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x" * 1000)

    def get_gzip(self):
        self.send(200, b"\x1f\x8b", Content_Encoding="gzip")

    def get_short(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 10)

    def get_drip(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that hangs up is what these tests are about."""


@pytest.fixture(scope="module")
def site():
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(url, **options):
    return http.fetch(url, allow_loopback=True, **options)


def test_reads_an_answer(site):
    answer = get(f"{site}/hello")
    assert (answer.status, answer.json()) == (200, {"a": 1})
    assert answer.headers["x-agent"].startswith("Kracht")


def test_a_status_that_is_no_success_is_an_answer_too(site):
    assert get(f"{site}/nothing").status == 404


def test_sends_a_body(site):
    assert get(f"{site}/echo", method="POST", body=b"abc").body == b"cba"


def test_an_answer_that_is_no_json(site):
    with pytest.raises(http.FetchError, match="not valid JSON"):
        get(f"{site}/large").json()


def test_loopback_is_closed_unless_a_test_opens_it(site):
    with pytest.raises(http.RefusedError, match="public internet"):
        http.fetch(f"{site}/hello")


@pytest.mark.parametrize("path", ["once", "twice"])
def test_follows_two_redirects(site, path):
    answer = get(f"{site}/{path}")
    assert answer.json() == {"a": 1}
    assert answer.url == f"{site}/hello"


def test_refuses_a_third_redirect(site):
    with pytest.raises(http.RefusedError, match="more than 2"):
        get(f"{site}/thrice")


def test_a_redirect_is_checked_like_an_address(site):
    with pytest.raises(http.RefusedError, match="public internet"):
        get(f"{site}/inward")
    with pytest.raises(http.RefusedError, match="http://"):
        get(f"{site}/file")


def test_a_key_does_not_travel_over_plain_http_redirects(site):
    headers = {"Authorization": "secret"}
    assert get(f"{site}/hello", headers=headers).headers["x-key"] == "secret"
    assert get(f"{site}/once", headers=headers).headers["x-key"] == "none"


@pytest.mark.parametrize("path", ["large", "endless"])
def test_stops_at_the_limit(site, path):
    with pytest.raises(http.TooLargeError):
        get(f"{site}/{path}", limits=http.Limits(size=4999))
    assert len(get(f"{site}/{path}", limits=http.Limits(size=100_000)).body) in {5000, 100_000}


def test_streams_in_pieces(site):
    with http.stream(f"{site}/endless", allow_loopback=True) as answer:
        assert sum(len(piece) for piece in answer) == 100_000


def test_refuses_a_compressed_body(site):
    with pytest.raises(http.RefusedError, match="compressed"):
        get(f"{site}/gzip")


def test_a_body_that_stops_early_is_an_error(site):
    with pytest.raises(http.FetchError):
        get(f"{site}/short")


def test_a_server_that_drips_is_cut_off(site):
    began = time.monotonic()
    with pytest.raises(http.FetchError, match=r"longer than 0\.3 seconds"):
        get(f"{site}/drip", limits=http.Limits(seconds=0.3))
    assert time.monotonic() - began < 2


def test_a_server_that_is_not_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(http.FetchError, match="does not answer"):
            get(f"http://127.0.0.1:{taken.getsockname()[1]}/")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:alert(1)", "//example.org", "",
        "http://", "http://[", "http://user:word@example.org/", "http://example.org:99999/", "http://example.org/\r\nX: y",
        "http://exa mple.org/", "http://example.org/" + "x" * 3000,
    ],
)  # fmt: skip
def test_refuses_what_is_no_plain_web_address(url):
    with pytest.raises(http.RefusedError):
        http.check_url(url)


@pytest.mark.parametrize("url", ["http://example.org", "https://example.org:8443/a?b=c#d"])
def test_accepts_a_plain_web_address(url):
    assert http.check_url(url).hostname == "example.org"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::80ff:fffe", "::7f00:1",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not http.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "2a00:1450:400e:80c::200e", f"::ffff:{PUBLIC}", "64:ff9b::5db8:d822"])
def test_addresses_that_are_public(address):
    assert http.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_other_ways_to_write_loopback(host):
    with pytest.raises(http.FetchError):
        http.fetch(f"http://{host}:9/")


def test_a_name_with_one_private_address_is_refused_whole(monkeypatch):
    def answers(*_args, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in (PUBLIC, "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(http.RefusedError, match="public internet"):
        http.fetch("http://two-faced.example/")


def test_the_checked_address_is_the_one_connected_to(monkeypatch, site):
    """A name that answers differently at the second look-up must not matter: there is no second look-up."""
    port = int(site.rsplit(":", 1)[1])
    asked = []

    def answers(host, *_args, **_options):
        asked.append(host)
        where = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (where, port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    assert get(f"http://name.example:{port}/hello").status == 200
    assert asked == ["name.example"]
