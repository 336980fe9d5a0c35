"""The part of the OpenAPI document for partners: what needs a key. Schemas of what is sent and answered there."""

from typing import Any

from kracht.domains.initiatives.facts import SECTORS, LegalForm, Licence, NeedKind, Reach, Stage, Verdict
from kracht.domains.partners.facts import MOST_IN_BATCH, Scope
from kracht.surfaces.api import answers, bodies
from kracht.surfaces.api.schemas import (
    MAYBE_WHOLE,
    MOMENT,
    TEXT,
    WHOLE,
    YES_NO,
    list_of,
    maybe,
    objects,
    one_of,
    ref,
)

type Json = dict[str, Any]

TAG_PATTERN = "^[a-z0-9-]{2,30}:[a-z0-9-]{1,49}$"
KEY: Json = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[!-~]+$"}
SECURITY: Json = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "kracht_…",
    "description": "A key of a partner, made on the partner desk. Scopes: " + ", ".join(Scope.values) + ".",
}
SOURCE_KEY: Json = {
    "name": "key", "in": "path", "required": True, "schema": KEY, "example": "moestuin-12",
    "description": "Your own name of the record; percent-encode it.",
}  # fmt: skip
ONCE: Json = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$"},
    "description": "Your own word for this request: sent again, it has no second effect and gets the same answer.",
}  # fmt: skip


def _text(most: int, least: int = 0) -> Json:
    return {"type": "string", "maxLength": most, **({"minLength": least} if least else {})}


def _fields(slugs: list[str]) -> Json:
    """What a partner may write."""
    contact: Json = {
        "type": ["object", "null"],
        "properties": {"name": _text(100), "email": TEXT, "phone": TEXT, "public": YES_NO},
        "additionalProperties": False,
    }
    need = {
        "type": "object", "required": ["kind"], "additionalProperties": False,
        "properties": {"kind": one_of(list(NeedKind.values)), "text": _text(300)},
    }  # fmt: skip
    party = objects(name=_text(120), sector=one_of(list(SECTORS)))
    number: Json = {"type": ["integer", "null"], "minimum": 0, "maximum": 10_000_000}
    return {
        "name": _text(120, 1),
        "summary": _text(280, 1),
        "story": {**_text(20_000), "contentMediaType": "text/markdown"},
        "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
        "stage": one_of(list(Stage.values)),
        "themes": {**list_of(one_of(slugs)), "maxItems": 12},
        "sdgs": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 17}, "maxItems": 17},
        "needs": {**list_of(need), "maxItems": 40},
        "parties": {**list_of(party), "maxItems": 40},
        "people": number,
        "volunteerHours": {**number, "description": "Hours a month, all together."},
        "legalForm": one_of(["", *LegalForm.values]),
        "since": {"type": ["integer", "null"], "minimum": 1000, "maximum": 2100, "description": "Year."},
        "reach": one_of(list(Reach.values)),
        "website": _text(300),
        "contact": contact,
        "openingTimes": _text(500),
        "placeName": _text(120),
        "recipe": {**_text(100), "description": "Slug of the initiative it follows."},
        "latitude": {"type": ["number", "null"], "minimum": -85, "maximum": 85},
        "longitude": {"type": ["number", "null"], "minimum": -180, "maximum": 180},
        "areaCode": {"type": ["string", "null"], "maxLength": 20, "description": "CBS code, instead of a point."},
    }


def _nullable(most: int) -> Json:
    return {"type": ["string", "null"], "maxLength": most}


