from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from kracht.foundation.access import operations, queries, rules
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.accounts.models import User
from kracht.foundation.audit import queries as audit
from kracht.foundation.audit.facts import Program

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HOST = Program("host")


def give(user: User, role: Role = Role.MODERATOR, **more: object) -> int:
    return operations.grant(user=user, role=role, by=HOST, at=AT, starts_on=TODAY, **more)  # type: ignore[arg-type]  # test values


def test_the_cast(alice: User, dana: User) -> None:
    assert queries.has_role(dana, Role.MODERATOR, on=TODAY)
    assert not queries.has_role(dana, Role.ADMINISTRATOR, on=TODAY)
    assert not queries.has_role(alice, Role.MODERATOR, on=TODAY)
    assert not queries.has_role(AnonymousUser(), Role.MODERATOR, on=TODAY)
    assert queries.holders(Role.MODERATOR, on=TODAY) == [dana]


def test_a_role_of_an_area_holds_inside_it(alice: User) -> None:
    give(alice, scope=Scope.AREA, scope_key="GM0363")
    assert queries.has_role(alice, Role.MODERATOR, on=TODAY, areas=["WK036301", "GM0363", "PV27"])
    assert not queries.has_role(alice, Role.MODERATOR, on=TODAY, areas=["GM0344", "PV26"])
    assert not queries.has_role(alice, Role.MODERATOR, on=TODAY)
    assert queries.has_role_anywhere(alice, Role.MODERATOR, on=TODAY)
    assert queries.holders(Role.MODERATOR, on=TODAY, areas=["GM0363"]) == [alice]


def test_a_role_of_an_organisation_holds_there(alice: User) -> None:
    give(alice, Role.TREASURER, scope=Scope.ORGANISATION, scope_key="7")
    assert queries.has_role(alice, Role.TREASURER, on=TODAY, organisation="7")
    assert not queries.has_role(alice, Role.TREASURER, on=TODAY, organisation="8")
    assert not queries.has_role(alice, Role.TREASURER, on=TODAY, areas=["7"])


def test_a_role_begins_and_ends(alice: User) -> None:
    give(alice, ends_on=date(2026, 12, 1))
    held = {day: queries.has_role(alice, Role.MODERATOR, on=date.fromisoformat(day)) for day in
            ("2026-11-21", "2026-11-22", "2026-11-30", "2026-12-01")}  # fmt: skip
    assert list(held.values()) == [False, True, True, False]


def test_ending_takes_the_role_at_once_and_leaves_a_trace(alice: User) -> None:
    number = give(alice)
    assert give(alice) == number
    operations.revoke(number=number, by=HOST, at=AT, on=TODAY)
    operations.revoke(number=number, by=HOST, at=AT, on=TODAY)
    assert not queries.has_role(alice, Role.MODERATOR, on=TODAY)
    assert [act.verb for act in audit.history(alice)] == ["role ended", "role given"]
    assert give(alice) != number
    assert [role.role for role in queries.roles_of(alice, on=TODAY)] == [Role.MODERATOR]


def test_who_is_no_longer_active_holds_nothing(dana: User) -> None:
    dana.is_active = False
    dana.save()
    assert not queries.has_role(dana, Role.MODERATOR, on=TODAY)
    assert queries.holders(Role.MODERATOR, on=TODAY) == []


@pytest.mark.parametrize(
    ("role", "scope", "key"),
    [("king", "whole", ""), ("editor", "moon", ""), ("editor", "whole", "GM0363"), ("editor", "area", "")],
)
def test_wrong_scopes_are_refused(role: str, scope: str, key: str) -> None:
    with pytest.raises(ValidationError):
        rules.check_scope(role, scope, key)


def test_a_role_cannot_end_before_it_begins(alice: User) -> None:
    with pytest.raises(ValidationError):
        give(alice, ends_on=date(2026, 11, 1))
    assert queries.roles_of(alice, on=TODAY) == []


def test_only_administrators_grant() -> None:
    rules.check_can_grant(administrator=True)
    with pytest.raises(PermissionDenied):
        rules.check_can_grant(administrator=False)
