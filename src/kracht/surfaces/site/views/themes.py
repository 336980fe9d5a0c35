"""Themes and organisations."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.kernel import clock
from kracht.surfaces.site.pages import organisations as organisation_pages
from kracht.surfaces.site.pages import themes as theme_pages
from kracht.surfaces.site.views.common import draw, visitor
from kracht.surfaces.site.views.people import is_member


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the twelve themes."""
    return draw(request, "site/themes.html", theme_pages.index())


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a theme."""
    page = theme_pages.build(slug, visitor(request))
    if page is None:
        raise Http404
    return draw(request, "site/theme.html", page)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Show the organisations, all or of one sector."""
    return draw(request, "site/organisations.html", organisation_pages.listing(dict(request.GET.lists())))


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation with the initiatives it takes part in."""
    page = organisation_pages.build(slug, visitor(request), member=is_member(request), on=clock.today())
    if page is None:
        raise Http404
    return draw(request, "site/organisation.html", page)
