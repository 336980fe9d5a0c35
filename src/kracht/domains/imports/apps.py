"""The app of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Bulk data in."""

    name = "kracht.domains.imports"
    label = "imports"
