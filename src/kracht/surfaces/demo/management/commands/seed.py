"""Adds or removes very many rows for measurements."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from kracht.surfaces.demo.operations import measuring

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}


class Command(BaseCommand):
    """manage.py seed 10k|100k|1m, or --remove."""

    help = "Bring the number of generated measuring rows to 10k, 100k or 1m, or remove them all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many."""
        parser.add_argument("size", nargs="?", choices=SIZES, default="10k")
        parser.add_argument("--remove", action="store_true", help="take them all out again")

    def handle(self, *_: Any, **options: Any) -> None:
        """Fill or clear, with progress."""
        self.began = time.monotonic()
        by = Program("seed")
        if options["remove"]:
            gone = measuring.clear(by=by, at=clock.now())
            self.stdout.write(f"{gone:,} rows removed in {time.monotonic() - self.began:.0f} s.")
            return
        added = measuring.fill(n=SIZES[options["size"]], by=by, at=clock.now(), progress=self._say)
        self.stdout.write(f"{added:,} rows added in {time.monotonic() - self.began:.0f} s.")

    def _say(self, done: int, total: int) -> None:
        pace = done / (time.monotonic() - self.began)
        if done < total:
            self.stdout.write(f"  {100 * done // total:3} %  {done:,} of {total:,}, {pace:,.0f} rows/s")
        else:
            self.stdout.write("  100 %  making indexes and counting totals")
