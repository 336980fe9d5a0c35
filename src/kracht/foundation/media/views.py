"""Serving pictures. In production nginx does this with the same headers (docs/how-to/host.md)."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from kracht.foundation.media import shelf

HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
TYPES = {".webp": "image/webp", ".jpg": "image/jpeg"}


@require_safe
def picture(request: HttpRequest, start: str, token: str, name: str) -> HttpResponse:
    """One file of a picture; it never changes, so it may be kept for ever."""
    file = shelf.path(token, name)
    if file is None or start != token[:2].lower():
        raise Http404
    tag = f'"{token}-{name}"'
    response: HttpResponse
    if tag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(file.read_bytes(), content_type=TYPES[file.suffix])
    for header, value in {**HEADERS, "ETag": tag}.items():
        response.headers[header] = value
    return response
