"""Pages of members: whom one acts for, the page of an organisation, its members, and requests to belong."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import has_role
from kracht.foundation.accounts.queries import User
from kracht.foundation.organisations import pages, queries
from kracht.foundation.organisations.facts import ACTING, ClaimState, OrganisationValues
from kracht.foundation.organisations.forms import ClaimForm, DecisionForm, InviteForm, OrganisationForm
from kracht.foundation.organisations.operations import claims as claiming
from kracht.foundation.organisations.operations import members as membership
from kracht.foundation.organisations.queries import members as belonging
from kracht.foundation.organisations.rules import acting_of, can_edit, can_manage
from kracht.kernel import clock

WRONG = 422
FIELDS = ("name", "sector", "kind", "summary", "story", "website", "email", "phone", "contact_public")
type View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """For people with an account; never kept by a cache."""
    return never_cache(login_required(view))


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _moderator(request: HttpRequest) -> bool:
    return has_role(request.user, Role.MODERATOR, on=clock.today())


def _put(form: Form, refusal: ValidationError) -> None:
    """Show a refusal at the fields it names, else above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The organisations one belongs to, and for which one acts."""
    acting = acting_of(request)
    number = acting.organisation_id if acting else 0
    page = pages.mine(_user(request), acting=number, moderator=_moderator(request), on=clock.today())
    return render(request, "organisations/mine.html", {"page": page})


@signed_in
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act for another organisation, or for oneself again."""
    asked = request.POST.get("organisation", "")
    slug_after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        slug_after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    after = slug_after if safe else reverse("organisations:mine")
    if not asked:
        request.session.pop(ACTING, None)
        messages.success(request, _("You act for yourself again."))
        return redirect(after)
    found = belonging.for_member(request.user, asked[:200].replace("\x00", ""), clock.today())
    if found is None:
        raise PermissionDenied(_("You do not belong to this organisation."))
    request.session[ACTING] = found[0].pk
    messages.success(request, _("From now on you act for %(name)s.") % {"name": found[0].name})
    return redirect(after)


def _edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = belonging.for_member(request.user, slug, clock.today())
    if found is None:
        raise Http404
    row, role = found
    values = belonging.values_of(row)
    form = OrganisationForm(request.POST or None, initial={name: getattr(values, name) for name in FIELDS})
    status = 200
    if request.method == "POST":
        if not can_edit(role):
            raise PermissionDenied(_("Only an owner or an editor of the organisation can do this."))
        if form.is_valid() and _saved(request, form, row.pk, values):
            messages.success(request, _("Your changes are saved."))
            return redirect("organisations:manage", slug)
        status = WRONG
    context = {"form": form, "name": row.name, "slug": row.slug, "can_edit": can_edit(role), "role": pages.word(role)}
    return render(request, "organisations/manage.html", context, status=status)


manage = signed_in(require_http_methods(["GET", "HEAD", "POST"])(_edit))


def _saved(request: HttpRequest, form: OrganisationForm, number: int, values: OrganisationValues) -> bool:
    fresh = replace(values, **{name: form.cleaned_data[name] for name in FIELDS})
    try:
        membership.edit_page(organisation_id=number, values=fresh, by=_user(request), at=clock.now(), on=clock.today())
    except ValidationError as refusal:
        _put(form, refusal)
        return False
    return True


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs to the organisation; an owner invites."""
    found = belonging.for_member(request.user, slug, clock.today())
    if found is None:
        raise Http404
    row, role = found
    form, status = InviteForm(request.POST or None), 200
    if request.method == "POST":
        if not can_manage(role):
            raise PermissionDenied(_("Only an owner of the organisation can do this."))
        if form.is_valid() and _invited(request, form, row.pk):
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisations:members", slug)
        status = WRONG
    page = pages.members(row, role, _user(request), form=form, at=clock.now(), on=clock.today())
    return render(request, "organisations/members.html", {"page": page}, status=status)


def _invited(request: HttpRequest, form: InviteForm, number: int) -> bool:
    try:
        membership.invite(
            organisation_id=number, **form.cleaned_data, by=_user(request), at=clock.now(), on=clock.today()
        )
    except ValidationError as refusal:
        _put(form, refusal)
        return False
    return True


@signed_in
@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a member is, hand over, end a membership, take an invitation back, or leave."""
    found = belonging.for_member(request.user, slug, clock.today())
    if found is None:
        raise Http404
    row, role = found
    what = request.POST.get("act", "")
    if what != "leave" and not can_manage(role):
        raise PermissionDenied(_("Only an owner of the organisation can do this."))
    try:
        done = _changed(request, row.pk, what)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("organisations:members", slug)
    messages.success(request, done)
    gone = what in {"leave", "end"} and not belonging.member_role(request.user, row.pk, clock.today())
    return redirect("organisations:mine") if gone else redirect("organisations:members", slug)


