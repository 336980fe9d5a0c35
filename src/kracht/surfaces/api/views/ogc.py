"""OGC API Features under /ogc."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from kracht.kernel import clock
from kracht.surfaces.api.answers import GEOJSON, JSON, LONG, SHORT, answer, door, missing, wrong_query
from kracht.surfaces.api.ogc import asked, documents, features
from kracht.surfaces.api.ogc.asked import Lists
from kracht.surfaces.api.pages import asking, ogc, records

FINDERS = {"initiatives": features.initiatives, "areas": features.areas}
ONE = {"initiatives": features.initiative, "areas": features.area}


def _wants_html(request: HttpRequest) -> bool:
    given = request.GET.getlist("f")
    if given and given[-1] in {"json", "html"} and len(given) == 1:
        return given[0] == "html"
    if given:
        raise wrong_query([("f", _("Choose from: %(choices)s.") % {"choices": "json, html"})])
    accepted = request.headers.get("Accept", "*/*").lower()
    return "text/html" in accepted and "json" not in accepted.split("text/html")[0]


def _shown(request: HttpRequest, data: Any, page: ogc.Page, *, kind: str = JSON, age: int = LONG) -> HttpResponse:
    """The same as JSON or as a page to read."""
    if _wants_html(request):
        response = render(request, "api/ogc.html", {"page": page})
        response.headers["Cache-Control"] = f"public, max-age={SHORT}"
    else:
        response = answer(request, data, kind=kind, age=age)
    patch_vary_headers(response, ["Accept"])
    return response


def _lists(request: HttpRequest) -> Lists:
    return asking.lists(request)


@door
def landing(request: HttpRequest) -> HttpResponse:
    """The landing page."""
    asked.nothing_else(_lists(request))
    data = documents.landing()
    return _shown(request, data, ogc.document(data["title"], data["description"], data["links"]))


@door
def conformance(request: HttpRequest) -> HttpResponse:
    """The parts of the standard that hold."""
    asked.nothing_else(_lists(request))
    data = documents.conformance()
    return _shown(
        request, data, ogc.document(_("Parts of the standard that hold"), "", data["links"], data["conformsTo"])
    )


@door
def api(request: HttpRequest) -> HttpResponse:
    """The description of this service."""
    asked.nothing_else(_lists(request))
    data = documents.api()
    return _shown(request, data, ogc.service(data), kind=documents.OPENAPI)


@door
def collections(request: HttpRequest) -> HttpResponse:
    """All collections."""
    asked.nothing_else(_lists(request))
    data = documents.collections()
    links = [link for one in data["collections"] for link in one["links"] if link["rel"] in {"self", "items"}]
    return _shown(request, data, ogc.document(_("Collections"), "", links))


@door
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """One collection."""
    asked.nothing_else(_lists(request))
    if name not in documents.COLLECTIONS:
        raise missing()
    data = documents.collection(name)
    return _shown(request, data, ogc.document(data["title"], data["description"], data["links"]))


@door
def items(request: HttpRequest, name: str) -> HttpResponse:
    """A page of features."""
    if name not in documents.COLLECTIONS:
        raise missing()
    want = asked.read(_lists(request), name)
    found = FINDERS[name](want)
    data: dict[str, Any] = {
        "type": "FeatureCollection",
        "timeStamp": records.moment(clock.now().replace(second=0)),
        "numberReturned": len(found.features),
        "links": _links(request, found.after),
        "licence": records.licence(),
        "features": found.features,
    }
    if found.matched is not None:
        data["numberMatched"] = found.matched
    title = documents.collection(name)["title"]
    response = _shown(request, data, ogc.items(title, found.features, data["links"]), kind=GEOJSON, age=SHORT)
    return _in_crs(response, want.crs)


def _in_crs(response: HttpResponse, system: str) -> HttpResponse:
    response.headers["Content-Crs"] = f"<{system}>"
    return response


def _links(request: HttpRequest, after: int | None) -> list[dict[str, str]]:
    rest = [(name, value) for name, values in request.GET.lists() for value in values if name not in {"after", "f"}]
    here = [*rest, *(("after", value) for value in request.GET.getlist("after"))]
    base = f"{settings.SITE_URL}{request.path}"

    def link(rel: str, kind: str, title: str, pairs: list[tuple[str, str]]) -> dict[str, str]:
        query = urlencode(pairs)
        return {"href": f"{base}?{query}" if query else base, "rel": rel, "type": kind, "title": title}

    html = [("f", "html")]
    links = [
        link("self", GEOJSON, _("This document"), here),
        link("alternate", documents.HTML, _("This document"), here + html),
        documents.link(
            request.path.removeprefix(documents.ROOT).removesuffix("/items"), "collection", JSON, _("Collection")
        ),
    ]
    if after is not None:
        links.append(link("next", GEOJSON, _("Next page"), [*rest, ("after", str(after))]))
    return links


@door
def item(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One feature."""
    if name not in documents.COLLECTIONS:
        raise missing()
    system = asked.only_crs(_lists(request))
    found = ONE[name](key, system)
    if found is None:
        raise missing()
    path = f"/collections/{name}"
    links = [
        documents.link(f"{path}/items/{found['id']}", "self", GEOJSON, _("This document")),
        documents.link(f"{path}/items/{found['id']}?f=html", "alternate", documents.HTML, _("This document")),
        documents.link(path, "collection", JSON, _("Collection")),
    ]
    data = {**found, "links": links, "licence": records.licence()}
    return _in_crs(_shown(request, data, ogc.item(found, links), kind=GEOJSON, age=SHORT), system)
