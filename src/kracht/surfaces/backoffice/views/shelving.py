"""Pictures that come with a form are kept loose at once, so that nothing has to be chosen twice."""

from datetime import datetime

from django.http import HttpRequest

from kracht.domains.initiatives.facts import InitiativeValues
from kracht.foundation.guard.rules import client_address
from kracht.surfaces.backoffice import operations
from kracht.surfaces.backoffice.forms.pictures import Shelf, read_shelf, shelf_of_values


def shelf_of(request: HttpRequest, *, at: datetime) -> Shelf:
    """Keep the files of this request and return all pictures of the form, those of before first."""
    kept = operations.keep_pictures(
        files=request.FILES.getlist("files"),
        room=operations.room_for(request.POST.getlist("picture")),
        address=client_address(request.META),
        at=at,
    )
    return read_shelf(request.POST, fresh=kept.tokens, errors=kept.errors)


def shelf_from(values: InitiativeValues) -> Shelf:
    """Return the pictures an entry has."""
    return shelf_of_values(values.pictures)
