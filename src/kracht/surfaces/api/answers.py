"""How machines are answered: JSON with a fingerprint, problem+json, open to every site, never a session or a cookie."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from hashlib import blake2b
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from kracht.domains.initiatives.exchange import LICENCE_URLS
from kracht.domains.initiatives.facts import Licence

API_VERSION = "1.0.0"
JSON = "application/json"
GEOJSON = "application/geo+json"
PROBLEM = "application/problem+json"
METHODS = ("GET", "HEAD", "OPTIONS")
LICENCE_URL = LICENCE_URLS[Licence.CC_BY.value]
SHORT, LONG = 60, 3600  # seconds an answer may be kept: a set that changes, a document that hardly does
EXPOSED = "API-Version, Content-Crs, ETag, Link, OGC-NumberReturned"

type Fields = Iterable[tuple[str, str]]


class Refusal(Exception):
    """An answer that is a problem. `errors` are (field of the query, sentence), or (JSON pointer, sentence) of a body."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        errors: Fields = (),
        *,
        place: str = "query",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.errors = status, title, detail, tuple(errors)
        self.place, self.headers = place, dict(headers or {})


def wrong_query(errors: Fields) -> Refusal:
    """Return the refusal of a query with wrong values."""
    return Refusal(400, _("This request cannot be read"), _("Something in the query is wrong: see errors."), errors)


def missing() -> Refusal:
    """Return the refusal for what is not there (any more)."""
    return Refusal(404, _("Not found"), _("There is nothing at this address. See openapi.json for what there is."))


def url(path: str) -> str:
    """Return the absolute address of a path."""
    return f"{settings.SITE_URL}{path}"


def fingerprint(body: bytes) -> str:
    """Return a weak ETag; weak, because a proxy may compress."""
    return f'W/"{blake2b(body, digest_size=9).hexdigest()}"'


def matches(request: HttpRequest, etag: str) -> bool:
    """Return whether the caller already holds this very answer."""
    given = request.headers.get("If-None-Match", "")
    known = etag.removeprefix("W/")
    return given.strip() == "*" or any(part.strip().removeprefix("W/") == known for part in given.split(","))


def finish(request: HttpRequest, body: bytes, kind: str, *, age: int = SHORT, etag: str = "") -> HttpResponse:
    """Return an answer that anyone may keep for `age` seconds; 304 when the caller holds it already."""
    etag = etag or fingerprint(body)
    response = HttpResponse(status=304) if matches(request, etag) else HttpResponse(body, content_type=kind)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={age}"
    return response


def answer(
    request: HttpRequest, data: Any, *, kind: str = JSON, age: int = SHORT, links: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return data as JSON, with `links` (relation: address) and the licence in the header."""
    response = finish(request, orjson.dumps(data), kind, age=age)
    shown = {**(links or {}), "license": LICENCE_URL}
    response.headers["Link"] = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in shown.items())
    return response


def error_of(field: str, sentence: str, *, place: str) -> dict[str, Any]:
    """Return one error as the Dutch API Design Rules write it: by name in a query, by JSON pointer in a body."""
    location = {"pointer": f"#{field}"} if place == "body" else {"name": field}
    code = field.strip("/").replace("/", "_").replace("-", "_")[:80]
    return {"in": place, "location": location, "code": f"invalid_{code}" if code else "invalid", "detail": sentence}


def gone(at: str) -> Refusal:
    """Return the refusal for what was public and is no more; `at` says since when (RFC 3339)."""
    sentence = _("This entry was taken out of the register on %(at)s. Remove your copy.") % {"at": at}
    return Refusal(410, _("Taken out of the register"), sentence)


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return a refusal as RFC 9457 problem details."""
    data: dict[str, Any] = {
        "type": "about:blank",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "instance": request.path[:500],
    }
    if refusal.errors:
        data["errors"] = [error_of(field, sentence, place=refusal.place) for field, sentence in refusal.errors]
    response = HttpResponse(orjson.dumps(data), content_type=PROBLEM, status=refusal.status)
    for name, value in refusal.headers.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def opened(response: HttpResponseBase) -> HttpResponseBase:
    """Let scripts of every site read the answer; without credentials, so nothing of a visitor is in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["API-Version"] = API_VERSION
    return response


def _permitted() -> HttpResponse:
    response = HttpResponse(status=204)
    response.headers["Allow"] = ", ".join(METHODS)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _not_allowed(request: HttpRequest) -> HttpResponse:
    sentence = _("This address can only be read: use %(methods)s.") % {"methods": ", ".join(METHODS)}
    response = problem(request, Refusal(405, _("Method not allowed"), sentence))
    response.headers["Allow"] = ", ".join(METHODS)
    return response


def read_only(request: HttpRequest) -> bool:
    """Return whether a request changes nothing."""
    return request.method in METHODS


def door[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Make a view a public door: reading only, refusals as problems, open to scripts of every site."""

    @csrf_exempt
    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = args[0]
        assert isinstance(request, HttpRequest)  # noqa: S101 - the first argument of every view
        if request.method == "OPTIONS":
            return opened(_permitted())
        if request.method not in METHODS:
            return opened(_not_allowed(request))
        try:
            return opened(view(*args, **kwargs))
        except Refusal as refusal:
            return opened(problem(request, refusal))

    return inner


@door
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for every address under a door that is none."""
    raise missing()
