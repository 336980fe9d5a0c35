"""Reading a request: the shared query parameters, and those that only the API has."""

from django.http import HttpRequest

from kracht.domains.initiatives import params
from kracht.domains.initiatives.queries.lookups import lookups
from kracht.surfaces.api.answers import wrong_query

type Lists = dict[str, list[str]]


def lists(request: HttpRequest) -> Lists:
    """Return the query string as lists of values."""
    return dict(request.GET.lists())


def strict(request: HttpRequest, *, default: int = 20, most: int = 100) -> params.Params:
    """Return what the query asks; refuse it whole when a part is wrong."""
    found = params.read(lists(request), lookups(), default=default, most=most, strict=True)
    if found.problems:
        raise wrong_query(found.problems)
    return found


def lenient(request: HttpRequest, *, default: int = 20, most: int = 100) -> params.Params:
    """Return what the query asks; empty values (of forms) are open, wrong ones are refused."""
    found = params.read(lists(request), lookups(), default=default, most=most)
    if found.problems:
        raise wrong_query(found.problems)
    return found
