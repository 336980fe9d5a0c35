"""The value set: its versions for everyone, its editor for reviewers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.domains.value import exchange
from kracht.domains.value.forms.others import NoteForm, RowForm
from kracht.domains.value.operations import valuing
from kracht.domains.value.pages import values as pages
from kracht.domains.value.queries import owning
from kracht.domains.value.queries import values as queries
from kracht.domains.value.queries.values import Version
from kracht.domains.value.views.common import LOST, WRONG, actor, for_reviewers, me
from kracht.kernel import clock


def _version(request: HttpRequest, number: int) -> tuple[Version, bool]:
    reviewer = owning.is_reviewer(request.user, on=clock.today())
    found = queries.version(number, reviewer=reviewer)
    if found is None:
        raise Http404
    return found, reviewer


@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    """All versions."""
    reviewer = owning.is_reviewer(request.user, on=clock.today())
    page = pages.sets_page(queries.versions(reviewer=reviewer), reviewer=reviewer)
    return render(request, "value/sets.html", {"page": page})


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version with its rows and sources."""
    return _draw(request, number, NoteForm())


def _draw(request: HttpRequest, number: int, note: NoteForm, status: int = 200) -> HttpResponse:
    found, reviewer = _version(request, number)
    page = pages.set_page(found, queries.rows_of(number), reviewer=reviewer, me=me(request), note=note)
    return render(request, "value/set.html", {"page": page}, status=status)


@require_safe
def version_csv(request: HttpRequest, number: int) -> HttpResponse:
    """The rows of a version for download."""
    _version(request, number)
    answer = HttpResponse(exchange.as_csv(queries.rows_of(number)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="waardeset-{number}.csv"'
    return answer


@for_reviewers
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Start a new version."""
    made = valuing.draft(by=actor(request), at=clock.now(), reviewer=True)
    return redirect("value:set", made.number)


@for_reviewers
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Propose, publish or send back a version."""
    _version(request, number)
    act, at, by = request.POST.get("act", ""), clock.now(), actor(request)
    note = NoteForm(request.POST)
    try:
        if act == "propose":
            if not note.is_valid():
                return _draw(request, number, note, status=WRONG)
            valuing.propose(number=number, note=note.cleaned_data["note"], by=by, at=at, reviewer=True)
            messages.success(request, _("Proposed. A second person publishes it."))
        elif act == "accept":
            valuing.accept(number=number, by=by, at=at, reviewer=True)
            messages.success(request, _("Published. New figures use this version."))
        else:
            valuing.send_back(number=number, by=by, at=at, reviewer=True)
            messages.success(request, _("Sent back: it can be changed again."))
    except (ValidationError, PermissionDenied) as refusal:
        words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        messages.error(request, " ".join(words))
        return _draw(request, number, note, status=LOST)
    return redirect("value:set", number)


@for_reviewers
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, number: int, code: str = "") -> HttpResponse:
    """Change a row of the version that is being written, add one, or take one out."""
    _version(request, number)
    known = queries.row_of(number, code) if code else None
    if code and known is None:
        raise Http404
    form = RowForm(known, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "value/row.html", {"page": pages.RowPage(number, code, form)})
    try:
        if request.POST.get("act") == "remove" and code:
            valuing.remove(number=number, code=code, by=actor(request), at=clock.now(), reviewer=True)
            return redirect("value:set", number)
        if form.is_valid():
            valuing.put(number=number, values=form.values, by=actor(request), at=clock.now(), reviewer=True)
            return redirect("value:set", number)
    except ValidationError as refusal:
        form.is_valid()
        _blame(form, refusal)
    return render(request, "value/row.html", {"page": pages.RowPage(number, code, form)}, status=WRONG)


def _blame(form: RowForm, refusal: ValidationError) -> None:
    """Put what the rules refuse at the fields of the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


@require_safe
def difference(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Two versions beside each other, and what each published sheet would have been."""
    for number in (old, new):
        _version(request, number)
    found = queries.difference(old, new)
    if found is None:
        raise Http404
    return render(request, "value/difference.html", {"page": pages.difference_page(found)})
