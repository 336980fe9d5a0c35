"""The app `organisations`."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kracht.foundation.organisations"
