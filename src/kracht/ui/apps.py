"""The app `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design system without tables."""

    name = "kracht.ui"
    label = "ui"
