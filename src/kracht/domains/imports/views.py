"""The pages of imports."""

import csv
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kracht.domains.imports import pages
from kracht.domains.imports.facts import MOST_BYTES
from kracht.domains.imports.forms import NEW, FollowForm, StartForm, check_every, read_choices
from kracht.domains.imports.operations import applying, following, starting
from kracht.domains.imports.operations.starting import Incoming
from kracht.domains.imports.queries import runs
from kracht.domains.imports.queries.runs import Viewer
from kracht.domains.imports.uploads import ImportUploadHandler
from kracht.domains.initiatives.exchange import safe_cell
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import has_role
from kracht.foundation.organisations.rules import acting_of, can_edit
from kracht.kernel import clock

WRONG, TOO_LARGE = 422, 413
PATIENCE = 3  # times the limit that is read past, so that the page can say what is wrong; beyond it nothing is read

type View = Callable[..., Any]


def for_importers(view: View) -> View:
    """Let in moderators, and who acts for an organisation as its owner or editor."""

    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> Any:
        moderator = has_role(request.user, Role.MODERATOR, on=clock.today())
        acting = acting_of(request)
        organisation = acting.organisation_id if acting and can_edit(acting.role) else None
        if not moderator and organisation is None:
            raise PermissionDenied(
                _("Only moderators, and owners and editors who act for their organisation, can bring in files.")
            )
        viewer = Viewer(int(request.user.pk or 0), moderator=moderator, organisation_id=organisation)
        return view(request, viewer, **given)

    return never_cache(login_required(guarded))


