"""A small released portfolio: 24 initiatives in Utrecht over two years; one closed, one was taken over."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import caches
from django.db import transaction
from pytest_django import DjangoDbBlocker

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import make_areas
from kracht.domains.value.facts import EventKind, YearValues
from kracht.domains.value.models import Release
from kracht.domains.value.operations import batching, releasing
from kracht.domains.value.tests.factories import ANSWERS, AT, FIRST, OWNER, SECOND, many
from kracht.foundation.places.models import Area


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What is kept in memory under the name of a release belongs to one test."""
    caches["local"].clear()
    yield
    caches["local"].clear()


def release_all() -> list[Initiative]:
    """Publish and release; the members that are left come last."""
    make_areas()
    rows = many(24, years=(2022, 2023), lat=52.0907, lon=5.1214)
    values = [
        YearValues(row.pk, 2024, {**ANSWERS, "participants": str(120 + at)}, date(2025, 5, 2))
        for at, row in enumerate(rows[2:])
    ]
    batching.publish_many(years=values, slugs={row.pk: row.slug for row in rows}, people=(OWNER, FIRST, SECOND), at=AT)
    batching.leave(initiative_id=rows[0].pk, kind=EventKind.CLOSED, on=date(2024, 5, 1), note="", by=OWNER, at=AT)
    batching.leave(initiative_id=rows[1].pk, kind=EventKind.TAKEOVER, on=date(2024, 5, 1), note="", by=OWNER, at=AT)
    area = Area.objects.get(code="WK034401")
    batching.know_needs(rows=[(area.pk, "loneliness", 2024, 1200)], source="test", demonstration=True)
    for name in ("2023", "2024", "2025Q2"):
        releasing.make(name=name, by=OWNER, at=AT)
    return rows


@pytest.fixture(scope="module")
def released(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Initiative]]:
    """Made once for all tests of a file, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield release_all()
        transaction.set_rollback(True)


@pytest.fixture
def members(released: list[Initiative], db: None) -> list[Initiative]:
    """All 24, the closed and the taken over first."""
    assert Release.objects.count() == 3
    return released
