"""What a source gives, checked and brought into one form, so that it can be compared with what an entry holds.

One form for both: `check` makes it from what a source says, `held` from a row. Values are JSON values.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import (
    SECTORS,
    SOURCE_FIELDS,
    FieldProblem,
    LegalForm,
    NeedKind,
    Reach,
    Stage,
)
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.queries.lookups import themes
from kracht.kernel import text

OLDEST, LATEST = 1000, 2100
MOST = 10_000_000
MOST_LISTED = 40
PHONE = re.compile(r"^\+?[0-9 ()./-]{6,30}$")
LANGUAGE = re.compile(r"^[a-z]{2,3}$")
LENGTHS = {"name": 120, "summary": 280, "contact_name": 100, "opening_times": 500, "place_name": 120, "recipe": 100}
EMPTY: dict[str, object] = {
    "name": "", "summary": "", "story": "", "language": "nl", "stage": Stage.RUNNING.value, "themes": [], "sdgs": [],
    "needs": [], "parties": [], "people": None, "volunteer_hours": None, "legal_form": "", "since": None,
    "reach": Reach.NEIGHBOURHOOD.value, "website": "", "contact_name": "", "contact_email": "", "contact_phone": "",
    "contact_public": False, "opening_times": "", "place": {}, "place_name": "", "recipe": "",
}  # fmt: skip
_url = URLValidator(schemes=["http", "https"])

type Clean = dict[str, Any]


def digest(value: object) -> str:
    """Return 64 bits of what a value says, as eleven letters: equal values give equal digests."""
    raw = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
    return base64.urlsafe_b64encode(hashlib.blake2b(raw, digest_size=8).digest())[:11].decode()


def is_empty(field: str, value: object) -> bool:
    """Whether a value says no more than an entry says that nobody filled in."""
    return value in ("", None, [], {}) or value == EMPTY[field]


def check(values: Mapping[str, object]) -> tuple[Clean, tuple[FieldProblem, ...]]:
    """Return the values in one form, and what is wrong with those that have none (these are left out)."""
    clean: Clean = {}
    problems = [
        FieldProblem(str(name)[:40], _("There is no field of this name.")) for name in values if name not in CHECKS
    ]
    for name, value in values.items():
        if name not in CHECKS:
            continue
        try:
            clean[name] = CHECKS[name](name, value)
        except ValidationError as error:
            problems.append(FieldProblem(name, " ".join(error.messages)))
    return clean, tuple(problems)


def held(row: Initiative, field: str, code: str, *, needs: list[Any], parties: list[Any], recipe: str) -> Any:
    """Return what a row holds in one field. `code` is that of its smallest area; the rest hangs on it."""
    match field:
        case "place":
            if row.place_kind == Initiative.PlaceKind.EXACT:
                return (
                    {} if row.lat is None or row.lon is None else {"lat": round(row.lat, 7), "lon": round(row.lon, 7)}
                )
            return {"area": code} if code else {}
        case "needs":
            return needs
        case "parties":
            return parties
        case "recipe":
            return recipe
        case "themes" | "sdgs":
            return list(getattr(row, field))
        case _:
            return getattr(row, field)


def _text(field: str, value: object) -> str:
    return _tidy(value, LENGTHS[field])


def _tidy(value: object, limit: int, *, lines: bool = False) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise ValidationError(_("This must be text."))
    try:
        return text.clean(str(value), limit, lines=lines)
    except text.TextTooLong:
        raise ValidationError(
            _("This is too long: it has %(has)d characters, and %(limit)d fit."),
            params={"has": len(str(value)), "limit": limit},
        ) from None


def _needed(field: str, value: object) -> str:
    found = _text(field, value)
    if not found:
        raise ValidationError(_("This may not be empty."))
    return found


def _story(_field: str, value: object) -> str:
    return _tidy(value, 20_000, lines=True)


def _website(_field: str, value: object) -> str:
    written = _tidy(value, 300)
    if not written:
        return ""
    if "@" in written and "/" not in written:
        raise ValidationError(_("This looks like an e-mail address. Write it under contact, and here the website."))
    address = written if "://" in written else f"https://{written}"
    try:
        _url(address)
        urlsplit(address)
    except (ValidationError, ValueError):
        raise ValidationError(_("Write the address as in your browser, such as www.voorbeeld.nl.")) from None
    if len(address) > 300:
        raise ValidationError(_("This address is too long. Use the address of the front page."))
    return address


def _mail(_field: str, value: object) -> str:
    written = _tidy(value, 254)
    if written:
        try:
            validate_email(written)
        except ValidationError:
            raise ValidationError(_("Write an e-mail address, such as naam@voorbeeld.nl.")) from None
    return written


def _phone(_field: str, value: object) -> str:
    number = _tidy(value, 30)
    if number and not PHONE.match(number):
        raise ValidationError(_("Write the number in digits, such as 06 12 34 56 78."))
    return number


def _language(_field: str, value: object) -> str:
    found = _tidy(value, 12).lower()[:3].rstrip("-_") or "nl"
    if not LANGUAGE.match(found):
        raise ValidationError(_("Give a language as two letters, such as nl."))
    return found


def _one_of(words: list[str], default: str) -> Callable[[str, object], str]:
    def choose(_field: str, value: object) -> str:
        found = _tidy(value, 40).lower() or default
        if found not in words and found != default:
            raise ValidationError(_("Choose one of: %(words)s."), params={"words": ", ".join(words)})
        return found

    return choose


def _whole(least: int, most: int) -> Callable[[str, object], int | None]:
    def number(_field: str, value: object) -> int | None:
        if value is None or value == "":
            return None
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(whole, str) and re.fullmatch(r"[0-9]{1,12}", whole.strip()):
            whole = int(whole)
        if not isinstance(whole, int) or isinstance(whole, bool):
            raise ValidationError(_("Write a whole number, in digits only."))
        if not least <= whole <= most:
            raise ValidationError(
                _("Write a number from %(least)d to %(most)d."), params={"least": least, "most": most}
            )
        return whole

    return number


def _yes_no(_field: str, value: object) -> bool:
    if value in (None, ""):
        return False
    if not isinstance(value, bool):
        raise ValidationError(_("This must be true or false."))
    return value


def _listed(value: object) -> list[Any]:
    if value in (None, ""):
        return []
    if not isinstance(value, list | tuple):
        raise ValidationError(_("This must be a list."))
    if len(value) > MOST_LISTED:
        raise ValidationError(_("Give at most %(most)d."), params={"most": MOST_LISTED})
    return list(value)


def _themes(_field: str, value: object) -> list[int]:
    known = themes()
    by_slug = {theme.slug: key for key, theme in known.items()}
    found = []
    for one in _listed(value):
        key = by_slug.get(one) if isinstance(one, str) else one
        if not isinstance(key, int) or key not in known:
            raise ValidationError(_("There is no theme %(theme)s."), params={"theme": str(one)[:60]})
        found.append(key)
    return list(dict.fromkeys(found))


def _sdgs(_field: str, value: object) -> list[int]:
    found = _listed(value)
    if any(not isinstance(one, int) or isinstance(one, bool) or not 1 <= one <= 17 for one in found):
        raise ValidationError(_("Goals are numbers from 1 to 17."))
    return sorted(set(found))


def _needs(_field: str, value: object) -> list[list[str]]:
    found = []
    for one in _listed(value):
        if not isinstance(one, list | tuple) or len(one) != 2 or one[0] not in NeedKind.values:
            raise ValidationError(
                _("A need is a kind (one of %(words)s) and a text."), params={"words": ", ".join(NeedKind.values)}
            )
        found.append([str(one[0]), _tidy(one[1], 300)])
    return found


def _parties(_field: str, value: object) -> list[list[Any]]:
    found: list[list[Any]] = []
    for one in _listed(value):
        if not isinstance(one, list | tuple) or len(one) not in {2, 3} or one[1] not in SECTORS:
            raise ValidationError(
                _("A party is a name and a sector (one of %(words)s)."), params={"words": ", ".join(SECTORS)}
            )
        key = one[2] if len(one) == 3 else None
        found.append([_tidy(one[0], 120), str(one[1]), key if isinstance(key, int) else None])
    return found


def _place(_field: str, value: object) -> Clean:
    if value in (None, "", {}):
        return {}
    if not isinstance(value, Mapping):
        raise ValidationError(_("A place is a point (lat and lon) or the code of an area."))
    given = cast("Mapping[str, object]", value)
    if "area" in given:
        return {"area": _tidy(given["area"], 20).upper()} if given["area"] else {}
    return {"lat": _degrees(given.get("lat"), 85), "lon": _degrees(given.get("lon"), 180)}


def _degrees(value: object, most: int) -> float:
    try:
        found = float(cast("Any", value)) if not isinstance(value, bool) else float("nan")
    except (TypeError, ValueError, OverflowError):
        found = float("nan")
    if not -most <= found <= most:  # refuses NaN too
        raise ValidationError(_("A point has a latitude and a longitude in degrees, such as 52.37 and 4.9."))
    return round(found, 7)


CHECKS: dict[str, Callable[[str, object], Any]] = {
    "name": _needed,
    "summary": _needed,
    "story": _story,
    "language": _language,
    "stage": _one_of(list(Stage.values), Stage.RUNNING.value),
    "themes": _themes,
    "sdgs": _sdgs,
    "needs": _needs,
    "parties": _parties,
    "people": _whole(0, MOST),
    "volunteer_hours": _whole(0, MOST),
    "legal_form": _one_of(list(LegalForm.values), ""),
    "since": _whole(OLDEST, LATEST),
    "reach": _one_of(list(Reach.values), Reach.NEIGHBOURHOOD.value),
    "website": _website,
    "contact_name": _text,
    "contact_email": _mail,
    "contact_phone": _phone,
    "contact_public": _yes_no,
    "opening_times": _text,
    "place": _place,
    "place_name": _text,
    "recipe": _text,
}
assert tuple(CHECKS) == SOURCE_FIELDS  # noqa: S101 # the same names, in the same order
