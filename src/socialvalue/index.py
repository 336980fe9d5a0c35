"""The index: a divisor keeps the level still while members come and go.

## Purpose
A quantity index of measured value: it moves when members achieve more or less, never
because membership grows, a price is revised or a failure disappears.

## Formula
- level: `I_t = sum over members of c_i V_it / D`; start 1000
- review: `D+ = D- x (new set, capped) / (old set, capped)`: the level stays
- closure counts at value 0 in its period, then leaves; takeover or withdrawal leaves
  at its last value; a silent member counts once more at last value x P25 of the
  growth of its peers, then leaves
- new catalogue: `restated` gives the previous values under it; the link uses those
- caps, set at a review: constituent `max(15 %, 2 / N)`, theme 35 %
- matched only: links over members measured at both ends; golden example 896.57 / 1120.71
- decomposition of a matched link (LMDI): `ln = sum w (d ln reach + d ln effect)`, w the
  ratio of logarithmic means; what closures took is shown as a term of its own
- sub-index only with 20 members or more and no weight of 35 % or more; else the count

## Units
Values in EUR of the base year at P50, floored at 0; the level has no unit.

## Source
Divisor method as in stock indices (S&P index mathematics); Ang (2005), LMDI; method
chapter (b).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from socialvalue import flags, formula, spec
from socialvalue.spec import Data, Floats, Report, refuse

LEAST_MEMBERS: Final = 20
MOST_WEIGHT: Final = 0.35
RESTATE: Final = 0.005

_LEAVERS: Final = ("closed", "removed", "silent")


def _periods(data: Data, dot: str, report: Report) -> None:
    for at, period in enumerate(data["periods"]):
        where = f"{dot}periods[{at}]"
        leaving = [code for kind in _LEAVERS for code in period[kind]]
        for code in sorted({c for c in leaving if leaving.count(c) > 1}):
            report.say(f"{where}.closed", "once", f"{code} leaves twice")
        for code in period["closed"] + period["silent"]:
            if code in period["values"]:
                text = f"{code} is closed or silent and has a value"
                report.say(f"{where}.values.{code}", "closed-has-value", text)
    first = data["periods"][0]
    if not any(value > 0 for value in first["values"].values()):
        text = "all constituents are zero: there is nothing to index"
        report.say(f"{dot}periods[0].values", "all-zero", text)
    if any(first[kind] for kind in _LEAVERS):
        report.say(f"{dot}periods[0]", "first", "nobody can leave in the first period")


_NAMES: Final = spec.List(of=spec.name(), default=[])

SPEC: Final = spec.Object(
    fields={
        "base": spec.Number(default=1000.0, above=0, note="level at the start"),
        "cap": spec.Number(default=0.15, above=0, high=1, note="per constituent"),
        "theme_cap": spec.Number(default=0.35, above=0, high=1, note="per theme"),
        "members": spec.Map(
            default={},
            note="theme and region per member",
            of=spec.Object(
                fields={
                    "theme": spec.name(default=""),
                    "region": spec.name(default=""),
                }
            ),
        ),
        "periods": spec.List(
            least=1,
            most=400,
            unique=("period",),
            of=spec.Object(
                fields={
                    "period": spec.name(note="for instance 2025Q4"),
                    "values": spec.Map(of=spec.Number(unit="EUR"), note="V per member"),
                    "reach": spec.Map(of=spec.Number(low=0), default={}, note="people"),
                    "restated": spec.Map(
                        of=spec.Number(unit="EUR"),
                        default={},
                        note="previous values under the new catalogue",
                    ),
                    "closed": _NAMES,
                    "removed": _NAMES,
                    "silent": _NAMES,
                    "draws": spec.Map(
                        of=spec.List(of=spec.Number(), least=100, most=100_000),
                        default={},
                        note="same draws in each period, for the interval",
                    ),
                }
            ),
        ),
        "groups": spec.Choice(of=("", "theme", "region"), default="", note="subindices"),
        "only": spec.name(default="", note="one group, refused when too small"),
    },
    rules=(_periods,),
)

EXAMPLE: Final[Data] = {
    "periods": [
        {"period": "2022", "values": {"A": 100000, "B": 60000, "C": 40000}},
        {
            "period": "2023",
            "values": {"A": 110000, "B": 57000, "Delta": 50000},
            "closed": ["C"],
        },
        {"period": "2024", "values": {"A": 121000, "B": 57000, "Delta": 55000}},
    ]
}


def must_restate(published: float, recomputed: float) -> bool:
    """Say whether an error found later moves a published level by more than 0.5 %."""
    return abs(recomputed - published) > RESTATE * abs(published)


@dataclass(slots=True)
class State:
    """The index between periods: members' last values, capping factors, divisor."""

    last: dict[str, float]
    factors: dict[str, float]
    divisor: float
    level: float
    matched: float
    out: list[Data] = field(default_factory=list)

    def total(self, values: dict[str, float]) -> float:
        """Sum of capped values; sorted by name so that order changes nothing."""
        return sum(self.factors[key] * values[key] for key in sorted(values))


