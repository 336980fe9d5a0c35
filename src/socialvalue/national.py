"""What the country saves: counted once, public money subtracted, negative if it is.

## Purpose
The fiscal headline: cashable public savings of all initiatives together, each person
once, minus the public money they received, per payer and per region. It can be
negative and is then published as such. Capacity freed, other money and well-being
stand beside it, never in it.

## Formula
- cell = municipality x driver x target group x year; `lambda` per cell from a sample of
  participants; one claim: 1; otherwise the umbrella rule (the largest claim counts)
- cell cap: persons at most 0.5 x need
- `headline = sum of lambda x cashable (level 2 or higher) - public money paid to these
  initiatives in the same cells`; level 1 is shown apart as "possible"
- every claim is rounded to cents before adding, so any grouping adds up exactly
- draws: unit values shared per code (lognormal), claims normal with their own spread
- macro check: claims per code at most 2 % of national spending on it, else "hold"

## Units
EUR of the base year; persons; WELLBYs.

## Source
Method chapter (e).
"""

from collections import defaultdict
from typing import Any, Final

import numpy as np

from socialvalue import draws, flags, formula, spec
from socialvalue.spec import Data, Floats, Report

NEED_SHARE: Final = 0.5
MACRO: Final = 0.02
KINDS: Final = ("cashable", "capacity", "other", "wellbeing")


def _cells(data: Data, dot: str, report: Report) -> None:
    known = {cell["cell"] for cell in data["cells"]}
    for table in ("claims", "public_money"):
        for at, one in enumerate(data[table]):
            if one["cell"] not in known:
                text = f"{one['cell']} is not one of the cells"
                report.say(f"{dot}{table}[{at}].cell", "known", text)
    for code, (low, high) in data["spread"].items():
        if low > high:
            report.say(f"{dot}spread.{code}", "order", "low must not exceed high")


SPEC: Final = spec.Object(
    fields={
        "cells": spec.List(
            unique=("municipality", "driver", "group", "year"),
            of=spec.Object(
                fields={
                    "cell": spec.name(note="id of the cell"),
                    "municipality": spec.name(),
                    "region": spec.name(note="any division, usually the province"),
                    "driver": spec.name(),
                    "group": spec.name(default="all"),
                    "year": spec.year(),
                    "need": spec.Number(default=None, nullable=True, low=0),
                    "lambda": spec.share(default=None, nullable=True, note="from the stage overlap"),
                }
            ),
        ),
        "claims": spec.List(
            unique=("initiative", "cell"),
            of=spec.Object(
                fields={
                    "initiative": spec.name(),
                    "cell": spec.name(),
                    "code": spec.name(note="unit value that is used"),
                    "payer": spec.name(note="who saves"),
                    "level": spec.Number(low=1, high=5, whole=True, note="SMS"),
                    "persons": spec.Number(low=0, high=1e9),
                    "cashable": spec.Number(default=0.0, unit="EUR", note="L1 x c"),
                    "capacity": spec.Number(default=0.0, unit="EUR", note="L1 x (1-c)"),
                    "other": spec.Number(default=0.0, unit="EUR", note="L2"),
                    "wellbeing": spec.Number(default=0.0, unit="EUR", note="L3"),
                    "sd": spec.Number(default=0.0, low=0, high=10, note="relative"),
                }
            ),
        ),
        "public_money": spec.List(
            default=[],
            of=spec.Object(
                fields={
                    "initiative": spec.name(),
                    "cell": spec.name(),
                    "payer": spec.name(),
                    "amount": spec.euros(),
                }
            ),
        ),
        "spread": spec.Map(
            of=spec.List(of=spec.Number(above=0, high=100), least=2, most=2),
            default={},
            note="per code [low, high] relative to the centre; `wellby` for L3",
        ),
        "spending": spec.Map(of=spec.euros(), default={}, note="national spending per code"),
        "release": spec.name(default="none", note="keys the shared draws"),
        "draws": spec.Number(default=2000, low=100, high=100_000, whole=True),
    },
    rules=(_cells,),
)

