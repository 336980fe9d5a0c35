"""The links in mails: to confirm, and to answer a moderator."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kracht.domains.initiatives.queries import returning
from kracht.domains.initiatives.queries.returning import Sent
from kracht.kernel import clock
from kracht.surfaces.backoffice import operations
from kracht.surfaces.backoffice.forms.adding import AnswerForm, initial_of, retyped
from kracht.surfaces.backoffice.forms.pictures import Shelf
from kracht.surfaces.backoffice.pages import adding as pages
from kracht.surfaces.backoffice.views.adding import NOT_YET, WRONG
from kracht.surfaces.backoffice.views.shelving import shelf_from, shelf_of

GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: programs that open every link of a mail confirm nothing."""
    sent = returning.by_token(token)
    if sent is None:
        return _dead(request, _("This link does not work (any more)."))
    if request.method == "POST":
        try:
            operations.confirm(token=token, at=clock.now())
        except ValidationError as refusal:
            return _dead(request, " ".join(refusal.messages))
        return redirect("desk:confirm", token)
    return render(request, "backoffice/confirm.html", {"page": pages.confirm_page(sent, token)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The form again, with everything that was typed, after a moderator's question."""
    sent = returning.by_token(token)
    if sent is None:
        return _dead(request, _("This link does not work (any more)."))
    if not sent.asked:
        return render(request, "backoffice/confirm.html", {"page": pages.confirm_page(sent, token)})
    today = clock.today()
    if request.method != "POST":
        form = AnswerForm(initial=initial_of(sent.values), today=today)
        return _form(request, form, shelf_from(sent.values), sent)
    shelf = shelf_of(request, at=clock.now())
    if request.POST.get("act") in NOT_YET:
        form = AnswerForm(initial=retyped(request.POST, AnswerForm(today=today)), today=today)
        return _form(request, form, shelf, sent, status=WRONG if shelf.errors else 200)
    form = AnswerForm(request.POST, today=today)
    right = form.is_valid()
    if not (shelf.is_valid() and right):
        return _form(request, form, shelf, sent, status=WRONG)
    try:
        operations.answer(
            token=token, values=form.values(shelf.numbers, sent.values), captions=shelf.captions, at=clock.now()
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _form(request, form, shelf, sent, status=WRONG)
    return redirect("desk:answer", token)


def _form(request: HttpRequest, form: AnswerForm, shelf: Shelf, sent: Sent, status: int = 200) -> HttpResponse:
    page = pages.answer_page(form, shelf, sent)
    return render(request, "backoffice/answer.html", {"page": page}, status=status)


def _dead(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "backoffice/dead.html", {"why": why}, status=GONE)
