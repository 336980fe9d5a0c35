"""Versions of an entry, claims that are answered, and the one-click answer to a reminder."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import Stage
from kracht.domains.initiatives.operations import reminding
from kracht.domains.initiatives.operations import versions as restoring
from kracht.domains.initiatives.queries import claiming, versions
from kracht.domains.initiatives.queries import owning as reading
from kracht.domains.initiatives.queries.owning import Head
from kracht.kernel import clock
from kracht.surfaces.backoffice import owning
from kracht.surfaces.backoffice.forms.owning import AnswerClaimForm
from kracht.surfaces.backoffice.pages import owning as pages
from kracht.surfaces.backoffice.pages import versions as version_pages
from kracht.surfaces.backoffice.views.adding import WRONG
from kracht.surfaces.backoffice.views.changing import LOST
from kracht.surfaces.backoffice.views.desk import for_moderators
from kracht.surfaces.backoffice.views.owning import GONE, is_moderator, person

LARGEST = 2**31 - 1


def _readable(request: HttpRequest, slug: str) -> tuple[Head, bool, bool]:
    """Return an entry whose versions this person may read, and whether it is an owner, and a moderator."""
    head = reading.head(slug)
    if head is None:
        raise Http404
    owner = reading.owns(request.user, head.id, on=clock.today())
    moderator = is_moderator(request)
    if not rules.can_read_versions(head.state, owner=owner, moderator=moderator):
        raise Http404
    return head, owner, moderator


@never_cache
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, newest first, with what changed and who changed it."""
    head, _owner, _moderator = _readable(request, slug)
    below = request.GET.get("below", "")
    number = min(int(below[:10]), LARGEST) if below.isascii() and below.isdigit() else None
    page = version_pages.versions_page(head, below=number, on=clock.today())
    return render(request, "backoffice/versions.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version beside what the entry says now; an owner or a moderator may bring it back."""
    head, owner, moderator = _readable(request, slug)
    found = versions.one(head.id, number) if number <= LARGEST else None
    if found is None:
        raise Http404
    if request.method == "POST":
        if not (owner or moderator):
            raise PermissionDenied(_("Only an owner or a moderator can do this."))
        lost = restoring.restore(key=head.id, number=number, by=person(request), moderator=moderator, at=clock.now())
        messages.success(request, _("Version %(number)d is back.") % {"number": number})
        if lost:
            said = ngettext("%(n)d picture of it is gone.", "%(n)d pictures of it are gone.", lost) % {"n": lost}
            messages.warning(request, said)
        return redirect("desk:versions", slug)
    page = version_pages.version_page(head, found, can_restore=owner or moderator, on=clock.today())
    return render(request, "backoffice/version.html", {"page": page})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim_case(request: HttpRequest, number: int) -> HttpResponse:
    """A claim, for an owner of the entry while it waits for owners, or a moderator."""
    moderator = is_moderator(request)
    found = (
        claiming.one(number, user=person(request), moderator=moderator, on=clock.today()) if number < 2**62 else None
    )
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(
            request, "backoffice/claim_case.html", {"page": pages.claim_case_page(found, moderator=moderator)}
        )
    form = AnswerClaimForm(request.POST)
    status = WRONG
    if form.is_valid():
        grant = form.cleaned_data["act"] == "grant"
        reason = form.cleaned_data["reason"]
        try:
            owning.answer_claim(
                number=number, grant=grant, reason=reason, by=person(request), moderator=moderator, at=clock.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            status = LOST
        else:
            said = _("They own it now, and get a mail.") if grant else _("They get a mail with your reason.")
            messages.success(request, said)
            return redirect("desk:claims" if moderator else "desk:mine")
    page = pages.claim_case_page(found, moderator=moderator, form=form)
    return render(request, "backoffice/claim_case.html", {"page": page}, status=status)


@for_moderators
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """What waits for a moderator beside new entries, and the latest changes in the register."""
    keys = [(row.actor_key, row.verb) for row in versions.latest(moderator=True)]
    page = pages.desk_claims_page(version_pages.who_words(keys, on=clock.today()))
    return render(request, "backoffice/claims.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a reminder: opening it changes nothing, a button does. Programs that open every link answer nothing."""
    try:
        key, _about = reminding.read_token(token)
    except ValidationError as refusal:
        return render(request, "backoffice/closed.html", {"why": " ".join(refusal.messages)}, status=GONE)
    done = ""
    if request.method == "POST":
        ended = request.POST.get("act") == Stage.ENDED
        try:
            reminding.by_link(token=token, ended=ended, at=clock.now())
        except ValidationError as refusal:
            return render(request, "backoffice/closed.html", {"why": " ".join(refusal.messages)}, status=GONE)
        done = "ended" if ended else "right"
    head = reading.head_by_id(key)
    if head is None:
        return render(request, "backoffice/closed.html", {"why": _("This link does not work (any more).")}, status=GONE)
    page = pages.still_right_page(head, summary=reading.summary_of(key), done=done)
    return render(request, "backoffice/still_right.html", {"page": page})
