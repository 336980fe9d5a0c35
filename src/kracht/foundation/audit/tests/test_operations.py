from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kracht.foundation.audit import operations, queries
from kracht.foundation.audit.facts import VISITOR, Program
from kracht.foundation.audit.models import Entry

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_an_act_is_kept_and_read_newest_first(alice: Any) -> None:
    operations.record(by=VISITOR, verb="submitted", target=alice, at=AT)
    operations.record(by=alice, verb="changed", target=alice, at=AT, data={"fields": ["name"]})
    newest, oldest = queries.history(alice)
    assert (newest.verb, newest.actor_key, newest.data) == ("changed", f"user:{alice.pk}", {"fields": ["name"]})
    assert (oldest.verb, oldest.actor_key, oldest.target_type) == ("submitted", "visitor", "accounts.user")
    assert [act.verb for act in queries.acts_of(alice)] == ["changed"]


def test_a_target_can_be_named_by_its_keys(db: None) -> None:
    operations.record(by=Program("import"), verb="ran", target=("source", "7"), at=AT)
    assert queries.history(("source", "7"))[0].actor_key == "program:import"
    assert queries.history(("source", "8")) == []


def test_an_unsaved_row_has_no_history(db: None) -> None:
    with pytest.raises(ValueError, match="saved row"):
        operations.record(by=VISITOR, verb="submitted", target=Entry(), at=AT)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_database_refuses_to_change_the_trail(db: None, statement: str) -> None:
    operations.record(by=VISITOR, verb="submitted", target=("source", "7"), at=AT)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_no_truncate")  # conftest.py turned it off
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert Entry.objects.filter(verb="submitted").count() == 1
