"""One's own profile."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kracht.foundation.accounts.queries import User
from kracht.foundation.places import queries as places
from kracht.foundation.profiles import operations, queries
from kracht.foundation.profiles.facts import TEXTS, Audience, ProfileValues
from kracht.foundation.profiles.forms import OwnProfileForm
from kracht.kernel import clock

WRONG = 422


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What others see of me, field by field."""
    user = cast(User, request.user)
    values, photo, slug = queries.own(user)
    towns = [(area.code, area.name) for area in places.municipalities()]
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OwnProfileForm(*data, towns=towns, photo=photo is not None, initial=_initial(values, fresh=not slug))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(form, user):
            messages.success(request, _("Your changes are saved."))
            return redirect("profiles:mine")
        status = WRONG
    context = {"form": form, "photo": photo, "slug": slug, "of_age": user.of_age_at is not None, "name": user.name}
    return render(request, "profiles/mine.html", context, status=status)


def _initial(values: ProfileValues, *, fresh: bool) -> dict[str, Any]:
    """What the form starts with; who makes a profile is asked to show at least the name."""
    shown = {"name": Audience.PUBLIC.value} if fresh else values.audiences
    texts = {name: getattr(values, name) for name in TEXTS}
    return {**texts, "municipality": values.municipality, **{f"show_{key}": one for key, one in shown.items()}}


def _saved(form: OwnProfileForm, user: User) -> bool:
    """Save it all, or show what is wrong beside its field."""
    at = clock.now()
    try:
        operations.save(user=user, values=form.values(), by=user, at=at)
        if form.cleaned_data.get("remove_photo"):
            operations.remove_photo(user=user, by=user, at=at)
        if file := form.cleaned_data.get("photo"):
            operations.put_photo(user=user, file=file, by=user, at=at)
    except ValidationError as refusal:
        told = refusal.error_dict if hasattr(refusal, "error_dict") else {"": refusal.error_list}
        for name, errors in told.items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True
