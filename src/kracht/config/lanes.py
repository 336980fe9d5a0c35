"""Two lanes through one site: pages for people, and addresses for machines that need no session, form or account.

Machines' answers are the same for everyone, so nothing of a visitor is read for them; that halves the work around a
short answer. Both lanes share settings, addresses and views (docs/adr/0012-a-lane-for-machines.md).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

MACHINE_PATHS = (
    "/api/",
    "/kaart/",
    "/zoek/suggesties.json",
    "/export/",
    "/feeds/",
    "/ogc",
    "/og/",
    "/healthz",
    "/media/",
)
FOR_PAGES = {
    "django.middleware.gzip.GZipMiddleware",  # nginx compresses machines' answers
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kracht.config.middleware.DeviceMiddleware",
    "kracht.config.middleware.ActingMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
}
READS = {"GET", "HEAD", "OPTIONS"}

type Environ = dict[str, Any]
type StartResponse = Callable[..., Any]


class MachineHandler(WSGIHandler):
    """Django's handler with only the middleware that every answer needs."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        every = settings.MIDDLEWARE
        settings.MIDDLEWARE = [name for name in every if name not in FOR_PAGES]
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = every


class Lanes:
    """Sends each request into its lane by the beginning of its path."""

    def __init__(self) -> None:
        self.pages = WSGIHandler()
        self.machines = MachineHandler()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        # only reading: whatever would change something goes through the checks for pages
        lane = (
            self.machines if path.startswith(MACHINE_PATHS) and environ.get("REQUEST_METHOD") in READS else self.pages
        )
        return lane(environ, start_response)
