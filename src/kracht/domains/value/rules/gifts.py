"""Gifts: what may be promised and said, and which share of a published year each gift had. Pure.

The share is accounting: what was given, divided by all that was put in (money, goods and valued hours). Every ledger is
divided on its own by largest remainder (`socialvalue` stage attribute), so that all shares add up to the cent. Before a
year is published nothing is predicted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.domains.value.facts import GiftKind, GiftSaid
from socialvalue import pipeline

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
MOST_CENTS = 100_000_000_00  # 100 million euros
MOST_MINUTES = 20_000 * 60
FIRST_YEAR = 2015
REST = "rest:"
LEDGERS = ("L1", "L2", "L3")


@dataclass(frozen=True, slots=True)
class Given:
    """A gift that was received: its number, kind, cents (money, goods) or minutes (hours)."""

    number: int
    kind: str
    cents: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Part:
    """The part of one contribution: `cents` put in, its share, and its part of each ledger and of the participants."""

    key: str
    cents: int
    share: float
    ledgers: dict[str, int]
    people: float


def amount_of(typed: str, *, unit: int, most: int) -> int:
    """Return what was typed (1250 or 1.250,50) in units of 1/`unit`. ValidationError says how to mend it."""
    plain = typed.strip().removeprefix("€").strip().replace(" ", "").replace("\u00a0", "")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1 or (plain.count(".") == 1 and len(plain.rpartition(".")[2]) == 3):
        plain = plain.replace(".", "")
    if not NUMBER.fullmatch(plain):
        raise ValidationError(_("Write a number, such as 1250 or 12,50."))
    value = Decimal(plain) * unit
    if value != value.to_integral_value():
        raise ValidationError(_("Write a number, such as 1250 or 12,50."))
    if not 0 < value <= most:
        raise ValidationError(_("This must be more than 0, and not larger than what can be."))
    return int(value)


def check_can_promise(*, kind: str, cents: int, minutes: int, year: int, this_year: int) -> None:
    """Raise ValidationError for a gift that cannot be."""
    if kind not in GiftKind.values:
        raise ValidationError(_("Choose money, goods or hours."))
    hours = kind == GiftKind.HOURS
    size, most = (minutes, MOST_MINUTES) if hours else (cents, MOST_CENTS)
    if not 0 < size <= most or (cents if hours else minutes):
        raise ValidationError(_("This must be more than 0, and not larger than what can be."))
    if not FIRST_YEAR <= year <= this_year + 1:
        raise ValidationError(
            _("Choose a year from %(first)d to %(last)d."), params={"first": FIRST_YEAR, "last": this_year + 1}
        )


def check_can_say(*, said: str, before: str, owner: bool, giver: bool) -> None:
    """Owners say whether a gift came; the giver may withdraw a promise. Each is said once."""
    if said not in GiftSaid.values:
        raise ValidationError(_("Choose one of the answers."))
    if said == GiftSaid.WITHDRAWN and not giver:
        raise PermissionDenied(_("Only who promised this can withdraw it."))
    if said != GiftSaid.WITHDRAWN and not owner:
        raise PermissionDenied(_("Only the people of this initiative can say whether this came."))
    if before and before != said:
        raise ValidationError(_("It was already said what became of this gift."))


def parts_of(
    gifts: Sequence[Given], costs: Mapping[str, float], ledgers: Mapping[str, int], participants: int
) -> tuple[Part, ...]:
    """Return the part of each gift, and of what others put in, by kind (rest:money …). All add up exactly.

    `costs` are those of the published year: cash, in_kind, hours, hour_value; `ledgers` are its sums in cents.
    """
    put = contributions(gifts, costs)
    if not any(put.values()):
        return ()
    found = {ledger: _attributed(put, cents, participants) for ledger, cents in ledgers.items()}
    first = next(iter(found.values()))
    return tuple(
        Part(
            key=key,
            cents=cents,
            share=first["share"][key],
            ledgers={ledger: one["attributed_cents"][key] for ledger, one in found.items()},
            people=first["persons"][key],
        )
        for key, cents in put.items()
    )


def contributions(gifts: Sequence[Given], costs: Mapping[str, float]) -> dict[str, int]:
    """Return cents per contribution: each gift, and per kind what others put in. More given than spent leaves no rest."""
    hour = round(costs["hour_value"] * 100)
    spent = {
        GiftKind.MONEY: round(costs["cash"] * 100),
        GiftKind.GOODS: round(costs["in_kind"] * 100),
        GiftKind.HOURS: round(costs["hours"] * costs["hour_value"] * 100),
    }
    put = {}
    for one in gifts:
        cents = round(one.minutes * hour / 60) if one.kind == GiftKind.HOURS else one.cents
        put[f"gift:{one.number}"] = cents
        spent[GiftKind(one.kind)] -= cents
    rest = {f"{REST}{kind.value}": cents for kind, cents in spent.items() if cents > 0}
    return {**put, **rest}


def _attributed(put: Mapping[str, int], cents: int, participants: int) -> dict[str, Any]:
    found: dict[str, Any] = pipeline.outputs(
        "attribute",
        {
            "contributions": {key: one / 100 for key, one in put.items()},
            "realised": cents / 100,
            "persons": participants,
        },
    )
    return found
