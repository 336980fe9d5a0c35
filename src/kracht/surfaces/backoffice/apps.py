"""The app."""

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "kracht.surfaces.backoffice"
    label = "backoffice"
