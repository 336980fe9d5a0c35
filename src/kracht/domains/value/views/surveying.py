"""Asking participants, and their answers by link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kracht.domains.value.forms.others import InviteForm, SurveyForm
from kracht.domains.value.forms.steps import questions
from kracht.domains.value.operations import surveying
from kracht.domains.value.pages import asking as pages
from kracht.domains.value.queries import surveying as queries
from kracht.domains.value.views.asking import own_sheet
from kracht.domains.value.views.common import WRONG, actor
from kracht.kernel import clock

GONE = 410


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Give addresses of participants; the site draws and mails."""
    _entry, sheet = own_sheet(request, slug, year)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked, given = surveying.invite(
                number=sheet.number,
                addresses=form.lines,
                owner=True,
                by=actor(request),
                at=clock.now(),
                language=get_language() or "nl",
            )
        except ValidationError as refusal:
            form.add_error("addresses", refusal)
        else:
            words = ngettext(
                "%(asked)s of %(given)s address was mailed.", "%(asked)s of %(given)s addresses were mailed.", given
            )
            messages.success(request, words % {"asked": asked, "given": given})
            return redirect("value:invite", slug, year)
    page = pages.invite_page(sheet, form, [row.ask for row in questions(sheet)])
    status = WRONG if request.method == "POST" else 200
    return render(request, "value/invite.html", {"page": page}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The survey itself: no account, one answer a link."""
    asked = queries.by_token(token)
    if asked is None:
        return _closed(request, _("This link does not work (any more)."))
    try:
        surveying.check_open(asked.sent_at, asked.answered_at, asked.state, clock.now())
    except ValidationError as refusal:
        return _closed(request, " ".join(refusal.messages), status=200)
    form = SurveyForm(asked.rows, asked.others, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            surveying.reply(
                token=token,
                improved=form.improved,
                others=form.others,
                helped_by=form.cleaned_data.get("helped_by", []),
                worse=form.cleaned_data["worse"],
                at=clock.now(),
            )
        except ValidationError as refusal:
            return _closed(request, " ".join(refusal.messages))
        return redirect("value:survey", token)
    status = WRONG if request.method == "POST" else 200
    return render(request, "value/survey.html", {"asked": asked, "form": form}, status=status)


def _closed(request: HttpRequest, words: str, status: int = GONE) -> HttpResponse:
    return render(request, "value/closed.html", {"words": words}, status=status)
