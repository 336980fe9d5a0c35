"""What a release is computed from, and figures that several of its stages need. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kracht.domains.value.rules.periods import Known
from socialvalue.reference import SMS_BIAS

type Data = dict[str, Any]
LEDGERS = ("L1", "L2", "L3")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an initiative counts: its first theme, its province and municipality by code."""

    theme: str
    province: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its need for one driver, as the growth map reads it."""

    code: str
    name: str
    municipality: str
    level: str
    inhabitants: int
    people: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """What a release is computed from."""

    name: str
    known: tuple[Known, ...]
    places: Mapping[str, Place]
    events: Mapping[str, tuple[str, date]]
    sets: Mapping[int, tuple[list[Data], Data]]  # number: rows and parameters
    needs: Mapping[str, tuple[Area, ...]]  # driver: areas
    completeness: float
    overlaps: Mapping[str, tuple[tuple[str, str], ...]]  # cell: (person, initiative), asked of participants


def level_of(one: Known) -> int | None:
    """Return the lowest evidence level of what is valued, None when nothing is."""
    measured = [o for o in one.record["inputs"]["year"]["outcomes"] if o.get("measured", True) and not o.get("worse")]
    return min((int(o.get("level", 1)) for o in measured), default=None)


def pairs(one: Known) -> list[tuple[Data, Data, Data]]:
    """Return (line, outcome, row) of every valued outcome that got better."""
    year, rows = one.record["inputs"]["year"], {row["code"]: row for row in one.record["inputs"]["values"]}
    outcomes = {(o["code"], o.get("group", "all")): o for o in year["outcomes"]}
    return [
        (line, outcomes[line["code"], line["group"]], rows[line["code"]])
        for line in one.record["outputs"]["central"]["lines"]
    ]


def relative_sd(line: Data, outcome: Data) -> float:
    """Return the relative standard error of net persons: sampling, and the bias of the evidence level."""
    bias = SMS_BIAS[int(outcome.get("level", 1)) - 1]
    net = abs(line["net_rate"])
    if outcome.get("route") == "IMPACT":
        sampling = outcome.get("effect_se", 0.0)
    else:
        rate, n = line["observed_rate"], outcome["respondents"] + 2
        sampling = math.sqrt(rate * (1 - rate) / n)
    return min(10.0, math.hypot(sampling / max(net, 0.01), bias))
