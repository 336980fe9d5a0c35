"""The front door, what the country saves, the method, and a release as it was sealed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.domains.value.queries import figures
from kracht.surfaces.aex.pages import front as front_page
from kracht.surfaces.aex.pages import method as method_page
from kracht.surfaces.aex.pages import national as national_page
from kracht.surfaces.aex.views.common import drawn, handed


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What it is, at a glance."""
    return drawn(request, "front", front_page.build())


@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """What the country saves."""
    page = national_page.build()
    return drawn(request, "national" if page else "nothing", page or front_page.build())


@require_safe
def national_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The figure as CSV or SVG."""
    return handed(national_page.file(kind))


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How it is computed, what is uncertain, who decides."""
    return drawn(request, "method", method_page.build())


@require_safe
def release(request: HttpRequest, name: str) -> HttpResponse:
    """The published bytes of a release."""
    text = figures.release_document(name) if "\x00" not in name and len(name) <= 20 else None
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="release-{name}.json"'
    return answer
