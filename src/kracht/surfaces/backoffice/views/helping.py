"""Small answers for a form that is being filled in. Without JavaScript nobody needs them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kracht.kernel import clock
from kracht.surfaces.backoffice.forms.adding import PlaceForm
from kracht.surfaces.backoffice.forms.helping import AlikeForm
from kracht.surfaces.backoffice.pages import adding as pages
from kracht.surfaces.backoffice.views.shelving import shelf_of


@never_cache
@require_POST
def alike(request: HttpRequest) -> HttpResponse:
    """Entries that look like what is being typed."""
    page = pages.alike_page(AlikeForm(request.POST))
    return render(request, "backoffice/add.html#alike", {"page": page})


@never_cache
@require_POST
def where(request: HttpRequest) -> HttpResponse:
    """What the pin or the typed place means."""
    form = PlaceForm(request.POST)
    form.is_valid()
    return render(request, "backoffice/add.html#where", {"page": pages.where_page(form)})


@never_cache
@require_POST
def pictures(request: HttpRequest) -> HttpResponse:
    """Keep chosen pictures and show all of the form."""
    shelf = shelf_of(request, at=clock.now())
    return render(request, "backoffice/add.html#pictures", {"page": pages.pictures_page(shelf)})


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Places that begin with what was typed, as the suggestion list reads them."""
    return JsonResponse(pages.suggestions(request.GET.get("q", "")), safe=False)
