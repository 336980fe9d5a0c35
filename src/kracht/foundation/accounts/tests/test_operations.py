from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kracht.foundation.accounts import jobs, operations, queries
from kracht.foundation.accounts.models import User
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOST = Program("host")


def test_an_address_is_kept_in_lower_case_and_found_in_any(db: None) -> None:
    user = operations.create_person(email=" Eva@Voorbeeld.Example", name="Eva", by=HOST, at=AT)
    assert user.email == "eva@voorbeeld.example"
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert queries.by_email("EVA@voorbeeld.example") == user
    assert User.objects.get_by_natural_key("EVA@voorbeeld.example") == user
    assert operations.create_person(email="EVA@voorbeeld.example", name="x", by=HOST, at=AT) == user


def test_the_database_refuses_upper_case_and_doubles(alice: User) -> None:
    for email in ("Upper@voorbeeld.example", "alice@voorbeeld.example"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(email=email, joined_at=AT)


@pytest.mark.parametrize("email", ["", "nobody", "a\x00b@voorbeeld.example", "x" * 300 + "@voorbeeld.example"])
def test_a_person_needs_an_address(db: None, email: str) -> None:
    with pytest.raises(ValidationError):
        operations.create_person(email=email, name="Eva", by=HOST, at=AT)
    assert queries.by_email(email) is None


def test_names_of_keys(alice: User, bob: User) -> None:
    keys = [alice.audit_key, bob.audit_key, "visitor", "user:999999", "user:x"]
    assert queries.names(keys) == {alice.audit_key: "Alice", bob.audit_key: "Bob"}


def test_sessions_that_are_over_go(db: None) -> None:
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=clock.now() + timedelta(days=days))
    for _twice in range(2):
        jobs.forget_sessions(timestamp=0)
    assert Session.objects.get().session_key == "open"