def schemas(slugs: list[str]) -> Json:
    """Return the schemas by name."""
    fields = _fields(slugs)
    meta: Json = {
        "sourceKey": KEY,
        "sourceUrl": {"type": "string", "maxLength": 500},
        "sourceYear": {"type": ["integer", "null"], "minimum": 1900, "maximum": 2100},
        "modifiedAt": {**MOMENT, "description": "When you changed it; an older state is not taken over."},
        "licence": one_of(list(Licence.values)),
        "draft": {**YES_NO, "description": "Out of sight until you say false."},
        "tags": {"type": "array", "maxItems": 20, "items": {"type": "string", "pattern": TAG_PATTERN}},
    }
    sent = {"type": "object", "properties": {**fields, **meta}, "additionalProperties": False}
    shown = objects(
        sourceKey=TEXT, id=WHOLE, slug=TEXT, state=one_of(["published", "draft", "withdrawn", "removed"]),
        **{name: {} for name in fields}, tags=list_of(TEXT), ownFields=list_of(TEXT), licence=TEXT, sourceUrl=TEXT,
        createdAt=MOMENT, updatedAt=MOMENT, _links={"type": "object"},
    )  # fmt: skip
    outcome = one_of(list(Verdict.values))
    result = objects(
        sourceKey=TEXT, status=WHOLE, outcome=outcome, id=MAYBE_WHOLE, slug=maybe(TEXT), keptFields=list_of(TEXT),
        errors=list_of(ref("Error")),
    )  # fmt: skip
    change = objects(
        kind=one_of(["created", "changed", "deleted"]), id=WHOLE, slug=TEXT, source=TEXT, licence=TEXT,
        changedAt=MOMENT, _links={"type": "object"},
    )  # fmt: skip
    tag = objects(
        name=TEXT, label=TEXT, description=TEXT, needsClearance=YES_NO, partner=TEXT, initiatives=WHOLE,
        _links={"type": "object"},
    )  # fmt: skip
    linked = {"_links": {"type": "object"}}
    written = {**shown, "properties": {**shown["properties"], "outcome": outcome, "keptFields": list_of(TEXT)}}
    return {
        "Record": sent,
        "NewRecord": {**sent, "required": ["name", "summary"]},
        "OwnRecord": shown,
        "WrittenRecord": {**written, "required": [*shown["required"], "outcome", "keptFields"]},
        "OwnRecordList": objects(items=list_of(ref("OwnRecord")), **linked),
        "BatchResult": objects(counts={"type": "object", "additionalProperties": WHOLE}, results=list_of(result)),
        "Change": change,
        "ChangeList": objects(items=list_of(ref("Change")), since=TEXT, more=YES_NO, licence=ref("Licence"), **linked),
        "Tag": tag,
        "TagList": objects(items=list_of(ref("Tag")), licence=ref("Licence"), **linked),
        "TagForm": {
            "type": "object", "required": ["label"], "additionalProperties": False,
            "properties": {
                "label": {**_text(60, 1), "pattern": r"\S"}, "labelEn": _text(60), "description": _text(300),
                "needsClearance": YES_NO,
            },
        },
        "OrganisationForm": {
            "type": "object", "additionalProperties": False,
            "properties": {
                "summary": _nullable(280), "story": _nullable(20_000), "website": _nullable(300),
                "language": {"type": ["string", "null"], "pattern": "^[a-z]{2,3}$"},
                "contact": {
                    "type": ["object", "null"], "additionalProperties": False,
                    "properties": {
                        "email": _nullable(254), "phone": _nullable(40), "public": {"type": ["boolean", "null"]},
                    },
                },
            },
        },
        "TagDone": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
        "TagUse": objects(tag=TEXT, slug=TEXT, state=one_of(["cleared", "asked"])),
        "ProvenanceOfField": objects(
            field=TEXT, source=TEXT, organisation=maybe(TEXT), licence=TEXT, url=TEXT, since=maybe(MOMENT),
            locked=YES_NO,
        ),
    }  # fmt: skip


def _problem(words: str, *more: str) -> Json:
    names = ("API-Version", *more)
    headers = {name: {"schema": {"type": "string"}} for name in names}
    return {"description": words, "headers": headers, "content": {answers.PROBLEM: {"schema": ref("Problem")}}}


def _refusals(*, body: bool, one: bool) -> Json:
    limits = ("RateLimit", "RateLimit-Policy")
    found = {
        "400": _problem("It cannot be read.", *limits),
        "401": _problem("There is no valid key in the header.", "WWW-Authenticate"),
        "403": _problem("The key or the partner may not do this; detail says why.", *limits),
        "429": _problem("Too many requests in this hour.", "Retry-After", *limits),
        "503": {"description": "The database is away for a moment; see Retry-After."},
    }
    if body:
        found |= {
            "413": _problem("The body is larger than 3 MB, or the batch than 500 records.", *limits),
            "415": _problem("The body is of another kind; see Accept.", "Accept", *limits),
            "422": _problem("Something in the body is wrong; errors point at it.", *limits),
        }
    if one:
        found |= {"404": _problem("There is no such thing.", *limits), "410": _problem("It was removed.", *limits)}
    return found


