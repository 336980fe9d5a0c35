"""The reviewers' desk."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kracht.domains.value.facts import State
from kracht.domains.value.forms.others import DecideForm
from kracht.domains.value.operations import reviewing
from kracht.domains.value.pages import desk as pages
from kracht.domains.value.queries import answering, owning
from kracht.domains.value.queries import desk as queries
from kracht.domains.value.queries.answering import Sheet
from kracht.domains.value.views.common import LOST, WRONG, actor, demonstration, for_reviewers, me
from kracht.kernel import clock


@for_reviewers
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a first check or a second person, and what was published."""
    state = request.GET.get("state", "")
    if state not in {one.value for one in queries.TABS}:
        state = State.SUBMITTED.value
    rows = queries.queue(state, reviewer=True)
    page = pages.queue_page(state, rows, queries.waiting(reviewer=True))
    return render(request, "value/desk.html", {"page": page})


@for_reviewers
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One initiative-year, with all that is needed to decide."""
    sheet = answering.by_number(number, allowed=True)
    if sheet is None:
        raise Http404
    if request.method != "POST":
        return _draw(request, sheet)
    form = DecideForm(request.POST)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _draw(request, sheet, typed=str(request.POST.get("text", ""))[:4000], error=words, status=WRONG)
    try:
        done = _act(request, sheet, form)
    except (ValidationError, PermissionDenied) as refusal:
        words = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        return _draw(request, sheet, typed=form.cleaned_data["text"], error=words, status=LOST)
    messages.success(request, done)
    return redirect("value:case", number)


def _act(request: HttpRequest, sheet: Sheet, form: DecideForm) -> str:
    text, at, by, number = form.cleaned_data["text"], clock.now(), actor(request), sheet.number
    own = owning.standing(request.user, sheet.initiative_id, on=clock.today()).owner
    match form.cleaned_data["act"]:
        case "pass":
            reviewing.check(number=number, text=text, by=by, at=at, reviewer=True, own=own)
            return _("Checked. A second person publishes.")
        case "publish":
            reviewing.publish(
                number=number, text=text, by=by, at=at, reviewer=True, own=own, demonstration=demonstration()
            )
            return _("Published.")
        case "correct":
            reviewing.correct(number=number, reason=text, by=by, at=at, owner=False, reviewer=True, own=own)
            return _("Opened again. What was published stays to be seen.")
        case _back:
            reviewing.send_back(number=number, text=text, by=by, at=at, reviewer=True, own=own)
            return _("Sent back with your question.")


def _draw(request: HttpRequest, sheet: Sheet, *, typed: str = "", error: str = "", status: int = 200) -> HttpResponse:
    fresh = answering.by_number(sheet.number, allowed=True) or sheet
    worked = answering.preview(fresh.number, on=clock.today(), allowed=True)
    if worked is None:
        raise Http404
    page = pages.case_page(
        fresh,
        worked,
        queries.reviews(fresh.number, reviewer=True),
        answering.remarks(fresh.number),
        me=me(request),
        own=owning.standing(request.user, fresh.initiative_id, on=clock.today()).owner,
        typed=typed,
        error=error,
    )
    return render(request, "value/case.html", {"page": page}, status=status)
