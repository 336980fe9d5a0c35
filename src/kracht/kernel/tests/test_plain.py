"""Values for JSON."""

from datetime import UTC, date, datetime
from decimal import Decimal

from kracht.kernel.plain import plain, rows


def test_values_become_what_json_holds():
    moment = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    assert plain({"at": moment, 3: (1, None), "on": date(2026, 1, 2), "sum": Decimal("1.50")}) == {
        "at": "2026-11-22T04:00:00+00:00",
        "3": [1, None],
        "on": "2026-01-02",
        "sum": "1.50",
    }


def test_rows_have_readable_keys():
    assert rows([{"initiative__name": "Kas", "state": "open"}]) == [{"initiative name": "Kas", "state": "open"}]
