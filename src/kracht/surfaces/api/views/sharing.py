"""Pictures for social media (Open Graph)."""

from django.http import HttpRequest, HttpResponse

from kracht.surfaces.api import drawing
from kracht.surfaces.api.answers import LONG, door, finish, missing
from kracht.surfaces.api.pages import sharing

KIND = "image/png"


def _picture(request: HttpRequest, drawn: sharing.Drawn | None) -> HttpResponse:
    if drawn is None:
        raise missing()
    words, colour = drawn
    return finish(request, drawing.share_picture(words, colour), KIND, age=LONG * 24)


@door
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of an initiative."""
    return _picture(request, sharing.initiative(slug))


@door
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of an area."""
    return _picture(request, sharing.area(slug))


@door
def site(request: HttpRequest) -> HttpResponse:
    """The picture of every other page."""
    return _picture(request, sharing.site())
