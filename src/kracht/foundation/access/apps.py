"""The app `access`."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kracht.foundation.access"
