"""A record as a partner writes it (JSON, camelCase), and as it is read back. Pure: no queries, no request."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import Licence, SourceRecord
from kracht.domains.initiatives.params import TAG

type Json = dict[str, Any]
type Problem = tuple[str, str]  # JSON pointer, sentence

# name in JSON: name of the field
PLAIN = {
    "name": "name",
    "summary": "summary",
    "story": "story",
    "language": "language",
    "stage": "stage",
    "themes": "themes",
    "sdgs": "sdgs",
    "people": "people",
    "volunteerHours": "volunteer_hours",
    "legalForm": "legal_form",
    "since": "since",
    "reach": "reach",
    "website": "website",
    "openingTimes": "opening_times",
    "placeName": "place_name",
    "recipe": "recipe",
}
CONTACT = {"name": "contact_name", "email": "contact_email", "phone": "contact_phone", "public": "contact_public"}
PLACE = ("latitude", "longitude", "areaCode")
META = ("sourceKey", "sourceUrl", "sourceYear", "modifiedAt", "licence", "draft", "tags")
FIELDS = (*PLAIN, "contact", "needs", "parties", *PLACE)
MOST_TAGS = 20
POINTERS = {
    **{field: f"/{name}" for name, field in PLAIN.items()},
    **{field: f"/contact/{name}" for name, field in CONTACT.items()},
    "needs": "/needs",
    "parties": "/parties",
    "place": "/latitude",
    "": "",
}
NAMES = {field: pointer.strip("/").replace("/", ".") or field for field, pointer in POINTERS.items()} | {
    "place": "place"
}
_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Item:
    """One record as it came in. `tags` and `draft` are None when nothing was said of them."""

    record: SourceRecord
    tags: tuple[str, ...] | None = None
    draft: bool | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> str:
        """The partner's own name of the record."""
        return self.record.key


class _Reader:
    """One reading of one record."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def wrong(self, pointer: str, sentence: str) -> None:
        """Note what is wrong where."""
        self.problems.append((pointer, sentence))

    def plain(self) -> None:
        """Take over what has the same form here; what it holds is checked by the register."""
        for name in self.data:
            if name not in FIELDS and name not in META:
                self.wrong(f"/{_escaped(name)}", _("There is no field of this name."))
        for name, field in PLAIN.items():
            if name in self.data:
                self.values[field] = self.data[name]

    def contact(self) -> None:
        """Spread the contact over its fields; null empties them."""
        if "contact" not in self.data:
            return
        given = self.data["contact"]
        if given is None:
            given = dict.fromkeys(CONTACT)
        if not isinstance(given, dict):
            self.wrong("/contact", _("This must be an object with name, email, phone and public."))
            return
        for name in given:
            if name not in CONTACT:
                self.wrong(f"/contact/{_escaped(name)}", _("There is no field of this name."))
        self.values |= {CONTACT[name]: value for name, value in given.items() if name in CONTACT}

    def listed(self, name: str, parts: tuple[str, ...], needed: tuple[str, ...]) -> None:
        """Turn a list of objects into a list of lists."""
        if name not in self.data:
            return
        given, found = self.data[name], []
        if given is None:
            given = []
        if not isinstance(given, list):
            self.wrong(f"/{name}", _("This must be a list."))
            return
        for place, one in enumerate(given):
            if not isinstance(one, dict) or set(one) - set(parts) or not set(needed) <= set(one):
                self.wrong(f"/{name}/{place}", _("Give an object with: %(names)s.") % {"names": ", ".join(parts)})
            else:
                found.append([one.get(part, "") for part in parts])
        self.values[name] = found

    def place(self) -> None:
        """A point, an area, or nothing at all when they are null."""
        given = {name: self.data[name] for name in PLACE if name in self.data}
        if not given:
            return
        if given.get("latitude") is None and given.get("longitude") is None:
            area = given.get("areaCode")
            self.values["place"] = {"area": area} if area else {}
        elif given.get("latitude") is None or given.get("longitude") is None:
            self.wrong("/latitude", _("Give latitude and longitude together."))
        elif given.get("areaCode"):
            self.wrong("/areaCode", _("Give either a point or an area, not both."))
        else:
            self.values["place"] = {"lat": given["latitude"], "lon": given["longitude"]}

    def tags(self) -> tuple[str, ...] | None:
        """Return the tags, or None."""
        given = self.data.get("tags")
        if given is None:
            return None
        if not isinstance(given, list) or len(given) > MOST_TAGS:
            self.wrong("/tags", _("Give a list of at most %(n)d tags.") % {"n": MOST_TAGS})
            return None
        for place, one in enumerate(given):
            if not isinstance(one, str) or not TAG.fullmatch(one):
                sentence = _("Write a tag as namespace:word, in small letters, digits and hyphens.")
                self.wrong(f"/tags/{place}", sentence)
        return tuple(dict.fromkeys(one for one in given if isinstance(one, str)))

    def yes_no(self, name: str) -> bool | None:
        """Return a truth, or None."""
        given = self.data.get(name)
        if given is not None and not isinstance(given, bool):
            self.wrong(f"/{name}", _("This must be true or false."))
            return None
        return given

    def moment(self) -> datetime | None:
        """Return when the partner last changed the record."""
        given = self.data.get("modifiedAt")
        if given is None:
            return None
        try:
            found = datetime.fromisoformat(given) if isinstance(given, str) else None
            if found is not None and found.tzinfo is not None and found.year > 1900:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        self.wrong("/modifiedAt", _("Write a moment with its time zone, such as 2026-11-22T09:30:00Z."))
        return None

    def url(self) -> str:
        """Return the page of the record at the partner."""
        given = self.data.get("sourceUrl")
        if given in (None, ""):
            return ""
        if isinstance(given, str) and len(given) <= 500 and _is_url(given):
            return given
        self.wrong("/sourceUrl", _("Write a whole web address of at most 500 characters."))
        return ""

    def licence(self) -> str:
        """Return the licence of the record; empty for the partner's own."""
        given = self.data.get("licence")
        if given is None:
            return ""
        if given not in Licence.values:
            self.wrong("/licence", _("Choose from: %(choices)s.") % {"choices": ", ".join(Licence.values)})
            return ""
        return str(given)

    def year(self) -> int | None:
        """Return the year of the source."""
        given = self.data.get("sourceYear")
        if given is not None and (type(given) is not int or not 1900 <= given <= 2100):
            self.wrong("/sourceYear", _("Write a year in four digits."))
            return None
        return given


