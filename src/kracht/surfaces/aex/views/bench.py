"""One initiative beside its peers."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.surfaces.aex.pages import bench as pages
from kracht.surfaces.aex.views.common import drawn, handed


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Choose an initiative."""
    return drawn(request, "bench_find", pages.find(request.GET.get("q", "")))


@require_safe
def bench(request: HttpRequest, slug: str) -> HttpResponse:
    """The benchmark of one."""
    return drawn(request, "bench", pages.build(slug))


@require_safe
def file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Its funnel as CSV or SVG."""
    return handed(pages.file(slug, kind))
