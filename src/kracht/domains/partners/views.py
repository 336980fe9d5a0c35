"""The pages of partners: a list for everyone, and a desk for owners and editors of an organisation and for moderators."""

from collections.abc import Callable
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

from kracht.domains.partners import pages
from kracht.domains.partners.facts import PartnerFact
from kracht.domains.partners.forms import AskForm, HookForm, KeyForm, PartnerForm, ReasonForm, TagForm, take_over
from kracht.domains.partners.operations import feed, keys, tags
from kracht.domains.partners.operations import partners as operations
from kracht.domains.partners.queries import partners
from kracht.foundation.organisations.rules import acting_of, can_edit
from kracht.kernel import clock

WRONG = 422
BIG = 2**62

type View = Callable[..., HttpResponse]
both = require_http_methods(["GET", "HEAD", "POST"])


def for_keepers(view: View) -> View:
    """Give the view the partner; turn away who does not keep it. Moderators keep all."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **given: Any) -> HttpResponse:
        one = partners.by_slug(slug)
        if one is None or max([0, *(value for value in given.values() if isinstance(value, int))]) > BIG:
            raise Http404
        if not partners.is_keeper(request.user, one.organisation_id, on=clock.today()):
            raise PermissionDenied(_("Only owners and editors of this organisation can do this."))
        return view(request, one, **given)

    return never_cache(login_required(guarded))


def _moderator(request: HttpRequest) -> bool:
    return partners.is_moderator(request.user, on=clock.today())


def _actor(request: HttpRequest) -> Any:
    return request.user


@require_safe
def everyone(request: HttpRequest) -> HttpResponse:
    """Who publishes here by machine."""
    return render(request, "partners/list.html", {"page": pages.list_page()})


@never_cache
@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Go to the desk of the organisation one acts for; a moderator chooses."""
    acting = acting_of(request)
    one = partners.by_organisation(acting.organisation_id) if acting else None
    if one is not None and acting and can_edit(acting.role):
        return redirect("partners:overview", one.slug)
    if _moderator(request):
        return render(request, "partners/choose.html", {"page": pages.choose_page()})
    return redirect("partners:become")


