"""After a restored backup: erase again everyone who was erased since. The worker does the same when it starts."""

from typing import Any

from django.core.management.base import BaseCommand

from kracht.kernel import clock
from kracht.surfaces.mydata import operations


class Command(BaseCommand):
    help = "Erase again everyone in the list of erasures whom this database does not know to be erased."

    def handle(self, *args: Any, **options: Any) -> None:
        done = operations.reapply(at=clock.now())
        self.stdout.write(f"{done} erasures were carried out again." if done else "Nobody had to be erased again.")
