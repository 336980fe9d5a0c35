"""CSV as it comes: any separator, UTF-8, UTF-16 or Windows, with or without byte order mark."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from kracht.domains.imports.facts import LONGEST_CELL, MOST_COLUMNS, FileRefused, Raw
from kracht.domains.initiatives.exchange import unquoted

SEPARATORS = (";", ",", "\t", "|")
CHUNK = 1_000_000
NUMBERED = re.compile(r"^(?P<name>[A-Za-z_]+)(?:\[\d+\]|\(list-\d+\))$")


def encoding_of(file: BinaryIO) -> str:
    """Return the encoding of a whole file: by its mark, else UTF-8 when all of it is, else Windows-1252."""
    file.seek(0)
    head = file.read(4)
    if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    if head[1::2] == b"\x00\x00":
        return "utf-16-le"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def separator_of(text: TextIO) -> str:
    """Return the sign that cuts the first lines into the most columns, the same number in each."""
    start = text.read(20_000)
    text.seek(0)
    best = (0, 0, SEPARATORS[0])
    for rank, sign in enumerate(SEPARATORS):
        try:
            lines = [row for row in csv.reader(io.StringIO(start), delimiter=sign) if row][:10]
        except csv.Error:
            continue
        columns = len(lines[0]) if lines else 0
        even = sum(len(row) == columns for row in lines[1:-1]) if columns > 1 else 0
        best = max(best, (columns * (1 + even), -rank, sign))
    return best[2]


def rows(file: BinaryIO) -> Iterator[Raw]:
    """Read each line as a record by the names in the first one."""
    encoding = encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield from _records(text)
    finally:
        text.detach()


def _records(text: TextIO) -> Iterator[Raw]:
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(text, delimiter=separator_of(text))
    try:
        names = _names(next(lines, []))
        for line in lines:
            if any(cell.strip() for cell in line):
                yield _record(lines.line_num, names, line)
    except csv.Error:
        raise FileRefused(
            _(
                "Line %(line)d cannot be read: a text in it is longer than %(most)d characters, or a quotation mark"
                " is not closed."
            )
            % {"line": lines.line_num, "most": LONGEST_CELL}
        ) from None


def _names(line: list[str]) -> list[str]:
    """Names of columns, each once; an empty one gets its number."""
    if len(line) > MOST_COLUMNS:
        raise FileRefused(_("This file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    found: list[str] = []
    for number, name in enumerate(line, 1):
        tidy = " ".join(name.replace("\x00", "").split())[:100] or f"kolom {number}"
        found.append(tidy if tidy not in found else f"{tidy} ({number})")
    if not any(name.strip() for name in line):
        raise FileRefused(_("The first line of this file holds no names of columns."))
    return found


def _record(number: int, names: list[str], line: list[str]) -> Raw:
    extra = [cell for cell in line[len(names) :] if cell.strip()]
    problem = ""
    if extra:
        problem = _("This line has more cells (%(has)d) than there are columns (%(want)d).") % {
            "has": len(line),
            "want": len(names),
        }
    return Raw(number, dict(zip(names, map(unquoted, line), strict=False)), problem)


def murmurations(file: BinaryIO) -> Iterator[Raw]:
    """Read the import sheet of Murmurations: `tags[0]`, `tags[1]` and `tags(list-0)` are one list."""
    for raw in rows(file):
        values: dict[str, object] = {}
        for name, cell in raw.values.items():
            numbered = NUMBERED.match(name)
            if numbered is None:
                values[name] = cell
                continue
            listed = values.setdefault(numbered["name"], [])
            if isinstance(listed, list):
                listed += [part.strip() for part in (cell.split(",") if "(list" in name else [cell]) if part.strip()]
        yield Raw(raw.number, values, raw.problem)