def _is_url(address: str) -> bool:
    try:
        _url(address)
    except (ValidationError, ValueError):
        return False
    return True


def _escaped(name: str) -> str:
    """A name inside a JSON pointer (RFC 6901), not too long."""
    return name[:60].replace("~", "~0").replace("/", "~1")


def read(data: Any, *, key: str | None = None) -> Item:
    """Read one record. `key` is that of the address; without it the record names its own `sourceKey`."""
    if not isinstance(data, dict):
        return Item(SourceRecord(key or "", {}), problems=(("", _("A record must be a JSON object.")),))
    reader = _Reader(data)
    reader.plain()
    reader.contact()
    reader.listed("needs", ("kind", "text"), ("kind",))
    reader.listed("parties", ("name", "sector"), ("name", "sector"))
    reader.place()
    named = data.get("sourceKey")
    if key is None:
        key = named if isinstance(named, str) else ""
    elif named is not None and named != key:
        reader.wrong("/sourceKey", _("This is not the key in the address."))
    if not key or len(key) > 200 or not key.isprintable() or key != key.strip():
        reader.wrong("/sourceKey", _("Give each record a key of its own: 1 to 200 printable characters."))
    record = SourceRecord(
        key=key, values=reader.values, url=reader.url(), moment=reader.moment(), licence=reader.licence(),
        year=reader.year(),
    )  # fmt: skip
    return Item(record, reader.tags(), reader.yes_no("draft"), tuple(reader.problems))


def completed(item: Item, empty: Mapping[str, object]) -> Item:
    """Return the item with every field it does not name emptied: what a PUT says."""
    return replace(item, record=replace(item.record, values={**empty, **item.record.values}))


def written(values: Mapping[str, Any], themes: Mapping[int, str]) -> Json:
    """Return the fields of a record as a partner writes them. `themes` are slugs by number."""
    found: Json = {name: values.get(field) for name, field in PLAIN.items()}
    found["themes"] = [themes[key] for key in values.get("themes", ()) if key in themes]
    found["contact"] = {name: values.get(field) for name, field in CONTACT.items()}
    found["needs"] = [{"kind": kind, "text": said} for kind, said in values.get("needs", ())]
    found["parties"] = [{"name": one[0], "sector": one[1]} for one in values.get("parties", ())]
    place = values.get("place") or {}
    found["latitude"], found["longitude"] = place.get("lat"), place.get("lon")
    found["areaCode"] = place.get("area")
    return found
