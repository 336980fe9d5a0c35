"""Where the browser gets its task."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kracht.foundation.guard import queries
from kracht.kernel import clock


@require_safe
@never_cache
def challenge(request: HttpRequest) -> JsonResponse:
    """A new challenge in the ALTCHA protocol."""
    return JsonResponse(queries.challenge(at=clock.now()))
