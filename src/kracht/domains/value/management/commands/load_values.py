"""Publish a value set from a file: that of Kracht, or your own in the same form."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kracht.domains.value import exchange
from kracht.domains.value.operations import valuing
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock


class Command(BaseCommand):
    """manage.py load_values [FILE]"""

    help = "Publish a value set from a TOML file, unless the newest holds the same already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", nargs="?", type=Path, default=exchange.OURS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which version there is now."""
        try:
            note, parameters, rows = exchange.read(options["file"])
            version = valuing.load(
                note=note,
                parameters=parameters,
                rows=rows,
                proposer=Program("load_values"),
                by=Program("load_values.second"),
                at=clock.now(),
            )
        except (OSError, KeyError, TypeError, ValueError) as problem:
            raise CommandError(f"{options['file']}: {problem}") from None
        except ValidationError as problem:
            raise CommandError(f"{options['file']}: {' '.join(problem.messages)}") from None
        self.stdout.write(f"value set {version.number}, {len(rows)} rows, {version.digest[:12]}")
