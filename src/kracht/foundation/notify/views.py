"""The demo's post."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kracht.foundation.notify import queries


@require_safe
@never_cache
def demo_post(request: HttpRequest) -> HttpResponse:
    """The latest mails that the demo would have sent; not there outside the demo."""
    if not settings.DEMO:
        raise Http404
    return render(request, "notify/demo_post.html", {"mails": queries.shown_mails()})
