"""The only way out: HTTP requests to addresses that strangers may have given us. Plain Python, standard library.

What it refuses: anything but http and https, a name with a password in the address, every address that is not public
(also IPv4 inside IPv6, 6to4, NAT64, Teredo), more than two redirects, more bytes or seconds than allowed, compressed
bodies. The address that was checked is the address that is connected to, and each redirect is checked afresh.
"""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as SlowError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

USER_AGENT = "Kracht/0.1"
CHUNK = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NAT64 = ipaddress.ip_network("64:ff9b::/96")

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(Exception):
    """The request could not be made or finished; the text is fit for a user."""


class RefusedError(FetchError):
    """The address is one we do not go to."""


class TooLargeError(FetchError):
    """The answer is larger than allowed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may take, redirects included."""

    size: int = 1_000_000  # bytes of body
    seconds: float = 10.0
    redirects: int = 2


DEFAULT = Limits()
BOUNDARIES = Limits(size=300_000_000, seconds=600.0)  # national boundary files, streamed


@dataclass(frozen=True, slots=True)
class Response:
    """An answer with its whole body. `url` is the address after redirects; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def json(self) -> Any:
        """The body as JSON; FetchError when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise FetchError("The answer is not valid JSON.") from None


@dataclass(slots=True)
class Stream:
    """An answer whose body comes in pieces."""

    status: int
    headers: Mapping[str, str]
    url: str
    _response: http.client.HTTPResponse
    _clock: "_Clock"
    _limits: Limits

    def __iter__(self) -> Iterator[bytes]:
        """Pieces of the body as they arrive; raises TooLargeError or FetchError in the middle."""
        total = 0
        with _readable_errors(self._clock):
            while piece := self._response.read1(CHUNK):
                total += len(piece)
                if total > self._limits.size:
                    raise TooLargeError(f"The answer is larger than {self._limits.size} bytes.")
                self._clock.check()
                yield piece
            self._clock.check()
            if self._response.length:
                raise FetchError("The answer stopped before its end.")


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits = DEFAULT,
    allow_loopback: bool = False,
) -> Response:
    """Make a request and read the whole answer, whatever its status; FetchError when there is none.

    `allow_loopback` is for tests against a server on this machine; production settings never pass it.
    """
    with stream(url, method=method, headers=headers, body=body, limits=limits, allow_loopback=allow_loopback) as answer:
        return Response(answer.status, answer.headers, b"".join(answer), answer.url)


@contextmanager
def stream(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits = DEFAULT,
    allow_loopback: bool = False,
) -> Iterator[Stream]:
    """As `fetch`, but the body is read piece by piece inside the `with`."""
    ask = _Ask(method, {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **(headers or {})}, body)
    clock = _Clock(limits.seconds)
    with _readable_errors(clock):
        connection, response, url = _follow(url, ask, clock, limits, allow_loopback=allow_loopback)
    try:
        names = {name.lower(): value for name, value in response.getheaders()}
        if names.get("content-encoding", "identity") != "identity":
            raise RefusedError("The answer is compressed, which was not asked for.")
        if (response.length or 0) > limits.size:
            raise TooLargeError(f"The answer is larger than {limits.size} bytes.")
        yield Stream(response.status, names, url, response, clock, limits)
    finally:
        clock.stop()
        connection.close()


@dataclass(frozen=True, slots=True)
class _Ask:
    method: str
    headers: Mapping[str, str]
    body: bytes | None


def _follow(
    url: str, ask: _Ask, clock: "_Clock", limits: Limits, *, allow_loopback: bool
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse, str]:
    """Go to the address and where it sends us, checking each step."""
    for _step in range(limits.redirects + 1):
        parts = check_url(url)
        connection = _connect(parts, clock, allow_loopback=allow_loopback)
        try:
            response = _send(connection, parts, ask)
        except BaseException:
            connection.close()
            raise
        target = response.getheader("Location")
        if response.status not in REDIRECTS or not target:
            return connection, response, url
        connection.close()
        if ask.method not in {"GET", "HEAD"}:
            raise RefusedError("The server sent a request that changes something to another address.")
        ask = _Ask(ask.method, _without_secrets(ask.headers, url, urljoin(url, target)), ask.body)
        url = urljoin(url, target)
    raise RefusedError(f"The server redirects more than {limits.redirects} times.")


