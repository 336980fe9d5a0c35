"""The addresses of the site, and two that write."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from kracht.config.urls import handler400, handler403, handler404, handler500
from kracht.config.urls import urlpatterns as site
from kracht.domains.initiatives.facts import InitiativeValues, NeedValues, Origin, PartyValues
from kracht.domains.initiatives.operations import entering
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from kracht.surfaces.backoffice import operations

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def _values(key: str) -> InitiativeValues:
    return InitiativeValues(
        name=f"Buurttuin {key[:8]}",
        summary="Samen tuinieren.",
        story="Een verhaal over tuinieren. " * 10,
        themes=(8,),
        needs=(NeedValues("hands", "Helpers"),),
        parties=(PartyValues("Gemeente", "government"),),
        lat=52.09,
        lon=5.11,
    )


@csrf_exempt
def create(request: HttpRequest) -> HttpResponse:
    """Take in a submission as the form does: entry, place, search words, submission, audit row, mail in the queue."""
    key = uuid.uuid4().hex
    operations.send_in(
        values=_values(key), captions={}, email="bench@voorbeeld.example", once_key=key, language="nl", at=clock.now()
    )
    return JsonResponse({"key": key})


@csrf_exempt
def publish(request: HttpRequest) -> HttpResponse:
    """Publish one entry with a word that nobody else has."""
    key = uuid.uuid4().hex
    values = _values("w" + "".join(letter for letter in key if letter.isalpha()) + "x")
    origin = Origin(source="meting-insert", source_key=key, is_example=True)
    entering.enter(batch=[(values, origin)], slugs=[f"publish-{key}"], by=Program("bench"), at=clock.now())
    return JsonResponse({"word": values.name.split()[1]})


urlpatterns = [path("bench/create", create), path("bench/publish", publish), *site]
