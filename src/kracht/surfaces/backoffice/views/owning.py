"""Claiming an entry, its owners, invitations, and the owner's desk."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.domains.initiatives.facts import ClaimState, State
from kracht.domains.initiatives.operations import claiming
from kracht.domains.initiatives.operations import owning as keeping
from kracht.domains.initiatives.queries import owning as reading
from kracht.domains.initiatives.queries.claiming import latest
from kracht.domains.initiatives.queries.owning import Head
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import has_role
from kracht.foundation.accounts.queries import User
from kracht.foundation.guard import operations as guard
from kracht.foundation.organisations.rules import acting_of, can_edit
from kracht.kernel import clock
from kracht.surfaces.backoffice import owning
from kracht.surfaces.backoffice.forms.owning import ClaimForm, CodeForm, InviteForm
from kracht.surfaces.backoffice.pages import owning as pages
from kracht.surfaces.backoffice.views.adding import WRONG

CODES_AN_HOUR = 3  # mails with a code to one contact address
ASKED_AN_HOUR = 20  # claims and invitations of one person
GONE = 410
ACTS = {"still_right", "paused", "ended", "running", "take_off", "put_back"}


def person(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast(User, request.user)


def language() -> str:
    """Return the language of the page."""
    return (get_language() or "nl")[:2]


def is_moderator(request: HttpRequest) -> bool:
    """Return whether who is signed in moderates."""
    return has_role(request.user, Role.MODERATOR, on=clock.today())


def public_head(slug: str) -> Head:
    """Return a published entry, or answer that there is none."""
    found = reading.head(slug)
    if found is None or found.state != State.PUBLISHED:
        raise Http404
    return found


def own_head(request: HttpRequest, slug: str) -> Head:
    """Return an entry for its owner; 404 when there is none, 403 for others."""
    found = reading.head(slug)
    if found is None:
        raise Http404
    if not reading.owns(request.user, found.id, on=clock.today()):
        if found.state != State.PUBLISHED:
            raise Http404
        raise PermissionDenied(_("Only an owner of this initiative can do this."))
    return found


def few_enough(request: HttpRequest, purpose: str = "owning", who: str = "", most: int = ASKED_AN_HOUR) -> None:
    """Count one sending; raise ValidationError when it is one too many in this hour."""
    if not guard.take(purpose=purpose, who=who or person(request).audit_key, per_hour=most, at=clock.now()):
        raise ValidationError(_("Much was sent in the past hour. Try again in an hour; nothing you typed is lost."))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """“This is mine”: the ways to show it, the code, or where the claim stands."""
    head = public_head(slug)
    if request.method != "POST":
        return _claim(request, head)
    if request.POST.get("act") == "code":
        return _enter_code(request, head)
    if request.POST.get("act") == "back":
        return _take_back(request, head)
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _claim(request, head, form=form, status=WRONG)
    acting = acting_of(request)
    try:
        few_enough(request)
        if form.cleaned_data["evidence"] == "code":
            few_enough(request, "claim code", f"initiative:{head.id}", CODES_AN_HOUR)
        made = owning.claim(
            key=head.id,
            evidence=form.cleaned_data["evidence"],
            words=form.cleaned_data["words"],
            organisation_id=acting.organisation_id if acting and can_edit(acting.role) else None,
            by=person(request),
            language=language(),
            at=clock.now(),
        )
    except ValidationError as refusal:
        form.add_error("words" if form.cleaned_data["evidence"] == "word" else None, refusal)
        return _claim(request, head, form=form, status=WRONG)
    if made.state == ClaimState.GRANTED:
        messages.success(request, _("It is yours now. From here you look after it."))
        return redirect("desk:mine")
    return redirect("desk:claim", slug)


def _claim(
    request: HttpRequest, head: Head, form: ClaimForm | None = None, code: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    page = pages.claim_page(head, person(request), acting=acting_of(request), on=clock.today(), form=form, code=code)
    return render(request, "backoffice/claim.html", {"page": page}, status=status)


def _enter_code(request: HttpRequest, head: Head) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _claim(request, head, code=form, status=WRONG)
    try:
        right = claiming.enter_code(key=head.id, code=form.cleaned_data["code"], by=person(request), at=clock.now())
    except ValidationError as refusal:
        form.add_error("code", refusal)
        return _claim(request, head, code=form, status=WRONG)
    if not right:
        form.add_error("code", _("This is not the code of the newest mail. Look again."))
        return _claim(request, head, code=form, status=WRONG)
    messages.success(request, _("The code is right."))
    if reading.owns(person(request), head.id, on=clock.today()):
        return redirect("desk:mine")
    return redirect("desk:claim", head.slug)


def _take_back(request: HttpRequest, head: Head) -> HttpResponse:
    found = latest(person(request), head.id)
    if found:
        claiming.take_back(number=found.number, by=person(request), at=clock.now())
        messages.success(request, _("Your request is taken back."))
    return redirect("desk:claim", head.slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def owners(request: HttpRequest, slug: str) -> HttpResponse:
    """Who owns an entry: invite, hand over, take an invitation back, leave."""
    head = own_head(request, slug)
    if request.method != "POST":
        return _owners(request, head)
    act, at = request.POST.get("act", ""), clock.now()
    number = int(request.POST.get("number", "0")[:18]) if request.POST.get("number", "0").isdecimal() else 0
    if act == "uninvite":
        keeping.take_back_invitation(key=head.id, number=number, by=person(request), at=at)
        messages.success(request, _("The invitation is taken back."))
        return redirect("desk:owners", slug)
    if act in {"leave", "leave_as"}:
        return _leave(request, head, number)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _owners(request, head, form, status=WRONG)
    try:
        few_enough(request)
        owning.invite(key=head.id, name=head.name, by=person(request), language=language(), at=at, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error("email", refusal)
        return _owners(request, head, form, status=WRONG)
    messages.success(request, _("The invitation is on its way."))
    return redirect("desk:owners", slug)


def _owners(request: HttpRequest, head: Head, form: InviteForm | None = None, status: int = 200) -> HttpResponse:
    page = pages.owners_page(head, person(request), on=clock.today(), form=form)
    return render(request, "backoffice/owners.html", {"page": page}, status=status)


def _leave(request: HttpRequest, head: Head, number: int) -> HttpResponse:
    try:
        if number:
            kept = keeping.leave_as(key=head.id, number=number, by=person(request), at=clock.now())
        else:
            kept = keeping.leave(key=head.id, by=person(request), at=clock.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("desk:owners", head.slug)
    said = _("You left. Others still look after it.") if kept else _("You left. Nobody looks after it now.")
    messages.success(request, said)
    return redirect("desk:mine")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: a button to accept, one to decline."""
    found = reading.invitation(token)
    if found is None:
        why = _("This invitation does not work (any more). Ask for a new one.")
        return render(request, "backoffice/closed.html", {"why": why}, status=GONE)
    if request.method == "POST":
        accept = request.POST.get("act") == "accept"
        try:
            owning.answer_invitation(token=token, accept=accept, by=person(request), at=clock.now())
        except ValidationError as refusal:
            return render(request, "backoffice/closed.html", {"why": " ".join(refusal.messages)}, status=GONE)
        messages.success(request, _("It is yours too now.") if accept else _("You said no; we tell who invited you."))
        return redirect("desk:mine")
    return render(request, "backoffice/invitation.html", {"page": pages.invitation_page(found, person(request))})


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The owner's desk."""
    page = pages.mine_page(person(request), on=clock.today(), at=clock.now())
    return render(request, "backoffice/mine.html", {"page": page})


@never_cache
@login_required
@require_POST
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """One act of an owner: still right, pause, end, run again, off the map, back on it."""
    head = own_head(request, slug)
    wanted, by, at = request.POST.get("act", ""), person(request), clock.now()
    if wanted not in ACTS:
        raise Http404
    try:
        if wanted == "still_right":
            keeping.still_right(key=head.id, by=by, at=at)
        elif wanted == "take_off":
            keeping.take_off(key=head.id, by=by, at=at)
        elif wanted == "put_back":
            keeping.put_back(key=head.id, by=by, at=at)
        else:
            keeping.set_stage(key=head.id, stage=wanted, by=by, at=at)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Done: “%(name)s” is up to date.") % {"name": head.name})
    return redirect("desk:mine")
