"""The gallery: every part in every state, and whole pages with made-up content."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kracht.ui.gallery import pages, samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show all parts."""
    return render(
        request, "ui/gallery/index.html", {"compositions": list(pages.COMPOSITIONS), **samples.parts_context()}
    )


@require_safe
def composition(request: HttpRequest, name: str) -> HttpResponse:
    """Show one whole page with made-up content."""
    if name not in pages.COMPOSITIONS:
        raise Http404
    context = {"page": pages.COMPOSITIONS[name](), "navigation": samples.NAVIGATION, "page_url": samples.PAGE_URL}
    return render(request, f"ui/gallery/{name}.html", context)


@require_safe
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Give a map tile of the made-up initiatives: groups far out, points near."""
    return JsonResponse(samples.tile(z, x, y))
