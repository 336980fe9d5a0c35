"""What can be followed, how often one hears of it, and what can happen to it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Cadence(TextChoices):
    """How often mail comes; without news there is none."""

    ONCE = "once", _("At once, as soon as something happens")
    DAILY = "daily", _("Every day, at seven in the morning")
    WEEKLY = "weekly", _("Every week, on Monday morning")


class Ended(TextChoices):
    """Why a subscription is over."""

    ASKED = "asked", _("ended by the subscriber")
    REFUSED = "refused", _("the mail server refuses the address")


@dataclass(frozen=True, slots=True)
class What:
    """Something to follow. `kind` and `key` together name it; `params` are what the composer needs to find it again."""

    kind: str
    key: str
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, kind: str, pairs: Iterable[tuple[str, str]]) -> "What":
        """A set that pairs describe: their order does not matter."""
        params = tuple(sorted(set(pairs)))
        canonical = json.dumps(params, ensure_ascii=False, separators=(",", ":"))
        return cls(kind, hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest(), params)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `place` grows with time and never skips; `what` is a word such as "published"."""

    place: int
    at: datetime
    what: str
    target_id: int
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription as its holder sees it."""

    number: int
    what: What
    address: str
    cadence: Cadence
    language: str
    token: str
    created_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None

    @property
    def live(self) -> bool:
        """Whether mail comes."""
        return self.confirmed_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a wish to follow. `state` is new, waiting, known or full; `quiet` when no mail should go now."""

    state: str
    address: str
    language: str
    token: str
    number: int
    quiet: bool = False


class Composer(Protocol):
    """What a surface gives: which happenings belong to a topic, and the words of the mail about them."""

    kind: str  # of the mail, for notify

    def match(self, what: What, after: int, upto: int) -> list[Happening]:
        """Return what happened to the topic at the places after `after`, up to and with `upto`; newest first."""

    def words(self, what: What, happened: Sequence[Happening], language: str) -> Mapping[str, Any]:
        """Return the context of the mail; nothing (falsy) when there is nothing left to tell."""

    def manage_url(self, token: str, language: str) -> str:
        """Return the full address of the page of one subscription."""

    def stop_url(self, token: str, language: str) -> str:
        """Return the full address where one POST ends it."""
