"""The fixed words of imports, and their limits."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 50_000_000  # of a file
MOST_ROWS = 200_000
MOST_COLUMNS = 300
LONGEST_CELL = 100_000  # characters
DEEPEST = 20  # levels of JSON
LARGEST_ITEM = 1_000_000  # characters of one JSON record
MOST_UNPACKED = 200_000_000  # bytes inside an XLSX
MOST_RATIO = 100  # how much larger an XLSX may be inside than outside
VANISH_SHARE = 0.2  # when more of a source vanishes at once, a person is asked
MOST_FAILURES = 3  # in a row, before somebody is told
KEEP_FILES_DAYS = 30


class RunState(TextChoices):
    """Where a run stands. The -ing ones are work of the background."""

    MAPPING = "mapping", _("columns to be named")
    CHECKING = "checking", _("being tried")
    CHECKED = "checked", _("tried, waiting for you")
    ASKED = "asked", _("waiting for a moderator")
    APPLYING = "applying", _("being brought in")
    APPLIED = "applied", _("brought in")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    CANCELLED = "cancelled", _("stopped")
    FAILED = "failed", _("failed")


WORKING = (RunState.CHECKING.value, RunState.APPLYING.value, RunState.UNDOING.value)
WRITING = (RunState.APPLYING.value, RunState.UNDOING.value)


class Every(TextChoices):
    """How often a source is followed."""

    NEVER = "", _("not followed")
    HOUR = "hour", _("every hour")
    DAY = "day", _("every day")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")


class Choice(TextChoices):
    """What a person says about a likely duplicate."""

    OPEN = "", _("not chosen yet")
    SAME = "same", _("the same one")
    OTHER = "other", _("another one")
    SKIP = "skip", _("leave it out")


class FileRefused(ValueError):
    """The file cannot be read; the text says why and what would do, in the user's language."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One record as it stands in the file: `number` is its row or place, `values` a column or path with its value."""

    number: int
    values: dict[str, Any]
    problem: str = ""  # why this row cannot be read


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column says what. `words` turns a word of the source into a theme number (0: none).

    `seen` are the columns that held something when the choice was made; a column that comes later is still to be guessed.
    """

    columns: dict[str, str] = field(default_factory=dict)  # target → column
    words: dict[str, int] = field(default_factory=dict)
    abroad: str = "refuse"  # or "nowhere": take in a point outside the Netherlands without its place
    licence: str = "CC-BY-4.0"
    seen: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON value."""
        return asdict(self) | {"seen": sorted(self.seen)}

    @staticmethod
    def of(value: dict[str, Any]) -> "Mapping":
        """Return it from the JSON value."""
        return Mapping(
            dict(value.get("columns", {})),
            dict(value.get("words", {})),
            value.get("abroad", "refuse"),
            value.get("licence", "CC-BY-4.0"),
            frozenset(value.get("seen", ())),
        )


@dataclass(frozen=True, slots=True)
class Keyed:
    """Who asked for work of the background, by the key of the trail."""

    audit_key: str
