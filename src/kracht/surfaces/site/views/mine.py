"""The visitor's own list and the comparison."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kracht.surfaces.site import forms
from kracht.surfaces.site.pages import mine as pages
from kracht.surfaces.site.views.common import draw, visitor


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the visitor's own list, or the one whose numbers stand in the address; as a table with format=csv."""
    reader = visitor(request)
    shared = forms.numbers(request.GET.getlist("ids"), forms.MOST_LISTED)
    ids = shared or reader.listed
    if request.GET.get("format") == "csv":
        headers = {"Content-Disposition": 'attachment; filename="kracht-lijst.csv"'}
        return HttpResponse(pages.csv_text(ids), content_type="text/csv; charset=utf-8", headers=headers)
    page = pages.build(ids, reader, shared=bool(shared) and shared != reader.listed)
    return draw(request, "site/mine.html", page)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Put entries on the list or take them off; the answer is the page one came from."""
    asked = forms.change(request, reverse("site:mine"))
    ids = forms.changed(forms.listed(request), asked)
    from_script = request.headers.get("X-Requested-With") == "k-list"
    response = HttpResponse(status=204) if from_script else HttpResponseRedirect(asked.back)
    forms.keep(response, ids, secure=request.is_secure())
    response.headers["X-List-Count"] = str(len(ids))
    return response


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to four initiatives side by side."""
    given = forms.slugs(request.GET.getlist("with"), 20)
    page = pages.compare(given[: forms.MOST_COMPARED], len(given), visitor(request))
    return draw(request, "site/compare.html", page)
