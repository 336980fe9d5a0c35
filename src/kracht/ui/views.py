"""The gallery: every part in every state, and whole pages with made-up content."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kracht.ui import gallery as shown


def gallery(request: HttpRequest) -> HttpResponse:
    """Show all parts."""
    return render(request, "ui/gallery/index.html", shown.parts_context(request.GET.get("form") == "wrong"))


def composition(request: HttpRequest, name: str) -> HttpResponse:
    """Show one whole page with made-up content."""
    if name not in shown.COMPOSITIONS:
        raise Http404
    context = {"page": shown.COMPOSITIONS[name](), "navigation": shown.NAVIGATION, "page_url": shown.PAGE_URL}
    return render(request, f"ui/gallery/{name}.html", context)


def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Give a map tile of the made-up initiatives: groups far out, points near."""
    return JsonResponse(shown.tile(z, x, y))
