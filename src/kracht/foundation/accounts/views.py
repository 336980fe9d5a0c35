"""The own account. Signing in, up and out are allauth's views with our forms and templates."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.foundation.accounts import operations, pages
from kracht.foundation.accounts.forms.people import AgeForm, ProfileForm
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
    return render(request, "account/home.html", {"form": form, "page": pages.home(user), "age_form": AgeForm()})


@login_required
@never_cache
@require_POST
def age(request: HttpRequest) -> HttpResponse:
    """Say to be 16 or older."""
    user = cast(User, request.user)
    form = AgeForm(request.POST)
    if form.is_valid():
        operations.confirm_age(user=user, by=user, at=clock.now())
        messages.success(request, _("Thank you, we noted that you are 16 or older."))
    else:
        messages.error(request, _("Tick the box when you are 16 or older."))
    return redirect("account_home")


@login_required
@never_cache
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Where this person is signed in."""
    page = pages.devices(cast(User, request.user), session_key=request.session.session_key or "")
    return render(request, "account/devices.html", {"page": page})


@login_required
@never_cache
@require_POST
def sign_out_there(request: HttpRequest) -> HttpResponse:
    """Sign out on one device, or on all but this one."""
    user = cast(User, request.user)
    here = pages.devices(user, session_key=request.session.session_key or "")
    asked = request.POST.get("device", "")
    others = [one.number for one in here.devices if not one.current]
    numbers = others if asked == "others" else [number for number in others if str(number) == asked]
    ended = operations.end_sessions(user=user, numbers=numbers, by=user, at=clock.now())
    if ended:
        messages.success(request, ngettext("Signed out on %d device.", "Signed out on %d devices.", ended) % ended)
    else:
        messages.info(request, _("You were signed out there already."))
    return redirect("account_devices")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Who has neither a password nor a passkey signs in once more, by a code, before something that matters."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    after = asked if safe else reverse("account_home")
    if request.method != "POST":
        return render(request, "account/again.html", {"next": after})
    logout(request)
    return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': after})}")
