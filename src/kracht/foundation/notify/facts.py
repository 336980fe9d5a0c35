"""What a notice is when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class ShownMail:
    """A mail on the demo's post page; `html_text` is the plain text, escaped, with links to click."""

    number: int
    address: str
    subject: str
    html_text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One receiver of a mail that many get. `fill` replaces marks in the text that was written for all of them.

    `unsubscribe` is the address where one POST ends this mail (RFC 8058).
    """

    address: str
    once_key: str
    unsubscribe: str
    about_key: str = ""
    user_id: int | None = None
    fill: Mapping[str, str] = field(default_factory=dict)


SIGN_IN_KINDS = "accounts/"  # mails of signing in hold codes and links: their texts go as soon as they are sent
LAST_KINDS = ("mydata/farewell",)  # the last mail to who was forgotten: with it the address is forgotten too
KEPT_DAYS = 30  # other texts are kept this long after sending, for questions like "what did you write me?"
