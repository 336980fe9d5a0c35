"""Values of Python as JSON holds them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any


def plain(value: Any) -> object:
    """The value as JSON can hold it: moments and days as ISO 8601, sets as lists, what is unknown as its text."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return str(value)


def rows(found: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    """Rows of a table, as `QuerySet.values()` gives them, for JSON."""
    return [{str(key).replace("__", " "): plain(value) for key, value in row.items()} for row in found]
