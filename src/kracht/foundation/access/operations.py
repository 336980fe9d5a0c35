"""Giving and ending roles. The caller has checked `rules.check_can_grant`."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.foundation.access import rules
from kracht.foundation.access.facts import MEMBER_ROLES, Role, Scope
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor


@transaction.atomic
def grant(
    *,
    user: User,
    role: Role,
    by: Actor,
    at: datetime,
    starts_on: date,
    scope: Scope = Scope.WHOLE,
    scope_key: str = "",
    ends_on: date | None = None,
) -> int:
    """Give a role; returns its number. Giving again what someone holds without end changes nothing.

    In an organisation a person is one thing: owner, editor or treasurer. ValidationError for a second, and for a role
    that does not fit its scope.
    """
    rules.check_scope(role, scope, scope_key)
    rules.check_fits(role, scope)
    rules.check_days(starts_on, ends_on)
    what = {"role": role, "scope_type": scope, "scope_key": scope_key}
    if scope == Scope.ORGANISATION and role in MEMBER_ROLES:
        _check_one_membership(user, role, scope_key, starts_on)
    if ends_on is None:
        row, fresh = Grant.objects.get_or_create(user=user, ends_on=None, **what, defaults={"starts_on": starts_on})
    else:
        row, fresh = Grant.objects.create(user=user, starts_on=starts_on, ends_on=ends_on, **what), True
    if fresh:
        audit.record(by=by, verb="role given", target=user, at=at, data={**what, "grant": row.pk})
    return row.pk


def _check_one_membership(user: User, role: str, scope_key: str, on: date) -> None:
    """Wait for who else changes roles of this person, and raise when another role in the organisation holds."""
    User.objects.select_for_update().get(pk=user.pk)
    others = Grant.objects.on(on).filter(user=user, scope_type=Scope.ORGANISATION, scope_key=scope_key)
    if others.filter(role__in=MEMBER_ROLES).exclude(role=role).exists():
        raise ValidationError(_("This person is something else in the organisation already. End that first."))


@transaction.atomic
def end_role(*, number: int, by: Actor, at: datetime, on: date) -> None:
    """End a role by an administrator; the last administrator and the last owner of an organisation stay."""
    row = Grant.objects.select_for_update(of=["self"]).get(pk=number)
    if row.role in {Role.ADMINISTRATOR, Role.OWNER}:
        same = Grant.objects.select_for_update(of=["self"]).on(on)
        same = same.filter(role=row.role, scope_type=row.scope_type, scope_key=row.scope_key, user__is_active=True)
        rules.check_last(others=len([one for one in same.order_by("pk") if one.user_id != row.user_id]))
    revoke(number=number, by=by, at=at, on=on)


@transaction.atomic
def revoke(*, number: int, by: Actor, at: datetime, on: date) -> None:
    """End a role on this day; it does not hold on that day any more. Ending twice changes nothing."""
    _end(Grant.objects.select_for_update(of=["self"]).select_related("user").get(pk=number), by=by, at=at, on=on)


@transaction.atomic
def revoke_in(*, user_id: int, scope: Scope, scope_key: str, by: Actor, at: datetime, on: date) -> int:
    """End every role of this person in one area or organisation; returns how many held."""
    rows = Grant.objects.select_for_update(of=["self"]).select_related("user").on(on)
    found = list(rows.filter(user_id=user_id, scope_type=scope, scope_key=scope_key).order_by("pk"))
    for row in found:
        _end(row, by=by, at=at, on=on)
    return len(found)


def _end(row: Grant, *, by: Actor, at: datetime, on: date) -> None:
    end = max(on, row.starts_on)
    if row.ends_on is not None and row.ends_on <= end:
        return
    row.ends_on = end
    row.save(update_fields=["ends_on"])
    what = {"role": row.role, "scope_type": row.scope_type, "scope_key": row.scope_key, "grant": row.pk}
    audit.record(by=by, verb="role ended", target=row.user, at=at, data=what)
