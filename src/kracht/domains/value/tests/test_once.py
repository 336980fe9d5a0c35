"""Each person counts once: initiatives whose participants name each other, from reply to national figure."""

from datetime import date
from typing import Any

import pytest

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import make_areas
from kracht.domains.value.facts import YearValues
from kracht.domains.value.operations import batching, releasing
from kracht.domains.value.queries import figures, public
from kracht.domains.value.queries.public import Shared
from kracht.domains.value.tests.factories import ANSWERS, AT, FIRST, OWNER, SECOND, make_initiative, make_set

pytestmark = pytest.mark.django_db
IN_FULL = {"others-less-lonely": "0"}
BY_SURVEY = {"how-less-lonely": "survey"}
EFFECT = 45 / 82 - 0.18  # of ANSWERS: 44 of 80 improved, 18 % improve anyway


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """What an earlier test kept in memory under the name of a release."""
    from django.core.cache import caches

    caches["local"].clear()


def three() -> list[Initiative]:
    make_set()
    make_areas()
    return [make_initiative(f"Initiatief {at:02}", lat=52.0907, lon=5.1214) for at in range(3)]


def said(helped: list[int], *, improved: bool = True, others: int | None = None) -> dict[str, Any]:
    n = len(helped) if others is None else others
    return {"improved": {"less-lonely": improved}, "others": n, "helped_by": helped, "worse": ""}


def release(rows: list[Initiative], replies: dict[int, list[dict[str, Any]]], answers: dict[str, str]) -> Shared | None:
    """Publish a year of each with these replies, release, and return the cell of loneliness."""
    made = {**ANSWERS, "outcomes": ["less-lonely"], **answers}
    years = [
        YearValues(row.pk, 2024, made, date(2025, 5, 2), tuple(replies.get(at, ()))) for at, row in enumerate(rows)
    ]
    batching.publish_many(years=years, slugs={row.pk: row.slug for row in rows}, people=(OWNER, FIRST, SECOND), at=AT)
    releasing.make(name="2024", by=OWNER, at=AT)
    assert releasing.recompute(name="2024").identical
    return next(iter(public.shared()), None)


def test_three_that_share_their_people_and_claim_them_in_full_count_for_less() -> None:
    rows = three()
    a, b, c = (row.pk for row in rows)
    cell = release(rows, {0: [said([b]), said([b, c]), said([])], 1: [said([a])], 2: [said([])]}, IN_FULL)
    assert cell is not None
    # persons with 2, 3, 1, 2 and 1 helpers: what is left of each, of nine claims
    once = [1 - (1 - EFFECT) ** n for n in (2, 3, 1, 2, 1)]
    expected = sum(once) / (9 * EFFECT)
    assert expected < 0.9
    assert (cell.measured, cell.asked, cell.several) == (True, 5, 3)
    assert [claim.scale for claim in cell.claims] == [pytest.approx(expected, abs=1e-5)] * 3
    found = figures.national()
    assert found is not None
    assert (found.claims, found.counted, found.overlapping) == (3, 3, 3)
    whole = sum(claim.wellbeing_cents for claim in cell.claims)
    assert found.wellbeing_cents == pytest.approx(whole * expected, rel=1e-4)


def test_what_the_sheets_deducted_for_the_help_of_others_is_not_deducted_twice() -> None:
    """Everybody had two helpers and every sheet claims the half of it: together that is once."""
    rows = three()
    a, b, c = (row.pk for row in rows)
    cell = release(rows, {0: [said([b])] * 4, 1: [said([c])] * 4, 2: [said([a])] * 4}, BY_SURVEY)
    assert cell is not None
    assert cell.measured
    assert {claim.scale for claim in cell.claims} == {1.0}


def test_who_names_nobody_was_asked_too() -> None:
    rows = three()
    cell = release(rows, {at: [said([]), said([], others=1)] for at in range(3)}, IN_FULL)
    assert cell is not None
    assert (cell.measured, cell.asked, cell.several) == (True, 6, 0)
    assert {claim.scale for claim in cell.claims} == {1.0}


def test_where_one_of_them_was_never_named_only_the_largest_counts() -> None:
    rows = three()
    cell = release(rows, {0: [said([rows[1].pk])]}, IN_FULL)
    assert cell is not None
    assert not cell.measured
    assert sorted(claim.scale for claim in cell.claims) == [0, 0, 1]


def test_without_any_reply_the_umbrella_rule_holds() -> None:
    cell = release(three(), {}, IN_FULL)
    assert cell is not None
    assert (cell.measured, cell.asked) == (False, 0)
    assert sorted(claim.scale for claim in cell.claims) == [0, 0, 1]
