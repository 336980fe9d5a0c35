"""The moderation desk."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.queries import desk, returning
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import has_role
from kracht.kernel import clock
from kracht.surfaces.backoffice import operations
from kracht.surfaces.backoffice.forms.adding import InitiativeForm, initial_of, retyped
from kracht.surfaces.backoffice.forms.deciding import DecideForm
from kracht.surfaces.backoffice.forms.filtering import QueueFilter
from kracht.surfaces.backoffice.forms.pictures import Shelf
from kracht.surfaces.backoffice.pages import adding
from kracht.surfaces.backoffice.pages import desk as pages
from kracht.surfaces.backoffice.views.adding import NOT_YET, WRONG
from kracht.surfaces.backoffice.views.shelving import shelf_from, shelf_of

LOST = 409


type View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """Ask others to sign in, and turn away who is signed in without the role."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: int) -> HttpResponse:
        if not has_role(request.user, Role.MODERATOR, on=clock.today()):
            raise PermissionDenied(_("Only moderators can do this."))
        return view(request, **given)

    return never_cache(login_required(guarded))


@for_moderators
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided."""
    state = request.GET.get("state", "")
    if state not in desk.QUEUES:
        state = State.WAITING.value
    page = pages.queue_page(state, QueueFilter(request.GET), request.GET.get("after", ""))
    return render(request, "backoffice/queue.html", {"page": page})


@for_moderators
@require_safe
def case(request: HttpRequest, key: int) -> HttpResponse:
    """One entry, with all that is needed to decide."""
    return _case(request, key)


def _case(request: HttpRequest, key: int, typed: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    found = _found(key)
    return render(request, "backoffice/case.html", {"page": pages.case_page(found, typed)}, status=status)


def _found(key: int) -> desk.Case:
    found = desk.case(key, moderator=True) if key < 2**62 else None
    if found is None:
        raise Http404
    return found


@for_moderators
@require_POST
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Publish, ask back, refuse, take off the map, or undo."""
    found = _found(key)
    form = DecideForm(request.POST, language=found.language)
    if not form.is_valid():
        return _case(request, key, form.typed, status=WRONG)
    try:
        operations.decide(
            act=form.cleaned_data["act"],
            key=key,
            reason=form.reason,
            by=_actor(request),
            moderator=True,
            at=clock.now(),
            seen=form.version,
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _case(request, key, form.typed, status=LOST)
    messages.success(request, form.done)
    return redirect("desk:case", key)


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change an entry at the desk."""
    found = returning.editable(key, moderator=True) if key < 2**62 else None
    if found is None:
        raise Http404
    at, today = clock.now(), clock.today()
    if request.method != "POST":
        form = InitiativeForm(initial=initial_of(found.values), today=today)
        return _edit(request, key, form, shelf_from(found.values), found.seen)
    shelf = shelf_of(request, at=at)
    seen = pages.moment(request.POST.get("seen", "")) or found.seen
    if request.POST.get("act") in NOT_YET:
        form = InitiativeForm(initial=retyped(request.POST, InitiativeForm(today=today)), today=today)
        return _edit(request, key, form, shelf, seen)
    form = InitiativeForm(request.POST, today=today)
    right = form.is_valid()
    if not (shelf.is_valid() and right):
        return _edit(request, key, form, shelf, seen, status=WRONG)
    try:
        operations.revise(
            key=key,
            values=form.values(shelf.numbers, found.values),
            captions=shelf.captions,
            by=_actor(request),
            moderator=True,
            at=at,
            seen=seen,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _edit(request, key, form, shelf, seen, status=LOST)
    messages.success(request, _("Changed."))
    return redirect("desk:case", key)


def _edit(
    request: HttpRequest, key: int, form: InitiativeForm, shelf: Shelf, seen: datetime, status: int = 200
) -> HttpResponse:
    page = adding.edit_page(form, shelf, key=key, seen=seen)
    return render(request, "backoffice/edit.html", {"page": page}, status=status)


def _actor(request: HttpRequest) -> Any:
    return request.user
