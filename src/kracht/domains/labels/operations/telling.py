"""The mails about checks."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from kracht.domains.initiatives.queries import owning
from kracht.domains.labels import queries, rules
from kracht.domains.labels.facts import Verdict
from kracht.domains.labels.models import Review
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.rules import absolute


def reviewers(number: int, *, on: date, at: datetime) -> None:
    """Tell those who may do this check that something waits, at most once a day each."""
    for person in queries.reviewers_of(number, on=on):
        with translation.override(person.language):
            url = absolute(reverse("labels:desk"))
        once = f"label-waiting:{person.pk}:{on:%Y%m%d}"
        notify.tell(to=person, kind="labels/waiting", at=at, context={"url": url}, once_key=once)


def owners(row: Review, kind: str, *, on: date, at: datetime) -> None:
    """Tell those behind an initiative what became of its check: given, refused, withdrawn, ending or expired."""
    head = owning.head_by_id(row.initiative_id)
    if head is None:
        return
    for person in queries.people_of(queries.as_case(row), on=on):
        with translation.override(person.language):
            case = queries.as_case(row)
            names = {one.number: one.name for one in case.criteria.criteria}
            context = {
                "name": head.name,
                "reason": row.reason,
                "until": date_format(row.valid_until, "j F Y") if row.valid_until else "",
                "url": absolute(reverse("labels:ask", args=[head.slug])),
                "days": rules.APPEAL_DAYS,
                "last": row.round == 2,
                "findings": [
                    (names[one.criterion], str(Verdict(one.verdict).label), one.reason) for one in case.findings
                ],
            }
        once = f"label-{kind}:{row.pk}:{row.round}:{person.pk}"
        notify.tell(to=person, kind=f"labels/{kind}", at=at, about=row, context=context, once_key=once)
