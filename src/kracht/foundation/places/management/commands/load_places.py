"""Loads the tables of areas, places and postcodes that ship with the code. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from kracht.foundation.audit.facts import Program
from kracht.foundation.places import operations
from kracht.kernel import clock


class Command(BaseCommand):
    help = "Load the areas, place names and postcodes that ship with the code (safe to run again)."

    def handle(self, *_: Any, **__: Any) -> None:
        done = operations.load_tables(by=Program("load_places"), at=clock.now())
        state = "loaded" if done.changed else "were up to date"
        self.stdout.write(f"{done.areas} areas, {done.places} places and {done.postcodes} postcodes {state}.")
