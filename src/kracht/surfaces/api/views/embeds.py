"""Pages for the frames of other sites. Only these may be framed; they set no cookie and know no visitor."""

from collections.abc import Callable, Collection
from functools import cache, wraps
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from kracht.surfaces.api.answers import LONG, SHORT, door, finish
from kracht.surfaces.api.pages import embed

SCRIPT = Path(__file__).parents[1] / "data" / "embed.js"


def _policy() -> dict[str, Collection[str]]:
    own = cast("dict[str, Collection[str]]", settings.SECURE_CSP)
    return {**own, "frame-ancestors": ["*"]}


def framed[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponseBase]:
    """Let every site show the page in a frame; all else stays as strict as on our own pages."""

    @csp_override(_policy())
    @xframe_options_exempt
    @door
    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)  # noqa: S101 - the first argument of every view
        with override(embed.language_of(request)):
            response = view(*args, **kwargs)
        response.headers["Cache-Control"] = f"public, max-age={SHORT * 5}"
        return response

    return inner


@framed
def show_map(request: HttpRequest) -> HttpResponse:
    """A map of a set."""
    return render(request, "api/embed_map.html", {"page": embed.of_map(request)})


@framed
def show_list(request: HttpRequest) -> HttpResponse:
    """The first initiatives of a set."""
    return render(request, "api/embed_list.html", {"page": embed.of_list(request)})


@framed
def show_card(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One initiative."""
    page = embed.of_card(request, slug)
    return render(request, "api/embed_card.html", {"page": page}, status=200 if page else 404)


@door
def colours(request: HttpRequest) -> HttpResponse:
    """The style sheet with the colours of the other site."""
    body = embed.style_sheet(embed.colours_of(request)).encode()
    return finish(request, body, "text/css; charset=utf-8", age=LONG * 24)


@cache
def _script() -> bytes:
    return SCRIPT.read_bytes()


@door
def script(request: HttpRequest) -> HttpResponse:
    """The one-line loader."""
    return finish(request, _script(), "text/javascript; charset=utf-8", age=LONG)
