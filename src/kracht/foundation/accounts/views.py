"""The own account. Signing in, up and out are allauth's views with our forms and templates."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kracht.foundation.accounts import operations
from kracht.foundation.accounts.forms import ProfileForm
from kracht.foundation.accounts.queries import User
from kracht.kernel import clock


@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Name, language of the mails, and the ways to sign in."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        operations.change_profile(user=user, **form.cleaned_data, by=user, at=clock.now())
        messages.success(request, _("Your changes are saved."))
        return redirect("account_home")
    return render(request, "account/home.html", {"form": form})
