"""Pages for when something is wrong: each says in plain words what, and where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER = "15"  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor."""
    return render(request, "ui/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here (any more)."""
    return render(request, "ui/errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long or cookies are off (settings.CSRF_FAILURE_VIEW)."""
    return render(request, "ui/errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page needs neither database nor session."""
    return HttpResponse(render_to_string("ui/errors/500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away for a moment; the page needs nothing but the style sheet."""
    answer = HttpResponse(render_to_string("ui/errors/503.html"), status=503)
    answer.headers["Retry-After"] = RETRY_AFTER
    answer.headers["Cache-Control"] = "no-store"
    return answer
