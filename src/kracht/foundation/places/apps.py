"""Names this app to Django."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "kracht.foundation.places"
    label = "places"
