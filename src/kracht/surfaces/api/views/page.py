"""Writing with a key: the page of the partner's own organisation."""

from datetime import datetime
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kracht.domains.partners.facts import Caller, Scope
from kracht.foundation.organisations import operations as organisations
from kracht.surfaces.api import bodies, keyed
from kracht.surfaces.api.answers import JSON
from kracht.surfaces.api.pages import item

TEXTS = {"summary": "summary", "story": "story", "website": "website", "language": "language"}
CONTACT = {"email": "email", "phone": "phone", "public": "contact_public"}
POINTERS = {TEXTS[name]: f"/{name}" for name in TEXTS} | {CONTACT[name]: f"/contact/{name}" for name in CONTACT}


def get(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """The own organisation, as everybody sees it."""
    return HttpResponse(orjson.dumps(item.organisation(caller.partner.slug)), content_type=JSON)


def patch(request: HttpRequest, caller: Caller, at: datetime) -> HttpResponse:
    """Change some fields of the own organisation (JSON Merge Patch); null empties a field."""
    data = bodies.one(request, bodies.PATCH_KINDS)
    if not isinstance(data, dict):
        raise bodies.wrong_body([("", _("A record must be a JSON object."))])
    contact = data.pop("contact", {})
    contact = dict.fromkeys(CONTACT) if contact is None else contact
    if not isinstance(contact, dict):
        raise bodies.wrong_body([("/contact", _("This has the wrong kind of value."))])
    changes, wrong = _read(data, TEXTS, "")
    more, also = _read(contact, CONTACT, "/contact")
    if wrong or also:
        raise bodies.wrong_body([*wrong, *also])
    item.organisation(caller.partner.slug)  # 404 while nobody may see it
    try:
        organisations.change_some(
            number=caller.partner.organisation_id, changes=changes | more, by=caller, at=at
        )  # fmt: skip
    except ValidationError as refusal:
        raise bodies.wrong_body(
            [(POINTERS.get(field, ""), " ".join(said)) for field, said in refusal.message_dict.items()]
        ) from None
    return get(request, caller, at)


def _read(data: dict[str, Any], names: dict[str, str], above: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return values by field, and what is wrong by pointer."""
    found: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for name, value in data.items():
        pointer = f"{above}/{name[:60]}"
        kind = bool if name == "public" else str
        if name not in names:
            wrong.append((pointer, _("There is no field of this name.")))
        elif value is not None and not isinstance(value, kind):
            wrong.append((pointer, _("This has the wrong kind of value.")))
        else:
            empty: Any = "nl" if name == "language" else kind()
            found[names[name]] = empty if value is None else value
    return found, wrong


organisation = keyed.keyed(
    {"GET": Scope.READ.value, "PATCH": Scope.ORGANISATION.value}, {"GET": get, "PATCH": patch}
)  # fmt: skip
