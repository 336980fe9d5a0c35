"""The valuation of rows: once at the centre, or for many draws at a time.

V = persons x a x u x T, with persons = base x net effect. Shape of every array of
draws: (rows, draws); shared parameters (unit values, WELLBY) are drawn once per
release and looked up, so everyone has the same error.

`GROUPS` are the sources of uncertainty; the sensitivity stage swaps them one by one.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from socialvalue import draws, formula
from socialvalue.initiative import DEFAULT_CASHABLE, Row, Share, Table
from socialvalue.spec import Floats

# Groups that belong to one row, in the order in which a stream serves them.
OWN: Final = (
    "observed",
    "norm",
    "deadweight",
    "attribution",
    "displacement",
    "drop",
    "evidence",
    "gain",
)
SHARED: Final = ("unit value", "cashable", "wellby")
GROUPS: Final = OWN + SHARED

type Sample = dict[str, Floats]


def timing(table: Table) -> int:
    """Return 1 when the first year is discounted too (timing "guide"), else 0."""
    return 1 if table.parameters["timing"] == "guide" else 0


def central(table: Table) -> Floats:
    """Return the value of each row at the centre of every parameter, EUR, (rows,)."""
    rate, shift = table.parameters["rate"], timing(table)
    return np.asarray(
        [
            row.sign
            * row.base
            * row.net_rate
            * row.kept
            * row.gain[0]
            * row.cashable.centre
            * table.units[row.unit][1]
            * float(formula.lasting(row.drop.centre, rate, row.years, shift))
            for row in table.rows
        ],
        dtype=float,
    )


def shared(table: Table, codes: Sequence[str], size: int, tag: str = "") -> Sample:
    """Draw the shared parameters of `codes`: name to (size,), keyed by release."""
    release = f"{table.parameters['release']}{tag}"
    out: Sample = {}
    for code in codes:
        out[code] = draws.shared_lognormal(release, code, table.units[code], size)
    for code in {row.unit for row in table.rows if row.cashable.shape}:
        key = cashable_key(code)
        out[key] = draws.shared_beta(release, key, (3.0, 7.0), size)
    return out


def cashable_key(code: str) -> str:
    """Return the name of the shared cashable share of a unit cost."""
    return f"cashable {code}"


def _fill_share(rng: np.random.Generator, share: Share, out: Floats) -> None:
    if share.shape is None:
        out[:] = share.centre
        return
    out[:] = rng.beta(*share.shape, size=out.shape[0])
    if share.width != 1.0:
        out *= share.width


def _fill_normal(rng: np.random.Generator, centre: float, sd: float, out: Floats) -> None:
    if sd == 0:
        out[:] = centre
        return
    rng.standard_normal(out=out)
    out *= sd
    out += centre


def _needed(rows: Sequence[Row]) -> dict[str, bool]:
    """Say per own group whether any row draws from it (else a column will do)."""
    names = ("norm", "deadweight", "attribution", "displacement", "drop")
    out = {name: any(getattr(row, name).shape is not None for row in rows) for name in names}
    out["drop"] = out["drop"] and any(row.years > 1 for row in rows)
    out["observed"] = any(row.net is not None or row.observed.shape for row in rows)
    out["evidence"] = any(row.bias for row in rows)
    out["gain"] = any(row.gain[1] for row in rows)
    return out


def _centre(row: Row, group: str) -> float:
    if group == "observed":
        return row.net[0] if row.net else row.observed.centre
    if group == "evidence":
        return 1.0
    if group == "gain":
        return row.gain[0]
    return float(getattr(row, group).centre)


def own(table: Table, first: int, last: int, size: int, tag: str = "") -> Sample:
    """Draw the own parameters of initiatives first..last-1: group to (rows, draws).

    A group that no row draws from comes as a column (rows, 1) of its centres. Each
    initiative reads its own stream, so chunks and order change nothing.
    """
    begin = int(table.start[first])
    rows = table.rows[begin : int(table.start[last])]
    needed = _needed(rows)
    out: Sample = {
        group: np.empty((len(rows), size))
        if needed[group]
        else np.asarray([[_centre(row, group)] for row in rows]).reshape(-1, 1)
        for group in OWN
    }
    method = table.parameters["method"] + tag
    for at in range(first, last):
        name, when = table.ids[at]
        rng = draws.stream("own", name, when, method)
        for position in range(int(table.start[at]), int(table.start[at + 1])):
            _fill(rng, rows[position - begin], out, position - begin)
    return out


def _fill(rng: np.random.Generator, row: Row, out: Sample, at: int) -> None:
    size = max(values.shape[1] for values in out.values())
    for group in OWN:
        if out[group].shape[1] != size or size == 1:
            continue
        target = out[group][at]
        if group == "observed" and row.net is not None:
            _fill_normal(rng, *row.net, target)
        elif group == "evidence":
            _fill_normal(rng, 1.0, row.bias, target)
        elif group == "gain":
            _fill_normal(rng, *row.gain, target)
        elif group == "drop" and row.years == 1:
            target[:] = row.drop.centre
        else:
            _fill_share(rng, getattr(row, group), target)


def value(table: Table, first: int, last: int, mine: Sample, common: Sample) -> Floats:
    """Return V of the rows of initiatives first..last-1, EUR, (rows, draws).

    `mine` comes from `own`, `common` from `shared`; both are left as they were.
    """
    begin = int(table.start[first])
    rows = table.rows[begin : int(table.start[last])]
    size = max(each.shape[-1] for each in (*mine.values(), *common.values()))
    out = np.empty((len(rows), size))
    np.multiply(mine["observed"], 1 - mine["deadweight"], out=out)
    out -= mine["norm"]
    out *= mine["evidence"]
    out *= mine["attribution"]
    out *= 1 - mine["displacement"]
    out *= mine["gain"]
    out *= np.asarray([[row.sign * row.base] for row in rows]).reshape(-1, 1)
    _times_units(table, rows, out, common)
    _times_years(table, rows, out, mine["drop"])
    return out


def _times_units(table: Table, rows: Sequence[Row], out: Floats, common: Sample) -> None:
    for at, row in enumerate(rows):
        out[at] *= common[row.unit] if row.unit in common else table.units[row.unit][1]
        if row.cashable.shape:
            out[at] *= common.get(cashable_key(row.unit), DEFAULT_CASHABLE)
        elif row.cashable.centre != 1.0:
            out[at] *= row.cashable.centre


def _times_years(table: Table, rows: Sequence[Row], out: Floats, drop: Floats) -> None:
    rate, shift = table.parameters["rate"], timing(table)
    for at, row in enumerate(rows):
        if row.years > 1 or shift:
            out[at] *= formula.lasting(drop[at], rate, row.years, shift)
