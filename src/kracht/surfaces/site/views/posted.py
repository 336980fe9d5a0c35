"""Staying posted: begin to follow, confirm, change and end, with and without an account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kracht.foundation.accounts.queries import User, has_verified_address
from kracht.foundation.audit.facts import VISITOR, Actor
from kracht.foundation.guard.rules import client_address
from kracht.foundation.subscriptions import queries, rules
from kracht.foundation.subscriptions.facts import Followed, What
from kracht.foundation.subscriptions.operations import following
from kracht.kernel import clock
from kracht.surfaces.site import operations
from kracht.surfaces.site.forms import FollowForm, LinkForm
from kracht.surfaces.site.pages import posted as pages
from kracht.surfaces.site.pages import topics
from kracht.surfaces.site.views.common import draw

WRONG = 422
GONE = 410
SENT = "site.posted"
ACTS = ("confirm", "cadence", "end", "end_all")


def _account(request: HttpRequest) -> User | None:
    """Return who signed in with an address that is proven."""
    user = request.user
    return user if isinstance(user, User) and has_verified_address(user) else None


def _language() -> str:
    return (get_language() or "nl")[:2]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The small form: an address and how often. What is followed stands in the address of the page."""
    what = topics.read(dict(request.GET.lists()))
    if what is None:
        raise Http404
    user, at = _account(request), clock.now()
    account = user.email if user else ""
    if request.method != "POST":
        return _follow(request, what, FollowForm(at=at, account=account), account)
    form = FollowForm(request.POST, at=at, account=account)
    if not form.is_valid() or not (user or form.admit(address=client_address(request.META))):
        return _follow(request, what, form, account, WRONG)
    cadence = form.cleaned_data["cadence"]
    try:
        if user:
            operations.follow_at_once(what=what, user=user, cadence=cadence, language=_language(), at=at)
            messages.success(request, _("You follow this from now on."))
            return redirect("site:posted")
        operations.follow(what=what, address=form.cleaned_data["address"], cadence=cadence, language=_language(), at=at)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _follow(request, what, form, account, WRONG)
    request.session[SENT] = {"address": form.cleaned_data["address"], "label": topics.describe(what).label}
    return redirect("site:posted_sent")


def _follow(request: HttpRequest, what: What, form: FollowForm, account: str, status: int = 200) -> HttpResponse:
    return draw(request, "site/follow.html", pages.follow_page(what, form, account), status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look in your post; the same for every address, known or not."""
    told = request.session.get(SENT)
    if not isinstance(told, dict):
        return redirect("site:posted")
    page = pages.sent_page(str(told.get("address", "")), str(told.get("label", "")), rules.CONFIRM_DAYS)
    return draw(request, "site/follow_sent.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def posted(request: HttpRequest) -> HttpResponse:
    """What this account follows; without one, a form that mails the way to it."""
    user, at = _account(request), clock.now()
    if user:
        if request.method == "POST":
            return _act(request, user.email, None, user)
        return draw(request, "site/posted.html", pages.manage_page(user.email))
    if request.method != "POST":
        return draw(request, "site/posted.html", pages.manage_page("", link_form=LinkForm(at=at)))
    form = LinkForm(request.POST, at=at)
    if not form.is_valid() or not form.admit(address=client_address(request.META)):
        return draw(request, "site/posted.html", pages.manage_page("", link_form=form), WRONG)
    operations.send_link(address=form.cleaned_data["address"], language=_language(), at=at)
    request.session[SENT] = {"address": form.cleaned_data["address"], "label": ""}
    return redirect("site:posted_sent")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """What a link of a mail opens: to confirm, and to manage all that this address follows."""
    one = queries.by_token(token)
    if one is None:
        return _dead(request)
    if request.method == "POST":
        return _act(request, one.address, one, VISITOR)
    # who has only asked has not shown that the address is theirs: the list comes after the confirmation
    shown = one.address if one.confirmed_at else ""
    return draw(request, "site/posted.html", pages.manage_page(shown, opened=one, here=request.path))


def _act(request: HttpRequest, address: str, opened: Followed | None, by: Actor) -> HttpResponse:
    """Do what a button of the list asks. `address` is proven: by an account, or by the link that was opened."""
    act, at = request.POST.get("act", ""), clock.now()
    token = request.POST.get("token", "") or (opened.token if opened else "")
    back = redirect("site:posted_manage", opened.token) if opened else redirect("site:posted")
    try:
        if act == "end_all":
            following.end_all(address=address, by=by, at=at)
            messages.success(request, _("Everything has ended. You get no more mail about what happens."))
            return back
        _one(request, act, _own(token, address), by)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return back


def _own(token: str, address: str) -> Followed:
    """Return a subscription of this address, not ended; fetching is permission."""
    one = queries.by_token(token)
    if one is None or one.address != address or one.ended_at is not None:
        raise ValidationError(_("This link does not work (any more)."))
    return one


def _one(request: HttpRequest, act: str, one: Followed, by: Actor) -> None:
    at = clock.now()
    if act not in ACTS:
        raise ValidationError(_("This button is not known. Go back and try again."))
    if act == "confirm":
        following.confirm(token=one.token, by=by, at=at)
        messages.success(request, _("Done. You get a mail when something happens, and none when nothing does."))
    elif act == "cadence":
        following.change_cadence(token=one.token, cadence=request.POST.get("cadence", ""), by=by, at=at)
        messages.success(request, _("Changed."))
    else:
        following.end(token=one.token, by=by, at=at)
        messages.success(request, _("Ended. You get no more mail about this."))


@csrf_exempt  # the mail program posts here without a cookie (RFC 8058); the token in the address is the right to do so
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End by one POST, without signing in. A GET only shows the button: programs open every link of a mail."""
    one = queries.by_token(token)
    if one is None:
        return _dead(request)
    if request.method == "POST":
        one = following.end(token=token, by=VISITOR, at=clock.now())
    return draw(request, "site/posted_stop.html", pages.stop_page(one))


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "site/posted_dead.html", status=GONE)
