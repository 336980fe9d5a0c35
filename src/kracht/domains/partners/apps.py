"""App configuration."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Organisations that publish by machine."""

    name = "kracht.domains.partners"
    label = "partners"
