"""One initiative-year as rows of numbers: each outcome with its centres and spreads.

What is not known gets the default of the method, a wide distribution and a flag:
attribution 0.5 (0.3-0.7), deadweight 0.5, displacement 0 for wellbeing and PERT(0,
0.15, 0.4) for work, drop-off 0.5, cashable share Beta(3, 7). Several wellbeing lines
of the same people are added on life satisfaction and their sum is capped.

Rows are sorted by ledger and code within an initiative, so that the order in which
outcomes are given changes nothing.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from socialvalue import flags, formula, values
from socialvalue.draws import NINETY, beta_shape, pert_shape
from socialvalue.inputs import cost_of
from socialvalue.shrinkage import level_bias, toward_peers
from socialvalue.spec import Data, Floats, Report, Whole
from socialvalue.values import WELLBY

DEFAULT_DEADWEIGHT: Final = 0.5
DEFAULT_ATTRIBUTION: Final = 0.5
DEFAULT_DROP: Final = 0.5
DEFAULT_CASHABLE: Final = 0.3
WORK_DISPLACEMENT: Final = (0.0, 0.15, 0.4)
# Observations that a default or unsupported share is worth.
GUESS: Final = 10.0
ATTRIBUTION_GUESS: Final = 16.0


@dataclass(frozen=True, slots=True)
class Share:
    """A share: its centre, and the Beta behind it (None: fixed), scaled by `width`."""

    centre: float
    shape: tuple[float, float] | None = None
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One measured outcome, ready to compute; shares as `Share`, effects as (m, sd)."""

    code: str
    group: str
    ledger: str
    unit: str
    sign: int
    asked: float
    base: float
    net: tuple[float, float] | None
    observed: Share
    norm: Share
    deadweight: Share
    attribution: Share
    displacement: Share
    drop: Share
    cashable: Share
    bias: float
    years: int
    gain: tuple[float, float]
    notes: tuple[Data, ...]

    @property
    def net_rate(self) -> float:
        """Central net effect per counted person."""
        if self.net:
            return self.net[0]
        kept = self.observed.centre * (1 - self.deadweight.centre)
        return kept - self.norm.centre

    @property
    def kept(self) -> float:
        """Central a = attribution x (1 - displacement)."""
        return self.attribution.centre * (1 - self.displacement.centre)


@dataclass(frozen=True, slots=True)
class Table:
    """Initiative-years as rows: `start[i]:start[i+1]` are the rows of initiative i."""

    ids: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    start: Whole
    cost: Floats
    participants: Floats
    units: dict[str, tuple[float, float, float]]
    parameters: Data


def _guessed(value: float | None, weight: float | None, guess: float) -> Share:
    if value is None:
        return Share(guess, beta_shape(guess, GUESS))
    return Share(value, beta_shape(value, weight or 0))


def _displacement(outcome: Data, kind: str) -> Share:
    given = outcome["displacement"]
    if given is not None:
        return Share(given)
    if kind == "work":
        low, mode, high = WORK_DISPLACEMENT
        return Share(mode, pert_shape(low, mode, high), high)
    return Share(0.0)


def _observed(outcome: Data) -> Share:
    if outcome["observed"] is not None:
        return Share(outcome["observed"])
    yes, n = outcome["improved"], outcome["respondents"]
    return Share((yes + 1) / (n + 2), (yes + 1.0, n - yes + 1.0))


def _shares(outcome: Data, kind: str) -> dict[str, Share]:
    impact = outcome["route"] == "IMPACT"
    one, zero = Share(1.0), Share(0.0)
    norm, dead = zero, zero
    if not impact and outcome["norm"] is not None:
        norm = _guessed(outcome["norm"], outcome["norm_n"], 0)
    elif not impact:
        dead = _guessed(outcome["deadweight"], None, DEFAULT_DEADWEIGHT)
    attribution = one
    if not impact:
        given = outcome["attribution"]
        attribution = _guessed(given, outcome["attribution_n"], DEFAULT_ATTRIBUTION)
        if given is None:
            shape = beta_shape(DEFAULT_ATTRIBUTION, ATTRIBUTION_GUESS)
            attribution = Share(DEFAULT_ATTRIBUTION, shape)
    drop = _guessed(outcome["drop"], outcome["drop_n"] or GUESS, DEFAULT_DROP)
    return {
        "observed": one if impact else _observed(outcome),
        "norm": norm,
        "deadweight": dead,
        "attribution": attribution,
        "displacement": _displacement(outcome, kind),
        "drop": drop,
    }


