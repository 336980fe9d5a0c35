"""Give a role from the command line: how a new site gets its first administrator."""

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from kracht.foundation.access import operations
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.accounts import operations as accounts
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock


class Command(BaseCommand):
    """manage.py give_role eva@example.nl administrator"""

    help = "Give somebody a role; an unknown address gets an account that signs in with a code by mail."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Address, role and, when it is not for everywhere, the scope."""
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--area", default="", help="CBS code, such as GM0363")
        parser.add_argument("--organisation", default="", help="number of an organisation")

    def handle(self, *, email: str, role: str, area: str, organisation: str, **_options: Any) -> None:
        """Make the account where needed and give the role; doing it again changes nothing."""
        if area and organisation:
            raise CommandError("Give an area or an organisation, not both.")
        scope = Scope.AREA if area else Scope.ORGANISATION if organisation else Scope.WHOLE
        by, now = Program("give_role"), clock.now()
        try:
            with override("en"):
                user = accounts.create_person(email=email, name="", by=by, at=now)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        operations.grant(
            user=user,
            role=Role(role),
            by=by,
            at=now,
            starts_on=clock.today(),
            scope=scope,
            scope_key=area or organisation,
        )
        self.stdout.write(
            f"{user.email} is {role} ({scope}{' ' if area or organisation else ''}{area or organisation})."
        )
