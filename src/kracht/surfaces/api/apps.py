"""App configuration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Open data."""

    name = "kracht.surfaces.api"
    label = "api"
