"""Where a check stands, what a reviewer finds, and what pages show of both."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a check stands."""

    DRAFT = "draft", _("being prepared")
    ASKED = "asked", _("waiting for a reviewer")
    REVIEWING = "reviewing", _("with a reviewer")
    GIVEN = "given", _("label given")
    REFUSED = "refused", _("label not given")
    RETRACTED = "retracted", _("taken back by the initiative")
    WITHDRAWN = "withdrawn", _("label withdrawn")
    EXPIRED = "expired", _("term over")


OPEN = (State.DRAFT, State.ASKED, State.REVIEWING)


class Verdict(TextChoices):
    """What a reviewer finds of one criterion."""

    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    NOT_APPLICABLE = "not_applicable", _("does not apply")


@dataclass(frozen=True, slots=True)
class CriterionFact:
    """One criterion in the language of the page. `ask` says what evidence would do."""

    number: int
    position: int
    name: str
    text: str
    ask: str
    may_skip: bool


@dataclass(frozen=True, slots=True)
class SetFact:
    """A published version of the criteria."""

    number: int
    version: int
    published_on: date
    criteria: tuple[CriterionFact, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence for one criterion; `document` is the number of a PDF or a picture, or None."""

    criterion: int
    text: str = ""
    link: str = ""
    document: int | None = None
    document_name: str = ""

    @property
    def filled(self) -> bool:
        """Whether there is anything."""
        return bool(self.text or self.link or self.document)


@dataclass(frozen=True, slots=True)
class Found:
    """What a reviewer found of one criterion."""

    criterion: int
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a person may not review: asked for it or owns the entry, belongs to an organisation of it, or judged before."""

    owner: bool = False
    organisation: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A check with everything in it, for its owner and for reviewers."""

    number: int
    initiative_id: int
    criteria: SetFact
    state: str
    round: int
    asked_by: int | None
    reviewer: int | None
    first_reviewer: int | None
    evidence: tuple[Shown, ...]
    findings: tuple[Found, ...]
    earlier: tuple[Found, ...]  # of the first round, when there is a second
    reason: str
    appeal: str
    asked_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    valid_until: date | None
    updated_at: datetime
    appealed: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the public history. `who` is the audit key of the reviewer; `reason` only where it is public."""

    what: str
    at: datetime
    who: str = ""
    reason: str = ""
    until: date | None = None
    version: int = 0
