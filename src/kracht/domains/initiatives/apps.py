"""App configuration."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """The register."""

    name = "kracht.domains.initiatives"
    label = "initiatives"
