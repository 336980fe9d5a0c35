"""Machines' addresses: without a language, and without a slash at the end."""

from django.urls import path

from kracht.surfaces.api import answers
from kracht.surfaces.api.views import rest

app_name = "api"
REST = [
    path("api/v1", rest.root, name="root"),
    path("api/v1/", rest.root),
    path("api/v1/openapi.json", rest.document, name="openapi"),
    path("api/v1/initiatives", rest.initiatives, name="initiatives"),
    path("api/v1/initiatives/<str:slug>", rest.initiative, name="initiative"),
    path("api/v1/organisations", rest.organisations, name="organisations"),
    path("api/v1/organisations/<str:slug>", rest.organisation, name="organisation"),
    path("api/v1/areas", rest.areas, name="areas"),
    path("api/v1/areas/<str:code>", rest.area, name="area"),
    path("api/v1/themes", rest.themes, name="themes"),
    path("api/<path:rest>", answers.nothing),
]
urlpatterns = [*REST]
