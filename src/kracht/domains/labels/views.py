"""The quality label: criteria and history for everyone, a page for the initiative, a desk for reviewers."""

from contextlib import suppress
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kracht.domains.initiatives.facts import State as EntryState
from kracht.domains.initiatives.queries import owning
from kracht.domains.initiatives.queries.owning import Head
from kracht.domains.labels import pages, queries, rules
from kracht.domains.labels.facts import Case, State
from kracht.domains.labels.forms import EvidenceForm, FindingForm, ReasonForm
from kracht.domains.labels.operations import asking, reviewing
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import has_role_anywhere
from kracht.foundation.accounts.queries import User
from kracht.kernel import clock

WRONG = 422


@require_safe
def criteria(request: HttpRequest) -> HttpResponse:
    """Show the published criteria, all versions."""
    return render(request, "labels/criteria.html", {"sets": queries.criteria_sets()})


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what anyone may know of the label of an entry on the map."""
    head = _head(slug)
    if head.state != EntryState.PUBLISHED:
        raise Http404
    owner = request.user.is_authenticated and _owner(request, head)
    page = pages.history_page(head, owner=owner)
    return render(request, "labels/history.html", {"page": page})


def _head(slug: str) -> Head:
    head = owning.head(slug)
    if head is None:
        raise Http404
    return head


def _owner(request: HttpRequest, head: Head) -> bool:
    return queries.looks_after(cast(User, request.user), head.id, on=clock.today())


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The initiative's own page of its label: prepare, ask, follow, appeal."""
    head = _head(slug)
    owner = _owner(request, head)
    if not owner and head.state != EntryState.PUBLISHED:
        raise Http404
    rules.check_owner(owner=owner)
    case = queries.latest(head.id)
    if request.method != "POST":
        form = EvidenceForm(case=case) if case and case.state == State.DRAFT else None
        return _ask(request, head, case, form)
    form = None
    try:
        if request.POST.get("act") in {"save", "ask"} and case and case.state == State.DRAFT:
            form = EvidenceForm(request.POST, request.FILES, case=case)
            if not form.is_valid():
                return _ask(request, head, case, form, WRONG)
        _asked(request, head, case, form)
    except ValidationError as refusal:
        if form is None:
            messages.error(request, " ".join(refusal.messages))
            return redirect("labels:ask", slug)
        form.add_error(None, refusal)
        return _ask(request, head, queries.latest(head.id), form, WRONG)
    return redirect("labels:ask", slug)


def _asked(request: HttpRequest, head: Head, case: Case | None, form: EvidenceForm | None) -> None:
    """Do what a button of the initiative's page asks."""
    act, at, on = request.POST.get("act", ""), clock.now(), clock.today()
    who: dict[str, Any] = {"owner": True, "by": request.user, "at": at}
    if act == "begin":
        published = head.state == EntryState.PUBLISHED
        asking.begin(initiative_id=head.id, published=published, on=on, **who)
    elif case is not None and form is not None:
        shown, documents = form.evidence()
        asking.show(number=case.number, evidence=shown, documents=documents, **who)
        if act == "ask":
            asking.ask(number=case.number, on=on, **who)
        messages.success(request, _("Asked. A reviewer looks at it.") if act == "ask" else _("Kept."))
    elif case is not None and act == "retract":
        asking.retract(number=case.number, **who)
    elif case is not None and act == "appeal":
        asking.appeal(number=case.number, reason=_reason(request), on=on, **who)
    else:
        raise ValidationError(_("This check has moved on meanwhile. Look at how it stands now."))


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
    return str(form.cleaned_data["reason"])


def _ask(
    request: HttpRequest, head: Head, case: Case | None, form: EvidenceForm | None, status: int = 200
) -> HttpResponse:
    page = pages.ask_page(head, case, form, at=clock.now(), on=clock.today())
    return render(request, "labels/ask.html", {"page": page}, status=status)


def _reviewer(request: HttpRequest) -> User:
    if not has_role_anywhere(request.user, Role.REVIEWER, on=clock.today()):
        raise PermissionDenied(_("Only reviewers of the quality label can do this."))
    return cast(User, request.user)


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a reviewer."""
    user = _reviewer(request)
    name = request.GET.get("queue", "")
    page = pages.desk_page(name if name in queries.QUEUES else "waiting", user, on=clock.today())
    return render(request, "labels/desk.html", {"page": page})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One check: take it, judge it, decide, withdraw."""
    user = _reviewer(request)
    found = queries.case(number)
    if found is None or found.state == State.DRAFT or not queries.reviews(user, number, on=clock.today()):
        raise Http404
    mine = found.state == State.REVIEWING and found.reviewer == user.pk
    form = FindingForm(request.POST if request.method == "POST" and "words" in request.POST else None, case=found)
    if request.method == "POST":
        try:
            if mine and form.is_bound and not form.is_valid():
                return _case(request, found, form, user, WRONG)
            _judged(request, found, form, user)
        except ValidationError as refusal:
            if not (mine and form.is_bound):
                messages.error(request, " ".join(refusal.messages))
                return redirect("labels:case", number)
            form.add_error(None, refusal)
            return _case(request, queries.case(number) or found, form, user, WRONG)
        return redirect("labels:case", number)
    return _case(request, found, form, user)


def _judged(request: HttpRequest, found: Case, form: FindingForm, user: User) -> None:
    """Do what a button of the desk asks."""
    act = request.POST.get("act", "")
    at, on = clock.now(), clock.today()
    who: dict[str, Any] = {"number": found.number, "reviewer": True, "by": user, "at": at}
    if act == "take":
        reviewing.take(on=on, **who)
    elif act == "give_back":
        reviewing.give_back(**who)
    elif act == "withdraw":
        reviewing.withdraw(reason=_reason(request), on=on, **who)
    elif act in {"judge", "decide"} and form.is_bound:
        reviewing.judge(findings=form.findings(), **who)
        if act == "decide":
            reviewing.decide(words=form.cleaned_data["words"], on=on, **who)
    else:
        raise ValidationError(_("This check has moved on meanwhile. Look at how it stands now."))
    messages.success(request, _("Done."))


def _case(request: HttpRequest, found: Case, form: FindingForm, user: User, status: int = 200) -> HttpResponse:
    page = pages.case_page(found, form, user, on=clock.today())
    return render(request, "labels/case.html", {"page": page}, status=status)


@login_required
@never_cache
@require_safe
def document(request: HttpRequest, number: int) -> HttpResponse:
    """A PDF or a picture, for the initiative and for reviewers without an interest in it."""
    found = queries.document(number)
    if found is None:
        raise Http404
    held, name, data = found
    user, on = cast(User, request.user), clock.today()
    allowed = queries.looks_after(user, held.initiative_id, on=on)
    if not allowed and held.state != State.DRAFT and queries.reviews(user, held.number, on=on):
        with suppress(PermissionDenied):
            rules.check_can_review(queries.conflict(user, held, on=on))
            allowed = True
    if not allowed:
        raise Http404
    response = HttpResponse(data, content_type="application/pdf" if rules.is_pdf(data) else "image/webp")
    plain = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "._-")) or "bewijs.pdf"
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
