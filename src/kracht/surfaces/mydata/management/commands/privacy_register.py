"""Writes docs/privacy-register.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kracht.surfaces.mydata import register


class Command(BaseCommand):
    help = "Write docs/privacy-register.md from the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        place = Path(settings.ROOT) / "docs" / "privacy-register.md"
        place.write_text(register.written())
        self.stdout.write(f"{place.name} is written.")
