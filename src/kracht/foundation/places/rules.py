"""What counts as a boundary, and when a set of them may come into force. Pure: no queries, no clock."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kracht.foundation.places.models import BoundarySet, Kind

CODES = {
    Kind.PROVINCE: re.compile(r"PV\d{2}"),
    Kind.MUNICIPALITY: re.compile(r"GM\d{4}"),
    Kind.DISTRICT: re.compile(r"WK\d{4}[0-9A-Z]{2}"),
    Kind.NEIGHBOURHOOD: re.compile(r"BU\d{4}[0-9A-Z]{4}"),
}
PREFIX = {
    Kind.PROVINCE: ("PV", 2),
    Kind.MUNICIPALITY: ("GM", 4),
    Kind.DISTRICT: ("WK", 6),
    Kind.NEIGHBOURHOOD: ("BU", 8),
}
LEVEL_WORD = {
    Kind.PROVINCE: "provincie",
    Kind.MUNICIPALITY: "gemeente",
    Kind.DISTRICT: "wijk",
    Kind.NEIGHBOURHOOD: "buurt",
}
PLAIN_CODE = ("identificatie", "statcode", "code", "id")
PLAIN_NAME = ("naam", "statnaam", "name")
ENOUGH = 0.9  # share of the features the source promised that must be there


class BoundaryError(ValueError):
    """The boundaries cannot be used; the text says why."""


def check_level(level: str) -> Kind:
    """The level as a kind of area; BoundaryError for one that has no boundaries."""
    if level not in CODES:
        raise BoundaryError(_("Choose a level: %(levels)s.") % {"levels": ", ".join(CODES)})
    return Kind(level)


def check_can_activate(row: BoundarySet) -> None:
    """Only a whole set may come into force."""
    if row.state != BoundarySet.State.LOADING:
        raise BoundaryError(_("This set of boundaries is not being loaded."))
    if row.next_url:
        raise BoundaryError(_("This set of boundaries is not whole: there are pages left to read."))
    if not row.features:
        raise BoundaryError(_("This set holds no boundaries."))
    if row.expected and row.features < row.expected * ENOUGH:
        raise BoundaryError(
            _("This set of boundaries is not whole: %(got)s of %(expected)s.")
            % {"got": row.features, "expected": row.expected}
        )


def can_activate(row: BoundarySet) -> bool:
    """Whether `check_can_activate` lets it pass."""
    try:
        check_can_activate(row)
    except BoundaryError:
        return False
    return True


def code_of(properties: Mapping[str, Any], level: Kind) -> str:
    """The CBS code of a feature, from the names that CBS and PDOK use; "" when there is none."""
    word, (prefix, width) = LEVEL_WORD[level], PREFIX[level]
    for name in (f"{word}code", f"{prefix}_code", *PLAIN_CODE):
        code = _value(properties, name).upper()
        if code.isdigit() and len(code) <= width:
            code = prefix + code.zfill(width)
        if CODES[level].fullmatch(code):
            return code
    return ""


def name_of(properties: Mapping[str, Any], level: Kind) -> str:
    """The name of a feature; "" when it has none."""
    word, (prefix, _width) = LEVEL_WORD[level], PREFIX[level]
    for name in (f"{word}naam", f"{prefix}_naam", *PLAIN_NAME):
        if value := _value(properties, name):
            return value[:120]
    return ""


def parent_of(properties: Mapping[str, Any], code: str, level: Kind) -> str:
    """The code of the area above: read off the code itself, or for a municipality from its province; "" if unknown."""
    if level == Kind.NEIGHBOURHOOD:
        return f"WK{code[2:8]}"
    if level == Kind.DISTRICT:
        return f"GM{code[2:6]}"
    if level == Kind.PROVINCE:
        return "NL"
    for name in ("provinciecode", "ligtInProvincieCode", "pv_code", "pv"):
        value = _value(properties, name).upper().removeprefix("PV")
        if value.isdigit() and len(value) <= 2:
            return f"PV{value.zfill(2)}"
    return ""


def is_water(properties: Mapping[str, Any]) -> bool:
    """CBS gives the water of an area a feature of its own, which says so."""
    return any(_value(properties, name).upper() in {"JA", "B"} for name in ("water", "h2o"))


def _value(properties: Mapping[str, Any], name: str) -> str:
    """A property as text, whatever the capitals of its name."""
    wanted = name.lower()
    for key, value in properties.items():
        if key.lower() == wanted and isinstance(value, str | int):
            return str(value).replace("\x00", "").strip()
    return ""
