"""The index and its parts."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kracht.surfaces.aex.pages import front as front_page
from kracht.surfaces.aex.pages import index as pages
from kracht.surfaces.aex.pages import members as members_page
from kracht.surfaces.aex.views.common import drawn, handed, number


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The index of the whole."""
    page = pages.build(span=request.GET.get("span", "all"))
    return drawn(request, "index" if page else "nothing", page or front_page.build())


@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """The index of a theme, a province or one kind of value; only its count where it is too small."""
    return drawn(request, "index", pages.build(part, request.GET.get("span", "all")))


@require_safe
def file(request: HttpRequest, part: str, kind: str) -> HttpResponse:
    """A chart of the index as CSV or SVG."""
    return handed(pages.file(part, kind))


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The members, by name."""
    return drawn(request, "members", members_page.members(number(request.GET.get("page", ""), 1)))


@require_safe
def members_csv(request: HttpRequest) -> HttpResponse:
    """All members as CSV."""
    return handed(members_page.members_file())
