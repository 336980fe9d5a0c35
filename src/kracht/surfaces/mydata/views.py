"""One's own data, with an account or by a mailed link."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.foundation.accounts.queries import User, by_email
from kracht.foundation.guard.rules import client_address
from kracht.kernel import clock
from kracht.surfaces.mydata import export, operations, pages, queries
from kracht.surfaces.mydata.forms import AddressForm

WRONG, GONE = 422, 410

type View = Callable[..., HttpResponse]


def proven(view: View) -> View:
    """Only for who is signed in and showed a moment ago who it is; who signs in by codes only gets a link by mail."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: int) -> HttpResponse:
        user = cast(User, request.user)
        if queries.can_prove(user):
            return cast(HttpResponse, reauthentication_required(view)(request, **given))
        operations.send_link(address=user.email, language=_language(), at=clock.now())
        messages.info(request, _("We mailed you a link. Open it to go on: so we know that it is you."))
        return redirect("mydata:home")

    return never_cache(login_required(guarded))


def _language() -> str:
    return (get_language() or "nl")[:2]


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What we hold of you, the download, and the way to be erased."""
    return render(request, "mydata/home.html", {"page": pages.home(cast(User, request.user), at=clock.now())})


@require_POST
@proven
def ask(request: HttpRequest) -> HttpResponse:
    """Make the download."""
    ready = operations.ask_download(user=cast(User, request.user), language=_language(), at=clock.now())
    if ready:
        messages.success(request, _("Your file is ready. You can fetch it below."))
    else:
        messages.info(request, _("There is a lot. We are making your file and mail you when it is ready."))
    return redirect("mydata:home")


@require_safe
@proven
def fetch(request: HttpRequest, number: int) -> HttpResponse:
    """The file, for nobody else."""
    file = queries.file_of(cast(User, request.user), number, at=clock.now()) if number < 2**62 else None
    if file is None:
        raise Http404
    return _file(file)


def _file(content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="kracht-mijn-gegevens.zip"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@proven
def erase(request: HttpRequest) -> HttpResponse:
    """Two steps to be forgotten."""
    user = cast(User, request.user)
    return _erase(request, user, action=reverse("mydata:erase"), back_url=reverse("mydata:home"))


def _erase(request: HttpRequest, user: User, *, action: str, back_url: str) -> HttpResponse:
    at = clock.now()
    page = pages.erase(user, action=action, back_url=back_url, data=request.POST or None, at=at)
    if page.sure is not None and page.sure.is_bound and page.sure.is_valid():
        done = operations.erase(user=user, choices=page.choices.choices, language=_language(), at=at)
        if user.pk:
            logout(request)
        return render(request, "mydata/gone.html", {"page": pages.GonePage(done, account=bool(user.pk))})
    wrong = page.choices.errors or (page.sure and page.sure.errors)
    return render(request, "mydata/erase.html", {"page": page}, status=WRONG if wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest) -> HttpResponse:
    """Ask for a link, without an account. The answer is the same whether we know the address or not."""
    at = clock.now()
    form = AddressForm(request.POST if request.method == "POST" else None, at=at)
    sent = False
    if form.is_bound and form.is_valid() and form.admit(address=client_address(request.META)):
        operations.send_link(address=form.cleaned_data["email"], language=_language(), at=at)
        sent = True
    status = WRONG if form.is_bound and not sent else 200
    return render(request, "mydata/by_mail.html", {"form": form, "sent": sent}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Behind a mailed link: the same two things."""
    at = clock.now()
    address = queries.behind(token, at=at)
    user = by_email(address) if address else None
    if not address or (user is not None and queries.can_prove(user)):
        return render(request, "mydata/dead.html", status=GONE)
    person = user or queries.someone(address)
    here = reverse("mydata:door", args=[token])
    if request.method != "POST":
        return render(request, "mydata/home.html", {"page": pages.door(person, token)})
    if request.POST.get("act") == "download":
        return _file(export.made(person, language=_language(), at=at))
    return _erase(request, person, action=here, back_url=here)
