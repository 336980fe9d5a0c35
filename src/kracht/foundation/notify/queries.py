"""Reading notices: what waits, and the demo's post."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from kracht.foundation.notify.facts import ShownMail
from kracht.foundation.notify.models import Notice, SentMail
from kracht.foundation.notify.rules import paragraphs

SHOWN = 50


def overdue(*, at: datetime, after: timedelta = timedelta(minutes=10)) -> int:
    """How many notices have waited longer than this to be sent: not 0 means that mail is in trouble."""
    return Notice.objects.filter(sent_at=None, created_at__lt=at - after).count()


def shown_mails(*, limit: int = SHOWN) -> list[ShownMail]:
    """The latest mails of the demo, newest first."""
    return [
        ShownMail(mail.pk, mail.address, mail.subject, paragraphs(mail.text), mail.at)
        for mail in SentMail.objects.order_by("-id")[:limit]
    ]


def refused(addresses: Iterable[str], *, times: int) -> set[str]:
    """Which of these addresses mail servers refused for good at least so many times, in the time that mail is kept."""
    rows = Notice.objects.filter(refused=True, address__in=list(addresses)).order_by().values("address")
    return set(rows.annotate(n=Count("pk")).filter(n__gte=times).values_list("address", flat=True))
