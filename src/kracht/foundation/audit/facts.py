"""Who acts, and what the classes of privacy are. Everything above names its actors with these."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

PRIVACY = {
    "public": "shown to anyone once its row is published",
    "personal": "about a person: in the download and the erasure of that person",
    "internal": "about the running of the site; shown to those who run it",
    "secret": "never shown and never exported: hashes, codes, keys",
}


KEPT_YEARS = 7  # acts older than this are removed: the longest term in which a decision is asked about


class Actor(Protocol):
    """Anything that can act: a user, a visitor, a program. The key says which, without a name."""

    @property
    def audit_key(self) -> str: ...


@dataclass(frozen=True)
class Program:
    """A job, a command or an importer that acts by itself."""

    name: str

    @property
    def audit_key(self) -> str:
        return f"program:{self.name}"


@dataclass(frozen=True)
class Visitor:
    """Someone without an account. Nothing is kept of who it was."""

    @property
    def audit_key(self) -> str:
        return "visitor"


VISITOR = Visitor()


@dataclass(frozen=True)
class Kept:
    """What stays after a person left, and why the law lets us: told to the person before and after.

    `what` and `why` are sentences for that person in the language at hand. `until` is the last day it is kept; None
    only where nothing in it can lead to a person any more.
    """

    what: str
    why: str
    until: date | None