EXAMPLE: Final[Data] = {
    "cells": [
        {
            "cell": "gm0363 lonely",
            "municipality": "GM0363",
            "region": "PV27",
            "driver": "loneliness",
            "year": 2025,
            "lambda": 0.78,
            "need": 400,
        },
        {
            "cell": "gm0599 work",
            "municipality": "GM0599",
            "region": "PV28",
            "driver": "paid work",
            "year": 2025,
        },
    ],
    "claims": [
        {
            "initiative": "X",
            "cell": "gm0363 lonely",
            "code": "home-help",
            "payer": "gemeente",
            "level": 2,
            "persons": 40,
            "cashable": 12000,
            "capacity": 28000,
            "wellbeing": 90000,
            "sd": 0.3,
        },
        {
            "initiative": "Y",
            "cell": "gm0363 lonely",
            "code": "home-help",
            "payer": "gemeente",
            "level": 1,
            "persons": 20,
            "cashable": 5000,
            "sd": 0.5,
        },
        {
            "initiative": "Z",
            "cell": "gm0599 work",
            "code": "benefit-year",
            "payer": "Rijk",
            "level": 3,
            "persons": 6,
            "cashable": 70000,
            "sd": 0.2,
        },
    ],
    "public_money": [
        {
            "initiative": "Z",
            "cell": "gm0599 work",
            "payer": "gemeente",
            "amount": 90000,
        }
    ],
    "spread": {"home-help": [0.7, 1.4], "wellby": [0.7, 1.33]},
}


def run(data: Data) -> Data:
    """Return the headline with range, per region and payer, and what stands beside it."""
    cells = {cell["cell"]: cell for cell in data["cells"]}
    scale, flagged = _scales(data, cells)
    order = sorted(data["claims"], key=lambda one: (one["initiative"], one["cell"]))
    counted = [_counted(one, scale[one["initiative"], one["cell"]]) for one in order]
    in_headline = {(one["initiative"], one["cell"]) for one in order if one["level"] > 1}
    paid = [one for one in data["public_money"] if (one["initiative"], one["cell"]) in in_headline]
    regions = sorted({cell["region"] for cell in data["cells"]})
    many = _draw(data, order, counted, cells, regions)
    central = dict.fromkeys(regions, 0)
    for one, cents in zip(order, counted, strict=True):
        if one["level"] > 1:
            central[cells[one["cell"]]["region"]] += cents["cashable"]
    for one in paid:
        region = cells[one["cell"]]["region"]
        central[region] -= formula.cents(one["amount"])
        many[regions.index(region)] -= formula.cents(one["amount"])
    hold = _macro(data, order, counted)
    return {
        "headline": {
            "central_cents": sum(central.values()),
            **_range(many.sum(axis=0)),
        },
        "regions": {
            region: {"central_cents": central[region], **_range(many[at].copy())} for at, region in enumerate(regions)
        },
        "payers": _payers(order, counted, paid),
        "beside": _beside(order, counted),
        "lambda": {f"{a} / {b}": scale[a, b] for a, b in sorted(scale)},
        "hold": hold,
        "flags": flagged,
    }


def _range(cents: Floats) -> dict[str, Any]:
    low, middle, high = formula.quantiles(cents / 100)
    return {"p5": low, "p50": middle, "p95": high}


def _counted(claim: Data, scale: float) -> dict[str, int]:
    return {kind: formula.cents(claim[kind] * scale) for kind in KINDS}


