"""The OpenAPI 3.1 document of the REST API, after the Dutch API Design Rules. Tests hold real answers against it."""

from email.utils import parseaddr
from functools import cache
from typing import Any

from django.conf import settings

from kracht.domains.initiatives.facts import SECTORS, NeedKind, Stage
from kracht.domains.initiatives.queries.lookups import themes
from kracht.surfaces.api import answers, openapi_value, openapi_writing, schemas
from kracht.surfaces.api.pages import records

type Json = dict[str, Any]


def _query(name: str, schema: Json, words: str, example: Any = None, **more: Any) -> Json:
    found: Json = {"name": name, "in": "query", "required": False, "description": words, "schema": schema, **more}
    if example is not None:
        found["example"] = example
    return found


def _many(name: str, values: list[Any], words: str, kind: str = "string") -> Json:
    items = {"type": kind, "enum": values}
    schema = {"type": "array", "items": items, "maxItems": 20, "minItems": 1}
    return _query(
        name,
        schema,
        f"{words} Give it several times, or with commas; one of them must hold.",
        style="form",
        explode=True,
    )


def _parameters(slugs: list[str]) -> dict[str, Json]:
    text = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\u0000]+$"}
    number = r"-?[0-9]{1,3}(\.[0-9]+)?"
    return {
        "q": _query(
            "q",
            {**text, "pattern": r"^[^\u0000]*\S[^\u0000]*$"},
            "Words to search for, in Dutch or English.",
            "moestuin",
        ),
        "theme": _many("theme", slugs, "Themes, by slug."),
        "area": _query(
            "area", {"type": "string", "minLength": 2, "maxLength": 120}, "An area, by CBS code or slug.", "GM0363"
        ),
        "stage": _many("stage", list(Stage.values), "Stages."),
        "sector": _many("sector", list(SECTORS), "Sectors of the parties involved."),
        "need": _many("need", list(NeedKind.values), "What is asked for."),
        "sdg": _many("sdg", list(range(1, 18)), "Sustainable development goals, by number.", "integer"),
        "tag": _query(
            "tag",
            {
                "type": "array",
                "items": {"type": "string", "pattern": openapi_writing.TAG_PATTERN},
                "maxItems": 20,
                "minItems": 1,
            },
            "Tags of partners, as namespace:word. Give it several times, or with commas; one of them must hold.",
            style="form",
            explode=True,
        ),
        "since": _query(
            "since",
            {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^(now|[A-Za-z0-9_-]+)$"},
            "Where to go on: `since` of the answer before. `now` for the present place; without it, from the beginning.",
        ),
        "many": _query("limit", {"type": "integer", "minimum": 1, "maximum": 1000}, "How many on a page."),
        "bbox": _query(
            "bbox",
            {"type": "string", "maxLength": 200, "pattern": f"^{number}(,{number}){{3}}$"},
            "A box in degrees: minlon,minlat,maxlon,maxlat.",
            "4.7,52.2,5.0,52.5",
        ),
        "near": _query(
            "near",
            {"type": "string", "maxLength": 200, "pattern": f"^{number},{number}$"},
            "A point in degrees: lat,lon. Orders by distance.",
            "52.37,4.9",
        ),
        "examples": _query("examples", {"type": "string", "enum": ["0", "1"]}, "0 leaves out the generated examples."),
        "label": _query(
            "label", {"type": "string", "enum": ["0", "1"]}, "1 gives only initiatives with the quality label."
        ),
        "limit": _query("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "How many on a page."),
        "after": _query(
            "after",
            {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$"},
            "Where to go on: take it from the next and prev links.",
        ),
        "kind": _query(
            "kind",
            {"type": "string", "enum": ["province", "municipality", "district", "neighbourhood"]},
            "Kind of area; districts and neighbourhoods need within.",
        ),
        "within": _query(
            "within", {"type": "string", "minLength": 2, "maxLength": 120}, "Areas right below this one.", "PV26"
        ),
        "oneSector": _query("sector", {"type": "string", "enum": list(SECTORS)}, "The sector of the organisation."),
    }


HEADERS = {
    "API-Version": {"description": "Version of the API.", "schema": {"type": "string"}},
    "ETag": {"description": "Fingerprint; send it back as If-None-Match.", "schema": {"type": "string"}},
    "Link": {"description": "Pages beside this one, and the licence.", "schema": {"type": "string"}},
}


def _problem(words: str) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    headers = {"API-Version": HEADERS["API-Version"]}
    return {"description": words, "headers": headers, "content": {answers.PROBLEM: {"schema": schema}}}


def _operation(key: str, words: str, tag: str, schema: str, parameters: list[str], *, one: bool = False) -> Json:
    responses: Json = {
        "200": {
            "description": "Found.",
            "headers": HEADERS,
            "content": {answers.JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
        },
        "304": {"description": "You hold this answer already."},
        "503": {"description": "The database is away for a moment; see Retry-After."},
    }
    if one:
        responses["410"] = _problem("It was taken out of the register.")
        responses["404"] = _problem("There is no such thing (any more).")
    elif parameters:
        responses["400"] = _problem("Something in the query is wrong; errors says what and how to mend it.")
    found: Json = {"operationId": key, "summary": words, "tags": [tag], "responses": responses}
    if parameters:
        found["parameters"] = [{"$ref": f"#/components/parameters/{name}"} for name in parameters]
    return {"get": found}


def _item(key: str, words: str, tag: str, schema: str, name: str, example: str) -> Json:
    path = _operation(key, words, tag, schema, [], one=True)
    text = {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[A-Za-z0-9_-]+$"}
    return {"parameters": [{"name": name, "in": "path", "required": True, "schema": text, "example": example}], **path}


def _paths() -> Json:
    """Return all paths: what anyone may read, and what partners write."""
    found = {**_public_paths(), **openapi_value.paths(_operation, _item)}
    for path, operations in openapi_writing.paths().items():
        found[path] = {**found.get(path, {}), **operations}
    return found


def _public_paths() -> Json:
    finding = [
        "q",
        "theme",
        "area",
        "stage",
        "sector",
        "need",
        "sdg",
        "tag",
        "bbox",
        "near",
        "examples",
        "label",
        "limit",
        "after",
    ]
    return {
        "/initiatives": _operation(
            "listInitiatives", "Initiatives, freshest first", "Initiatives", "InitiativeList", finding
        ),
        "/initiatives/{slug}": _item(
            "getInitiative", "One initiative", "Initiatives", "Initiative", "slug", "buurtmoestuin"
        ),
        "/organisations": _operation(
            "listOrganisations",
            "Organisations, by name",
            "Organisations",
            "OrganisationList",
            ["q", "oneSector", "area", "limit", "after"],
        ),
        "/organisations/{slug}": _item(
            "getOrganisation", "One organisation", "Organisations", "Organisation", "slug", "gemeente-utrecht"
        ),
        "/areas": _operation("listAreas", "Areas, by name", "Areas", "AreaList", ["kind", "within", "limit", "after"]),
        "/areas/{code}": _item("getArea", "One area with its figures", "Areas", "Area", "code", "GM0363"),
        "/themes": _operation("listThemes", "All themes, with counts", "Themes", "ThemeList", ["area"]),
        "/tags": _operation("listTags", "All tags of partners", "Tags", "TagList", []),
        "/changes": _operation(
            "listChanges", "What was made, changed or removed", "Changes", "ChangeList", ["since", "many"]
        ),
    }


@cache
def document() -> Json:
    """Return the whole document."""
    slugs = [fact.slug for fact in themes().values()]
    licence = records.licence()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME} API",
            "version": answers.API_VERSION,
            "description": (
                "The register of citizens' initiatives in the Netherlands, open data. No key is needed to read; "
                "partners write with one. All public answers may be read by scripts of any site. Contact data are only "
                "there when the initiator made them public."
            ),
            "contact": {
                "name": settings.SITE_NAME,
                "url": f"{settings.SITE_URL}/",
                "email": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            },
            "license": {"name": f"{licence['name']} (data)", "url": licence["url"]},
        },
        "servers": [{"url": f"{settings.SITE_URL}{records.ROOT}", "description": "This site"}],
        "tags": [
            {"name": name}
            for name in ("Initiatives", "Organisations", "Areas", "Themes", "Tags", "Changes", "Value", "Partners")
        ],
        "paths": _paths(),
        "components": {
            "schemas": {**schemas.every(slugs), **openapi_value.schemas(), **openapi_writing.schemas(slugs)},
            "parameters": {**_parameters(slugs), **openapi_value.parameters()},
            "securitySchemes": {"key": openapi_writing.SECURITY},
        },
    }
