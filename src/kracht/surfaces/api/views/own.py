"""Writing with a key: a partner's own records, one by one or in batches, its tags and its own page."""

import json
import uuid
from datetime import datetime
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kracht.domains.initiatives.params import TAG as TAG_FORM
from kracht.domains.initiatives.queries import fed
from kracht.domains.partners.facts import MOST_IN_BATCH, Caller, Scope
from kracht.domains.partners.operations import answers as once
from kracht.domains.partners.operations import publishing, tags
from kracht.domains.partners.rules import records as forms
from kracht.surfaces.api import bodies, keyed
from kracht.surfaces.api.answers import JSON, Refusal, missing, wrong_query
from kracht.surfaces.api.pages import own, records
from kracht.surfaces.api.views import rest

WRITE, READ, TAG = Scope.INITIATIVES.value, Scope.READ.value, Scope.TAGS.value
PER_WEIGHT = 20  # records of a batch that count as one request more


def _json(data: Any, status: int = 200, location: str = "") -> HttpResponse:
    response = HttpResponse(orjson.dumps(data), content_type=JSON, status=status)
    if location:
        response.headers["Location"] = location
    return response


def _write(caller: Caller, item: forms.Item, at: datetime, *, whole: bool) -> HttpResponse:
    (done,) = publishing.put_many(partner=caller.partner, items=[item], whole=whole, by=caller, at=at)
    if done.problems:
        raise bodies.wrong_body(done.problems)
    new = done.verdict == "created"
    location = records.href(own.path_of(done.key)) if new else ""
    return _json(own.answered(caller.partner, done), 201 if new else 200, location)


def put(request: HttpRequest, caller: Caller, at: datetime, *, key: str) -> HttpResponse:
    """Create or replace one own record. The same again changes nothing."""
    return _write(caller, forms.read(bodies.one(request), key=key), at, whole=True)


def patch(request: HttpRequest, caller: Caller, at: datetime, *, key: str) -> HttpResponse:
    """Change some fields of one own record (JSON Merge Patch); null empties a field."""
    data = bodies.one(request, bodies.PATCH_KINDS)
    own.found(caller.partner, key)
    return _write(caller, forms.read(data, key=key), at, whole=False)


def get(request: HttpRequest, caller: Caller, at: datetime, *, key: str) -> HttpResponse:
    """One own record, also a draft or one that a moderator took off."""
    return _json(own.record(own.found(caller.partner, key)))


def delete(request: HttpRequest, caller: Caller, at: datetime, *, key: str) -> HttpResponse:
    """Take one own record out of the register; a tombstone stays."""
    own.found(caller.partner, key)
    publishing.remove(partner=caller.partner, keys=[key], by=caller, at=at)
    return HttpResponse(status=204)


