"""Pages that only say something."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.surfaces.site.pages import texts
from kracht.surfaces.site.views.common import draw


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what Kracht is."""
    return draw(request, "site/about.html", texts.build())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the site is, and what is not yet."""
    return draw(request, "site/accessibility.html", texts.build())


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of people."""
    return draw(request, "site/privacy.html", texts.build())


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Say how to take the data along."""
    return draw(request, "site/open_data.html", texts.build())


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Name the sources and their licences."""
    return draw(request, "site/sources.html", texts.build())


@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """Show how to put a map, a list or a card on another site."""
    return draw(request, "site/embed.html", texts.build())
