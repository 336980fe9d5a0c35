"""App configuration."""

from django.apps import AppConfig


class ValueConfig(AppConfig):
    """What initiatives are worth."""

    name = "kracht.domains.value"
    label = "value"