def mine(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Own records, drafts too, by key."""
    limit = request.GET.get("limit", "50")
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 4 and 1 <= int(limit) <= 100):
        raise wrong_query([("limit", _("Use a whole number from 1 to %(n)d.") % {"n": 100})])
    if len(request.GET.getlist("after")) > 1 or len(request.GET.getlist("limit")) > 1:
        raise wrong_query([("after", _("Give this only once."))])
    return _json(own.page(caller.partner, after=request.GET.get("after", ""), size=int(limit)))


def create(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Create one own record; without a `sourceKey` it gets one. Refuses a key that is there already."""
    _kind, raw = bodies.raw(request, bodies.JSON_KINDS)
    return _once(request, caller, raw, at, lambda: _create(caller, raw, at))


def _create(caller: Caller, raw: bytes, at: datetime) -> HttpResponse:
    data = bodies.parsed(raw)
    if isinstance(data, dict) and data.get("sourceKey") is None:
        data = {**data, "sourceKey": str(uuid.uuid4())}
    item = forms.read(data)
    if not item.problems and fed.standings(caller.partner.source, [item.key]):
        sentence = _("There is a record with this sourceKey already. Use PUT to replace it.")
        raise Refusal(409, _("It is there already"), sentence)
    return _write(caller, item, at, whole=True)


def batch(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Create or replace up to 500 own records; each has its own result, and a wrong one stops no other."""
    kind, raw = bodies.raw(request, (*bodies.JSON_KINDS, bodies.LINES))
    found = bodies.many(kind, raw, MOST_IN_BATCH)
    keyed.count(caller, at, weight=len(found) // PER_WEIGHT)
    items = [forms.read(one) for one in found]

    def write() -> HttpResponse:
        done = publishing.put_many(partner=caller.partner, items=items, whole=True, by=caller, at=at)
        return _json(own.results(done), 207)

    return _once(request, caller, raw, at, write)


def _once(request: HttpRequest, caller: Caller, raw: bytes, at: datetime, act: Any) -> HttpResponse:
    """Do it once per Idempotency-Key; a repeat gets the first answer, as it was."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()  # type: ignore[no-any-return] # a closure above
    body = request.path.encode() + b"\n" + raw
    with transaction.atomic():
        try:
            before = once.begin(partner_id=caller.partner.id, key=key, body=body, at=at)
        except ValidationError as wrong:
            status = 422 if wrong.code == "other" else 400
            raise Refusal(status, _("This Idempotency-Key cannot be used"), " ".join(wrong.messages)) from None
        if before is not None:
            status, kept, location = before
            return _json(json.loads(kept), status, location)
        response: HttpResponse = act()
        once.finish(
            partner_id=caller.partner.id, key=key, status=response.status_code, body=response.content.decode(),
            location=response.headers.get("Location", ""),
        )  # fmt: skip
        return response


def put_tag(request: HttpRequest, caller: Caller, at: datetime, *, tag: str) -> HttpResponse:
    """Make an own tag, or change it."""
    data = bodies.one(request)
    names = {"label": str, "labelEn": str, "description": str, "needsClearance": bool}
    if not isinstance(data, dict):
        raise bodies.wrong_body([("", _("A record must be a JSON object."))])
    wrong = [(f"/{name[:60]}", _("There is no field of this name.")) for name in data if name not in names]
    wrong += [
        (f"/{name}", _("This has the wrong kind of value."))
        for name, kind in names.items()
        if name in data and not isinstance(data[name], kind)
    ]
    _check_tag(tag)
    namespace, _colon, word = tag.partition(":")
    if namespace != caller.partner.namespace:
        raise Refusal(
            403, _("Not allowed"), _("Your own tags begin with %(own)s:.") % {"own": caller.partner.namespace}
        )
    if wrong:
        raise bodies.wrong_body(wrong)
    try:
        name = tags.define(
            partner_id=caller.partner.id, word=word, label_nl=data.get("label", ""), label_en=data.get("labelEn", ""),
            description=data.get("description", ""), needs_clearance=data.get("needsClearance", False), by=caller,
            at=at,
        )  # fmt: skip
    except ValidationError as refusal:
        raise bodies.wrong_body(_pointed(refusal)) from None
    return _json({"name": name, **{key: data.get(key) for key in names}})


def _check_tag(tag: str) -> None:
    if not TAG_FORM.fullmatch(tag):
        raise missing()


def _pointed(refusal: ValidationError) -> list[tuple[str, str]]:
    if not hasattr(refusal, "error_dict"):
        return [("", " ".join(refusal.messages))]
    names = {"label_nl": "/label"}
    return [(names.get(field, ""), " ".join(said)) for field, said in refusal.message_dict.items()]


def tag_entry(request: HttpRequest, caller: Caller, at: datetime, *, tag: str, slug: str) -> HttpResponse:
    """Put a tag on any published entry; another partner's may wait for its clearance (202)."""
    _check_tag(tag)
    number = fed.published_id(slug)
    if number is None:
        raise missing()
    try:
        state = tags.put_on(name=tag, initiative_id=number, by=caller, at=at, partner_id=caller.partner.id)
    except ValidationError as refusal:
        if refusal.code == "missing":
            raise missing() from None
        raise Refusal(409, _("Not possible"), " ".join(refusal.messages)) from None
    return _json({"tag": tag, "slug": slug, "state": state}, 200 if state == "cleared" else 202)


def untag_entry(request: HttpRequest, caller: Caller, at: datetime, *, tag: str, slug: str) -> HttpResponse:
    """Take a tag off: an own one, or one that this partner put there."""
    _check_tag(tag)
    number = fed.published_id(slug)
    if number is None or not tags.take_off(
        name=tag, initiative_id=number, by=caller, at=at, partner_id=caller.partner.id
    ):
        raise missing()
    return HttpResponse(status=204)


initiatives = keyed.keyed({"POST": WRITE}, {"POST": create}, public=rest.initiatives)
by_source = keyed.keyed({"GET": READ, "POST": WRITE}, {"GET": mine, "POST": batch})
record = keyed.keyed(
    {"GET": READ, "PUT": WRITE, "PATCH": WRITE, "DELETE": WRITE},
    {"GET": get, "PUT": put, "PATCH": patch, "DELETE": delete},
)
tag = keyed.keyed({"PUT": TAG}, {"PUT": put_tag})
tagged = keyed.keyed({"PUT": TAG, "DELETE": TAG}, {"PUT": tag_entry, "DELETE": untag_entry})
