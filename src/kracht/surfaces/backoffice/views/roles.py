"""Roles: an administrator looks up a person by address, and gives and ends roles."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kracht.foundation.access import operations as access
from kracht.foundation.access import queries as held
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.access.rules import check_can_grant
from kracht.foundation.accounts import queries as people
from kracht.foundation.accounts.queries import User
from kracht.foundation.guard import operations as guard
from kracht.kernel import clock
from kracht.surfaces.backoffice.forms.roles import FindForm, GiveForm
from kracht.surfaces.backoffice.pages import roles as pages

WRONG = 422
LOOKS_PER_HOUR = 120  # at people, by one administrator


def _administrator(request: HttpRequest) -> User:
    check_can_grant(administrator=held.has_role(request.user, Role.ADMINISTRATOR, on=clock.today()))
    return cast(User, request.user)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    """Whom, and which roles this person has; a sent form gives one."""
    by, at, today = _administrator(request), clock.now(), clock.today()
    find = FindForm(request.GET if "email" in request.GET else None)
    user = _person(find, by)
    if user is None:
        return render(request, "backoffice/roles.html", {"page": pages.build(find, None, None, on=today)})
    give = GiveForm(request.POST or None, today=today)
    if request.method == "POST" and give.is_valid():
        try:
            access.grant(
                user=user,
                role=Role(give.cleaned_data["role"]),
                scope=Scope(give.cleaned_data["scope"]),
                scope_key=give.cleaned_data["scope_key"],
                ends_on=give.cleaned_data["ends_on"],
                starts_on=today,
                by=by,
                at=at,
            )
        except ValidationError as refusal:
            give.add_error(None, " ".join(refusal.messages))
        else:
            messages.success(request, _("The role is given."))
            return redirect(_here(user))
    status = WRONG if request.method == "POST" else 200
    return render(request, "backoffice/roles.html", {"page": pages.build(find, user, give, on=today)}, status=status)


def _here(user: User) -> str:
    return f"{reverse('desk:roles')}?{urlencode({'email': user.email})}"


def _person(find: FindForm, by: User) -> User | None:
    """The person at the address that was asked for; looking is counted, so that nobody tries out many addresses."""
    if not (find.is_bound and find.is_valid()):
        return None
    if not guard.take(purpose="roles", who=by.audit_key, per_hour=LOOKS_PER_HOUR, at=clock.now()):
        find.add_error(None, _("You looked up many people this hour. Go on in an hour."))
        return None
    return people.by_email(find.cleaned_data["email"])


@never_cache
@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End a role of a person from today."""
    by = _administrator(request)
    user = people.by_email(request.POST.get("email", "")[:254])
    asked = request.POST.get("role", "")
    today = clock.today()
    mine = {str(one.number) for one in held.roles_of(user, on=today)} if user else set()
    if user is None or asked not in mine:
        messages.error(request, _("This person does not hold that role any more."))
        return redirect(_here(user) if user else "desk:roles")
    try:
        access.end_role(number=int(asked), by=by, at=clock.now(), on=today)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The role is ended."))
    return redirect(_here(user))
