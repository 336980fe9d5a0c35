"""App configuration."""

from django.apps import AppConfig


class LabelsConfig(AppConfig):
    """The quality label."""

    name = "kracht.domains.labels"
    label = "labels"
