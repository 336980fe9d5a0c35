"""The list with the map, search, and completion while typing."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from kracht.surfaces.site.pages import listing as list_page
from kracht.surfaces.site.pages import search as search_page
from kracht.surfaces.site.views.common import draw, visitor

SUGGEST_SECONDS = 300


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show a set as a list beside its map; htmx gets the part that changes with a filter."""
    page = list_page.build(dict(request.GET.lists()), visitor(request))
    part = "#results" if _wants_part(request) else ""
    response = draw(request, f"site/listing.html{part}", page)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _wants_part(request: HttpRequest) -> bool:
    """Return whether htmx asks for the results only; going back in history asks for the whole page."""
    details: HtmxDetails = request.htmx  # type: ignore[attr-defined] # set by django-htmx
    return bool(details) and not details.history_restore_request and not details.boosted


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found for the words, over everything."""
    return draw(request, "site/search.html", search_page.build(request.GET.get("q", ""), visitor(request)))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer completions as JSON."""
    found = [asdict(one) for one in search_page.suggestions(request.GET.get("q", ""))]
    return JsonResponse(found, safe=False, headers={"Cache-Control": f"public, max-age={SUGGEST_SECONDS}"})
