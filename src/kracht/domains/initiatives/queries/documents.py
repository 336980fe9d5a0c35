"""What can be said of an entry as a document: the shape in which the database keeps versions (`initiative_document`).

Proposals and restores are made of fields of such documents. `place` is {"lat", "lon", "name"} or {"area", "name"};
`needs` are [kind, text], `parties` [name, sector, organisation id or None], `pictures` numbers, `recipe` an id.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db import connection

from kracht.domains.initiatives.facts import InitiativeValues, NeedValues, PartyValues

type Document = Mapping[str, Any]

FIELDS = (
    "name", "summary", "story", "themes", "stage", "place", "pictures", "needs", "parties", "people",
    "volunteer_hours", "since", "legal_form", "reach", "website", "contact_name", "contact_email", "contact_phone",
    "contact_public", "opening_times", "sdgs", "recipe", "language",
)  # fmt: skip
CONTACTS = ("contact_name", "contact_email", "contact_phone")
LISTS = {"themes", "sdgs", "pictures"}
SAME = set(FIELDS) - LISTS - {"place", "needs", "parties", "recipe"}
CLOSE = 1e-5  # degrees: about a metre


def present(key: int) -> dict[str, Any]:
    """Return what an entry says now, in public; empty when there is no such entry."""
    with connection.cursor() as db:
        db.execute("SELECT initiative_document(%s)", [key])
        (found,) = db.fetchone()
    return _read(found)


def _read(found: Any) -> dict[str, Any]:
    """The driver gives JSON of a function as it is set up: parsed, or as text."""
    return (json.loads(found) if isinstance(found, str) else found) or {}


def of_values(values: InitiativeValues) -> dict[str, Any]:
    """Return what somebody typed, as a document."""
    if values.lat is None or values.lon is None:
        place: dict[str, Any] = {"area": values.area_code or "NL", "name": values.place_name}
    else:
        place = {"lat": values.lat, "lon": values.lon, "name": values.place_name}
    return {
        **{name: getattr(values, name) for name in SAME},
        **{name: list(getattr(values, name)) for name in LISTS},
        "sdgs": sorted(set(values.sdgs)),
        "place": place,
        "needs": [[one.kind, one.text] for one in values.needs],
        "parties": [[one.name, one.sector, one.organisation_id] for one in values.parties],
        "recipe": values.recipe_id,
    }


def with_fields(values: InitiativeValues, fields: Document) -> InitiativeValues:
    """Return the values with these fields of a document put in; fields that are no part of one are left out."""
    changes: dict[str, Any] = {name: value for name, value in fields.items() if name in SAME}
    changes |= {name: tuple(fields[name]) for name in LISTS & set(fields)}
    if "needs" in fields:
        changes["needs"] = tuple(NeedValues(kind, text) for kind, text in fields["needs"])
    if "parties" in fields:
        changes["parties"] = tuple(PartyValues(name, sector, key) for name, sector, key in fields["parties"])
    if "recipe" in fields:
        changes["recipe_id"] = fields["recipe"]
    if "place" in fields:
        place = fields["place"]
        changes |= {
            "lat": place.get("lat"),
            "lon": place.get("lon"),
            "area_code": place.get("area", ""),
            "place_name": place.get("name", ""),
        }
    return replace(values, **changes)


def is_same(field: str, one: Any, other: Any) -> bool:
    """Return whether a field says the same twice; a pin is the same within a metre, whatever its place is called."""
    if field == "place" and one and other:
        if "lat" in one and "lat" in other:
            return all(abs(one[side] - other[side]) < CLOSE for side in ("lat", "lon"))
        return ("lat" in one) == ("lat" in other) and bool(one.get("area") == other.get("area"))
    if field == "parties":
        return [party[:2] for party in one or []] == [party[:2] for party in other or []]
    return bool(one == other) or (one in (None, "", []) and other in (None, "", []))


def differing(before: Document, after: Document, fields: Iterable[str] = FIELDS) -> list[str]:
    """Return the fields in which two documents differ, in the order of a page; fields absent from one are left out."""
    return [
        name for name in fields if name in before and name in after and not is_same(name, before[name], after[name])
    ]
