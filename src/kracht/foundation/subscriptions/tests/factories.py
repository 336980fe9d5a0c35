"""A composer that knows no domain, and subscriptions for tests."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kracht.foundation.audit.facts import VISITOR
from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.facts import Followed, Happening, What
from kracht.foundation.subscriptions.operations import following

AT = datetime(2026, 11, 22, 12, 3, tzinfo=UTC)  # a Sunday
AREA = What("area", "GM0001")
TARGET = "thing"


class Plain:
    """Everything that happens belongs to every topic; the mail lists the numbers."""

    kind = "tests/news"

    def __init__(self) -> None:
        self.written = 0

    def match(self, what: What, after: int, upto: int) -> list[Happening]:
        ids = [row["target_id"] for row in queries.targets(TARGET, after=after, upto=upto)]
        return queries.happenings(TARGET, ids, after=after, upto=upto) if ids else []

    def words(self, what: What, happened: Sequence[Happening], language: str) -> Mapping[str, Any]:
        self.written += 1
        return {"label": what.key, "numbers": ", ".join(str(one.target_id) for one in reversed(happened))}

    def manage_url(self, token: str, language: str) -> str:
        return f"https://kracht.example/{language}/manage/{token}/"

    def stop_url(self, token: str, language: str) -> str:
        return f"https://kracht.example/{language}/stop/{token}/"


def followed(
    address: str = "eva@voorbeeld.example",
    *,
    what: What = AREA,
    cadence: str = "once",
    at: datetime = AT,
    language: str = "nl",
) -> Followed:
    """A confirmed subscription."""
    asked = following.follow(what=what, address=address, cadence=cadence, language=language, by=VISITOR, at=at)
    return following.confirm(token=asked.token, by=VISITOR, at=at)