def _operation(
    key: str,
    words: str,
    scope: str,
    answers_by_status: Json,
    *,
    body: str = "",
    kinds: tuple[str, ...] = (answers.JSON,),
    parameters: tuple[Json, ...] = (),
    one: bool = False,
    more: Json | None = None,
) -> Json:
    found: Json = {
        "operationId": key,
        "summary": words,
        "description": f"Needs the scope `{scope}`.",
        "tags": ["Partners"],
        "security": [{"key": []}],
        "responses": {**answers_by_status, **_refusals(body=bool(body), one=one), **(more or {})},
    }
    if parameters:
        found["parameters"] = list(parameters)
    if body:
        schema = ref(body) if not body.startswith("[") else {**list_of(ref(body[1:-1])), "minItems": 1,
                                                             "maxItems": MOST_IN_BATCH}  # fmt: skip
        found["requestBody"] = {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}
    return found


def _ok(schema: str, words: str = "Done.", **headers: str) -> Json:
    every = {"API_Version": "Version of the API.", "RateLimit": "What is left of this hour.", **headers}
    said = {name.replace("_", "-"): {"description": text, "schema": TEXT} for name, text in every.items()}
    return {"description": words, "headers": said, "content": {answers.JSON: {"schema": ref(schema)}}}


def paths() -> Json:
    """Return the paths that need a key. That of /initiatives is joined to the public one."""
    write, read, tags = Scope.INITIATIVES.value, Scope.READ.value, Scope.TAGS.value
    limit = {"$ref": "#/components/parameters/limit"}
    after = {"$ref": "#/components/parameters/after"}
    slug = {"name": "slug", "in": "path", "required": True, "schema": {**TEXT, "pattern": "^[A-Za-z0-9_-]+$"}}
    tag = {"name": "tag", "in": "path", "required": True, "schema": {**TEXT, "pattern": TAG_PATTERN}}
    written = {"200": _ok("WrittenRecord"), "201": _ok("WrittenRecord", "Made.", Location="Where it is.")}
    none = {"204": {"description": "Done."}}
    again = {"409": _problem("There is a record with this sourceKey already.")}
    conflict = {"409": _problem("The owner of the tag refused it here, or the entry has enough tags.")}
    batch = _operation(
        "putRecords", "Create or replace up to 500 own records", write, {"207": _ok("BatchResult", "See each result.")},
        body="[Record]", parameters=(ONCE,),
    )  # fmt: skip
    batch["requestBody"]["content"][bodies.LINES] = {"schema": {"type": "string"}}
    return {
        "/initiatives": {
            "post": _operation(
                "createRecord", "Publish an own record", write, {"201": written["201"]}, body="NewRecord",
                parameters=(ONCE,), more=again,
            )
        },
        "/initiatives/by-source": {
            "get": _operation(
                "listOwnRecords", "Own records by key, drafts too", read, {"200": _ok("OwnRecordList")},
                parameters=(limit, after),
            ),
            "post": batch,
        },
        "/initiatives/by-source/{key}": {
            "parameters": [SOURCE_KEY],
            "get": _operation("getOwnRecord", "One own record", read, {"200": _ok("OwnRecord")}, one=True),
            "put": _operation(
                "putRecord", "Create or replace an own record", write, written, body="NewRecord", more={},
            ),
            "patch": _operation(
                "patchRecord", "Change some fields (JSON Merge Patch)", write, {"200": written["200"]}, body="Record",
                kinds=bodies.PATCH_KINDS, one=True,
            ),
            "delete": _operation("deleteRecord", "Remove an own record", write, none, one=True),
        },
        "/organisations/own": {
            "get": _operation("getOwnOrganisation", "Own organisation", read, {"200": _ok("Organisation")}, one=True),
            "patch": _operation(
                "patchOwnOrganisation", "Change the page of the own organisation (JSON Merge Patch)",
                Scope.ORGANISATION.value, {"200": _ok("Organisation")}, body="OrganisationForm",
                kinds=bodies.PATCH_KINDS, one=True,
            ),
        },
        "/tags/{tag}": {
            "parameters": [tag],
            "put": _operation(
                "putTag", "Make or change an own tag", tags, {"200": _ok("TagDone")}, body="TagForm",
                one=True,
            ),
        },
        "/tags/{tag}/initiatives/{slug}": {
            "parameters": [tag, slug],
            "put": _operation(
                "putTagOnInitiative", "Put a tag on an entry", tags,
                {"200": _ok("TagUse"), "202": _ok("TagUse", "It waits for the owner of the tag.")}, one=True,
                more=conflict,
            ),
            "delete": _operation("takeTagOff", "Take a tag off an entry", tags, none, one=True),
        },
    }  # fmt: skip