def run(data: Data) -> Data:
    """Return level, matched-only level and events per period, and the sub-indices."""
    if data["only"]:
        return _only(data)
    return {**chain(data, data["periods"]), "groups": _groups(data)}


def chain(data: Data, periods: Sequence[Data]) -> Data:
    """Return the series over `periods` (clean): levels, divisors, links, flags."""
    themes = {key: one["theme"] for key, one in data["members"].items()}
    caps = (data["cap"], data["theme_cap"])
    flagged: list[Data] = []
    first = _floored(periods[0], flagged)
    factors = formula.capping(first, themes, caps)
    raw = sum(factors[key] * first[key] for key in sorted(first))
    state = State(first, factors, raw / data["base"], data["base"], data["base"])
    state.out.append(_entry(periods[0], state, {}, sorted(first)))
    for before, period in itertools.pairwise(periods):
        _link(state, before, period, flagged)
        _review(state, period, themes, caps)
    return {"series": state.out, "flags": flagged}


def _floored(period: Data, flagged: list[Data]) -> dict[str, float]:
    low = sorted(key for key, value in period["values"].items() if value < 0)
    if low:
        text = f"negative value counted as 0: {', '.join(low)}"
        flagged.append(flags.flag("amber", "floor", period["period"], text))
    return {key: max(0.0, value) for key, value in period["values"].items()}


def _now(state: State, start: Data, period: Data, now: Data) -> dict[str, float]:
    """Return the value of every old member in this period, leavers by their rule."""
    grown = [now[key] / start[key] for key in sorted(state.last) if key in now and start[key]]
    slow = float(np.quantile(grown, 0.25)) if grown else 1.0
    out = {}
    for key in sorted(state.last):
        if key in period["closed"]:
            out[key] = 0.0
        elif key in period["silent"]:
            out[key] = start[key] * slow
        elif key in now:
            out[key] = now[key]
        elif key in period["removed"]:
            out[key] = start[key]
        else:
            where = f"periods[{period['period']}].values.{key}"
            text = "has no value: say whether it closed, was removed or is silent"
            raise refuse(where, "member-without-value", text)
    return out


def _start(state: State, period: Data) -> dict[str, float]:
    """Return the old values under the catalogue of this link."""
    if not period["restated"]:
        return state.last
    for key in sorted(state.last):
        if key not in period["restated"]:
            where = f"periods[{period['period']}].restated.{key}"
            raise refuse(where, "restate-all", "is missing: restate every member")
    return {key: max(0.0, period["restated"][key]) for key in state.last}


def _link(state: State, before: Data, period: Data, flagged: list[Data]) -> None:
    now = _floored(period, flagged)
    start = _start(state, period)
    old, base = state.total(state.last), state.total(start)
    if base == 0:
        where = f"periods[{period['period']}].values"
        raise refuse(where, "all-zero", "all constituents were zero: no link is possible")
    state.divisor *= base / old if old else 1.0
    values = _now(state, start, period, now)
    level = state.total(values) / state.divisor
    left = {key for kind in _LEAVERS for key in period[kind]}
    both = [key for key in sorted(values) if key not in left]
    part = state.total({key: start[key] for key in both})
    held = state.total({key: values[key] for key in both})
    if part:
        state.matched *= held / part
    link = {
        "ratio": level / state.level if state.level else None,
        "matched_ratio": held / part if part else None,
        "members": len(both),
        **_decomposition(state, before, period, (start, values), both),
        "range": _range(state, before, period, both),
    }
    if state.level and not 0.5 <= level / state.level <= 2:
        text = "the level halved or doubled in one link"
        flagged.append(flags.flag("amber", "large-link", period["period"], text))
    state.level = level
    entered = sorted(set(now) - set(state.last))
    state.last = values
    state.out.append(_entry(period, state, link, entered))


def _review(state: State, period: Data, themes: dict[str, str], caps: tuple[float, float]) -> None:
    """Take in who entered, let go who left, cap anew; the level does not move."""
    left = {key for kind in _LEAVERS for key in period[kind]}
    old = state.total(state.last)
    new = {key: value for key, value in state.last.items() if key not in left}
    new |= {
        key: max(0.0, value) for key, value in period["values"].items() if key not in state.last and key not in left
    }
    state.last = new
    state.factors = formula.capping(new, themes, caps)
    total = state.total(new)
    if old and total:
        state.divisor *= total / old
    elif total:
        where = f"periods[{period['period']}].values"
        raise refuse(where, "all-zero", "the level is zero: start a new index")
    state.out[-1]["divisor_after_review"] = state.divisor
    state.out[-1]["constituents"] = len(new)


