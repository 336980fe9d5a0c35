"""From a row of a file to a record of a source, by a mapping. Mends what is plainly meant, and says so.

A warning is about one column: the record goes in without it, or with it mended. What cannot be a record at all is a
problem, found here or by the register (`initiatives.queries.sourcing`).
"""

import json
import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kracht.domains.imports import wording
from kracht.domains.imports.facts import Mapping, Raw
from kracht.domains.initiatives.exchange import split_listed
from kracht.domains.initiatives.facts import SECTORS, Licence, NeedKind, Stage
from kracht.domains.initiatives.queries import given
from kracht.domains.initiatives.queries.lookups import themes
from kracht.foundation.places import queries as places
from kracht.kernel import text

PLAIN = ("website", "contact_name", "contact_phone", "opening_times")
NUMBERS = ("people", "volunteer_hours")
POSTCODE = re.compile(r"\b([1-9]\d{3}) ?([A-Z]{2})\b")
YES = {"true", "ja", "yes", "1", "waar"}
SUMMARY = 280
PLACED = {"lat", "lon", "postcode", "town", "address", "place_kind"}
CODES = ("neighbourhood_code", "district_code", "municipality_code", "province_code")
PLACED |= set(CODES)


@dataclass(slots=True)
class Converted:
    """A record in the making: what goes to the register, and what a person should know. `named` is a municipality."""

    number: int
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    warnings: list[tuple[str, str]] = field(default_factory=list)  # (column, sentence)
    problem: str = ""
    named: int | None = None


