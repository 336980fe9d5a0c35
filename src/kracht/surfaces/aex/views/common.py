"""What every view here does: draw a page, hand out a file, keep an answer that does not depend on who asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kracht.surfaces.aex.pages.common import File

KINDS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}


def drawn(request: HttpRequest, template: str, page: object | None, *, status: int = 200) -> HttpResponse:
    """Draw a page; 404 when there is none."""
    if page is None:
        raise Http404
    return render(request, f"aex/{template}.html", {"page": page}, status=status)


def handed(file: File | None) -> HttpResponse:
    """Hand out a file to keep; 404 when there is none."""
    if file is None:
        raise Http404
    answer = HttpResponse(file.text, content_type=KINDS[file.kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}.{file.kind}"'
    return answer


def number(typed: str, otherwise: int) -> int:
    """Return a whole number from an address; 0 for what is none, so that it leads nowhere."""
    if not typed:
        return otherwise
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0