def _entry(period: Data, state: State, link: Data, entered: list[str]) -> Data:
    return {
        "period": period["period"],
        "level": state.level,
        "matched": state.matched,
        "divisor": state.divisor,
        "divisor_after_review": state.divisor,
        "constituents": len(state.last),
        "entered": entered,
        **{kind: sorted(period[kind]) for kind in _LEAVERS},
        "link": link,
    }


def _mean(a: float, b: float) -> float:
    """Logarithmic mean of two positive numbers."""
    return a if a == b else (a - b) / float(np.log(a / b))


def _decomposition(
    state: State,
    before: Data,
    period: Data,
    ends: tuple[dict[str, float], dict[str, float]],
    both: list[str],
) -> Data:
    """Return ln of the matched link as reach + effect, LMDI; None without reach."""
    start, values = ends
    usable = [
        key
        for key in both
        if start[key] > 0 and values[key] > 0 and before["reach"].get(key, 0) > 0 and period["reach"].get(key, 0) > 0
    ]
    if not usable or len(usable) < len(both):
        return {"ln_reach": None, "ln_effect": None}
    c = state.factors
    sums = [sum(c[key] * end[key] for key in usable) for end in (start, values)]
    reach = effect = 0.0
    for key in usable:
        a, b = c[key] * start[key], c[key] * values[key]
        weight = _mean(a, b) / _mean(*sums)
        grown = float(np.log(period["reach"][key] / before["reach"][key]))
        reach += weight * grown
        effect += weight * (float(np.log(b / a)) - grown)
    return {"ln_reach": reach, "ln_effect": effect}


def _range(state: State, before: Data, period: Data, both: list[str]) -> Data | None:
    """Return P5, P50, P95 of the matched change; None without draws at both ends."""
    ends = [one["draws"] for one in (before, period)]
    if not both or any(key not in end for end in ends for key in both):
        return None
    sums: list[Floats] = []
    for end in ends:
        if len({len(end[key]) for key in both}) > 1:
            text = "every member needs the same number of draws"
            raise refuse(f"periods[{period['period']}].draws", "same-length", text)
        each = [state.factors[k] * np.maximum(0, np.asarray(end[k])) for k in both]
        sums.append(np.sum(each, axis=0))
    if sums[0].shape != sums[1].shape or not sums[0].all():
        text = "needs the same draws at both ends, and no zero at the start"
        raise refuse(f"periods[{period['period']}].draws", "same-length", text)
    low, middle, high = formula.quantiles(sums[1] / sums[0] - 1)
    return {"p5": low, "p50": middle, "p95": high}


def _part(data: Data, by: str, label: str) -> list[Data]:
    """Return the periods with only the members of one theme or region."""
    keep = {key for key, one in data["members"].items() if one[by] == label}
    maps = ("values", "reach", "restated", "draws")
    return [
        {
            **period,
            **{m: {k: v for k, v in period[m].items() if k in keep} for m in maps},
            **{kind: [key for key in period[kind] if key in keep] for kind in _LEAVERS},
        }
        for period in data["periods"]
    ]


def too_small(periods: Sequence[Data]) -> tuple[str, str] | None:
    """Return (rule, sentence) why a group gets no index of its own, or None."""
    for period in periods:
        values = [max(0.0, value) for value in period["values"].values()]
        if len(values) < LEAST_MEMBERS:
            text = f"{len(values)} members in {period['period']}; {LEAST_MEMBERS} needed"
            return "sub-index-members", text
        if not sum(values) or max(values) / sum(values) >= MOST_WEIGHT:
            text = f"one member weighs {MOST_WEIGHT:.0%} or more in {period['period']}"
            return "sub-index-weight", text
    return None


def _groups(data: Data) -> dict[str, Any]:
    by = data["groups"]
    if not by:
        return {}
    out: dict[str, Any] = {}
    for label in sorted({one[by] for one in data["members"].values()} - {""}):
        part = _part(data, by, label)
        why = too_small(part)
        members = len(part[-1]["values"])
        out[label] = {
            "count": members,
            "reason": why[1] if why else None,
            "series": None if why else chain(data, part)["series"],
        }
    return out


def _only(data: Data) -> Data:
    if not data["groups"]:
        raise refuse("groups", "required", "say whether `only` is a theme or a region")
    part = _part(data, data["groups"], data["only"])
    why = too_small(part)
    if why:
        raise refuse("only", *why)
    return {**chain(data, part), "groups": {}}
