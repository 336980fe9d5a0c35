"""A small world of open data: two municipalities, a handful of initiatives, one organisation."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kracht.domains.initiatives.facts import NeedValues, PartyValues
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, UTRECHT, make_areas, publish
from kracht.foundation.organisations.models import Organisation
from kracht.foundation.places.models import Area
from kracht.surfaces.api.pages import naming, tiles


class World:
    """Names of what there is."""

    areas: dict[str, Area]
    garden: Initiative
    repair: Initiative
    nowhere: Initiative
    secret: Initiative
    office: Organisation


@pytest.fixture
def world(db: None) -> World:
    naming.forget()
    tiles.memory.clear()
    found = World()
    found.areas = make_areas()
    found.office = Organisation.objects.create(
        slug="gemeente-utrecht",
        name="Gemeente Utrecht",
        sector="government",
        kind="government",
        state="published",
        created_at=AT,
        updated_at=AT,
        published_at=AT,
        email="verborgen@voorbeeld.example",
    )
    found.garden = publish(
        "Buurtmoestuin De Kromme Akker",
        lat=UTRECHT[0],
        lon=UTRECHT[1],
        themes=(8, 6),
        sdgs=(2, 11),
        needs=(NeedValues("hands", "Wie helpt spitten?"),),
        parties=(PartyValues("Gemeente Utrecht", "government", found.office.pk),),
        contact_name="Jo Jansen",
        contact_email="jo@voorbeeld.example",
        contact_public=True,
        since=2015,
        people=40,
        volunteer_hours=120,
        website="https://www.krommeakker.example",
    )
    found.repair = publish(
        '=Repair Café; "Oost" <script>',
        slug="repair-cafe-oost",
        at=AT + timedelta(hours=1),
        lat=AMSTERDAM[0],
        lon=AMSTERDAM[1],
        themes=(7,),
        stage="growing",
        contact_email="geheim@voorbeeld.example",
        contact_public=False,
        is_example=True,
    )
    found.nowhere = publish("Ergens in Nederland", at=AT + timedelta(hours=2), themes=(12,))
    found.secret = publish("Ingetrokken initiatief", at=AT + timedelta(hours=3), lat=UTRECHT[0], lon=UTRECHT[1])
    Initiative.objects.filter(pk=found.secret.pk).update(state="withdrawn")
    return found


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def kept_connection(monkeypatch: pytest.MonkeyPatch, db: None) -> BaseDatabaseWrapper:
    """The connection of this test, which a whole WSGI request would close, as it is inside a transaction."""
    shared = connections["default"]
    monkeypatch.setattr(shared, "close_if_unusable_or_obsolete", lambda: None)
    return shared


@pytest.fixture
def serving(world: World, kept_connection: BaseDatabaseWrapper) -> Iterator[str]:
    """A server on loopback that sees what this test wrote, and is rolled back with it."""
    shared = kept_connection
    shared.inc_thread_sharing()
    application = get_wsgi_application()

    def app(environ: dict[str, object], start: object) -> object:
        connections["default"] = shared
        return application(environ, start)

    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    shared.dec_thread_sharing()
