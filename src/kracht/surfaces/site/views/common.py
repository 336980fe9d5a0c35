"""What every view of the site does: know the visitor, draw a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from kracht.kernel import clock
from kracht.surfaces.site import forms
from kracht.surfaces.site.pages.common import Visitor


def visitor(request: HttpRequest) -> Visitor:
    """Return what pages must know of this visitor."""
    return Visitor(at=clock.now(), listed=forms.listed(request))


def draw(request: HttpRequest, template: str, page: object, status: int = 200) -> HttpResponse:
    """Draw a page. The count of the visitor's own list stands in the header of every page."""
    context = {"page": page, "list_count": len(forms.listed(request))}
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["Cookie"])
    return response
