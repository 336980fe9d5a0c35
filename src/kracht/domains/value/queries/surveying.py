"""The survey of participants, by the token of its link."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from kracht.domains.value.models import Appraisal, Invitation, Value
from kracht.domains.value.rules.answers import codes

MOST_OTHERS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What a participant is asked. `others` are initiatives of the same municipality with figures of that year."""

    name: str
    year: int
    rows: tuple[Value, ...]
    others: tuple[tuple[int, str], ...]
    sent_at: datetime
    answered_at: datetime | None
    state: str


def by_token(token: str) -> Asked | None:
    """Return the survey of a link, or None when it leads nowhere."""
    hashed = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    row = (
        Invitation.objects.filter(token_hash=hashed)
        .select_related("appraisal__initiative", "appraisal__value_set")
        .first()
    )
    if row is None:
        return None
    appraisal = row.appraisal
    rows = {one.code: one for one in appraisal.value_set.values.all()}
    return Asked(
        name=appraisal.initiative.name,
        year=appraisal.year,
        rows=tuple(rows[code] for code in codes(appraisal.answers) if code in rows),
        others=tuple(_others(appraisal)),
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        state=appraisal.state,
    )


def _others(appraisal: Appraisal) -> list[tuple[int, str]]:
    place = appraisal.initiative.municipality_id
    if place is None:
        return []
    rows = Appraisal.objects.filter(year=appraisal.year, initiative__municipality_id=place)
    rows = rows.exclude(pk=appraisal.pk).order_by("initiative__norm", "pk")
    return list(rows.values_list("initiative_id", "initiative__name")[:MOST_OTHERS])
