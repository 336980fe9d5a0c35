"""A small world for tests of the valuation: the value set of Kracht, and an initiative with a year of answers."""

from datetime import UTC, date, datetime
from typing import Any

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import publish
from kracht.domains.value import exchange
from kracht.domains.value.facts import YearValues
from kracht.domains.value.models import Appraisal, Publication, ValueSet
from kracht.domains.value.operations import answering, batching, reviewing, valuing
from kracht.foundation.audit.facts import Program

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
OWNER, FIRST, SECOND = Program("owner"), Program("first"), Program("second")
SLUG = "de-kromme-akker"

ANSWERS: dict[str, Any] = {
    "activities": "Elke week samen tuinieren en eten met de buurt.",
    "participants": "120",
    "counted": "list",
    "outcomes": ["less-lonely", "less-guidance", "new-contacts"],
    "how-less-lonely": "own",
    "respondents-less-lonely": "80",
    "improved-less-lonely": "44",
    "level-less-lonely": "before",
    "anyway-less-lonely": "norm",
    "others-less-lonely": "1",
    "how-less-guidance": "own",
    "respondents-less-guidance": "80",
    "improved-less-guidance": "12",
    "level-less-guidance": "before",
    "anyway-less-guidance": "half",
    "others-less-guidance": "0",
    "how-new-contacts": "own",
    "respondents-new-contacts": "80",
    "improved-new-contacts": "60",
    "level-new-contacts": "after",
    "cash": "30.000",
    "in_kind": "2.500,50",
    "hours": "600",
    "public": "10000",
    "worse": "Niets dat wij hebben gezien.",
}


def make_set() -> ValueSet:
    """Publish the value set of Kracht."""
    note, parameters, rows = exchange.read()
    return valuing.load(note=note, parameters=parameters, rows=rows, proposer=FIRST, by=SECOND, at=AT)


def make_initiative(name: str = "De Kromme Akker", **changes: Any) -> Initiative:
    """A published initiative."""
    return publish(name, slug=name.lower().replace(" ", "-"), **changes)


def answered(year: int = 2024, initiative: Initiative | None = None, **changes: Any) -> Appraisal:
    """A questionnaire with answers, not sent in."""
    ValueSet.objects.exists() or make_set()
    row = initiative or make_initiative()
    made = answering.start(initiative_id=row.pk, year=year, owner=True, by=OWNER, at=AT)
    return answering.save(number=made.pk, typed={**ANSWERS, **changes}, owner=True, by=OWNER, at=AT)


def submitted(year: int = 2024, initiative: Initiative | None = None, **changes: Any) -> Appraisal:
    """A questionnaire that waits for a first check."""
    row = answered(year, initiative, **changes)
    answering.submit(number=row.pk, owner=True, by=OWNER, at=AT, demonstration=True)
    row.refresh_from_db()
    return row


def published(year: int = 2024, **changes: Any) -> Publication:
    """A published sheet."""
    row = submitted(year, **changes)
    reviewing.check(number=row.pk, text="", by=FIRST, at=AT, reviewer=True, own=False)
    return reviewing.publish(number=row.pk, text="", by=SECOND, at=AT, reviewer=True, own=False, demonstration=True)


def many(n: int = 24, years: tuple[int, ...] = (2023, 2024), **changes: Any) -> list[Initiative]:
    """A portfolio of n initiatives, all measured in these years, each a little different."""
    ValueSet.objects.exists() or make_set()
    rows = [make_initiative(f"Initiatief {at:02}", **changes) for at in range(n)]
    values = [
        YearValues(
            initiative_id=row.pk,
            year=year,
            answers={
                **ANSWERS,
                "participants": str(100 + at + 5 * (year - years[0])),
                "improved-less-lonely": str(40 + at % 7 + (year - years[0])),
            },
            published_on=date(year + 1, 4, 1 + at % 25),
        )
        for at, row in enumerate(rows)
        for year in years
    ]
    batching.publish_many(years=values, slugs={row.pk: row.slug for row in rows}, people=(OWNER, FIRST, SECOND), at=AT)
    return rows