def _changed(request: HttpRequest, number: int, what: str) -> str:
    """Do it; returns the sentence that says so."""
    user, at, on = _user(request), clock.now(), clock.today()
    about = request.POST.get("member", "")
    other = int(about) if about.isdecimal() and len(about) < 18 else 0
    if what == "leave":
        membership.leave(organisation_id=number, user=user, at=at, on=on)
        return _("You left the organisation.")
    if what == "end":
        membership.end(organisation_id=number, user_id=other, by=user, at=at, on=on)
        return _("This person does not belong to the organisation any more.")
    if what == "hand_over":
        membership.hand_over(organisation_id=number, user_id=other, by=user, at=at, on=on)
        return _("Handed over. You are an editor now.")
    if what == "take_back":
        membership.take_back(organisation_id=number, number=other, by=user, at=at, on=on)
        return _("The invitation is taken back.")
    if what == "role":
        role = request.POST.get("role", "")
        membership.change_role(organisation_id=number, user_id=other, role=role, by=user, at=at, on=on)
        return _("Changed.")
    raise ValidationError(_("Choose what to do."))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes to an invitation."""
    at = clock.now()
    shown = belonging.invitation(membership.digest(token), at)
    if request.method != "POST":
        context = {"page": shown, "role": pages.word(shown.role) if shown else ""}
        return render(request, "organisations/invitation.html", context, status=200 if shown else 410)
    try:
        row = membership.accept(token=token, user=_user(request), at=at, on=clock.today())
    except ValidationError as refusal:
        context = {"page": shown, "role": pages.word(shown.role) if shown else "", "wrong": " ".join(refusal.messages)}
        return render(request, "organisations/invitation.html", context, status=WRONG if shown else 410)
    request.session[ACTING] = row.pk
    messages.success(request, _("Welcome. From now on you act for %(name)s.") % {"name": row.name})
    return redirect("organisations:members", row.slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Say to work at an organisation."""
    row = queries.by_slug(slug)
    if row is None:
        raise Http404
    form, status = ClaimForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid() and (answer := _claimed(request, form, row.pk)):
            messages.success(request, answer)
            return redirect("organisations:mine")
        status = WRONG
    waits = belonging.open_claim(request.user, row.pk)
    context = {"form": form, "name": row.name, "slug": row.slug, "waits": waits}
    return render(request, "organisations/claim.html", context, status=status)


def _claimed(request: HttpRequest, form: ClaimForm, number: int) -> str:
    """Ask; returns the sentence that says what became of it, or "" with the refusal on the form."""
    try:
        state = claiming.claim(
            organisation_id=number,
            words=form.cleaned_data["words"],
            user=_user(request),
            at=clock.now(),
            on=clock.today(),
        )
    except ValidationError as refusal:
        _put(form, refusal)
        return ""
    if state == ClaimState.GRANTED:
        return _("Your mail address is on the domain of the website, so you are the owner of this page now.")
    return _("Thank you. Somebody looks at it, and you get a mail.")


@signed_in
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Requests that wait for a moderator, or for the owner of an organisation."""
    moderator, on = _moderator(request), clock.today()
    if not moderator and not belonging.owned(_user(request), on):
        raise PermissionDenied(_("Only moderators and owners of an organisation can do this."))
    found = pages.claims(_user(request), moderator=moderator, on=on)
    return render(request, "organisations/claims.html", {"claims": found})


@signed_in
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Grant or refuse a request."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose yes or no, and use at most 1000 characters."))
        return redirect("organisations:claims")
    try:
        claiming.decide(
            number=min(number, 2**62),
            grant=form.cleaned_data["act"] == "grant",
            reason=form.cleaned_data["reason"],
            by=_user(request),
            moderator=_moderator(request),
            at=clock.now(),
            on=clock.today(),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Decided. The person gets a mail."))
    return redirect("organisations:claims")