class Converter:
    """Converts the rows of one file; remembers places it has looked up."""

    def __init__(self, mapping: Mapping, *, fallback_year: int | None = None) -> None:
        self.mapping = mapping
        self.themes = {theme.slug: key for key, theme in themes().items()}
        self._areas: dict[str, tuple[str, int | None] | None] = {}

    def convert(self, raw: Raw) -> Converted:
        """Return the record of a row."""
        made = Converted(raw.number, problem=raw.problem)
        if raw.problem:
            return made
        cells = {target: raw.values.get(column, "") for target, column in self.mapping.columns.items()}
        made.values["name"] = _one_line(cells.get("name"))
        made.key = self._key(cells, made.values["name"], raw)
        for part in (self._texts, self._themes, self._figures, self._words, self._contact, self._place, self._lists):
            part(cells, made)
        self._summary(cells, made)
        self._extra(cells, made)
        return made

    def _key(self, cells: Map[str, Any], name: str, raw: Raw) -> str:
        """The source's own key; without one the name with its place, which stays the same in the next file."""
        given_key = _one_line(cells.get("key"))
        if given_key:
            return given_key[:200]
        where = _one_line(cells.get("postcode")) or _one_line(cells.get("town")) or _one_line(cells.get("address"))
        point = f"{_one_line(cells.get('lat'))[:7]} {_one_line(cells.get('lon'))[:6]}"
        return text.slugify(f"{name} {where or point}", 190) or f"rij-{raw.number}"

    def _warn(self, made: Converted, target: str, sentence: str) -> None:
        made.warnings.append((self.mapping.columns.get(target, target), sentence))

    def _texts(self, cells: Map[str, Any], made: Converted) -> None:
        if "story" in cells:
            try:
                made.values["story"] = text.clean(_many_lines(cells["story"]), 20_000, lines=True)
            except text.TextTooLong:
                made.values["story"] = text.clean(_many_lines(cells["story"]), 10**7, lines=True)[:20_000]
                self._warn(made, "story", _("This text is longer than 20,000 characters and was cut off."))
        for target in PLAIN:
            if target in cells:
                self._checked(
                    made,
                    target,
                    _bare(target, cells[target]),
                )

    def _checked(self, made: Converted, target: str, value: Any) -> None:
        """Take a value that the register would take; else leave it out and say so."""
        clean, problems = given.check({target: value})
        if problems:
            self._left_out(made, target, value, problems[0].sentence)
        else:
            made.values |= clean

    def _left_out(self, made: Converted, target: str, value: Any, why: str) -> None:
        if target == "website" and "@" in str(value) and "/" not in str(value):
            made.extra["mail_found"] = str(value)
            self._warn(made, target, _("A mail address stood where the website belongs; it was moved to the contact."))
            made.values["website"] = ""
            return
        first = next((word for word in str(value).split() if word.startswith(("http", "www."))), "")
        if target == "website" and first != str(value) and (mended := given.check({target: first})[0].get(target)):
            made.values["website"] = mended
            self._warn(made, target, _("More than one address stood here; only the first was kept."))
            return
        shown = str(value)[:60]
        self._warn(made, target, _("“%(value)s” was left out. %(why)s") % {"value": shown, "why": why})

    def _themes(self, cells: Map[str, Any], made: Converted) -> None:
        if "themes" not in cells:
            return
        found: list[int] = []
        for word in _listed(cells["themes"]):
            key = self.mapping.words.get(word)
            slug = wording.theme_slug(word) if key is None else ""
            key = self.themes.get(word) or self.themes.get(slug) if key is None else key
            if key:
                found.append(key)
        made.values["themes"] = list(dict.fromkeys(found))

    def _figures(self, cells: Map[str, Any], made: Converted) -> None:
        for target in NUMBERS:
            if target in cells:
                digits = re.sub(
                    r"[\s.,'’](?=\d{3}\b)|\.0$", "", str(cells[target] if cells[target] is not None else "")
                )
                self._checked(made, target, digits.strip())
        if "since" in cells:
            self._checked(made, "since", _year(cells["since"]))

    def _words(self, cells: Map[str, Any], made: Converted) -> None:
        for target, known in (("stage", wording.STAGES), ("legal_form", wording.LEGAL), ("reach", wording.REACHES)):
            if target in cells:
                word = text.norm(_one_line(cells[target]))
                self._checked(made, target, known.get(word, word) or given.EMPTY[target])
        if "language" in cells:
            self._checked(made, "language", _one_line(cells["language"]))
        if made.values.get("stage") == "":
            made.values["stage"] = Stage.RUNNING.value

    def _contact(self, cells: Map[str, Any], made: Converted) -> None:
        mail = _one_line(cells.get("contact_email")).removeprefix("mailto:")
        moved = made.extra.pop("mail_found", "").strip()
        if "contact_email" in cells or moved:
            try:
                validate_email(mail or moved)
                made.values["contact_email"] = mail or moved
            except ValidationError:
                made.values["contact_email"] = ""
                if mail or moved:
                    self._left_out(made, "contact_email", mail or moved, _("It is no mail address."))
        if "contact_public" in cells:
            made.values["contact_public"] = _one_line(cells["contact_public"]).lower() in YES

    def _place(self, cells: Map[str, Any], made: Converted) -> None:
        """A point; else the smallest area that is named."""
        area = self._area(cells, made)
        lat, lon = (_degrees(cells.get(name)) for name in ("lat", "lon"))
        if lat is not None and lon is not None and 3 < lat < 8 and 50 < lon < 54:
            lat, lon = lon, lat
            self._warn(made, "lat", _("Latitude and longitude were the wrong way round; they were swapped."))
        whole = lat is not None and lon is not None and abs(lat) <= 85 and abs(lon) <= 180
        somewhere = _one_line(cells.get("place_kind")).lower() == "area"
        if somewhere or not whole:
            made.values["place"] = {"area": area} if area else {}
            if not somewhere and (_one_line(cells.get("lat")) or _one_line(cells.get("lon"))):
                self._warn(made, "lat", _("This is no point on earth, so it was left out."))
        else:
            made.values["place"] = {"lat": lat, "lon": lon}
        if not PLACED & cells.keys():
            del made.values["place"]
        if "place_name" in cells:
            names = (
                _listed(cells["place_name"])
                if isinstance(cells["place_name"], list)
                else [_one_line(cells["place_name"])]
            )
            made.values["place_name"] = ", ".join(names)[:120]

    def _area(self, cells: Map[str, Any], made: Converted) -> str:
        """The code of the smallest area that is named and known; notes which municipality it is in."""
        for target in CODES:
            code = _one_line(cells.get(target)).upper()
            found = self._known(f"code:{code}") if code else None
            if found:
                made.named = found[1]
                return found[0]
        address = POSTCODE.search(_one_line(cells.get("address")).upper())
        postcode = _one_line(cells.get("postcode")) or (address.group(0) if address else "")
        for spoken in (postcode, _one_line(cells.get("town"))):
            found = self._known(f"name:{spoken}") if spoken else None
            if found:
                made.named = found[1]
                return found[0]
        return ""

    def _known(self, asked: str) -> tuple[str, int | None] | None:
        """(code, number of the municipality) of an area by code or name, looked up once."""
        if asked not in self._areas:
            kind, _colon, word = asked.partition(":")
            self._areas[asked] = _by_code(word) if kind == "code" else _by_name(word)
        return self._areas[asked]

    def _lists(self, cells: Map[str, Any], made: Converted) -> None:
        if "sdgs" in cells:
            numbers = [int(word) for word in _listed(cells["sdgs"]) if str(word).isdigit()]
            self._checked(made, "sdgs", numbers)
        if "needs" in cells:
            self._checked(made, "needs", [pair for pair in map(_need, _things(cells["needs"])) if pair])
        if "parties" in cells:
            self._checked(made, "parties", [pair for pair in map(_party, _things(cells["parties"])) if pair])
        if "recipe" in cells:
            made.values["recipe"] = _one_line(cells["recipe"])[:100]

    def _summary(self, cells: Map[str, Any], made: Converted) -> None:
        """The source's own; else the first sentence of the story; else the themes and the place."""
        said = _one_line(cells.get("summary"))
        if said:
            made.values["summary"] = said if len(said) <= SUMMARY else _cut(said)
            if len(said) > SUMMARY:
                self._warn(made, "summary", _("This was longer than 280 characters; the rest went to the story."))
                made.values["story"] = made.values.get("story") or said
            return
        story = " ".join(str(made.values.get("story", "")).split())
        if story:
            made.values["summary"] = _cut(re.split(r"(?<=[.!?])\s", story, maxsplit=1)[0])
            return
        words = ", ".join(_listed(cells.get("themes"))[:3])
        where = made.values.get("place_name") or _one_line(cells.get("town"))
        made.values["summary"] = _cut(" · ".join(filter(None, (words, where)))) or made.values["name"][:SUMMARY]

    def _extra(self, cells: Map[str, Any], made: Converted) -> None:
        """What goes beside the fields: address of the record at the source, licence, year, moment."""
        url = _one_line(cells.get("url"))
        licence = _one_line(cells.get("licence"))
        made.extra |= {
            "url": url if url.startswith(("http://", "https://")) and len(url) <= 500 else "",
            "slug": _one_line(cells.get("slug"))[:100],
            "licence": licence if licence in Licence.values else self.mapping.licence,
            "year": _year(cells.get("year")),
            "moment": _moment(cells.get("moment")),
            "is_example": _one_line(cells.get("is_example")).lower() in YES,
        }


