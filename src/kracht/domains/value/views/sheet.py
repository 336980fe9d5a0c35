"""The public calculation sheet, as a page, as JSON, as CSV, and its chart as SVG."""

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kracht.domains.value.exchange import harmless
from kracht.domains.value.pages import sheet as pages
from kracht.domains.value.queries import sheet as queries
from kracht.domains.value.queries.sheet import Published
from kracht.ui import plots
from socialvalue.record import canonical

COLUMNS = (
    "code", "title", "ledger", "worse", "route", "people", "change", "share", "unit_value_eur", "years", "value_eur",
    "level", "payer", "source", "page", "licence", "demonstration",
)  # fmt: skip


def _found(request: HttpRequest, slug: str, year: int) -> Published:
    edition = request.GET.get("edition", "")
    number = int(edition) if edition.isascii() and edition.isdecimal() and len(edition) < 6 else None
    sheet = queries.published(slug, year, number=number)
    if sheet is None:
        raise Http404
    return sheet


@require_safe
def sheet(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The sheet of one year; `edition` shows what was published before a correction."""
    found = _found(request, slug, year)
    return render(request, "value/sheet.html", {"page": pages.sheet_page(found, queries.moving(found))})


@require_safe
def sheet_json(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The record itself, canonical: feed it to `socialvalue` and the same bytes come out."""
    return HttpResponse(canonical(_found(request, slug, year).record), content_type="application/json")


@require_safe
def sheet_csv(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The lines with their factors and sources."""
    found = _found(request, slug, year)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in found.lines:
        row = (
            *(line.code, line.source.title, line.ledger, line.worse, line.route, line.people, line.change, line.share),
            *(f"{line.unit_cents / 100:.2f}", line.years, f"{line.value_cents / 100:.2f}", line.level, line.payer),
            *(line.source.source, line.source.page, line.source.licence, line.source.demonstration),
        )
        writer.writerow([harmless(cell) for cell in row])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-{found.year}.csv"'
    return answer


@require_safe
def sheet_svg(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The ledgers with their ranges, as a picture of its own."""
    found = _found(request, slug, year)
    chart = pages.plot(found)
    if chart is None:
        raise Http404
    answer = HttpResponse(plots.alone(chart.caption, chart.drawn), content_type="image/svg+xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-{found.year}.svg"'
    return answer
