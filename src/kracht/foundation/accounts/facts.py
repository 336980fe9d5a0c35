"""What a page shows of the places where a person is signed in."""

from dataclasses import dataclass
from datetime import date, datetime

OF_AGE = 16  # years: who is younger takes part together with a grown-up


@dataclass(frozen=True, slots=True)
class SignedInAt:
    """One device where a person is signed in. `browser` and `system` are keys of `wording`; no address is kept."""

    number: int
    browser: str
    system: str
    since: datetime
    seen_on: date
    current: bool
