"""The community, and people who chose to show themselves. What is shown depends on who reads, so no cache keeps it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kracht.foundation.accounts.queries import User, has_verified_address
from kracht.kernel import clock
from kracht.surfaces.site.pages import people as pages
from kracht.surfaces.site.views.common import draw, visitor


def is_member(request: HttpRequest) -> bool:
    """Whether the reader is signed in with a confirmed address: what "members" means on a profile."""
    return isinstance(request.user, User) and request.user.is_active and has_verified_address(request.user)


@never_cache
@require_safe
def community(request: HttpRequest) -> HttpResponse:
    """Show who belongs."""
    page = pages.community(after=request.GET.get("after", ""), member=is_member(request))
    return draw(request, "site/people.html", page)


@never_cache
@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a person as this reader may see them."""
    reader = request.user.pk if isinstance(request.user, User) else 0
    page = pages.build(slug, visitor(request), reader=reader, member=is_member(request), on=clock.today())
    if page is None:
        raise Http404
    return draw(request, "site/person.html", page)
