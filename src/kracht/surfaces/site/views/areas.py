"""Areas, and the register in figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.surfaces.site.pages import areas as pages
from kracht.surfaces.site.pages import numbers as numbers_page
from kracht.surfaces.site.views.common import draw, visitor


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show all areas."""
    return draw(request, "site/areas.html", pages.index())


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an area, from province to neighbourhood, ended or not."""
    page = pages.build(slug, visitor(request))
    if page is None:
        raise Http404
    return draw(request, "site/area.html", page)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show what the register knows, and what it does not know."""
    return draw(request, "site/numbers.html", numbers_page.build(visitor(request)))
