"""Adding an initiative without an account."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kracht.foundation.guard.rules import client_address
from kracht.kernel import clock
from kracht.surfaces.backoffice import operations
from kracht.surfaces.backoffice.forms.adding import AddForm, retyped
from kracht.surfaces.backoffice.forms.pictures import Shelf
from kracht.surfaces.backoffice.pages import adding as pages
from kracht.surfaces.backoffice.views.shelving import shelf_of

WRONG = 422
SENT = "desk.sent"
NOT_YET = {"change", "pictures"}  # buttons that only show the form again


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The form, the page "is this it?", and sending."""
    at, today = clock.now(), clock.today()
    if request.method != "POST":
        recipe = request.GET.get("recipe", "").replace("\x00", "")[:300]
        return _form(request, AddForm(initial={"recipe": recipe}, at=at, today=today), Shelf())
    shelf = shelf_of(request, at=at)
    if request.POST.get("act") in NOT_YET:
        form = AddForm(initial=retyped(request.POST, AddForm(at=at, today=today)), at=at, today=today)
        return _form(request, form, shelf, status=WRONG if shelf.errors else 200)
    form = AddForm(request.POST, at=at, today=today)
    right = form.is_valid()
    if not (shelf.is_valid() and right):
        return _form(request, form, shelf, status=WRONG)
    check = pages.check(form, shelf)
    if check.needed and form.cleaned_data["seen"] != check.key:
        return render(request, "backoffice/check.html", {"page": check})
    if not form.admit(address=client_address(request.META), once=form.cleaned_data["once"]):
        return _form(request, form, shelf, status=WRONG)
    return _send(request, form, shelf)


def _send(request: HttpRequest, form: AddForm, shelf: Shelf) -> HttpResponse:
    try:
        taken = operations.send_in(
            values=form.values(shelf.numbers),
            captions=shelf.captions,
            email=form.cleaned_data["email"],
            once_key=form.cleaned_data["once"],
            language=(get_language() or "nl")[:2],
            at=clock.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _form(request, form, shelf, status=WRONG)
    request.session[SENT] = {
        "name": form.cleaned_data["name"],
        "email": form.cleaned_data["email"],
        "repeated": taken.repeated,
    }
    return redirect("desk:sent")


def _form(request: HttpRequest, form: AddForm, shelf: Shelf, status: int = 200) -> HttpResponse:
    return render(request, "backoffice/add.html", {"page": pages.add_page(form, shelf)}, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look in your post. Without a submission just before, the form."""
    told = request.session.get(SENT)
    if not isinstance(told, dict):
        return redirect("desk:add")
    return render(request, "backoffice/sent.html", {"page": pages.sent_page(told)})
