"""The doors of the valuation."""

from django.http import HttpRequest, HttpResponse

from kracht.surfaces.api.answers import JSON, LONG, answer, door, finish
from kracht.surfaces.api.pages import value


@door
def index(request: HttpRequest) -> HttpResponse:
    """An index."""
    return answer(request, value.index(request))


@door
def members(request: HttpRequest) -> HttpResponse:
    """The members of the index."""
    return answer(request, value.members(request))


@door
def benchmark(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative beside its peers."""
    return answer(request, value.benchmark(request, slug))


@door
def gaps(request: HttpRequest) -> HttpResponse:
    """The growth map."""
    return answer(request, value.gaps(request))


@door
def national(request: HttpRequest) -> HttpResponse:
    """What the country saves."""
    return answer(request, value.national(request))


@door
def sheet(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A published sheet, as its record."""
    return finish(request, value.sheet_of(slug, year), JSON)


@door
def value_set(request: HttpRequest) -> HttpResponse:
    """The published value set."""
    return answer(request, value.value_set(request))


@door
def releases(request: HttpRequest) -> HttpResponse:
    """All releases."""
    return answer(request, value.releases(request))


@door
def release(request: HttpRequest, name: str) -> HttpResponse:
    """The published bytes of a release."""
    return finish(request, value.release(name), JSON, age=LONG)
