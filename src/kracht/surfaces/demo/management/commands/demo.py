"""Makes the demo live: places, the magazine, examples, accounts, and boundaries when they are given. Safe to run again."""

import hashlib
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kracht.foundation.audit import operations as audit
from kracht.foundation.audit import queries as trail
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from kracht.surfaces.demo import boundaries, magazine
from kracht.surfaces.demo.operations import importing, owning, partners, people, posted

BY = Program("demo")


class Command(BaseCommand):
    """manage.py demo."""

    help = "Load the demo: places, magazine, examples and accounts (safe to run again; KRACHT_BOUNDARIES adds shapes)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many examples, and which part."""
        parser.add_argument("--n", type=int, default=2000, help="how many examples (2000)")
        part = parser.add_mutually_exclusive_group()
        part.add_argument("--first", action="store_true", help="only what the site cannot be served without")
        part.add_argument("--rest", action="store_true", help="only what may come while it serves: the portfolio")

    def handle(self, *_: Any, **options: Any) -> None:
        """Load what is not there yet, then say who can sign in."""
        if not settings.DEMO:
            raise CommandError("The demo is loaded in demo mode only (KRACHT_MODE=demo).")
        if not options["rest"]:
            self._first(options["n"])
        if not options["first"]:
            self._once(
                f"portfolio of {_digest()} with {options['n']} examples",
                lambda: call_command("load_portfolio", stdout=self.stdout),
            )

    def _first(self, n: int) -> None:
        self._tables()
        self._once(f"content of {_digest()} with {n} examples", lambda: self._content(n))
        if place := os.environ.get("KRACHT_BOUNDARIES"):
            self._boundaries(Path(place).expanduser())
        self._accounts()
        posted.load(at=clock.now())

    def _tables(self) -> None:
        """Make the tables and the folder of static files, in this process: three starts of Python less."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("· database tables")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("· demo")

    def _once(self, what: str, load: Any) -> None:
        """Do it unless the trail says that it was done."""
        key = hashlib.sha256(what.encode()).hexdigest()[:32]
        if not trail.history(("demo", key), limit=1):
            load()
            audit.record(by=BY, verb="demo.loaded", target=("demo", key), at=clock.now())

    def _content(self, n: int) -> None:
        call_command("load_places", stdout=self.stdout)
        call_command("load_magazine", stdout=self.stdout)
        call_command("load_examples", n=n, stdout=self.stdout)

    def _boundaries(self, place: Path) -> None:
        if not place.exists():
            raise CommandError(f"KRACHT_BOUNDARIES names {place}, which is not there.")
        try:
            found = boundaries.find(place)
        except ValueError as problem:
            raise CommandError(str(problem)) from None
        for shapes in found:
            stamp = f"{shapes.path} {shapes.layer} {shapes.path.stat().st_mtime_ns} {shapes.path.stat().st_size}"
            self._once(stamp, lambda one=shapes: self._shapes(one))

    def _shapes(self, shapes: boundaries.Shapes) -> None:
        self.stdout.write(f"boundaries: {shapes.level} {shapes.year}")
        call_command(
            "load_boundaries",
            str(shapes.path),
            level=shapes.level,
            year=shapes.year,
            layer=shapes.layer or None,
            then="relocate",
            stdout=self.stdout,
        )

    def _accounts(self) -> None:
        self.stdout.write("Sign in as:")
        for person in people.load(by=BY, at=clock.now()):
            role = f" ({person.where})" if person.role else ""
            self.stdout.write(f"  {person.email}  {people.PASSWORD}{role}")
        owning.load(by=BY, at=clock.now())
        partners.load(by=BY, at=clock.now())
        importing.load(by=BY, at=clock.now())


def _digest() -> str:
    """Fingerprint of the words and tables the demo is made of."""
    total = hashlib.sha256()
    for path in sorted(magazine.DATA.rglob("*")):
        if path.is_file():
            total.update(path.read_bytes())
    return total.hexdigest()
