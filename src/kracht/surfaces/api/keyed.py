"""Doors that need a key: who calls, whether they may, how often still. Never a session, never open to other sites."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from psycopg.errors import DataError

from kracht.domains.partners.facts import Caller, PartnerState
from kracht.domains.partners.operations import keys
from kracht.domains.partners.queries import partners
from kracht.kernel import clock
from kracht.surfaces.api.answers import API_VERSION, Refusal, problem

type Handler = Callable[..., HttpResponse]
type Door = Callable[..., HttpResponseBase]

CHALLENGE = 'Bearer realm="api"'


def key_of(request: HttpRequest) -> str:
    """Return the key of the Authorization header; empty without one."""
    kind, _space, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else ""


def caller_of(request: HttpRequest, at: datetime) -> Caller:
    """Return who calls. Raises Refusal 401."""
    value = key_of(request)
    if not value:
        sentence = _("Send your key in the header Authorization: Bearer kracht_….")
        raise Refusal(401, _("A key is needed"), sentence, headers={"WWW-Authenticate": CHALLENGE})
    found = partners.caller(value, at=at)
    if found is None:
        sentence = _("This key is not (or no longer) valid. Make a new one on the partner desk.")
        raise Refusal(
            401, _("Unknown key"), sentence, headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
        )
    return found


def count(caller: Caller, at: datetime, weight: int = 1) -> dict[str, str]:
    """Count this request; returns the headers that say what is left. Raises Refusal 429."""
    left, seconds = keys.use(caller=caller, at=at, weight=weight), keys.hour_ends_in(at)
    headers = {
        "RateLimit-Policy": f'"hour";q={caller.per_hour};w=3600',
        "RateLimit": f'"hour";r={max(0, left)};t={seconds}',
    }
    if left < 0:
        sentence = _("This key may make %(n)d requests an hour. Try again in %(s)d seconds.")
        said = sentence % {"n": caller.per_hour, "s": seconds}
        raise Refusal(429, _("Too many requests"), said, headers={**headers, "Retry-After": str(seconds)})
    return headers


def check_may(caller: Caller, scope: str) -> None:
    """Raise Refusal 403 unless the partner is active and the key has this scope."""
    if caller.partner.state == PartnerState.SUSPENDED:
        raise Refusal(403, _("This partner is suspended"), caller.partner.reason or _("Ask the moderators why."))
    if caller.partner.state != PartnerState.ACTIVE:
        raise Refusal(403, _("Not a partner yet"), _("A moderator has not said yes to this partner yet."))
    if not caller.may(scope):
        sentence = _("This key may not do this: it lacks the scope %(scope)s.") % {"scope": scope}
        challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
        raise Refusal(403, _("Not allowed"), sentence, headers={"WWW-Authenticate": challenge})


def keyed(scopes: Mapping[str, str], handlers: Mapping[str, Handler], public: Door | None = None) -> Door:
    """Make a door of handlers by method, each with the scope its key needs; `public` answers every other reading.

    A handler is called as handler(request, caller, at, **parts of the address).
    """
    known = [*handlers, *(["GET", "HEAD"] if public else ["HEAD"] if "GET" in handlers else []), "OPTIONS"]
    allowed = ", ".join(dict.fromkeys(known))

    @csrf_exempt
    def door(request: HttpRequest, **given: str) -> HttpResponseBase:
        method = "GET" if request.method == "HEAD" and "GET" in handlers else str(request.method)
        if method == "OPTIONS" and public:
            return public(request, **given)  # scripts of other sites read, and never hold a key
        if method == "OPTIONS":
            return _dressed(HttpResponse(status=204, headers={"Allow": allowed}), {})
        if method not in handlers:
            if public and request.method in {"GET", "HEAD"}:
                return public(request, **given)
            sentence = _("Use one of: %(methods)s.") % {"methods": allowed}
            refusal = Refusal(405, _("Method not allowed"), sentence, headers={"Allow": allowed})
            return _dressed(problem(request, refusal), {})
        return _answer(request, handlers[method], scopes[method], given)

    return wraps(next(iter(handlers.values())))(door)


def _answer(request: HttpRequest, handler: Handler, scope: str, given: Mapping[str, str]) -> HttpResponse:
    at, headers = clock.now(), {}
    try:
        caller = caller_of(request, at)
        headers = count(caller, at)
        check_may(caller, scope)
        return _dressed(handler(request, caller, at, **given), headers)
    except Refusal as refusal:
        return _dressed(problem(request, refusal), headers)
    except ValidationError as wrong:
        status = 403 if getattr(wrong, "code", "") in {"suspended", "asked"} else 422
        return _dressed(problem(request, Refusal(status, _("Not allowed"), " ".join(wrong.messages))), headers)
    except DatabaseError as wrong:
        if not isinstance(wrong.__cause__, DataError):
            raise
        sentence = _("Something in it cannot be stored.")
        return _dressed(problem(request, Refusal(422, _("Something is not right yet"), sentence)), headers)


def _dressed(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    for name, value in headers.items():
        if name not in response.headers:
            response.headers[name] = value
    response.headers["API-Version"] = API_VERSION
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Authorization, Accept-Language"
    return response
