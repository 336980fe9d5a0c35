"""JSON Schemas of what the REST API answers. Each object names all its fields, so that a test finds a forgotten one."""

from typing import Any

from kracht.domains.initiatives.facts import SECTORS, LegalForm, Licence, NeedKind, Reach, Stage
from kracht.foundation.organisations.facts import OrganisationKind
from kracht.foundation.places.models import Kind

type Json = dict[str, Any]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
YES_NO: Json = {"type": "boolean"}
URI: Json = {"type": "string", "format": "uri"}
MOMENT: Json = {"type": "string", "format": "date-time"}
LATITUDE: Json = {"type": ["number", "null"], "minimum": -90, "maximum": 90}
LONGITUDE: Json = {"type": ["number", "null"], "minimum": -180, "maximum": 180}
COUNTS: Json = {"type": "object", "additionalProperties": WHOLE}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(schema: Json) -> Json:
    return {"oneOf": [schema, {"type": "null"}]}


def _list(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _one_of(values: list[str]) -> Json:
    return {"type": "string", "enum": values}


def _object(**fields: Json) -> Json:
    return {"type": "object", "required": list(fields), "properties": fields, "additionalProperties": False}


def _links(*names: str) -> Json:
    return _object(**{name: _object(href=URI) for name in names})


def _paged() -> Json:
    href = _object(href=URI)
    return {
        "type": "object",
        "required": ["self"],
        "properties": {"self": href, "next": href, "prev": href},
        "additionalProperties": False,
    }


def _collection(name: str) -> Json:
    return _object(items=_list(_ref(name)), licence=_ref("Licence"), _links=_paged())


MAYBE_WHOLE: Json = {"type": ["integer", "null"]}


def _initiatives(slugs: list[str]) -> Json:
    themes = _list(_one_of(slugs))
    shared = {
        "id": WHOLE,
        "slug": TEXT,
        "name": TEXT,
        "summary": TEXT,
        "language": TEXT,
        "stage": _one_of(list(Stage.values)),
        "themes": themes,
        "placeName": TEXT,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "municipality": _maybe(_ref("AreaReference")),
        "isExample": YES_NO,
        "licence": _one_of(list(Licence.values)),
        "confirmedAt": MOMENT,
        "_links": _links("self", "page"),
    }
    needs = _list(_one_of(list(NeedKind.values)))
    area = _maybe(_ref("AreaReference"))
    return {
        "InitiativeSummary": _object(
            **shared, needs=needs, sectors=_list(_one_of(list(SECTORS))), sourceYear=MAYBE_WHOLE
        ),
        "InitiativeList": _collection("InitiativeSummary"),
        "Initiative": _object(
            **shared,
            story={"type": "string", "contentMediaType": "text/markdown"},
            sdgs=_list({"type": "integer", "minimum": 1, "maximum": 17}),
            needs=_list(_object(kind=_one_of(list(NeedKind.values)), text=TEXT)),
            parties=_list(_object(name=TEXT, sector=_one_of(list(SECTORS)), organisation={"type": ["string", "null"]})),
            people=MAYBE_WHOLE,
            volunteerHours={**MAYBE_WHOLE, "description": "Hours a month, all together."},
            legalForm=_one_of(["", *LegalForm.values]),
            since={**MAYBE_WHOLE, "description": "Year."},
            reach=_one_of(list(Reach.values)),
            website=TEXT,
            contact=_maybe(_object(name=TEXT, email=TEXT, phone=TEXT)),
            openingTimes=TEXT,
            recipe=_maybe(_object(slug=TEXT, name=TEXT)),
            pictures=_list(_ref("Picture")),
            placeKind={**_one_of(["exact", "area"]), "description": "area: somewhere in this area."},
            areaEstimated=YES_NO,
            province=area,
            district=area,
            neighbourhood=area,
            source=_ref("Source"),
            licenceUrl=URI,
            createdAt=MOMENT,
            updatedAt=MOMENT,
            publishedAt=_maybe(MOMENT),
        ),
    }


def _organisations() -> Json:
    shared = {
        "slug": TEXT,
        "name": TEXT,
        "sector": _one_of(list(SECTORS)),
        "kind": _one_of(list(OrganisationKind.values)),
        "summary": TEXT,
        "placeName": TEXT,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "isExample": YES_NO,
        "_links": _links("self", "page"),
    }
    return {
        "OrganisationSummary": _object(**shared, sourceYear=MAYBE_WHOLE),
        "OrganisationList": _collection("OrganisationSummary"),
        "Organisation": _object(
            **shared,
            story=TEXT,
            language=TEXT,
            website=TEXT,
            contact=_maybe(_object(email=TEXT, phone=TEXT)),
            municipality=_maybe(_ref("AreaReference")),
            initiatives=_list(_object(slug=TEXT, name=TEXT)),
            source=_ref("Source"),
            licence=_one_of(list(Licence.values)),
            licenceUrl=URI,
            updatedAt=MOMENT,
        ),
    }


def _areas() -> Json:
    shared = {
        "code": {"type": "string", "description": "CBS code."},
        "kind": _one_of(list(Kind.values)),
        "name": TEXT,
        "slug": TEXT,
        "population": MAYBE_WHOLE,
        "initiatives": WHOLE,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "_links": _links("self", "page"),
    }
    box: Json = {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    return {
        "AreaReference": _object(code=TEXT, name=TEXT),
        "AreaSummary": _object(**shared),
        "AreaList": _collection("AreaSummary"),
        "Figures": _object(
            initiatives=WHOLE,
            examples=WHOLE,
            per10000Inhabitants={"type": ["number", "null"]},
            people=WHOLE,
            volunteerHoursPerMonth=WHOLE,
            byTheme=COUNTS,
            byStage=COUNTS,
            byNeed=COUNTS,
            bySector=COUNTS,
            known={**COUNTS, "description": "Of how many initiatives a field is filled in."},
        ),
        "Area": _object(
            **shared,
            parent=_maybe(_ref("AreaReference")),
            areaKm2={"type": ["number", "null"]},
            bbox=box,
            endedOn={"type": ["string", "null"], "format": "date"},
            continuedIn=_maybe(_ref("AreaReference")),
            figures=_ref("Figures"),
            licence=_ref("Licence"),
        ),
    }


def every(slugs: list[str]) -> Json:
    """Return all schemas by name. `slugs` are those of the themes."""
    theme = _object(
        id=WHOLE, slug=_one_of(slugs), nameNl=TEXT, nameEn=TEXT, descriptionNl=TEXT, descriptionEn=TEXT,
        initiatives=WHOLE, _links=_links("page"),
    )  # fmt: skip
    error = _object(**{"in": TEXT, "location": _object(name=TEXT), "code": TEXT, "detail": TEXT})
    problem = _object(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT, instance=TEXT)
    problem["properties"] = {**problem["properties"], "errors": _list(error)}
    return {
        "Licence": _object(id=TEXT, name=TEXT, url=URI, attribution=TEXT, note=TEXT),
        "Source": _object(name=TEXT, url=TEXT, year=MAYBE_WHOLE),
        "Picture": _object(url=URI, width=WHOLE, height=WHOLE, alt=TEXT, credit=TEXT, licence=TEXT),
        **_initiatives(slugs),
        **_organisations(),
        **_areas(),
        "Theme": theme,
        "ThemeList": _collection("Theme"),
        "Problem": problem,
    }
