"""The growth map."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.surfaces.aex.pages import growth as pages
from kracht.surfaces.aex.views.common import drawn, handed


@require_safe
def growth(request: HttpRequest) -> HttpResponse:
    """Where more people could be helped."""
    return drawn(request, "growth", pages.build(request.GET.get("driver", ""), request.GET.get("area", "")))


@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The map as CSV or SVG."""
    return handed(pages.file(request.GET.get("driver", ""), kind))
