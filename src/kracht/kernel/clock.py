"""The one place that asks what time it is. Views, jobs and commands call `now()` and pass `at=` down."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the date on the wall in the Netherlands."""
    return now().astimezone(AMSTERDAM).date()
