"""Follow your gift: for everybody to read, for givers to promise, for owners to confirm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.domains.initiatives.queries import owning
from kracht.domains.initiatives.queries.entry import Entry, by_slug
from kracht.domains.value.operations import giving
from kracht.domains.value.queries import gifts as queries
from kracht.kernel import clock
from kracht.surfaces.aex.forms import GiveForm
from kracht.surfaces.aex.pages import gifts as pages
from kracht.surfaces.aex.views.common import drawn, handed

WRONG = 422
FIRST, LAST = 1990, 2100


def _found(slug: str, year: int) -> Entry:
    entry = by_slug(slug) if "\x00" not in slug and FIRST <= year <= LAST else None
    if entry is None:
        raise Http404
    return entry


def _me(request: HttpRequest) -> str:
    return str(getattr(request.user, "audit_key", "")) if request.user.is_authenticated else ""


def _owns(request: HttpRequest, key: int) -> bool:
    return request.user.is_authenticated and owning.owns(request.user, key, on=clock.today())


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Find an initiative; and my own gifts."""
    sign_in = f"{reverse('account_login')}?next={request.path}"
    page = pages.find(request.GET.get("q", ""), _me(request), sign_in=sign_in)
    return drawn(request, "gifts", page)


@never_cache
@require_safe
def year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The gifts of an initiative-year and their parts."""
    entry = _found(slug, year)
    return drawn(request, "gift_year", pages.build(entry, year, me=_me(request), owner=_owns(request, entry.id)))


@require_safe
def year_csv(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The same as CSV."""
    return handed(pages.file(_found(slug, year), year))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Promise a gift."""
    entry = _found(slug, year)
    form = GiveForm(request.POST) if request.method == "POST" else GiveForm()
    if request.method != "POST" or not form.is_valid():
        return drawn(request, "give", pages.give(entry, year, form), status=WRONG if request.method == "POST" else 200)
    kept = {name: form.cleaned_data[name] for name in ("kind", "cents", "minutes", "shown_as", "once")}
    try:
        giving.promise(initiative_id=entry.id, year=year, by=request.user, at=clock.now(), **kept)  # type: ignore[arg-type]  # our own user
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return drawn(request, "give", pages.give(entry, year, form), status=WRONG)
    messages.success(request, _("Thank you. Your gift is noted; the initiative says when it has come."))
    return redirect("aex:gift_year", slug=entry.slug, year=year)


@never_cache
@login_required
@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a gift came or did not come, or withdraw it."""
    gift = queries.one(number)
    if gift is None:
        raise Http404
    try:
        giving.say(
            number=number,
            said=request.POST.get("said", ""),
            owner=_owns(request, gift.initiative_id),
            by=request.user,  # type: ignore[arg-type]  # our own user
            at=clock.now(),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("That is noted."))
    return redirect("aex:gift_year", slug=gift.slug, year=gift.year)