def _net(outcome: Data, shares: dict[str, Share]) -> tuple[float, float] | None:
    """Return (centre, sd) of the net effect where a normal describes it."""
    if outcome["route"] == "IMPACT":
        centre, variance = outcome["effect"], outcome["effect_se"] ** 2
    else:
        seen, norm = shares["observed"], shares["norm"]
        centre = seen.centre * (1 - shares["deadweight"].centre) - norm.centre
        n = (outcome["respondents"] or 0) + 2
        variance = seen.centre * (1 - seen.centre) / n
    if outcome["peers"] is None:
        return (centre, variance**0.5) if outcome["route"] == "IMPACT" else None
    prior = outcome["peers"]["mean"], outcome["peers"]["sd"]
    shrunk = toward_peers(centre, variance, outcome["level"], prior)
    return shrunk.value, shrunk.sd


def _notes(outcome: Data, year: Data, where: str) -> list[Data]:
    out: list[Data] = []
    if outcome["route"] == "RATE":
        out += flags.response(year["participants"], outcome["respondents"], where)
        share = outcome["observed"]
        if share is None and outcome["respondents"]:
            share = outcome["improved"] / outcome["respondents"]
        out += flags.success(share or 0, where)
        if outcome["norm"] is None and outcome["deadweight"] is None:
            text = "no norm known: half of the improvement is taken as happening anyway"
            out.append(flags.flag("note", "default-deadweight", where, text))
        if outcome["attribution"] is None:
            text = "not asked what else helped: half is attributed"
            out.append(flags.flag("note", "default-attribution", where, text))
    if outcome["years"] > 1 and outcome["drop"] is None:
        text = "no follow-up: half is taken to be lost each year"
        out.append(flags.flag("note", "default-drop", where, text))
    return out


def _cashable(value: Data) -> Share:
    if value["ledger"] != "L1":
        return Share(1.0)
    if value["cashable"] is None:
        return Share(DEFAULT_CASHABLE, (3.0, 7.0))
    return Share(value["cashable"])


def _row(outcome: Data, value: Data, year: Data, where: str) -> Row:
    shares = _shares(outcome, value["kind"])
    impact = outcome["route"] == "IMPACT"
    net = _net(outcome, shares)
    bias = 0.0 if outcome["peers"] else level_bias(1.0, outcome["level"])
    people = year["participants"] if impact else outcome["respondents"]
    well = value["ledger"] == "L3"
    sd = (value["high"] - value["low"]) / NINETY if well else 0.0
    return Row(
        code=outcome["code"],
        group=outcome["group"],
        ledger=value["ledger"],
        unit=WELLBY if well else value["code"],
        sign=-1 if outcome["worse"] else 1,
        asked=float(year["participants"]),
        base=float(people),
        net=net,
        **shares,
        cashable=_cashable(value),
        bias=bias,
        years=outcome["years"],
        gain=(value["central"], sd) if well else (1.0, 0.0),
        notes=tuple(_notes(outcome, year, where)),
    )


def _twice(year: Data, rows: dict[str, Data], where: str, report: Report) -> None:
    seen: dict[tuple[str, str], str] = {}
    for position, outcome in enumerate(year["outcomes"]):
        field = f"{where}outcomes[{position}].code"
        row = rows.get(outcome["code"])
        if row is None:
            text = f"{outcome['code']} is not in the value set"
            report.say(field, "known-value", text)
            continue
        key = (row["driver"], outcome["group"])
        if key in seen:
            text = f"{row['driver']} of the same people is already in {seen[key]}"
            report.say(field, "counted-twice", text)
        seen[key] = outcome["code"]


