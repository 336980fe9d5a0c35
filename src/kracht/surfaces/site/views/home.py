"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.surfaces.site.pages import home as page
from kracht.surfaces.site.views.common import draw, visitor


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page."""
    return draw(request, "site/home.html", page.build(visitor(request)))
