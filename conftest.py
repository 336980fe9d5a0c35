"""What every test stands on: no network, no left-over files, a cast of people."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core import mail, serializers
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO, person
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.models import Notice
from kracht.kernel import clock

_connect = socket.socket.connect
UNKNOWN_TO_DJANGO = ("procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_events", "guard_cache")
AS_MIGRATED = pytest.StashKey[Callable[[], None]]()  # makes the database as the migrations left it


def _connect_here_only(self: socket.socket, address: object) -> None:
    """Refuse every connection that leaves this machine."""
    if self.family in {socket.AF_INET, socket.AF_INET6}:
        host = str(address[0])  # type: ignore[index]  # (host, port, …) for both families
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"A test tried to reach {host}; tests have no network.")
    return _connect(self, address)  # type: ignore[arg-type]  # whatever the caller gave


def pytest_configure() -> None:
    """The folder that whitenoise looks into; `make demo` fills it, tests take files where they lie."""
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    socket.socket.connect = _connect_here_only  # type: ignore[method-assign]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    """Pictures of a test go with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_memory() -> None:
    caches["local"].clear()


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    """Every test begins in the language of the site, whatever page the one before asked for."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def english(_dutch: None) -> Iterator[None]:
    """Sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Drop test databases of runs that were killed before they could tidy up."""
    mine = f"test_kracht_{os.environ['KRACHT_TEST_DATABASE'].rsplit('_', 1)[-1]}"
    database = django_settings.DATABASES["default"]
    address = {"host": database["HOST"], "user": database["USER"], "password": database["PASSWORD"]}
    with psycopg.connect(dbname="postgres", port=database["PORT"] or None, autocommit=True, **address) as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_kracht_[0-9]+'").fetchall()
        for (name,) in rows:
            process = name.split("_")[2]
            if not name.startswith(mine) and not Path(f"/proc/{process}").exists() and Path("/proc/self").exists():
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> Iterator[None]:
    """Let tests that cannot run in a transaction empty the audit table; nobody else may (audit's own test).

    At the end, sessions that a site under test left open are closed, else the database could not be dropped.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_no_truncate")
        ours = (model for model in apps.get_models() if model.__module__.startswith("kracht."))
        rows = serializers.serialize("json", [row for model in ours for row in model._default_manager.order_by("pk")])

    def as_migrated() -> None:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(UNKNOWN_TO_DJANGO)}")
            for row in serializers.deserialize("json", rows):
                row.save()

    pytestconfig.stash[AS_MIGRATED] = as_migrated
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After a test outside a transaction, when Django has emptied its tables: make the database as it was.

    What migrations put in (themes, criteria) is put back, because any test may come next: Django's own way to do so is
    lost as soon as a browser runs, whose loop gets another connection object. And the tables that Django does not
    know are emptied too: jobs and the shared cache.
    """
    yield
    mark = item.get_closest_marker("django_db")
    outside = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if nextitem and (outside or (mark and mark.kwargs.get("transaction"))):
        item.config.stash[AS_MIGRATED]()


@pytest.fixture
def alice(db: None) -> User:
    """Alice owns."""
    return person("Alice")


@pytest.fixture
def bob(db: None) -> User:
    """Bob helps."""
    return person("Bob")


@pytest.fixture
def charlie(db: None) -> User:
    """Charlie is a stranger."""
    return person("Charlie")


@pytest.fixture
def dana(db: None) -> User:
    """Dana moderates everywhere."""
    user = person("Dana")
    Grant.objects.create(user=user, role="moderator", scope_type="whole", starts_on=LONG_AGO.date())
    return user


@pytest.fixture
def post(db: None) -> Callable[[], list[EmailMessage]]:
    """Call it to send what waits, as the worker would, and get all mail of this test so far."""

    def send() -> list[EmailMessage]:
        for number in Notice.objects.filter(sent_at=None).values_list("pk", flat=True):
            notify.deliver(number=number, at=clock.now())
        return mail.outbox

    return send
