"""Addresses of the gallery."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from kracht.ui import views

app_name = "ui"
gallery = [
    path("", views.gallery, name="gallery"),
    path("tile/<int:z>/<int:x>/<int:y>.json", views.tile, name="tile"),
    path("<slug:name>/", views.composition, name="composition"),
]
urlpatterns = [path(_("gallery/"), include(gallery))]