def _without_secrets(headers: Mapping[str, str], old: str, new: str) -> Mapping[str, str]:
    """Headers for the next address: keys and cookies do not travel to another host."""
    if urlsplit(old).netloc == urlsplit(new).netloc and urlsplit(new).scheme == "https":
        return headers
    return {
        name: value for name, value in headers.items() if name.lower() not in {"authorization", "cookie", "signature"}
    }


def _send(connection: http.client.HTTPConnection, parts: SplitResult, ask: _Ask) -> http.client.HTTPResponse:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(ask.method, path, body=ask.body, headers=dict(ask.headers))
    return connection.getresponse()


def check_url(url: str) -> SplitResult:
    """The parts of an address we may try; RefusedError says why not."""
    if len(url) > 2000 or any(ord(char) <= 32 or ord(char) == 127 for char in url):
        raise RefusedError("This is not a web address.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise RefusedError("This is not a web address.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedError("Only addresses that start with http:// or https:// can be read.")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("An address with a user name or password in it is not read.")
    return parts


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet, also when it hides another one inside."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 address."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.packed[:12] == bytes(12) and int(address) > 1:  # the old ::a.b.c.d
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _may_reach(address: Address, *, allow_loopback: bool) -> bool:
    return is_public(address) or (allow_loopback and address.is_loopback)


_resolver = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolve")


def _addresses(host: str, port: int, clock: "_Clock") -> list[tuple[int, str]]:
    """(family, address) of a name, looked up within the time that is left."""
    try:
        name = host.encode("idna").decode("ascii") if not host.isascii() else host
        found = _resolver.submit(socket.getaddrinfo, name, port, type=socket.SOCK_STREAM).result(clock.left())
    except SlowError:
        raise FetchError("The server's name could not be looked up in time.") from None
    except (OSError, UnicodeError):
        raise FetchError("There is no server of this name.") from None
    return [(family, str(where[0])) for family, _type, _proto, _name, where in found]


def _connect(parts: SplitResult, clock: "_Clock", *, allow_loopback: bool) -> http.client.HTTPConnection:
    """Connect to an address that was checked, and to no other; all addresses of the name must be allowed."""
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    found = _addresses(host, port, clock)
    for _family, address in found:
        if not _may_reach(ipaddress.ip_address(address.split("%")[0]), allow_loopback=allow_loopback):
            raise RefusedError("This address is not on the public internet.")
    error: OSError = OSError("no address")
    for family, address in found[:4]:
        try:
            return _open(family, address, (host, port), clock, secure=secure)
        except ssl.SSLError:
            raise FetchError("The server's certificate could not be trusted.") from None
        except OSError as problem:
            error = problem
    raise FetchError("The server does not answer.") from error


def _open(
    family: int, address: str, server: tuple[str, int], clock: "_Clock", *, secure: bool
) -> http.client.HTTPConnection:
    host, port = server
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(clock.left())
        plain.connect((address, port))
        wire = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except BaseException:
        plain.close()
        raise
    connection = http.client.HTTPConnection(host, port) if not secure else http.client.HTTPSConnection(host, port)
    connection.sock = wire
    clock.watch(wire)
    return connection


@dataclass(slots=True)
class _Clock:
    """The time one request has left. At its end the connection is cut, however slowly the server drips."""

    seconds: float
    _end: float = field(init=False)
    _timer: Timer | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._end = monotonic() + self.seconds

    def left(self) -> float:
        """Seconds left, never zero, so that a socket still times out."""
        return max(0.01, self._end - monotonic())

    def check(self) -> None:
        """Raise when the time is up."""
        if monotonic() >= self._end:
            raise FetchError(f"The server took longer than {self.seconds:g} seconds.")

    def watch(self, wire: socket.socket) -> None:
        """Cut this connection when the time is up."""
        self.stop()
        self._timer = Timer(self.left(), _cut, [wire])
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Leave the connection alone from now on."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _cut(wire: socket.socket) -> None:
    with suppress(OSError):
        wire.shutdown(socket.SHUT_RDWR)


@contextmanager
def _readable_errors(clock: _Clock) -> Iterator[None]:
    """Every problem of network and protocol as a FetchError with a plain sentence."""
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError) as problem:
        clock.check()
        raise FetchError("The server's answer could not be read.") from problem