@never_cache
@login_required
@both
def become(request: HttpRequest) -> HttpResponse:
    """Ask to become a partner, for the organisation one acts for."""
    acting = acting_of(request)
    if acting is None or not can_edit(acting.role):
        return render(request, "partners/alone.html", status=200)
    known = partners.by_organisation(acting.organisation_id)
    if known is not None:
        return redirect("partners:overview", known.slug)
    first = {"contact_email": getattr(request.user, "email", ""), "namespace": acting.slug[:30].strip("-")}
    form = AskForm(request.POST) if request.method == "POST" else AskForm(initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask(
                organisation_id=acting.organisation_id, by=_actor(request), at=clock.now(), **form.cleaned_data
            )
        except ValidationError as refusal:
            take_over(form, refusal)
        else:
            messages.success(request, _("Asked. A moderator looks at it, and we mail you."))
            return redirect("partners:overview", acting.slug)
    page = pages.BecomePage(acting.name, form)
    return render(request, "partners/become.html", {"page": page}, status=WRONG if form.errors else 200)


@for_keepers
@both
def overview(request: HttpRequest, one: PartnerFact) -> HttpResponse:
    """How it stands, and what the partner says of itself."""
    form = PartnerForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            operations.change(partner_id=one.id, by=_actor(request), at=clock.now(), **form.cleaned_data)
        except ValidationError as refusal:
            take_over(form, refusal)
        else:
            messages.success(request, _("Changed."))
            return redirect("partners:overview", one.slug)
    page = pages.overview(one, moderator=_moderator(request), at=clock.now(), form=form)
    return render(request, "partners/overview.html", {"page": page}, status=WRONG if form and form.errors else 200)


@for_keepers
@require_POST
def decide(request: HttpRequest, one: PartnerFact) -> HttpResponse:
    """A moderator says yes, or suspends."""
    given: dict[str, Any] = {
        "partner_id": one.id, "moderator": _moderator(request), "by": _actor(request), "at": clock.now(),
    }  # fmt: skip
    if request.POST.get("act") == "admit":
        operations.admit(**given)
        messages.success(request, _("%(name)s may publish.") % {"name": one.name})
        return redirect("partners:overview", one.slug)
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        operations.suspend(reason=form.cleaned_data.get("reason", ""), **given)
    except ValidationError as refusal:
        if not form.errors:
            take_over(form, refusal)
        page = pages.overview(one, moderator=True, at=clock.now(), reason_form=form)
        return render(request, "partners/overview.html", {"page": page}, status=WRONG)
    messages.success(request, _("%(name)s is suspended.") % {"name": one.name})
    return redirect("partners:overview", one.slug)


@for_keepers
@both
def key_list(request: HttpRequest, one: PartnerFact) -> HttpResponse:
    """Keys, and a new one."""
    at, fresh = clock.now(), ""
    form = KeyForm(request.POST, at=at) if request.method == "POST" else KeyForm(at=at)
    if request.method == "POST" and form.is_valid():
        try:
            made = keys.make(
                partner_id=one.id, name=form.cleaned_data["name"], scopes=form.cleaned_data["scopes"],
                expires_at=form.expires_at, by=_actor(request), at=at, once=form.cleaned_data["once"][:100],
            )  # fmt: skip
        except ValidationError as refusal:
            take_over(form, refusal, {"expires_at": "expires_on"})
        else:
            fresh, form = made.secret, KeyForm(at=at)
    page = pages.keys_page(one, form, moderator=_moderator(request), at=at, fresh=fresh)
    return render(request, "partners/keys.html", {"page": page}, status=WRONG if form.errors else 200)


@for_keepers
@require_POST
def key_act(request: HttpRequest, one: PartnerFact, number: int, act: str) -> HttpResponse:
    """Replace a key or end it."""
    at = clock.now()
    given: dict[str, Any] = {"key_id": number, "partner_id": one.id, "by": _actor(request), "at": at}
    if act == "revoke":
        if not keys.revoke(**given):
            raise Http404
        messages.success(request, _("This key does not work any more."))
        return redirect("partners:keys", one.slug)
    try:
        made = keys.rotate(**given)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("partners:keys", one.slug)
    if made is None:
        raise Http404
    page = pages.keys_page(one, KeyForm(at=at), moderator=_moderator(request), at=at, fresh=made.secret)
    return render(request, "partners/keys.html", {"page": page})


@for_keepers
@both
def tag_list(request: HttpRequest, one: PartnerFact) -> HttpResponse:
    """Tags, and a new one."""
    form = TagForm(request.POST) if request.method == "POST" else TagForm()
    if request.method == "POST" and form.is_valid():
        try:
            name = tags.define(partner_id=one.id, by=_actor(request), at=clock.now(), **form.cleaned_data)
        except ValidationError as refusal:
            take_over(form, refusal)
        else:
            messages.success(request, _("The tag %(name)s is there.") % {"name": name})
            return redirect("partners:tags", one.slug)
    page = pages.tags_page(one, form, moderator=_moderator(request))
    return render(request, "partners/tags.html", {"page": page}, status=WRONG if form.errors else 200)


@for_keepers
@require_POST
def tag_drop(request: HttpRequest, one: PartnerFact, number: int) -> HttpResponse:
    """Remove a tag from everywhere."""
    if not tags.drop(tag_id=number, partner_id=one.id, by=_actor(request), at=clock.now()):
        raise Http404
    messages.success(request, _("The tag is gone."))
    return redirect("partners:tags", one.slug)


@for_keepers
@both
def clearance(request: HttpRequest, one: PartnerFact) -> HttpResponse:
    """Say yes or no to others who use a tag."""
    if request.method != "POST":
        page = pages.clearance_page(one, moderator=_moderator(request))
        return render(request, "partners/clearance.html", {"page": page})
    typed, number = request.POST.get("reason", "").replace("\x00", ""), request.POST.get("use", "")
    key = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    yes = request.POST.get("act") == "yes"
    try:
        found = tags.decide(use_id=key, partner_id=one.id, yes=yes, reason=typed, by=_actor(request), at=clock.now())
    except ValidationError as refusal:
        page = pages.clearance_page(
            one, moderator=_moderator(request), wrong=key, sentence=" ".join(refusal.messages), typed=typed
        )
        return render(request, "partners/clearance.html", {"page": page}, status=WRONG)
    if found:
        messages.success(request, _("Cleared: the tag shows now.") if yes else _("Refused: the tag does not show."))
    else:
        messages.info(request, _("Somebody else has already decided this."))
    return redirect("partners:clearance", one.slug)


@for_keepers
@both
def hook_list(request: HttpRequest, one: PartnerFact) -> HttpResponse:
    """Webhooks with their log, and a new one."""
    form = HookForm(request.POST) if request.method == "POST" else HookForm()
    shown = {"secret": "", "secret_for": ""}
    if request.method == "POST" and form.is_valid():
        try:
            _number, secret = feed.subscribe(partner_id=one.id, by=_actor(request), at=clock.now(), **form.cleaned_data)
        except ValidationError as refusal:
            take_over(form, refusal)
        else:
            shown = {"secret": secret, "secret_for": form.cleaned_data["url"]}
            form = HookForm()
    number = request.GET.get("before", "0")
    before = int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0
    page = pages.hooks_page(one, form, moderator=_moderator(request), before=before, **shown)
    return render(request, "partners/hooks.html", {"page": page}, status=WRONG if form.errors else 200)


@for_keepers
@require_POST
def hook_act(request: HttpRequest, one: PartnerFact, number: int, act: str) -> HttpResponse:
    """Switch a webhook on or off, try it, give it another secret, remove it."""
    given: dict[str, Any] = {"hook_id": number, "partner_id": one.id, "by": _actor(request), "at": clock.now()}
    if act == "secret":
        secret = feed.renew_secret(**given)
        if not secret:
            raise Http404
        page = pages.hooks_page(
            one, HookForm(), moderator=_moderator(request), secret=secret, secret_for=_("the webhook you chose")
        )
        return render(request, "partners/hooks.html", {"page": page})
    acts: dict[str, Callable[[], bool]] = {
        "on": lambda: feed.switch(on=True, **given),
        "off": lambda: feed.switch(on=False, **given),
        "test": lambda: feed.send_test(**given),
        "remove": lambda: feed.unsubscribe(**given),
    }
    said = {
        "on": _("Switched on: what waits is sent now."),
        "off": _("Paused: messages wait."),
        "test": _("A test message is on its way. Look in the log in a moment."),
        "remove": _("The webhook is gone."),
    }
    if act not in acts or not acts[act]():
        raise Http404
    messages.success(request, said[act])
    return redirect("partners:hooks", one.slug)


@for_keepers
@require_POST
def again(request: HttpRequest, one: PartnerFact, number: int) -> HttpResponse:
    """Send a message once more."""
    if not feed.send_again(number=number, partner_id=one.id, by=_actor(request), at=clock.now()):
        raise Http404
    messages.success(request, _("Sent again, with the same id. Look in the log in a moment."))
    return redirect("partners:hooks", one.slug)


@for_keepers
@require_safe
def records(request: HttpRequest, one: PartnerFact) -> HttpResponse:
    """Records that could not be taken as they were."""
    return render(request, "partners/records.html", {"page": pages.records_page(one, moderator=_moderator(request))})
