"""Reading a value set from a file, and writing one for download."""

import csv
import io
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kracht.domains.value.facts import ValueRow
from kracht.domains.value.models import Value

OURS = Path(__file__).parent / "data" / "values.toml"
COLUMNS = (
    "code", "title_nl", "title_en", "driver", "ledger", "kind", "low", "central", "high", "price_year", "cashable",
    "payer", "dimension", "demonstration", "norm", "norm_n", "source", "page", "licence", "owner", "expires",
)  # fmt: skip


def read(path: Path = OURS) -> tuple[str, dict[str, Any], list[ValueRow]]:
    """Return (note, parameters, rows) of a value set in TOML. TypeError names a field that does not exist."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return document["note"], document["parameters"], [ValueRow(**row) for row in document["value"]]


def as_csv(rows: Iterable[Value]) -> str:
    """Return rows as CSV. A text that a spreadsheet would compute gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(getattr(row, name)) for name in COLUMNS])
    return out.getvalue()


NUMBER = re.compile(r"-\d+(\.\d+)?")  # a negative amount stays a number


def harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"} and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value