def _scales(data: Data, cells: dict[str, Data]) -> tuple[dict[tuple[str, str], float], list[Data]]:
    """Return the factor per (initiative, cell): lambda or umbrella, then the cell cap."""
    inside: dict[str, list[Data]] = defaultdict(list)
    for claim in data["claims"]:
        inside[claim["cell"]].append(claim)
    out: dict[tuple[str, str], float] = {}
    flagged = []
    for name in sorted(inside):
        claims, cell = inside[name], cells[name]
        largest = min(claims, key=lambda one: (-one["persons"], one["initiative"]))
        for one in claims:
            factor = 1.0 if one is largest else 0.0
            if cell["lambda"] is not None and len(claims) > 1:
                factor = cell["lambda"]
            out[one["initiative"], name] = factor
        if cell["lambda"] is None and len(claims) > 1:
            text = "overlap unknown: only the largest claim counts"
            flagged.append(flags.flag("note", "umbrella", name, text))
        parts = [one["persons"] * out[one["initiative"], name] for one in claims]
        persons = sum(sorted(parts))
        if cell["need"] is not None and persons > NEED_SHARE * cell["need"]:
            for one in claims:
                out[one["initiative"], name] *= NEED_SHARE * cell["need"] / persons
            text = "claims exceed half of the need: capped"
            flagged.append(flags.flag("amber", "cell-cap", name, text))
    return out, flagged


def _draw(
    data: Data,
    order: list[Data],
    counted: list[dict[str, int]],
    cells: dict[str, Data],
    regions: list[str],
) -> Floats:
    """Return headline cents (regions, draws) before public money; whole cents add up."""
    size = data["draws"]
    shared = {
        code: draws.shared_lognormal(data["release"], code, (low, 1.0, high), size)
        for code, (low, high) in data["spread"].items()
    }
    out = np.zeros((len(regions), size))
    for one, cents in zip(order, counted, strict=True):
        if one["level"] == 1 or not cents["cashable"]:
            continue
        many = np.full(size, float(cents["cashable"]))
        if one["code"] in shared:
            many *= shared[one["code"]]
        if one["sd"]:
            rng = draws.stream("claim", one["initiative"], one["cell"])
            many *= 1 + one["sd"] * rng.standard_normal(size)
        out[regions.index(cells[one["cell"]]["region"])] += np.rint(many)
    return out


def _payers(order: list[Data], counted: list[dict[str, int]], paid: list[Data]) -> dict[str, Any]:
    """Return saved, paid and net cents per payer: who saves is not always who pays."""
    saved: dict[str, int] = defaultdict(int)
    cost: dict[str, int] = defaultdict(int)
    for one, cents in zip(order, counted, strict=True):
        if one["level"] > 1:
            saved[one["payer"]] += cents["cashable"]
    for one in paid:
        cost[one["payer"]] += formula.cents(one["amount"])
    return {
        payer: {
            "saved_cents": saved[payer],
            "paid_cents": cost[payer],
            "net_cents": saved[payer] - cost[payer],
        }
        for payer in sorted({*saved, *cost})
    }


def _beside(order: list[Data], counted: list[dict[str, int]]) -> dict[str, int]:
    """Return cents that stand beside the headline, each apart."""
    pairs = list(zip(order, counted, strict=True))
    high = [cents for one, cents in pairs if one["level"] > 1]
    low = [cents for one, cents in pairs if one["level"] == 1]
    return {
        "possible_cents": sum(cents["cashable"] for cents in low),
        "capacity_cents": sum(cents["capacity"] for cents in high),
        "other_cents": sum(cents["other"] for cents in high),
        "wellbeing_cents": sum(cents["wellbeing"] for cents in high),
    }


def _macro(data: Data, order: list[Data], counted: list[dict[str, int]]) -> list[Data]:
    """Return the codes whose claims exceed 2 % of national spending: hold the release."""
    sums: dict[str, int] = defaultdict(int)
    for one, cents in zip(order, counted, strict=True):
        sums[one["code"]] += cents["cashable"] + cents["capacity"]
    return [
        {"code": code, "claimed_cents": sums[code], "spending": data["spending"][code]}
        for code in sorted(sums)
        if code in data["spending"] and sums[code] > MACRO * 100 * data["spending"][code]
    ]
