"""Loads the boundaries of one level from a file or web address, and brings them into force when they are whole."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kracht.foundation.audit.facts import Program
from kracht.foundation.places import exchange
from kracht.foundation.places.models import BoundarySet
from kracht.foundation.places.rules import BoundaryError
from kracht.kernel import clock
from kracht.kernel.http import FetchError


class Command(BaseCommand):
    help = (
        "Load boundaries from GeoJSON, TopoJSON or an OGC API Features collection (give the address of its items). "
        "The boundaries in force stay until the new ones are whole; a load that was stopped goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="path or web address")
        parser.add_argument("--level", required=True, choices=["province", "municipality", "district", "neighbourhood"])
        parser.add_argument("--year", required=True, type=int, help="year of the boundaries")
        parser.add_argument("--layer", help="layer of a TopoJSON that has several")
        parser.add_argument("--licence", default="", help="licence of the source, shown with the map")
        parser.add_argument("--fresh", action="store_true", help="forget what an earlier, stopped load has read")
        parser.add_argument("--then", help="command to run once the boundaries are in force")

    def handle(self, *_: Any, **options: Any) -> None:
        source = exchange.Source(
            place=options["source"],
            level=options["level"],
            year=options["year"],
            licence=options["licence"],
            layer=options["layer"],
            allow_loopback=settings.LOOPBACK_ALLOWED,
        )
        try:
            done = exchange.load_boundaries(
                source, by=Program("load_boundaries"), at=clock.now(), fresh=options["fresh"], progress=self._tell
            )
        except (BoundaryError, FetchError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{done.boundaries} boundaries in force, {done.created} areas new, {done.ended} ended.")
        if options["then"]:
            call_command(options["then"], stdout=self.stdout)

    def _tell(self, row: BoundarySet) -> None:
        whole = f" of {row.expected}" if row.expected else ""
        self.stdout.write(f"  {row.features}{whole} read", ending="\n")
