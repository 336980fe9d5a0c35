"""The app `profiles`."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "kracht.foundation.profiles"
