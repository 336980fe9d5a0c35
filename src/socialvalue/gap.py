"""Need and gap: where help is missing, how much, and what it would be worth.

## Purpose
Point to places where need is larger than what is known to reach it. It says "no known
initiative", never "no initiative"; need is a rate of an area, never of a person.

## Formula
- need: `smoothed rate x inhabitants` (Marshall)
- gap: `max(0, need - reach / completeness)`
- chance: `gap x uptake x value per person - gap x uptake x cost per person`, uptake
  Beta from what peers reach of the need
- uncertainty: rate from a gamma with the smoothed mean and variance; shown as P5-P95
- an order only where `P(among the top 10 %) > 80 %`
- published for districts and neighbourhoods with 500 inhabitants or more and no
  suppressed cell

## Units
People per year; EUR of the base year.

## Source
CBS Kerncijfers wijken en buurten for rates; Marshall (1991); method chapter (c).
"""

from typing import Any, Final

import numpy as np

from socialvalue import draws, flags, formula, spec
from socialvalue.record import digest
from socialvalue.shrinkage import Rates, marshall
from socialvalue.spec import Data, Floats, Report

LEAST_PEOPLE: Final = 500
TOP: Final = 0.1
SURE: Final = 0.8
DRAWS: Final = 2000
# Values in one array of draws: with more than 4,000 areas each gets fewer draws.
MOST_VALUES: Final = 8_000_000


def _areas(data: Data, dot: str, report: Report) -> None:
    for at, area in enumerate(data["areas"]):
        if area["events"] is not None and area["events"] > area["inhabitants"]:
            text = "more people in need than inhabitants"
            report.say(f"{dot}areas[{at}].events", "events<=inhabitants", text)
    known = [a for a in data["areas"] if a["events"] is not None and a["inhabitants"]]
    if not any(area["events"] for area in known):
        report.say(f"{dot}areas", "all-zero", "no need known in any area")


SPEC: Final = spec.Object(
    fields={
        "areas": spec.List(
            least=1,
            most=20_000,
            unique=("area",),
            of=spec.Object(
                fields={
                    "area": spec.name(note="code of district or neighbourhood"),
                    "level": spec.Choice(of=("district", "neighbourhood")),
                    "inhabitants": spec.count(),
                    "events": spec.count(default=None, nullable=True, note="people in need; null: hidden"),
                    "reach": spec.count(default=0, note="known participants"),
                    "completeness": spec.Number(default=1.0, above=0, high=1, note="listed / (listed + unlisted)"),
                }
            ),
        ),
        "uptake": spec.Object(
            fields={
                "reached": spec.count(note="people reached by peers"),
                "needed": spec.count(low=1, note="people in need there"),
            }
        ),
        "value_per_person": spec.Number(unit="EUR", note="e* u T a"),
        "cost_per_person": spec.Number(above=0, high=1e9, unit="EUR"),
    },
    rules=(_areas,),
)

EXAMPLE: Final[Data] = {
    "areas": [
        {
            "area": "WK036301",
            "level": "district",
            "inhabitants": 8000,
            "events": 900,
            "reach": 120,
            "completeness": 0.6,
        },
        {
            "area": "WK036302",
            "level": "district",
            "inhabitants": 6000,
            "events": 400,
            "reach": 380,
        },
        {
            "area": "BU03630201",
            "level": "neighbourhood",
            "inhabitants": 320,
            "events": 30,
        },
    ],
    "uptake": {"reached": 60, "needed": 400},
    "value_per_person": 900,
    "cost_per_person": 320,
}


def run(data: Data) -> Data:
    """Return per area need, gap, chance and its range, or why it is not published."""
    full = [a for a in data["areas"] if a["events"] is not None and a["inhabitants"]]
    full.sort(key=lambda one: str(one["area"]))
    events, people, reach, complete = (
        np.asarray([float(one[key]) for one in full]) for key in ("events", "inhabitants", "reach", "completeness")
    )
    found = marshall(events, people)
    known = reach / complete
    many = _draw(data, full, found, people, known)
    uptake = _uptake(data)
    gain = data["value_per_person"] - data["cost_per_person"]
    need = found.rate * people
    gap = np.maximum(0, need - known)
    most = max(1, round(TOP * len(full)))
    top = _chance_of_top(many, most)
    ranges = formula.quantiles(many * gain)
    rows = {
        one["area"]: {
            "need": need[at],
            "known_reach": known[at],
            "gap": gap[at],
            "people": gap[at] * uptake,
            "chance": gap[at] * uptake * gain,
            "range": list(ranges[at]),
            "top": top[at],
            "ordered": bool(top[at] > SURE),
        }
        for at, one in enumerate(full)
    }
    areas = [_published(area, rows.get(area["area"])) for area in data["areas"]]
    return {"areas": areas, "uptake": uptake, "flags": _flags(gain, full)}


def _uptake(data: Data) -> float:
    one = data["uptake"]
    return float((min(one["reached"], one["needed"]) + 1) / (one["needed"] + 2))


def _draw(data: Data, full: list[Data], found: Rates, people: Floats, known: Floats) -> Floats:
    """Return people that would be reached, (areas, draws); uptake shared by all."""
    size = min(DRAWS, MOST_VALUES // len(full))
    rng = draws.stream("gap", digest([one["area"] for one in full]))
    variance = found.weight * found.mean / people
    many = np.repeat(found.rate[:, None], size, axis=1)
    some = variance > 0
    shape = found.rate[some] ** 2 / variance[some]
    scale = variance[some] / found.rate[some]
    many[some] = np.minimum(1, rng.gamma(shape, scale, (size, int(some.sum()))).T)
    one = data["uptake"]
    yes = min(one["reached"], one["needed"])
    uptake = rng.beta(yes + 1, one["needed"] - yes + 1, size)
    many *= people[:, None]
    many -= known[:, None]
    np.maximum(0, many, out=many)
    many *= uptake
    return many


def _chance_of_top(many: Floats, most: int) -> Floats:
    """Return per area the share of draws in which it is among the `most` largest."""
    least = np.partition(many, len(many) - most, axis=0)[len(many) - most]
    out: Floats = ((many >= least) & (many > 0)).mean(axis=1)
    return out


def _published(area: Data, row: Data | None) -> dict[str, Any]:
    why = ""
    if row is None:
        why = "the figure is hidden or missing"
    elif area["inhabitants"] < LEAST_PEOPLE:
        why = f"fewer than {LEAST_PEOPLE} inhabitants"
    if why or row is None:
        return {"area": area["area"], "published": False, "reason": why}
    return {"area": area["area"], "published": True, "reason": "", **row}


def _flags(gain: float, full: list[Data]) -> list[Data]:
    out = []
    if gain <= 0:
        text = "a person helped costs more than it is worth: a gap is no chance here"
        out.append(flags.flag("amber", "no-gain", "value_per_person", text))
    for one in full:
        if one["reach"] / one["completeness"] > one["inhabitants"]:
            text = "reaches more people than live there: participants from elsewhere"
            out.append(flags.flag("amber", "reach-above-people", one["area"], text))
    return out
