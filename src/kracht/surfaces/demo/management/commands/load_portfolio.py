"""Load the example portfolio: figures of fictional initiatives, releases, and figures that wait for a check."""

from typing import Any

from django.core.management.base import BaseCommand

from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from kracht.surfaces.demo.operations import portfolio


class Command(BaseCommand):
    """manage.py load_portfolio"""

    help = "Load the example portfolio of the valuation on the examples that are there (safe to run again)."

    def handle(self, *_: Any, **options: Any) -> None:
        """Say what was loaded."""
        portfolio.load(
            by=Program("load_portfolio"), at=clock.now(), say=lambda text: self.stdout.write(f"value: {text}")
        )
