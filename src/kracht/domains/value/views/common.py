"""What every view of the valuation does: find the initiative, and how the person stands to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.value.queries import owning
from kracht.domains.value.queries.owning import Standing
from kracht.kernel import clock

WRONG = 422
LOST = 409

type View = Callable[..., HttpResponse]


def found(slug: str) -> Entry:
    """Return the initiative at this address, or 404."""
    entry = owning.initiative(slug)
    if entry is None:
        raise Http404
    return entry


def standing(request: HttpRequest, entry: Entry) -> Standing:
    """How the person at hand stands to an initiative."""
    return owning.standing(request.user, entry.id, on=clock.today())


def for_reviewers(view: View) -> View:
    """Ask others to sign in, and turn away who is signed in without the role."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        if not owning.is_reviewer(request.user, on=clock.today()):
            raise PermissionDenied(_("Only reviewers can do this."))
        return view(request, **given)

    return never_cache(login_required(guarded))


def actor(request: HttpRequest) -> Any:
    """Who acts; only behind a check that somebody is signed in."""
    return request.user


def demonstration() -> bool:
    """Whether values for demonstration only may be used: not on a real site."""
    return not settings.PRODUCTION


def me(request: HttpRequest) -> str:
    """The audit key of who is signed in, or nothing."""
    return str(getattr(request.user, "audit_key", ""))
