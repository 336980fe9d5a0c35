"""While the database is away: one retry for reads, never for writes, and a 503 that says when to come back."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from psycopg.errors import QueryCanceled

from kracht.config.middleware import AvailabilityMiddleware

pytestmark = pytest.mark.django_db


def site(failures: list[Exception]) -> tuple[AvailabilityMiddleware, list[str]]:
    """A site whose view fails with these errors first, as Django's handler would report them."""
    calls: list[str] = []
    holder: list[AvailabilityMiddleware] = []

    def get_response(request: HttpRequest) -> HttpResponse:
        calls.append(request.method or "")
        if failures:
            answer = holder[0].process_exception(request, failures.pop(0))
            return answer or HttpResponse("fout", status=500)
        return HttpResponse("goed")

    holder.append(AvailabilityMiddleware(get_response))
    return holder[0], calls


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., HttpResponse]:
    monkeypatch.setattr("kracht.config.middleware.connection.close", lambda: None)
    return lambda middleware, method="get": middleware(getattr(RequestFactory(), method)("/nl/"))


def test_a_read_is_tried_once_more(ask: Callable[..., HttpResponse]) -> None:
    middleware, calls = site([OperationalError("server closed the connection")])
    assert ask(middleware).content == b"goed"
    assert calls == ["GET", "GET"]


def test_a_read_that_fails_twice_gets_a_503(ask: Callable[..., HttpResponse]) -> None:
    middleware, calls = site([OperationalError(), InterfaceError()])
    answer = ask(middleware)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert int(answer["Retry-After"]) > 0
    assert len(calls) == 2


def test_a_write_is_never_repeated(ask: Callable[..., HttpResponse]) -> None:
    middleware, calls = site([OperationalError()])
    assert ask(middleware, "post").status_code == 503
    assert calls == ["POST"]


def test_other_errors_are_not_ours(ask: Callable[..., HttpResponse]) -> None:
    middleware, _calls = site([ValueError("bug")])
    assert ask(middleware).status_code == 500


@pytest.mark.parametrize(("method", "path"), [("get", "/nl/voeg-toe/plaatsen/"), ("post", "/nl/voeg-toe/lijkt-op/")])
def test_the_503_page_wears_the_headers_of_every_page(method: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr("kracht.config.middleware.connection.close", lambda: None)
    monkeypatch.setattr("kracht.surfaces.backoffice.pages.adding.suggestions", away)
    monkeypatch.setattr("kracht.surfaces.backoffice.pages.adding.alike_page", away)
    answer = getattr(Client(), method)(path)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        assert name in answer.headers


def test_what_took_too_long_is_not_asked_again(ask: Callable[..., HttpResponse]) -> None:
    late = OperationalError("canceling statement due to statement timeout")
    late.__cause__ = QueryCanceled()
    middleware, calls = site([late])
    assert ask(middleware).status_code == 503
    assert calls == ["GET"]


def test_no_statement_of_the_web_server_runs_for_ever() -> None:
    database = settings.DATABASES["default"]
    address = f"host={database['HOST']} port={database['PORT'] or 5432} user={database['USER']} dbname=postgres"
    ask = (
        "import psycopg, sys, kracht.config.wsgi;"
        "print(psycopg.connect(sys.argv[1]).execute('SHOW statement_timeout').fetchone()[0])"
    )
    done = subprocess.run([sys.executable, "-c", ask, address], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "15s", done.stderr
