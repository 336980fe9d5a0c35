"""What may be granted. No queries, no clock."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.foundation.access.facts import Role, Scope

FITS: dict[Role, tuple[Scope, ...]] = {
    Role.MODERATOR: (Scope.WHOLE, Scope.AREA),
    Role.OWNER: (Scope.ORGANISATION,),
    Role.EDITOR: (Scope.ORGANISATION, Scope.WHOLE, Scope.AREA),
    Role.ADMINISTRATOR: (Scope.WHOLE,),
    Role.TREASURER: (Scope.ORGANISATION, Scope.WHOLE),
    Role.CIVIL_SERVANT: (Scope.AREA,),
    Role.REVIEWER: (Scope.WHOLE, Scope.AREA),
}


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


def check_fits(role: str, scope: str) -> None:
    """A role holds only where it means something: an owner has an organisation, a civil servant an area."""
    if scope not in FITS[Role(role)]:
        where = ", ".join(str(one.label).lower() for one in FITS[Role(role)])
        raise ValidationError({"scope": _("This role can be given: %(where)s.") % {"where": where}})


def check_last(*, others: int) -> None:
    """Raise when nobody else could give roles, or look after an organisation, any more."""
    if others < 1:
        raise ValidationError(_("Nobody else has this role there. Give it to somebody else first."), code="last")


def check_days(starts_on: date, ends_on: date | None) -> None:
    """An end lies not before its start."""
    if ends_on is not None and ends_on < starts_on:
        raise ValidationError({"ends_on": _("The last day lies before the first.")})
