"""App configuration."""

from django.apps import AppConfig


class AexConfig(AppConfig):
    """The public pages of the valuation."""

    name = "kracht.surfaces.aex"
    label = "aex"
