"""Enters the entities of the magazine. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from kracht.surfaces.demo.operations import magazine


class Command(BaseCommand):
    """manage.py load_magazine."""

    help = "Enter the 150 initiatives, organisations and activities of the magazine (safe to run again)."

    def handle(self, *_: Any, **__: Any) -> None:
        """Load and say what is there."""
        done = magazine.load(by=Program("load_magazine"), at=clock.now())
        self.stdout.write(
            f"{done.initiatives} initiatives and {done.organisations} organisations of the magazine, "
            f"{done.waiting} waiting for a moderator; {done.added} added."
        )
