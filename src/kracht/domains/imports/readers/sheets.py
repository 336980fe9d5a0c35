"""XLSX, read as a stream; what is packed too tightly is not unpacked at all."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _

from kracht.domains.imports.facts import LONGEST_CELL, MOST_COLUMNS, MOST_RATIO, MOST_UNPACKED, FileRefused, Raw
from kracht.domains.initiatives.exchange import unquoted

MOST_PARTS = 2000
SMALL = 1_000_000  # bytes inside below which the ratio says nothing
TROUBLE = (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, IndexError, AttributeError, ParseError)


def check(file: BinaryIO) -> None:
    """Raise FileRefused for what is no XLSX, or holds far more than it shows."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise FileRefused(_("This is no XLSX file. Save it again as XLSX or as CSV.")) from None
    inside = sum(part.file_size for part in parts)
    outside = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or inside > MOST_UNPACKED or (inside > SMALL and inside / outside > MOST_RATIO):
        raise FileRefused(
            _("This XLSX file is far larger inside (%(inside)d MB) than outside. Save the sheet as CSV instead.")
            % {"inside": inside // 1_000_000}
        )
    file.seek(0)


def rows(file: BinaryIO) -> Iterator[Raw]:
    """Read the first sheet by the names in its first row."""
    import openpyxl  # here, because 4 MB of memory is much for what few ask

    check(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (*TROUBLE, DefusedXmlException):
        raise FileRefused(_("This is no XLSX file. Save it again as XLSX or as CSV.")) from None
    try:
        yield from _records(book)
    except DefusedXmlException:
        raise FileRefused(_("This file holds XML entities, which are not read.")) from None
    except ParseError:
        raise FileRefused(_("This XLSX file is damaged. Save it again as XLSX or as CSV.")) from None
    finally:
        book.close()


def _records(book: Any) -> Iterator[Raw]:
    if not book.worksheets:
        raise FileRefused(_("This file holds no records."))
    lines = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    first = next(lines, ())
    if len(first) > MOST_COLUMNS and first[MOST_COLUMNS] is not None:
        raise FileRefused(_("This file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    width = max((at for at, cell in enumerate(first, 1) if cell not in (None, "")), default=0)
    names = [
        " ".join(str(cell).split())[:100] if cell not in (None, "") else f"kolom {at}"
        for at, cell in enumerate(first[:width], 1)
    ]
    if not names:
        raise FileRefused(_("The first line of this file holds no names of columns."))
    for number, line in enumerate(lines, 2):
        cells = [_plain(cell) for cell in line[: len(names)]]
        if any(cell != "" for cell in cells):
            yield Raw(number, dict(zip(names, cells, strict=False)))


def _plain(cell: Any) -> Any:
    """A cell as a JSON value."""
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return unquoted(str(cell)[:LONGEST_CELL])
