"""How long things of this app live, and what an erasure did."""

from dataclasses import dataclass
from datetime import timedelta

from kracht.foundation.audit.facts import Kept

DOWNLOAD_LIVES = timedelta(days=7)
LINK_LIVES = timedelta(hours=24)
LARGE = 2_000  # records; above this, or with many pictures, the file is made in the background
MANY_PICTURES = 20
LEAVE, WITHDRAW = "leave", "withdraw"  # what becomes of an entry when its owner goes


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of a person's data."""

    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is held of a person: app → heading → records."""

    parts: dict[str, dict[str, list[dict[str, object]]]]

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(len(records) for headings in self.parts.values() for records in headings.values())
