"""The questionnaire: the years of an initiative, its steps, evidence, sending in."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.value.facts import TYPES
from kracht.domains.value.forms.others import EvidenceForm, StartForm
from kracht.domains.value.forms.steps import StepForm, on_step
from kracht.domains.value.operations import answering
from kracht.domains.value.pages import asking as pages
from kracht.domains.value.queries import answering as queries
from kracht.domains.value.queries.answering import Sheet, Worked
from kracht.domains.value.rules import permissions
from kracht.domains.value.rules.answers import STEPS, Problem
from kracht.domains.value.views.common import LOST, WRONG, actor, demonstration, found, standing
from kracht.kernel import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def years(request: HttpRequest, slug: str) -> HttpResponse:
    """The years of an initiative; its people start a year here."""
    entry = found(slug)
    owner = standing(request, entry).owner
    rows = queries.years(entry.id, owner=owner)
    at = clock.now()
    free = [year for year in range(at.year, at.year - 6, -1) if year not in {row.year for row in rows}]
    form = StartForm(free, request.POST or None) if owner and free else None
    if request.method == "POST":
        permissions.check_can_answer(owner=owner)
        if form is not None and form.is_valid():
            year = form.cleaned_data["year"]
            answering.start(initiative_id=entry.id, year=year, owner=owner, by=actor(request), at=at)
            return redirect("value:fill", slug, year, STEPS[0])
    page = pages.years_page(entry.name, slug, rows, owner=owner, form=form)
    status = WRONG if request.method == "POST" else 200
    return render(request, "value/years.html", {"page": page}, status=status)


def own_sheet(request: HttpRequest, slug: str, year: int) -> tuple[Entry, Sheet]:
    """Return the questionnaire of one of the own initiatives; 403 for others, 404 when it was never started."""
    entry = found(slug)
    permissions.check_can_answer(owner=standing(request, entry).owner)
    sheet = queries.by_year(entry.id, year, allowed=True) if year < 10_000 else None
    if sheet is None:
        raise Http404
    return entry, sheet


def _worked(sheet: Sheet) -> Worked:
    worked = queries.preview(sheet.number, on=clock.today(), allowed=True)
    if worked is None:
        raise Http404
    return worked


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, slug: str, year: int, step: str) -> HttpResponse:
    """One step: what is typed is kept, also when it cannot be right yet."""
    if step not in STEPS:
        raise Http404
    _entry, sheet = own_sheet(request, slug, year)
    if request.method == "POST":
        return _check(request, sheet) if step == "check" else _save(request, sheet, step)
    if request.GET.get("act") == "preview":
        page = pages.step_page(sheet, step, _worked(sheet), None, EvidenceForm())
        return render(request, "value/step.html#preview", {"page": page})
    form = StepForm(sheet, step) if step != "check" else None
    return _draw(request, sheet, step, form)


def _draw(
    request: HttpRequest,
    sheet: Sheet,
    step: str,
    form: StepForm | None,
    *,
    status: int = 200,
    evidence: EvidenceForm | None = None,
) -> HttpResponse:
    page = pages.step_page(sheet, step, _worked(sheet), form, evidence or EvidenceForm())
    return render(request, "value/step.html", {"page": page}, status=status)


def _save(request: HttpRequest, sheet: Sheet, step: str) -> HttpResponse:
    form = StepForm(sheet, step, request.POST)
    try:
        answering.save(
            number=sheet.number,
            typed=form.typed,
            owner=True,
            by=actor(request),
            at=clock.now(),
            seen=_seen(request),
            page=request.POST.get("page", "")[:40],
            by_itself=bool(request.htmx),  # type: ignore[attr-defined]  # set by the middleware of django_htmx
        )
    except ValidationError as refusal:
        return _refused(request, sheet, step, refusal.messages)
    fresh = _again(sheet)
    worked = _worked(fresh)
    if request.htmx:  # type: ignore[attr-defined]  # set by the middleware of django_htmx
        page = pages.step_page(fresh, step, worked, None, EvidenceForm())
        return render(request, "value/step.html#preview", {"page": page})
    wrong = _mine(worked.problems, step)
    form = StepForm(fresh, step, request.POST)
    if request.POST.get("act") == "back":
        return redirect("value:fill", sheet.slug, sheet.year, STEPS[max(0, STEPS.index(step) - 1)])
    if request.POST.get("act") != "later" and (wrong or not form.is_valid()):
        form.show(wrong)
        return _draw(request, fresh, step, form, status=WRONG)
    if request.POST.get("act") == "later":
        messages.success(request, _("Saved. You can go on whenever you like."))
        return redirect("value:years", sheet.slug)
    return redirect("value:fill", sheet.slug, sheet.year, STEPS[STEPS.index(step) + 1])


def _refused(request: HttpRequest, sheet: Sheet, step: str, words: Sequence[str]) -> HttpResponse:
    fresh = _again(sheet)
    form = StepForm(fresh, step)
    messages.error(request, " ".join(words))
    return _draw(request, fresh, step, form, status=LOST)


def _again(sheet: Sheet) -> Sheet:
    fresh = queries.by_number(sheet.number, allowed=True)
    if fresh is None:
        raise Http404
    return fresh


def _mine(problems: Sequence[Problem], step: str) -> list[Problem]:
    return on_step(problems, step)


def _seen(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def _check(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Send the figures in."""
    try:
        answering.submit(
            number=sheet.number, owner=True, by=actor(request), at=clock.now(), demonstration=demonstration()
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _draw(request, _again(sheet), "check", None, status=WRONG)
    messages.success(request, _("Sent in. Two people check your figures; you hear from us by mail."))
    return redirect("value:years", sheet.slug)


@never_cache
@login_required
@require_POST
def attach(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Add a file of evidence, or remove one."""
    _entry, sheet = own_sheet(request, slug, year)
    gone = request.POST.get("remove", "")
    form = EvidenceForm(None) if gone else EvidenceForm(request.POST, request.FILES)
    try:
        if gone.isascii() and gone.isdecimal() and len(gone) < 18:
            answering.detach(number=sheet.number, evidence=int(gone), owner=True, by=actor(request), at=clock.now())
        elif form.is_valid():
            given = form.cleaned_data["file"]
            answering.attach(
                number=sheet.number,
                name=given.name,
                content=given.read(),
                owner=True,
                by=actor(request),
                at=clock.now(),
            )
        else:
            return _draw(request, sheet, "evidence", StepForm(sheet, "evidence"), status=WRONG, evidence=form)
    except ValidationError as refusal:
        if not gone:
            form.add_error("file", refusal)
        else:
            messages.error(request, " ".join(refusal.messages))
        return _draw(request, sheet, "evidence", StepForm(sheet, "evidence"), status=WRONG, evidence=form)
    return redirect("value:fill", slug, year, "evidence")


@never_cache
@login_required
@require_GET
def evidence(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """A file of evidence, for the people of the initiative and for reviewers."""
    entry = found(slug)
    how = standing(request, entry)
    sheet = queries.by_year(entry.id, year, allowed=how.owner or how.reviewer) if year < 10_000 else None
    file = queries.file_content(number, appraisal=sheet.number, allowed=True) if sheet and number < 2**62 else None
    if file is None:
        raise Http404
    about, content = file
    answer = HttpResponse(content, content_type=TYPES.get(about.kind, "application/octet-stream"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{about.sha256[:12]}.{about.kind}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
