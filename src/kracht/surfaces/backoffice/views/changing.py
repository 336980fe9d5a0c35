"""Changing an entry: its owner does it at once, others propose it; proposals and claims are answered; reminders."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kracht.domains.initiatives.operations import proposing as proposals
from kracht.domains.initiatives.queries import owning as reading
from kracht.domains.initiatives.queries import proposing, returning
from kracht.domains.initiatives.queries.owning import Head
from kracht.domains.initiatives.queries.returning import Base, Editable
from kracht.foundation.guard.rules import client_address
from kracht.kernel import clock
from kracht.surfaces.backoffice import owning
from kracht.surfaces.backoffice.forms.adding import InitiativeForm, initial_of, retyped
from kracht.surfaces.backoffice.forms.owning import DecideProposalForm, ProposeForm, VisitorProposeForm
from kracht.surfaces.backoffice.forms.pictures import Shelf
from kracht.surfaces.backoffice.pages import adding
from kracht.surfaces.backoffice.pages import desk as desk_pages
from kracht.surfaces.backoffice.pages import proposing as pages
from kracht.surfaces.backoffice.views.adding import NOT_YET, WRONG
from kracht.surfaces.backoffice.views.owning import GONE, few_enough, is_moderator, language, person, public_head
from kracht.surfaces.backoffice.views.shelving import shelf_from, shelf_of

LOST = 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of an entry: for an owner it is published at once, of anybody else it is a proposal."""
    head = reading.head(slug)
    if head is None:
        raise Http404
    if request.user.is_authenticated and (mine := returning.own(head.id, user=person(request), on=clock.today())):
        return _own(request, head, mine)
    base = returning.base(public_head(slug).id)
    if base is None:
        raise Http404
    return _propose(request, head, base)


def _own(request: HttpRequest, head: Head, mine: Editable) -> HttpResponse:
    at, today = clock.now(), clock.today()
    if request.method != "POST":
        form = InitiativeForm(initial=initial_of(mine.values), today=today)
        return _own_form(request, head, form, shelf_from(mine.values), mine.seen.isoformat())
    shelf = shelf_of(request, at=at)
    seen = desk_pages.moment(request.POST.get("seen", "")) or mine.seen
    if request.POST.get("act") in NOT_YET:
        form = InitiativeForm(initial=retyped(request.POST, InitiativeForm(today=today)), today=today)
        return _own_form(request, head, form, shelf, seen.isoformat())
    form = InitiativeForm(request.POST, today=today)
    right = form.is_valid()
    if not (shelf.is_valid() and right):
        return _own_form(request, head, form, shelf, seen.isoformat(), status=WRONG)
    try:
        owning.change(
            key=head.id,
            values=form.values(shelf.numbers, mine.values),
            captions=shelf.captions,
            by=person(request),
            at=at,
            seen=seen,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _own_form(request, head, form, shelf, seen.isoformat(), status=LOST)
    messages.success(request, _("Changed: everybody sees it now."))
    return redirect("desk:mine")


def _own_form(
    request: HttpRequest, head: Head, form: InitiativeForm, shelf: Shelf, seen: str, status: int = 200
) -> HttpResponse:
    page = adding.change_page(form, shelf, seen=seen)
    return render(request, "backoffice/change.html", {"page": page, "head": head, "own": True}, status=status)


def _blank(request: HttpRequest, **given: Any) -> ProposeForm:
    """Return the form that this person fills in: without an account it asks for an address."""
    if request.user.is_authenticated:
        return ProposeForm(today=clock.today(), **given)
    return VisitorProposeForm(today=clock.today(), at=clock.now(), **given)


def _propose(request: HttpRequest, head: Head, base: Base) -> HttpResponse:
    if request.method != "POST":
        form = _blank(request, initial={**initial_of(base.values), "seen": str(base.seen)})
        return _propose_form(request, head, form, shelf_from(base.values))
    shelf = shelf_of(request, at=clock.now())
    if request.POST.get("act") in NOT_YET:
        form = _blank(request, initial=retyped(request.POST, _blank(request)))
        return _propose_form(request, head, form, shelf)
    form = _blank(request, data=request.POST)
    right = form.is_valid()
    if not (shelf.is_valid() and right):
        return _propose_form(request, head, form, shelf, status=WRONG)
    if isinstance(form, VisitorProposeForm) and not form.admit(
        address=client_address(request.META), once=form.cleaned_data["once"]
    ):
        return _propose_form(request, head, form, shelf, status=WRONG)
    return _send(request, head, base, form, shelf)


def _send(request: HttpRequest, head: Head, base: Base, form: ProposeForm, shelf: Shelf) -> HttpResponse:
    known = set(base.values.pictures)
    user = person(request) if request.user.is_authenticated else None
    try:
        if user:
            few_enough(request, "proposing")
        made = owning.propose(
            key=head.id,
            values=form.values(shelf.numbers, base.values),
            seen=form.version,
            captions={number: words for number, words in shelf.captions.items() if number not in known},
            why=form.cleaned_data["why"],
            user=user,
            email=form.cleaned_data.get("email", ""),
            language=language(),
            once_key=form.cleaned_data["once"],
            at=clock.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _propose_form(request, head, form, shelf, status=WRONG)
    context = {"head": head, "open": made.open, "email": form.cleaned_data.get("email", ""), "number": made.number}
    return render(request, "backoffice/proposed.html", context)


def _propose_form(request: HttpRequest, head: Head, form: ProposeForm, shelf: Shelf, status: int = 200) -> HttpResponse:
    page = adding.change_page(form, shelf)
    return render(request, "backoffice/change.html", {"page": page, "head": head, "own": False}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a visitor's mail: a page with a button."""
    found = proposing.by_token(token)
    if found is None:
        return _dead(request, _("This link does not work (any more)."))
    if request.method == "POST":
        try:
            owning.confirm_proposal(token=token, at=clock.now())
        except ValidationError as refusal:
            return _dead(request, " ".join(refusal.messages))
        return redirect("desk:proposal_confirm", token)
    return render(request, "backoffice/proposal_confirm.html", {"proposal": found})


def _dead(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "backoffice/closed.html", {"why": why}, status=GONE)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """A proposal, field by field, for an owner, a moderator, or who made it."""
    moderator = is_moderator(request)
    user, on = person(request), clock.today()
    found = proposing.one(number, user=user, moderator=moderator, on=on) if number < 2**62 else None
    if found is None:
        raise Http404
    if request.method != "POST":
        page = pages.proposal_page(found, user, moderator=moderator, on=on)
        return render(request, "backoffice/proposal.html", {"page": page})
    if request.POST.get("act") == "back":
        proposals.take_back(number=number, by=user, at=clock.now())
        messages.success(request, _("Your proposal is taken back."))
        return redirect("desk:mine")
    form = DecideProposalForm(request.POST, fields=pages.choices_of(found))
    status = WRONG
    if form.is_valid():
        try:
            done = owning.decide_proposal(
                number=number, take=form.taken, reason=form.cleaned_data["reason"], by=user, moderator=moderator,
                at=clock.now(),
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
            status = LOST
        else:
            said = _("Taken over: everybody sees it now.") if done.taken else _("Not taken over.")
            messages.success(request, said + " " + _("Who proposed it gets a mail."))
            return redirect("desk:claims" if moderator and not request.POST.get("own") else "desk:mine")
    page = pages.proposal_page(found, user, moderator=moderator, on=on, form=form)
    return render(request, "backoffice/proposal.html", {"page": page}, status=status)
