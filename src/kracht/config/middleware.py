"""What every request passes: a database that may be away, the device of who is signed in, for whom they act."""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path
from psycopg.errors import QueryCanceled

from kracht.foundation.accounts import operations as accounts
from kracht.foundation.accounts.queries import User
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.organisations.facts import ACTING, Acting
from kracht.kernel import clock
from kracht.ui.pages import unavailable

NOTED = "noted"  # the session's key and the day on which its device was noted
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class AvailabilityMiddleware:
    """Outermost: turns a lost database into one retry for reads, else into a 503 that says to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(request, "database_lost", False):
            return response
        connection.close()
        if request.method not in SAFE_METHODS:
            return response  # the 503 page, with the headers that every page wears
        request.database_lost = False  # type: ignore[attr-defined] # a mark of ours on the request
        response = self.get_response(request)
        if getattr(request, "database_lost", False):
            connection.close()
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Mark the request when the connection, not the query, was at fault."""
        if isinstance(exception, (OperationalError, InterfaceError)):
            # what took too long is not asked again
            too_long = isinstance(exception.__cause__, QueryCanceled)
            request.database_lost = not too_long  # type: ignore[attr-defined] # read in __call__
            return unavailable(request)
        return None


def _is_page_of_somebody(request: HttpRequest) -> bool:
    """Whether this may be a page for somebody who is signed in. Addresses for machines carry no language.

    Their sessions stay untouched, so that public answers do not vary by cookie and take no query for it.
    """
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    return known and bool(get_language_from_path(request.path_info))


class DeviceMiddleware:
    """Notes on which device someone is signed in, once a day, so that the person can sign out there from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_page_of_somebody(request):
            _note_device(request)
        return self.get_response(request)


def _note_device(request: HttpRequest) -> None:
    key, today = request.session.session_key, clock.today()
    mark = [key, today.isoformat()]
    if not isinstance(request.user, User) or not key or request.session.get(NOTED) == mark:
        return
    agent = request.headers.get("User-Agent", "")[:500]
    accounts.note_session(user=request.user, session_key=key, agent=agent, on=today, at=clock.now())
    request.session[NOTED] = mark


class ActingMiddleware:
    """Sets `request.acting`: for which organisation this person acts, when the membership still holds, else None.

    The session holds only what was asked for; each request looks whether it is still true.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = _acting(request)  # type: ignore[attr-defined] # read by organisations.rules.acting_of
        return self.get_response(request)


def _acting(request: HttpRequest) -> Acting | None:
    if not _is_page_of_somebody(request):
        return None
    asked = request.session.get(ACTING)
    if not isinstance(asked, int):
        return None
    found = organisations.acting_for(request.user, asked, clock.today())
    if found is None:
        del request.session[ACTING]
    return found
