"""Django's mail doors: one puts everything in the queue, the other shows it in the demo (settings.MAILERS)."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from kracht.foundation.notify import operations, rules
from kracht.kernel import clock


def _html(message: EmailMessage) -> str:
    parts = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in parts if kind == "text/html"), "")


class QueueBackend(BaseEmailBackend):
    """Mail of Django and allauth waits as a notice, in the transaction at hand; the job sends it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue one notice per receiver."""
        for message in email_messages:
            for address in message.recipients():
                operations.queue_mail(
                    address=address,
                    kind=str(message.extra_headers.get("X-Kracht-Kind", "accounts/mail"))[:60],
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html(message),
                    language=rules.language_of((get_language() or "")[:2]),
                    at=clock.now(),
                )
        return len(email_messages)


class MailboxBackend(BaseEmailBackend):
    """The demo sends nothing: its mail is on a page, so that every flow can be walked through."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep one shown mail per receiver."""
        for message in email_messages:
            for address in message.recipients():
                operations.show_in_demo(
                    address=address,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html(message),
                    at=clock.now(),
                )
        return len(email_messages)