def _units(rows: list[Data], parameters: Data) -> dict[str, tuple[float, float, float]]:
    index = {int(key): at for key, at in parameters["cpi"].items()} or None
    base = parameters["base_year"]
    out = {}
    for row in [*rows, {**parameters["wellby"], "code": WELLBY, "ledger": "L2"}]:
        if row["ledger"] in ("L1", "L2"):
            at = row["price_year"]
            factor = formula.prices(base, at, index) if index else formula.prices(base, at)
            low, mid, high = (row[k] * factor for k in ("low", "central", "high"))
            out[row["code"]] = (low, mid, high)
    return out


def build(years: Sequence[Data], rows: list[Data], parameters: Data, first: int | None = None) -> Table:
    """Return initiative-years as a table, initiatives sorted by (id, year).

    Arguments are clean (`YEAR`, `values.ROWS`, `PARAMETERS`); `first` is the place of
    the first one in the whole list, None when there is only one: it names the fields.

    Raises:
        Refused: an outcome unknown or counted twice, a value expired or without a
            price index, the same initiative-year given twice.
    """
    values.check_current(rows, parameters["on"], "values")
    known = values.by_code(rows)
    report = Report()
    for position, year in enumerate(years):
        where = "year." if first is None else f"years[{first + position}]."
        _twice(year, known, where, report)
    report.settle()
    order = sorted(range(len(years)), key=lambda at: _identity(years[at]))
    for one, two in itertools.pairwise(order):
        if _identity(years[one]) == _identity(years[two]):
            text = f"{years[two]['initiative']} {years[two]['year']} stands here twice"
            report.say(f"years[{(first or 0) + two}].initiative", "once", text)
    report.settle()
    made: list[Row] = []
    start = [0]
    for at in order:
        made += rows_of(years[at], known, parameters["ls_cap"])
        start.append(len(made))
    return Table(
        ids=tuple(_identity(years[at]) for at in order),
        rows=tuple(made),
        start=np.asarray(start),
        cost=np.asarray([cost_of(years[at]["costs"]) for at in order]),
        participants=np.asarray([float(years[at]["participants"]) for at in order]),
        units=_units(rows, parameters),
        parameters=parameters,
    )


def _identity(year: Data) -> tuple[str, int]:
    return year["initiative"], year["year"]


def rows_of(year: Data, known: dict[str, Data], ls_cap: float) -> list[Row]:
    """Return the measured, priced outcomes of one initiative-year, in fixed order."""
    out = []
    for at, outcome in enumerate(year["outcomes"]):
        value = known[outcome["code"]]
        if outcome["measured"] and value["ledger"] != "L4":
            out.append(_row(outcome, value, year, f"outcomes[{at}]"))
    out.sort(key=lambda row: (row.ledger, row.code, row.group))
    return _capped(out, ls_cap)


def _capped(rows: list[Row], ls_cap: float) -> list[Row]:
    """Scale the wellbeing lines of one group when together they exceed the cap."""
    gains: dict[str, list[float]] = {}
    for row in rows:
        if row.ledger == "L3" and row.sign > 0:
            gains.setdefault(row.group, []).append(row.gain[0])
    over = {group: ls_cap / sum(each) for group, each in gains.items() if len(each) > 1 and sum(each) > ls_cap}
    return [
        _scaled(row, over[row.group], ls_cap) if row.ledger == "L3" and row.sign > 0 and row.group in over else row
        for row in rows
    ]


def _scaled(row: Row, factor: float, ls_cap: float) -> Row:
    text = f"wellbeing lines of one person together exceed {ls_cap:g} points: capped"
    note = flags.flag("note", "wellbeing-cap", row.code, text)
    gain = (row.gain[0] * factor, row.gain[1] * factor)
    return replace(row, gain=gain, notes=(*row.notes, note))
