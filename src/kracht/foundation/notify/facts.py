"""What a notice is when it is shown."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ShownMail:
    """A mail on the demo's post page; `html_text` is the plain text, escaped, with links to click."""

    number: int
    address: str
    subject: str
    html_text: str
    at: datetime


SIGN_IN_KINDS = "accounts/"  # mails of signing in hold codes and links: their texts go as soon as they are sent
KEPT_DAYS = 30  # other texts are kept this long after sending, for questions like "what did you write me?"