def _by_code(code: str) -> tuple[str, int | None] | None:
    area = places.area_by_code(code)
    area = (places.successor(area) or area) if area else None
    if area is None or area.kind == "country":
        return None
    line = [*places.ancestors(area), area]
    return area.code, next((one.pk for one in line if one.kind == "municipality"), None)


def _by_name(word: str) -> tuple[str, int | None] | None:
    found = places.locate(word, limit=4)
    homes = (
        {one.municipality_id for one in found[:3] if one.label.lower() == found[0].label.lower()} if found else set()
    )
    if not found or len(homes) > 1:
        return None
    first = found[0]
    district = places.area_by_id(first.district_id) if first.district_id else None
    return (district or first.area).code, first.municipality_id


def _one_line(value: Any) -> str:
    """A cell as one line without what cannot be stored."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str | int | float)), "")
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        value = int(value)
    return text.clean(str(value), 10**7)


def _bare(target: str, value: Any) -> str:
    """A cell as one line; an address without the quotation marks that some put around it."""
    line = _one_line(value)
    return line.strip("\"'") if target == "website" and line[:1] in {'"', "'"} else line


def _many_lines(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")


def _listed(value: Any) -> list[str]:
    """The words of a cell: a list, or our own bars, or what stands between commas."""
    if isinstance(value, str) and ("|" in value or "\\" in value):
        return [part for part in (part.strip() for part in split_listed(value)) if part]
    return wording.words_in(value)


def _things(value: Any) -> list[Any]:
    """The needs or parties of a cell: objects, or texts between bars."""
    if isinstance(value, list):
        return value
    return [part.strip() for part in split_listed(str(value or "")) if part.strip()]


def _need(value: Any) -> list[str] | None:
    if isinstance(value, dict):
        return [str(value.get("kind", "")), str(value.get("text") or "")]
    kind, _colon, said = str(value).partition(":")
    return [kind.strip(), said.strip()] if kind.strip() in NeedKind.values else None


def _party(value: Any) -> list[Any] | None:
    if isinstance(value, dict):
        return [str(value.get("name", "")), str(value.get("sector", ""))]
    name, _open, sector = str(value).rpartition(" (")
    sector = sector.rstrip(")")
    return [name.strip(), sector] if name.strip() and sector in SECTORS else None


def _cut(said: str) -> str:
    """At most 280 characters, at a word."""
    return said if len(said) <= SUMMARY else said[: SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def _degrees(value: Any) -> float | None:
    written = _one_line(value).replace(",", ".")[:40]
    try:
        found = float(written)
    except ValueError:
        return None
    return found if -180 <= found <= 180 else None


def _year(value: Any) -> int | str:
    """A year out of a year, a date or seconds since 1970; the text itself when there is none."""
    written = _one_line(value)
    if re.fullmatch(r"\d{9,10}", written):
        return datetime.fromtimestamp(int(written), UTC).year
    match = re.search(r"\b(1\d{3}|20\d{2}|2100)\b", written)
    return int(match.group(1)) if match else written


def _moment(value: Any) -> str:
    """A moment as ISO text; empty when it is none."""
    written = _one_line(value)
    try:
        found = (
            datetime.fromtimestamp(int(written), UTC)
            if re.fullmatch(r"\d{9,10}", written)
            else datetime.fromisoformat(written)
        )
    except (ValueError, OverflowError, OSError):
        return ""
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def as_json(made: Converted) -> dict[str, Any]:
    """Return what must be kept of a record until it is applied."""
    return json.loads(json.dumps({"values": made.values, **made.extra}))  # type: ignore[no-any-return]  # an object
