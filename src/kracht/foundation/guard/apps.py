"""The app `guard`."""

from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "kracht.foundation.guard"
