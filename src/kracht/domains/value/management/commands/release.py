"""Compute and seal a release of the figures."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kracht.domains.value.operations import releasing
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock


class Command(BaseCommand):
    """manage.py release NAME"""

    help = "Compute and seal a release: a year (2025) or a quarter (2026Q3). One that exists is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which release."""
        parser.add_argument("name", help="2025 or 2026Q3")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say its hash."""
        try:
            made = releasing.make(
                name=options["name"],
                by=Program("release"),
                at=clock.now(),
                progress=lambda text: self.stdout.write(text),
            )
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        self.stdout.write(f"{made.name} {made.hash}")
