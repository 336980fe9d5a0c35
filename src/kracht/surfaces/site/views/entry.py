"""The page of one initiative."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kracht.domains.initiatives.queries import figures
from kracht.surfaces.site.pages import entry as page
from kracht.surfaces.site.views.common import draw, visitor


@require_safe
def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an initiative; 410 when it was taken out of the register, 404 when there never was one."""
    found = page.build(slug, visitor(request), get_language() or "nl")
    if found is not None:
        return draw(request, "site/entry.html", found)
    if figures.was_published(slug):
        return render(request, "site/gone.html", status=410)
    raise Http404
