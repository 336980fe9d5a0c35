"""Names this app to Django."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from kracht.foundation.places.checks import check_database


class PlacesConfig(AppConfig):
    name = "kracht.foundation.places"
    label = "places"

    def ready(self) -> None:
        """Let `migrate` and `check --database` judge the database."""
        register(check_database, Tags.database)
