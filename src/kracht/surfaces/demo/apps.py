"""App configuration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo."""

    name = "kracht.surfaces.demo"
    label = "demo"
