"""The database is judged before it is used."""

import pytest

from kracht.foundation.places import checks


@pytest.mark.django_db
def test_the_database_of_this_checkout_is_right() -> None:
    assert checks.check_database(databases=["default"]) == []


@pytest.mark.parametrize(
    ("version", "provider", "collate", "locale", "problem"),
    [
        (160_004, "b", "C", "C.UTF-8", "places.E001"),
        (180_001, "c", "nl_NL.UTF-8", None, "places.E002"),
        (180_001, "i", "C", "nl-NL", "places.E002"),
        (180_001, "b", "C", "C", "places.E002"),
    ],
)
def test_others_are_refused(version: int, provider: str, collate: str, locale: str | None, problem: str) -> None:
    assert [found.id for found in checks._judge(version, provider, collate, locale)] == [problem]
