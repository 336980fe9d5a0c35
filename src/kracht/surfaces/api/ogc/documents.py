"""Landing page, conformance, collections and the OpenAPI document of OGC API Features."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kracht.domains.initiatives.exchange import LICENCE_NAMES, LICENCE_URLS
from kracht.domains.initiatives.facts import SECTORS, Licence, NeedKind, Stage
from kracht.domains.initiatives.queries.lookups import themes
from kracht.surfaces.api.answers import API_VERSION, GEOJSON, JSON, PROBLEM
from kracht.surfaces.api.ogc import asked, crs

ROOT = "/ogc"
HTML = "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
NETHERLANDS = ([-68.5, 11.9, 7.3, 53.7], [3.2, 50.7, 7.3, 53.7])  # all, and the European part
CLASSES = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)
COLLECTIONS = ("initiatives", "areas")

type Json = dict[str, Any]


def href(path: str = "") -> str:
    """Return an absolute address under the door."""
    return f"{settings.SITE_URL}{ROOT}{path}"


def link(path: str, rel: str, kind: str, title: str) -> Json:
    """Return a link."""
    return {"href": href(path), "rel": rel, "type": kind, "title": title}


def _both(path: str, title: str, kind: str = JSON) -> list[Json]:
    """This document, and the same as HTML."""
    return [link(path, "self", kind, title), link(f"{path}?f=html", "alternate", HTML, title)]


def _licence() -> Json:
    return {"href": LICENCE_URLS[Licence.CC_BY.value], "rel": "license", "title": LICENCE_NAMES[Licence.CC_BY.value]}


def landing() -> Json:
    """Return the landing page."""
    return {
        "title": settings.SITE_NAME,
        "description": _("The register of citizens' initiatives in the Netherlands, as geographic open data."),
        "attribution": f"{settings.SITE_NAME}, {settings.SITE_URL}",
        "links": [
            *_both("", _("This document")),
            link("/api", "service-desc", OPENAPI, _("Description of this service")),
            link("/api?f=html", "service-doc", HTML, _("Description of this service")),
            link("/conformance", "conformance", JSON, _("Parts of the standard that hold")),
            link("/collections", "data", JSON, _("Collections")),
            _licence(),
        ],
    }


def conformance() -> Json:
    """Return the parts of the standard that hold."""
    return {"conformsTo": list(CLASSES), "links": _both("/conformance", _("Parts of the standard that hold"))}


def collection(name: str) -> Json:
    """Return the description of a collection."""
    words = {
        "initiatives": (_("Initiatives"), _("Citizens' initiatives; a feature without geometry has no known place.")),
        "areas": (
            _("Areas"),
            _(
                "Provinces and municipalities (kind=district or neighbourhood for smaller ones): borders when loaded, else a point."
            ),
        ),
    }
    title, description = words[name]
    path = f"/collections/{name}"
    found: Json = {
        "id": name,
        "title": title,
        "description": description,
        "itemType": "feature",
        "extent": {"spatial": {"bbox": [list(box) for box in NETHERLANDS], "crs": crs.CRS84}},
        "crs": list(crs.KNOWN),
        "storageCrs": crs.CRS84,
        "links": [
            *_both(path, title),
            link(f"{path}/items", "items", GEOJSON, title),
            link(f"{path}/items?f=html", "items", HTML, title),
            _licence(),
        ],
    }
    if name == "initiatives":
        found["extent"]["temporal"] = {"interval": [[None, None]]}
    return found


def collections() -> Json:
    """Return all collections."""
    return {
        "links": _both("/collections", _("Collections")),
        "crs": list(crs.KNOWN),
        "collections": [collection(name) for name in COLLECTIONS],
    }


def _query(name: str, schema: Json, words: str, **more: Any) -> Json:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema, **more}


def _many(name: str, values: list[Any], words: str, kind: str = "string") -> Json:
    items = {"type": kind, "enum": values}
    return _query(name, {"type": "array", "items": items, "minItems": 1}, words, style="form", explode=False)


def _shared() -> list[Json]:
    systems = {"type": "string", "enum": list(crs.KNOWN), "default": crs.CRS84}
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    most = {"type": "integer", "minimum": 1, "maximum": asked.MOST, "default": asked.DEFAULT_LIMIT}
    return [
        _query("limit", most, "How many features; more than the most gives the most."),
        _query("bbox", numbers, "A box: lower left and upper right corner.", style="form", explode=False),
        _query("bbox-crs", systems, "System of the box."),
        _query("crs", systems, "System of the answer."),
        _query("datetime", {"type": "string"}, "Moment or period in which it was published."),
        _query("after", {"type": "integer", "minimum": 0}, "Where to go on: take it from the next link."),
        _query("f", {"type": "string", "enum": ["json", "html"]}, "Form of the answer."),
    ]


def _of_initiatives() -> list[Json]:
    return [
        _query("q", {"type": "string", "minLength": 1, "maxLength": 200}, "Words to search for."),
        _many("theme", [fact.slug for fact in themes().values()], "Themes."),
        _query("area", {"type": "string"}, "CBS code or slug of an area."),
        _many("stage", list(Stage.values), "Stages."),
        _many("sector", list(SECTORS), "Sectors."),
        _many("need", list(NeedKind.values), "Needs."),
        _many("sdg", list(range(1, 18)), "Sustainable development goals.", "integer"),
        _query("examples", {"type": "string", "enum": ["0", "1"]}, "0 leaves out generated examples."),
        _query("label", {"type": "string", "enum": ["0", "1"]}, "1 gives only those with the quality label."),
    ]


def _answers(kind: str = JSON, *, one: bool = False) -> Json:
    shown: Json = {
        "200": {
            "description": "Found.",
            "content": {kind: {"schema": {"type": "object"}}, HTML: {"schema": {"type": "string"}}},
        }
    }
    problem = {"content": {PROBLEM: {"schema": {"type": "object"}}}}
    shown["400"] = {"description": "Something in the query is wrong.", **problem}
    if one:
        shown["404"] = {"description": "There is no such feature.", **problem}
    return shown


def _get(key: str, words: str, parameters: list[Json], *, kind: str = JSON, one: bool = False) -> Json:
    return {
        "get": {"operationId": key, "summary": words, "parameters": parameters, "responses": _answers(kind, one=one)}
    }


def api() -> Json:
    """Return the OpenAPI 3.0 document of this service (Part 1 asks for 3.0)."""
    form = [_shared()[-1]]
    system = _shared()[3]
    paths: Json = {
        "/": _get("getLandingPage", "Landing page", form),
        "/conformance": _get("getConformance", "Conformance", form),
        "/collections": _get("getCollections", "Collections", form),
    }
    own = {
        "initiatives": _of_initiatives(),
        "areas": [_query("kind", {"type": "string", "enum": list(asked.LEVELS)}, "Kind.")],
    }
    for name in COLLECTIONS:
        title = name.capitalize()
        key = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"/collections/{name}"] = _get(f"get{title}Collection", title, form)
        paths[f"/collections/{name}/items"] = _get(f"get{title}", title, _shared() + own[name], kind=GEOJSON)
        paths[f"/collections/{name}/items/{{featureId}}"] = _get(
            f"getOneOf{title}", f"One of {name}", [key, system, *form], kind=GEOJSON, one=True
        )
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"{settings.SITE_NAME}: OGC API Features",
            "version": API_VERSION,
            "contact": {
                "name": settings.SITE_NAME,
                "url": f"{settings.SITE_URL}/",
                "email": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            },
            "license": {"name": LICENCE_NAMES[Licence.CC_BY.value], "url": LICENCE_URLS[Licence.CC_BY.value]},
        },
        "servers": [{"url": href()}],
        "paths": paths,
    }
