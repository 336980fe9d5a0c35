"""The app `notify`."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "kracht.foundation.notify"
