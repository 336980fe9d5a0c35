"""Enters the generated examples. Safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from kracht.surfaces.demo.operations import examples


class Command(BaseCommand):
    """manage.py load_examples --n 2000."""

    help = "Enter generated initiatives and organisations, marked as examples (safe to run again)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many."""
        parser.add_argument("--n", type=int, default=2000, help="how many initiatives (2000)")

    def handle(self, *_: Any, **options: Any) -> None:
        """Load and say what is there."""
        done = examples.load(n=options["n"], by=Program("load_examples"), at=clock.now(), progress=self._say)
        self.stdout.write(f"{done.initiatives} examples and {done.organisations} organisations; {done.added} added.")

    def _say(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done} of {total}", ending="\r")
        self.stdout.flush()
