"""The REST API, version 1."""

from django.http import HttpRequest, HttpResponse

from kracht.surfaces.api import openapi
from kracht.surfaces.api.answers import LONG, answer, door, url, wrong_query
from kracht.surfaces.api.pages import changes as feed
from kracht.surfaces.api.pages import item, listing, records


def _list(request: HttpRequest, found: listing.Listing) -> HttpResponse:
    return answer(request, found.data, links=found.links)


@door
def root(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    names = (
        "initiatives",
        "organisations",
        "areas",
        "themes",
        "tags",
        "changes",
        "value/index",
        "value/releases",
        "openapi.json",
    )
    links = {name: {"href": records.href(f"/{name}")} for name in names}
    return answer(request, {"licence": records.licence(), "_links": links}, age=LONG)


@door
def initiatives(request: HttpRequest) -> HttpResponse:
    """A page of initiatives."""
    return _list(request, listing.initiatives(request))


@door
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    """One initiative."""
    return answer(request, item.initiative(slug))


@door
def organisations(request: HttpRequest) -> HttpResponse:
    """A page of organisations."""
    return _list(request, listing.organisation_list(request))


@door
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation."""
    return answer(request, item.organisation(slug))


@door
def areas(request: HttpRequest) -> HttpResponse:
    """A page of areas."""
    return _list(request, listing.area_list(request))


@door
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area with its figures."""
    return answer(request, listing.area(code))


@door
def themes(request: HttpRequest) -> HttpResponse:
    """All themes."""
    given = request.GET.getlist("area")
    if len(given) > 1:
        raise wrong_query([("area", "Give this only once.")])
    items = listing.theme_list(given[0] if given else None)
    here = {"self": {"href": url(request.get_full_path())}}
    return answer(request, {"items": items, "licence": records.licence(), "_links": here})


@door
def tags(request: HttpRequest) -> HttpResponse:
    """All tags of partners."""
    return answer(request, feed.tag_list())


@door
def changes(request: HttpRequest) -> HttpResponse:
    """What was made, changed or removed since a place."""
    found = feed.listing(request)
    return answer(request, found.data, links=found.links, age=10)


@door
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return answer(request, openapi.document(), age=LONG, kind="application/vnd.oai.openapi+json;version=3.1")
