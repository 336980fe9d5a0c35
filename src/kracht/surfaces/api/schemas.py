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


def ref(name: str) -> Json:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Json) -> Json:
    """Return a schema that may be null."""
    return {"oneOf": [schema, {"type": "null"}]}


def list_of(schema: Json) -> Json:
    """Return a list of it."""
    return {"type": "array", "items": schema}


def one_of(values: list[str]) -> Json:
    """Return a choice of words."""
    return {"type": "string", "enum": values}


def objects(**fields: Json) -> Json:
    """Return an object that has all these fields and no others."""
    return {"type": "object", "required": list(fields), "properties": fields, "additionalProperties": False}


def _links(*names: str) -> Json:
    return objects(**{name: objects(href=URI) for name in names})


def _paged() -> Json:
    href = objects(href=URI)
    return {
        "type": "object",
        "required": ["self"],
        "properties": {"self": href, "next": href, "prev": href},
        "additionalProperties": False,
    }


def _collection(name: str) -> Json:
    return objects(items=list_of(ref(name)), licence=ref("Licence"), _links=_paged())


MAYBE_WHOLE: Json = {"type": ["integer", "null"]}


def _initiatives(slugs: list[str]) -> Json:
    themes = list_of(one_of(slugs))
    shared = {
        "id": WHOLE,
        "slug": TEXT,
        "name": TEXT,
        "summary": TEXT,
        "language": TEXT,
        "stage": one_of(list(Stage.values)),
        "themes": themes,
        "placeName": TEXT,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "municipality": maybe(ref("AreaReference")),
        "isExample": YES_NO,
        "licence": one_of(list(Licence.values)),
        "labelUntil": {
            "type": ["string", "null"],
            "format": "date",
            "description": "Bears the quality label until (and with) this day.",
        },
        "confirmedAt": MOMENT,
        "_links": _links("self", "page"),
    }
    needs = list_of(one_of(list(NeedKind.values)))
    area = maybe(ref("AreaReference"))
    return {
        "InitiativeSummary": objects(
            **shared, needs=needs, sectors=list_of(one_of(list(SECTORS))), sourceYear=MAYBE_WHOLE
        ),
        "InitiativeList": _collection("InitiativeSummary"),
        "Initiative": objects(
            **shared,
            story={"type": "string", "contentMediaType": "text/markdown"},
            sdgs=list_of({"type": "integer", "minimum": 1, "maximum": 17}),
            needs=list_of(objects(kind=one_of(list(NeedKind.values)), text=TEXT)),
            parties=list_of(
                objects(name=TEXT, sector=one_of(list(SECTORS)), organisation={"type": ["string", "null"]})
            ),
            people=MAYBE_WHOLE,
            volunteerHours={**MAYBE_WHOLE, "description": "Hours a month, all together."},
            legalForm=one_of(["", *LegalForm.values]),
            since={**MAYBE_WHOLE, "description": "Year."},
            reach=one_of(list(Reach.values)),
            website=TEXT,
            contact=maybe(objects(name=TEXT, email=TEXT, phone=TEXT)),
            openingTimes=TEXT,
            recipe=maybe(objects(slug=TEXT, name=TEXT)),
            pictures=list_of(ref("Picture")),
            tags=list_of(TEXT),
            provenance=list_of(ref("ProvenanceOfField")),
            placeKind={**one_of(["exact", "area"]), "description": "area: somewhere in this area."},
            areaEstimated=YES_NO,
            province=area,
            district=area,
            neighbourhood=area,
            source=ref("Source"),
            licenceUrl=URI,
            createdAt=MOMENT,
            updatedAt=MOMENT,
            publishedAt=maybe(MOMENT),
        ),
    }


def _organisations() -> Json:
    shared = {
        "slug": TEXT,
        "name": TEXT,
        "sector": one_of(list(SECTORS)),
        "kind": one_of(list(OrganisationKind.values)),
        "summary": TEXT,
        "placeName": TEXT,
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "isExample": YES_NO,
        "_links": _links("self", "page"),
    }
    return {
        "OrganisationSummary": objects(**shared, sourceYear=MAYBE_WHOLE),
        "OrganisationList": _collection("OrganisationSummary"),
        "Organisation": objects(
            **shared,
            story=TEXT,
            language=TEXT,
            website=TEXT,
            contact=maybe(objects(email=TEXT, phone=TEXT)),
            municipality=maybe(ref("AreaReference")),
            initiatives=list_of(objects(slug=TEXT, name=TEXT)),
            source=ref("Source"),
            licence=one_of(list(Licence.values)),
            licenceUrl=URI,
            updatedAt=MOMENT,
        ),
    }


def _areas() -> Json:
    shared = {
        "code": {"type": "string", "description": "CBS code."},
        "kind": one_of(list(Kind.values)),
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
        "AreaReference": objects(code=TEXT, name=TEXT),
        "AreaSummary": objects(**shared),
        "AreaList": _collection("AreaSummary"),
        "Figures": objects(
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
        "Area": objects(
            **shared,
            parent=maybe(ref("AreaReference")),
            areaKm2={"type": ["number", "null"]},
            bbox=box,
            endedOn={"type": ["string", "null"], "format": "date"},
            continuedIn=maybe(ref("AreaReference")),
            figures=ref("Figures"),
            licence=ref("Licence"),
        ),
    }


def every(slugs: list[str]) -> Json:
    """Return all schemas by name. `slugs` are those of the themes."""
    theme = objects(
        id=WHOLE, slug=one_of(slugs), nameNl=TEXT, nameEn=TEXT, descriptionNl=TEXT, descriptionEn=TEXT,
        initiatives=WHOLE, _links=_links("page"),
    )  # fmt: skip
    place = {"oneOf": [objects(name=TEXT), objects(pointer=TEXT)]}
    error = objects(**{"in": TEXT, "location": place, "code": TEXT, "detail": TEXT})
    problem = objects(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT, instance=TEXT)
    problem["properties"] = {**problem["properties"], "errors": list_of(ref("Error"))}
    return {
        "Licence": objects(id=TEXT, name=TEXT, url=URI, attribution=TEXT, note=TEXT),
        "Source": objects(name=TEXT, url=TEXT, year=MAYBE_WHOLE),
        "Picture": objects(url=URI, width=WHOLE, height=WHOLE, alt=TEXT, credit=TEXT, licence=TEXT),
        **_initiatives(slugs),
        **_organisations(),
        **_areas(),
        "Theme": theme,
        "ThemeList": _collection("Theme"),
        "Problem": problem,
        "Error": error,
    }
