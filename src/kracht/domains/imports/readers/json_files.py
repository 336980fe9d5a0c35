"""JSON, item by item: a list on top, or a list inside an object, or one object. The whole is never in memory."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from django.utils.translation import gettext as _

from kracht.domains.imports.facts import DEEPEST, LARGEST_ITEM, LONGEST_CELL, FileRefused, Raw
from kracht.domains.imports.readers.tables import encoding_of

CHUNK = 65_536
SPACE = re.compile(r"[ \t\r\n]*")
LISTS = ("items", "visible", "features", "data", "records", "results", "profiles", "initiatives", "invisible", "@graph")
MOST_FLAT = 300


def listed(file: BinaryIO) -> Iterator[Raw]:
    """Read records as flat rows: `contact.email`, `urls[0].url`; a list of words stays a list.

    What another site of ours put beside a format that cannot say everything (`kracht`) is the whole record.
    """
    for number, item in enumerate(items(file), 1):
        ours = item.get("kracht") if isinstance(item, dict) else None
        yield as_row(number, ours if isinstance(ours, dict) else item)


def geojson(file: BinaryIO) -> Iterator[Raw]:
    """Read the features of a collection: properties, with the point as `lat` and `lon`."""
    for number, item in enumerate(items(file), 1):
        if not isinstance(item, dict) or not isinstance(item.get("properties"), dict | None):
            yield Raw(number, {}, _("This is no GeoJSON feature."))
            continue
        row = as_row(number, item.get("properties") or {})
        if "id" in item:
            row.values.setdefault("id", item["id"])
        point, problem = _point(item.get("geometry"))
        row.values.update(point)
        yield Raw(number, row.values, row.problem or problem)


def _point(geometry: Any) -> tuple[dict[str, Any], str]:
    if geometry is None:
        return {}, ""
    if isinstance(geometry, dict):
        found = list(_numbers(geometry.get("coordinates")))
        if geometry.get("type") == "Point" and len(found) >= 2:
            return {"lon": found[0], "lat": found[1]}, ""
        if geometry.get("type") in {"Polygon", "LineString", "MultiPoint", "MultiPolygon", "MultiLineString"} and found:
            return {"lon": sum(found[::2]) / len(found[::2]), "lat": sum(found[1::2]) / len(found[1::2])}, ""
    return {}, _("The geometry of this feature cannot be read.")


def _numbers(value: Any, most: int = 20_000) -> Iterator[float]:
    """The first two numbers of each position, at most so many."""
    waiting = [value]
    while waiting and most > 0:
        one = waiting.pop()
        if isinstance(one, list) and len(one) >= 2 and all(isinstance(x, int | float) for x in one[:2]):
            most -= 1
            yield float(one[0])
            yield float(one[1])
        elif isinstance(one, list):
            waiting += one[:most]


def as_row(number: int, item: Any) -> Raw:
    """Return an object as a flat row."""
    if not isinstance(item, dict):
        return Raw(number, {}, _("This record is no object with fields."))
    found: dict[str, Any] = {}
    if depth(item) > DEEPEST:
        return Raw(number, {}, _("This record is nested more than %(most)d deep.") % {"most": DEEPEST})
    _flatten(item, "", found)
    return Raw(number, found)


def _flatten(value: Any, path: str, found: dict[str, Any]) -> None:
    if len(found) >= MOST_FLAT:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            _flatten(inner, f"{path}.{name}" if path else str(name)[:100], found)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        found[path] = [one for one in value[:100] if isinstance(one, dict)]
        for at, inner in enumerate(value[:5]):
            _flatten(inner, f"{path}[{at}]", found)
    elif isinstance(value, list):
        found[path] = [one for one in value[:200] if isinstance(one, str | int | float)]
    else:
        found[path] = value[:LONGEST_CELL] if isinstance(value, str) else value


def depth(value: Any) -> int:
    """How many levels of lists and objects there are, counted without recursion."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, level = waiting.pop()
        if isinstance(one, dict | list):
            deepest = max(deepest, level)
            waiting += [(inner, level + 1) for inner in (one.values() if isinstance(one, dict) else one)]
    return deepest


def items(file: BinaryIO) -> Iterator[Any]:
    """Yield the records of a file, whichever way they are wrapped."""
    reader = _Reader(file)
    sign = reader.sign()
    if sign == "[":
        yield from reader.array()
    elif sign == "{":
        yield from _inside(reader)
    else:
        raise FileRefused(_("This is no JSON: it begins with neither { nor [."))


def _inside(reader: "_Reader") -> Iterator[Any]:
    """The items of the lists we know inside an object; else the object itself."""
    whole: dict[str, Any] = {}
    seen = False
    for name, is_list in reader.fields():
        if is_list and name in LISTS:
            seen = True
            yield from reader.array()
        else:
            whole[name] = reader.value()
    if not seen:
        yield whole


def _refuse_constant(name: str) -> NoReturn:
    raise FileRefused(_("This JSON holds %(name)s, which is no number.") % {"name": name})


class _Reader:
    """A window on a JSON text that moves on."""

    def __init__(self, file: BinaryIO) -> None:
        encoding = encoding_of(file)
        file.seek(0)
        self._file = file
        self._bytes = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._decoder = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_whole)
        self._text, self._at, self._end = "", 0, False

    def _more(self) -> bool:
        """Read on; False at the end."""
        chunk = self._file.read(max(CHUNK, len(self._text) - self._at))
        self._text = self._text[self._at :] + self._bytes.decode(chunk, final=not chunk)
        self._at = 0
        self._end = not chunk
        if len(self._text) > 4 * LARGEST_ITEM:
            raise FileRefused(_("A record in this JSON is larger than %(most)d characters.") % {"most": LARGEST_ITEM})
        return bool(chunk)

    def sign(self) -> str:
        """The next sign that is no space, left where it stands; empty at the end."""
        while True:
            match = SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, *wanted: str) -> str:
        """Step over the next sign, which must be one of these."""
        found = self.sign()
        if found not in wanted or not found:
            raise FileRefused(_("This JSON is damaged or was cut off."))
        self._at += 1
        return found

    def value(self) -> Any:
        """The whole value that comes next."""
        self.sign()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise FileRefused(_("This JSON is nested too deep.")) from None
            except json.JSONDecodeError:
                if not self._more():
                    raise FileRefused(_("This JSON is damaged or was cut off.")) from None
                continue
            if end == len(self._text) and not self._end and self._more():
                continue  # a number may go on
            self._at = end
            return found

    def array(self) -> Iterator[Any]:
        """The items of the list that begins here."""
        self.take("[")
        if self.sign() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.take(",", "]") == "]":
                return

    def fields(self) -> Iterator[tuple[str, bool]]:
        """The names of the object that begins here, and whether a list follows; the caller reads each value."""
        self.take("{")
        if self.sign() == "}":
            self.take("}")
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise FileRefused(_("This JSON is damaged or was cut off."))
            self.take(":")
            yield name, self.sign() == "["
            if self.take(",", "}") == "}":
                return


def _whole(digits: str) -> int:
    if len(digits) > 30:
        raise FileRefused(_("This JSON holds a number of %(n)d digits.") % {"n": len(digits)})
    return int(digits)
