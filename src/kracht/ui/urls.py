"""Addresses of the gallery."""

from django.urls import path

from kracht.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("tile/<int:z>/<int:x>/<int:y>.json", views.tile, name="tile"),
    path("<slug:name>/", views.composition, name="composition"),
]