@for_importers
@require_safe
def index(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The runs, newest first."""
    return render(request, "imports/index.html", {"page": pages.index_page(viewer)})


@csrf_exempt
def new(request: HttpRequest) -> HttpResponse:
    """Give the upload its own handler before anything of it is read; `_new` then checks the token."""
    if request.method == "POST":
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > MOST_BYTES * PATIENCE:
            refused: HttpResponse = _refused(request)
            return refused
        request.upload_handlers = [ImportUploadHandler(request)]
    found: HttpResponse = _new(request)
    return found


@for_importers
def _refused(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Say so without reading any of it."""
    form = StartForm({}, sources=runs.sources(viewer))
    form.errors.clear()
    form.add_error("file", starting.too_large())
    response = render(request, "imports/new.html", {"form": form}, status=TOO_LARGE)
    response["Connection"] = "close"
    return response


@for_importers
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A file or an address."""
    sources = runs.sources(viewer)
    if request.method != "POST":
        return render(request, "imports/new.html", {"form": StartForm(sources=sources)})
    form = StartForm(request.POST, request.FILES, sources=sources)
    if form.is_valid():
        try:
            run = _receive(request, viewer, form)
        except ValidationError as error:
            form.add_error("url" if form.cleaned_data.get("url") else "file", error.messages)
        else:
            return redirect("imports:run", key=run.pk)
    return render(request, "imports/new.html", {"form": form}, status=WRONG)


def _receive(request: HttpRequest, viewer: Viewer, form: StartForm) -> Any:
    given, at = form.cleaned_data, clock.now()
    user: Any = request.user
    if given["source"] == NEW:
        organisation = None if viewer.moderator and viewer.organisation_id is None else viewer.organisation_id
        source = starting.name_source(title=given["title"], organisation_id=organisation, by=user, user=user, at=at)
    else:
        source = form.sources[given["source"]]
    if given["url"]:
        url = given["url"].strip()
        found = starting.fetch(url=url)
        file = Incoming(
            starting.name_of(found.url), found.chunks, url=url, format=given["format"], whole=given["whole"]
        )
    else:
        upload = given["file"]
        file = Incoming(upload.name, upload.chunks(), format=given["format"], whole=given["whole"])
    return starting.receive(source=source, file=file, by=user, user=user, at=at)


def _found(viewer: Viewer, key: int) -> Any:
    run = runs.run(viewer, key)
    if run is None:
        raise Http404
    return run


@for_importers
@require_safe
def run(request: HttpRequest, viewer: Viewer, key: int) -> HttpResponse:
    """One run, as it stands: its columns, its progress, or its report."""
    found = _found(viewer, key)
    if found.state == "mapping" or ("columns" in request.GET and found.state in {"checked", "failed", "cancelled"}):
        return render(request, "imports/columns.html", {"page": pages.map_page(found)})
    after = request.GET.get("after", "")
    page = pages.run_page(
        found, viewer, tab=request.GET.get("tab", ""), after=int(after) if after.isdecimal() and len(after) < 18 else 0
    )
    template = "imports/run.html#report" if request.headers.get("HX-Request") and page.working else "imports/run.html"
    return render(request, template, {"page": page})


@for_importers
@require_POST
def columns(request: HttpRequest, viewer: Viewer, key: int) -> HttpResponse:
    """Remember what the columns say, and try the file."""
    found = _found(viewer, key)
    page = pages.map_page(found, request.POST)
    if page.form is None or not page.form.is_valid():
        return render(request, "imports/columns.html", {"page": page}, status=WRONG)
    user: Any = request.user
    try:
        starting.map_columns(run=found, mapping=page.form.mapping(), by=user, at=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("imports:run", key=key)


@for_importers
@require_POST
def choose(request: HttpRequest, viewer: Viewer, key: int) -> HttpResponse:
    """Keep what was chosen about the duplicates and conflicts on one page of the report."""
    found = _found(viewer, key)
    tab = request.POST.get("tab", "")
    after = request.POST.get("after", "")
    tab = tab if tab in {"alike", "conflict"} else "alike"
    if found.state not in {"checked", "asked"}:
        messages.error(request, _("This file was brought in already, or was not tried yet."))
        return redirect("imports:run", key=key)
    ids = [int(one) for one in request.POST.getlist("row")[:100] if one.isdecimal() and len(one) < 18]
    rows = runs.rows_by_ids(found.pk, ids)
    choices, takes = read_choices(request.POST, rows)
    applying.choose(run=found, choices=choices, takes=takes)
    if request.POST.get("rest"):
        try:
            applying.choose_rest(run=found, choice=check_every(request.POST["rest"]))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    messages.success(request, _("Your choices are kept."))
    target = f"?tab={tab}" + (f"&after={after}" if after.isdecimal() and len(after) < 18 else "")
    return redirect(f"{request.path.removesuffix('keuze/')}{target}")


@for_importers
@require_POST
def act(request: HttpRequest, viewer: Viewer, key: int) -> HttpResponse:
    """Bring in, ask a moderator, stop, or undo."""
    found = _found(viewer, key)
    user: Any = request.user
    at, asked = clock.now(), request.POST.get("act", "")
    try:
        if asked == "apply":
            applying.start(run=found, by=user, moderator=viewer.moderator, at=at)
        elif asked == "undo":
            applying.start_undo(run=found, by=user, moderator=viewer.moderator, at=at)
        elif asked == "ask":
            applying.ask(run=found, by=user, at=at)
        elif asked == "stop":
            starting.ask_to_stop(run=found, by=user, at=at)
        else:
            messages.error(request, _("Choose one of the buttons."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("imports:run", key=key)


class _Echo:
    """What the writer of CSV writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


@for_importers
@require_safe
def errors(request: HttpRequest, viewer: Viewer, key: int) -> StreamingHttpResponse:
    """The table of errors as CSV, for a spreadsheet."""
    found = _found(viewer, key)
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")

    def lines() -> Iterator[bytes]:
        yield b"\xef\xbb\xbf"
        for line in pages.trouble_lines(found):
            yield writer.writerow([safe_cell(cell) for cell in line]).encode()

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="invoer-{found.pk}.csv"'
    return response


@for_importers
@require_safe
def health(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The sources, and how the followed ones do."""
    return render(request, "imports/health.html", {"page": pages.health_page(viewer), "moderator": viewer.moderator})


@for_importers
@require_POST
def follow(request: HttpRequest, viewer: Viewer, key: int) -> HttpResponse:
    """Follow a source, or stop following it."""
    source = runs.source(viewer, key)
    if source is None:
        raise Http404
    user: Any = request.user
    form = FollowForm(request.POST, prefix=f"s{source.pk}")
    if form.is_valid():
        try:
            following.schedule(
                source=source,
                url=form.cleaned_data["url"].strip(),
                every=form.cleaned_data["every"],
                by=user,
                user=user,
                moderator=viewer.moderator,
                at=clock.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The source is kept as you asked."))
            return redirect("imports:health")
    page = pages.health_page(viewer, wrong={source.pk: form})
    return render(request, "imports/health.html", {"page": page, "moderator": viewer.moderator}, status=WRONG)
