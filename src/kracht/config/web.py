"""The web server: `python -m kracht.config.web`.

The site is loaded once, before its workers are forked: they share that memory and serve from their first moment, also
when one takes the place of another (docs/adr/0018-load-once-then-fork.md).
"""

import argparse
import gc
import multiprocessing
import os
import threading
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError, connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

SITE = "kracht.config.wsgi"
UTRECHT = (52.09, 5.12)
# what a first visitor would wait for: addresses, sentences, middleware
FIRST_ASKED = (
    *("/healthz", "/api/v1/initiatives?limit=1", "/nl/", "/en/", "/nl/initiatieven/", "/nl/zoek/?q=tuin"),
    *("/nl/gebieden/schiermonnikoog/", "/export/initiatieven.geojson?area=GM0088", "/nl/themas/", "/nl/cijfers/"),
    *("/nl/voeg-toe/", "/nl/account/login/"),
)


def load(module: str = SITE) -> WSGIApplication:
    """Import the site, ask it a few pages and where a point lies; where the database is away, the workers do so later."""
    application: WSGIApplication = import_module(module).application
    for address in FIRST_ASKED:
        _ask(application, address)
    _find_a_point()
    connections.close_all()
    if threading.active_count() > 1:
        raise RuntimeError("Loading the site started a thread, which would be lost in the workers.")
    gc.collect()
    gc.freeze()  # what is loaded lives as long as the process; to look at it again would only copy it
    return application


def _find_a_point() -> None:
    from kracht.foundation.places import queries as places  # its tables need the site to be set up

    with suppress(DatabaseError):
        places.resolve_many([UTRECHT])


def _ask(application: WSGIApplication, address: str) -> None:
    """Ask for a page as a visitor would, and forget the answer."""
    path, _mark, query = address.partition("?")
    site = urlsplit(settings.SITE_URL)
    asked: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": site.netloc}
    asked |= {"wsgi.url_scheme": site.scheme, "wsgi.input": BytesIO()}
    setup_testing_defaults(asked)
    answer = application(asked, lambda *_said: lambda _body: None)
    b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()


def main() -> None:
    """Serve until a signal ends it; a worker that dies is replaced."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
    parser.add_argument("--site", default=SITE, help="the module that holds `application`")
    options = parser.parse_args()
    multiprocessing.set_start_method("fork")
    application = load(options.site)
    server = Granian(
        f"{options.site}:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=3,  # of two workers on two cores; a fourth only holds memory
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=lambda: application, wrap_loader=False)


if __name__ == "__main__":
    main()
