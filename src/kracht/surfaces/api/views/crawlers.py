"""For search engines and for the host: sitemap, robots.txt, health."""

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kracht.kernel import clock
from kracht.surfaces.api.answers import JSON, LONG, door, finish
from kracht.surfaces.api.pages import health, sitemap

XML = "application/xml; charset=utf-8"
ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /kaart/
Disallow: /zoek/
Disallow: /export/
Disallow: /nl/desk/
Disallow: /en/desk/
Allow: /

Sitemap: {site}/sitemap.xml
"""


@door
def index(request: HttpRequest) -> HttpResponse:
    """The index of the sitemap."""
    return finish(request, sitemap.index().encode(), XML, age=LONG)


@door
def initiatives(request: HttpRequest, after: int) -> HttpResponse:
    """A chunk of initiatives."""
    return finish(request, sitemap.initiatives(min(after, 2**62)).encode(), XML, age=LONG)


@door
def pages(request: HttpRequest) -> HttpResponse:
    """Fixed pages, themes and areas."""
    return finish(request, sitemap.pages().encode(), XML, age=LONG)


@door
def organisations(request: HttpRequest) -> HttpResponse:
    """Pages of organisations."""
    return finish(request, sitemap.organisation_pages().encode(), XML, age=LONG)


@door
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: all pages, not every filtered set."""
    return finish(request, ROBOTS.format(site=settings.SITE_URL).encode(), "text/plain; charset=utf-8", age=LONG)


@door
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site can serve: 200 or 503, with the parts in JSON."""
    state = health.state(clock.now())
    response = HttpResponse(orjson.dumps(state.data), content_type=JSON, status=200 if state.serves else 503)
    response.headers["Cache-Control"] = "no-store"
    if not state.serves:
        response.headers["Retry-After"] = "15"
    return response
