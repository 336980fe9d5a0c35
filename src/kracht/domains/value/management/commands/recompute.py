"""Compute a release again from the records it names, and compare every byte with what was published."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kracht.domains.value.operations import releasing


class Command(BaseCommand):
    """manage.py recompute NAME"""

    help = "Compute a release again and compare every byte; says where the chain breaks and then exits with 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which release."""
        parser.add_argument("name", help="2025 or 2026Q3")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say whether the bytes are the same."""
        try:
            found = releasing.recompute(name=options["name"])
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        for text in found.problems:
            self.stderr.write(text)
        if not found.identical:
            self.stderr.write(f"{found.name}: NOT the published bytes")
            sys.exit(1)
        self.stdout.write(f"{found.name}: identical to the published bytes")
