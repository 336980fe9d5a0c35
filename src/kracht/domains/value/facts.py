"""The fixed words of the valuation: states, ledgers, payers, verdicts; and values that cross the app's border."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DRAWS = 10_000  # of one published sheet
MANY_DRAWS = 1000  # of each sheet that comes in with a whole portfolio
LINK_DRAWS = 200  # per initiative-year: the interval of a change of the index
MOST_OUTCOMES = 6
MOST_INVITED = 400  # addresses of participants; above this a random sample
MOST_EVIDENCE = 8
MOST_EVIDENCE_BYTES = 5_000_000
SURVEY_DAYS = 60
FRESH_MONTHS = 18  # a value counts as verified this long
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "csv": "text/csv", "txt": "text/plain"}


class SetState(TextChoices):
    """Where a version of the value set stands."""

    DRAFT = "draft", _("being written")
    PROPOSED = "proposed", _("waits for a second person")
    PUBLISHED = "published", _("published")
    REFUSED = "refused", _("not accepted")


class Ledger(TextChoices):
    """Three ledgers that are never added in a headline, and a profile without euros."""

    PUBLIC = "L1", _("Saved public spending")
    MONEY = "L2", _("Other money")
    WELLBEING = "L3", _("Well-being")
    PROFILE = "L4", _("Profile, not in euros")


class Kind(TextChoices):
    """What kind of change: sets displacement."""

    WELLBEING = "wellbeing", _("well-being")
    WORK = "work", _("work")
    OTHER = "other", _("other")


class Dimension(TextChoices):
    """The four sides of the profile."""

    PHYSICAL = "physical", _("Physical")
    INTELLECTUAL = "intellectual", _("Intellectual")
    SOCIAL = "social", _("Social")
    SPIRITUAL = "spiritual", _("Spiritual")


class State(TextChoices):
    """Where the figures of one year stand."""

    DRAFT = "draft", _("being filled in")
    ASKED = "asked", _("participants are being asked")
    SUBMITTED = "submitted", _("sent in")
    REVIEW = "review", _("checked; waits for a second person")
    PUBLISHED = "published", _("published")
    CORRECTED = "corrected", _("published, and corrected since")


class Verdict(TextChoices):
    """What a reviewer says."""

    FIRST = "first", _("Right: ready for a second person")
    BACK = "back", _("Sent back with a question")
    SECOND = "second", _("Published by a second person")


class EventKind(TextChoices):
    """How an initiative leaves the index."""

    CLOSED = "closed", _("closed")
    TAKEOVER = "takeover", _("taken over")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ReleaseKind(TextChoices):
    """Two cadences."""

    QUARTER = "quarter", _("provisional, of a quarter")
    YEAR = "year", _("definitive, of a year")


class GiftKind(TextChoices):
    """What is given."""

    MONEY = "money", _("money")
    GOODS = "goods", _("goods")
    HOURS = "hours", _("hours")


class GiftSaid(TextChoices):
    """What became of a promise."""

    RECEIVED = "received", _("received")
    MISSED = "missed", _("not received")
    WITHDRAWN = "withdrawn", _("withdrawn")


class GiftStage(TextChoices):
    """How far an initiative-year is."""

    PROMISED = "promised", _("promised")
    REPORTED = "reported", _("reported")
    CHECKED = "checked", _("checked")


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One row of a value set as a person or file gives it. Money in EUR, L3 in points of life satisfaction."""

    code: str
    title_nl: str
    title_en: str
    ask_nl: str
    ask_en: str
    driver: str
    ledger: str
    low: str
    central: str
    high: str
    kind: str = "other"
    price_year: int | None = None
    cashable: str | None = None
    payer: str = ""
    dimension: str = ""
    demonstration: bool = False
    norm: str | None = None
    norm_n: int | None = None
    source: str = ""
    page: str = ""
    licence: str = ""
    owner: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class YearValues:
    """An initiative-year that comes in whole (example portfolio): answers as the questionnaire keeps them."""

    initiative_id: int
    year: int
    answers: dict[str, Any]
    published_on: date
    replies: tuple[dict[str, Any], ...] = field(default=())
