"""Periods of the index: years by the year that was valued, quarters by what was verified at their end. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from kracht.domains.value.facts import FRESH_MONTHS, EventKind

type Data = dict[str, Any]
QUARTER = re.compile(r"(\d{4})Q([1-4])")
LEAVING = {EventKind.CLOSED.value: "closed", EventKind.TAKEOVER.value: "removed", EventKind.WITHDRAWN.value: "removed"}


@dataclass(frozen=True, slots=True)
class Known:
    """A published initiative-year as releases read it. `day` is that of its publication."""

    initiative: str
    year: int
    day: date
    version: int
    hash: str
    record: Data

    @property
    def ident(self) -> tuple[str, int]:
        """Who and which year."""
        return self.initiative, self.year


@dataclass(slots=True)
class Period:
    """One period: whose value counts, and who left how."""

    name: str
    members: dict[str, Known] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def quarter_end(name: str) -> date:
    """Return the last day of 2026Q3. ValueError for what is no quarter."""
    match = QUARTER.fullmatch(name)
    if match is None:
        raise ValueError(f"{name} is no quarter such as 2026Q3")
    year, month = int(match[1]), 3 * int(match[2])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def quarter_of(day: date) -> str:
    """Return the quarter in which a day lies."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def next_quarter(name: str) -> str:
    """Return the quarter after this one."""
    return quarter_of(quarter_end(name) + timedelta(days=1))


def cutoff(name: str) -> date:
    """Return the day up to which a release reads: the end of its quarter; for a year 1 July of the next (accounts)."""
    return date(int(name) + 1, 7, 1) if name.isdecimal() and len(name) == 4 else quarter_end(name)


def months_before(day: date, months: int) -> date:
    """Return the first day of the month that lies so many months back."""
    at = day.year * 12 + day.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)


def periods(name: str, known: Sequence[Known], events: dict[str, tuple[str, date]]) -> list[Period]:
    """Return the periods up to the release `name`, oldest first, with members and leavers."""
    made = _quarters(name, known, events) if QUARTER.fullmatch(name) else _years(int(name), known, events)
    while made and not made[0].members:
        made.pop(0)
    return made


def _years(last: int, known: Sequence[Known], events: dict[str, tuple[str, date]]) -> list[Period]:
    made: list[Period] = []
    before: set[str] = set()
    for year in range(min((one.year for one in known), default=last), last + 1):
        now = Period(str(year))
        now.members = {one.initiative: one for one in known if one.year == year}
        _leave(now, before, events, lambda day, year=year: day.year <= year)
        before = set(now.members)
        made.append(now)
    return made


def _quarters(last: str, known: Sequence[Known], events: dict[str, tuple[str, date]]) -> list[Period]:
    made: list[Period] = []
    before: set[str] = set()
    name = quarter_of(min((one.day for one in known), default=quarter_end(last)))
    while quarter_end(name) <= quarter_end(last):
        end = quarter_end(name)
        now = Period(name)
        oldest = months_before(end, FRESH_MONTHS)
        for one in sorted(known, key=lambda one: (one.year, one.day)):
            if oldest <= one.day <= end:
                now.members[one.initiative] = one
        gone = [key for key in now.members if key in events and events[key][1] <= end]
        for key in gone:
            del now.members[key]
        _leave(now, before, events, lambda day, end=end: day <= end)
        before = set(now.members)
        made.append(now)
        name = next_quarter(name)
    return made


def _leave(now: Period, before: set[str], events: dict[str, tuple[str, date]], happened: Any) -> None:
    """Say how each member of the period before left that has no value now: by an event, or by silence."""
    for key in sorted(before - set(now.members)):
        kind, day = events.get(key, ("", date.max))
        getattr(now, LEAVING[kind] if kind and happened(day) else "silent").append(key)
