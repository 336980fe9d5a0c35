"""Atom feeds of any filtered set."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kracht.kernel import clock
from kracht.surfaces.api.answers import SHORT, door, finish, wrong_query
from kracht.surfaces.api.pages import asking, feed

KIND = "application/atom+xml; charset=utf-8"
MOST = 100


@door
def initiatives(request: HttpRequest) -> HttpResponse:
    """The initiatives of a set that were last added or confirmed; `lang` is nl or en."""
    language = request.GET.get("lang", "nl")
    if language not in feed.LANGUAGES:
        raise wrong_query([("lang", _("Choose from: %(choices)s.") % {"choices": ", ".join(feed.LANGUAGES)})])
    asked = asking.lenient(request, default=50, most=MOST)
    return finish(request, feed.atom(asked, language, clock.now()), KIND, age=SHORT * 5)
