"""What may be granted. No queries, no clock."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.foundation.access.facts import Role, Scope


def check_can_grant(*, administrator: bool) -> None:
    """Only an administrator of the whole gives and takes roles."""
    if not administrator:
        raise PermissionDenied(_("Only an administrator can give or end a role."))


def check_scope(role: str, scope: str, scope_key: str) -> None:
    """A role and a scope that exist, with the key that belongs to the scope."""
    if role not in Role.values:
        raise ValidationError({"role": _("Choose one of the roles.")})
    if scope not in Scope.values:
        raise ValidationError({"scope": _("Choose where the role holds.")})
    if (scope == Scope.WHOLE) is bool(scope_key):
        raise ValidationError({"scope_key": _("Name the area or the organisation, or choose “everywhere”.")})


def check_days(starts_on: date, ends_on: date | None) -> None:
    """An end lies not before its start."""
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError({"ends_on": _("The last day lies before the first.")})
