"""What maps and search boxes load: tiles, shapes of areas, suggestions."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language, override
from django.utils.translation import gettext as _

from kracht.foundation.places import queries as places
from kracht.surfaces.api.answers import GEOJSON, JSON, LONG, SHORT, answer, door, finish, missing, wrong_query
from kracht.surfaces.api.pages import asking, borders, listing, suggestions, tiles

TOLERANCE = {"province": 0.004, "municipality": 0.002, "district": 0.0005, "neighbourhood": 0.0003}  # degrees
WHOLE_COUNTRY = ("province", "municipality")


@door
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """Squares with counts, or single initiatives, of one tile; the filters of the list narrow them."""
    filters = asking.lenient(request).filters
    try:
        body, etag = tiles.tile(z, x, y, filters)
    except ValueError:
        raise missing() from None
    return finish(request, body, JSON, age=SHORT, etag=etag)


@door
def shapes(request: HttpRequest, level: str) -> HttpResponse:
    """Borders of the areas of a level as GeoJSON, of the country or within one area; 404 while none are loaded."""
    if level not in TOLERANCE:
        raise missing()
    within = request.GET.get("within", "")
    above = listing.area_of(within) if within else None
    if within and above is None:
        raise wrong_query([("within", _("We do not know this area. Use a CBS code such as GM0363."))])
    if above is None and level not in WHOLE_COUNTRY:
        raise wrong_query([("within", _("Say of which area: for example within=GM0363."))])
    found = places.boundary_collection(level, above, TOLERANCE[level])
    if found is None:
        raise missing()
    return answer(request, borders.linked(found), kind=GEOJSON, age=LONG)


@door
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions while typing; `lang` chooses the language of names and addresses."""
    language = request.GET.get("lang", "nl")
    with override(language if language in {"nl", "en"} and check_for_language(language) else "nl"):
        return answer(request, suggestions.suggestions(request.GET.get("q", "")))
