"""Resolve the areas of all entries and organisations again, after boundaries changed."""

from typing import Any

from django.core.management.base import BaseCommand

from kracht.domains.initiatives.operations import upkeep
from kracht.foundation.audit.facts import Program
from kracht.foundation.organisations import operations as organisations
from kracht.kernel import clock


class Command(BaseCommand):
    """manage.py relocate"""

    help = "Resolve the areas of all initiatives and organisations again, after boundaries changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many moved."""
        moved = upkeep.relocate(by=Program("relocate"), at=clock.now())
        self.stdout.write(f"{moved} initiatives lie in another area now.")
        moved = organisations.resolve_again(by=Program("relocate"), at=clock.now())
        self.stdout.write(f"{moved} organisations lie in another area now.")
