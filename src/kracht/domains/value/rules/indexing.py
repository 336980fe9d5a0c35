"""The index of a release: the whole, every theme and province, each ledger; and totals per ledger. Pure.

Each link uses one version of the value set at both ends; the cap, the divisor and who leaves how are the core's.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from kracht.domains.value.facts import LINK_DRAWS
from kracht.domains.value.rules.given import LEDGERS, Given, level_of
from kracht.domains.value.rules.periods import Known, Period
from socialvalue import pipeline, simulate, spec

type Data = dict[str, Any]
TOTAL_DRAWS = 500


def worth(one: Known, version: int, sets: Mapping[int, tuple[list[Data], Data]]) -> Data:
    """Return the range of an initiative-year under a version of the value set: its own, or valued again."""
    if one.version == version or version not in sets:
        kept: Data = one.record["outputs"]["range"]
        return kept
    rows, parameters = sets[version]
    draws = one.record["inputs"]["draws"]
    again = {"years": [known_outcomes(one.record["inputs"]["year"], rows)], "values": rows, "parameters": parameters}
    found: Data = pipeline.outputs("simulate", {**again, "draws": draws})["initiatives"][0]
    return found


def known_outcomes(year: Data, rows: Iterable[Data]) -> Data:
    """Return the year without outcomes that a version no longer has."""
    codes = {row["code"] for row in rows}
    return {**year, "outcomes": [one for one in year["outcomes"] if one["code"] in codes]}


def index_parts(given: Given, made: Sequence[Period]) -> dict[str, Data]:
    """Return the index of the whole, of every theme and province, and of each ledger beside it."""
    versions = [max(one.version for one in period.members.values()) if period.members else 0 for period in made]
    whole = {**_series(given, made, versions, "benefit"), "members": _members(given)}
    _with_draws(whole["periods"], made)
    parts: dict[str, Data] = {}
    by_theme = pipeline.outputs("index", {**whole, "groups": "theme"})
    by_region = pipeline.outputs("index", {**whole, "groups": "region"})
    last = made[-1]
    parts["index/all"] = {
        "series": by_theme["series"],
        "count": len(last.members),
        "reason": None,
        "constituents": constituents(given, last),
        "flags": by_theme["flags"],
    }
    for kind, found in (("theme", by_theme["groups"]), ("province", by_region["groups"])):
        for key, group in found.items():
            parts[f"index/{kind}:{key}"] = {
                "series": group["series"] or [],
                "count": group["count"],
                "reason": _reason(group["reason"]),
            }
    for ledger in LEDGERS:
        found = _ledger(given, made, versions, ledger)
        if found is not None:
            parts[f"index/ledger:{ledger}"] = found
    return parts


def _reason(text: str | None) -> str | None:
    if text is None:
        return None
    return "sub-index-members" if "needed" in text else "sub-index-weight"


def _members(given: Given) -> Data:
    return {key: {"theme": place.theme, "region": place.province} for key, place in given.places.items()}


def _series(given: Given, made: Sequence[Period], versions: Sequence[int], measure: str) -> Data:
    rows = []
    for at, period in enumerate(made):
        members = period.members
        row: Data = {
            "period": period.name,
            "values": {
                key: max(0.0, worth(one, versions[at], given.sets)[measure]["p50"]) for key, one in members.items()
            },
            "reach": {key: one.record["inputs"]["year"]["participants"] for key, one in members.items()},
            "closed": list(period.closed),
            "removed": list(period.removed),
            "silent": list(period.silent),
        }
        before = made[at - 1].members if at else {}
        if at and any(one.version != versions[at] for one in before.values()):
            row["restated"] = {
                key: max(0.0, worth(one, versions[at], given.sets)[measure]["p50"]) for key, one in before.items()
            }
        rows.append(row)
    return {"periods": rows}


def _with_draws(rows: Sequence[Data], made: Sequence[Period]) -> None:
    """Give the last link the same draws at both ends, for the interval of its change."""
    for row, period in list(zip(rows, made, strict=True))[-2:]:
        row["draws"] = draws(period.members.values())


def draws(known: Iterable[Known]) -> dict[str, list[float]]:
    """Return draws of benefit per initiative, rounded to cents."""
    found = list(known)
    rows = {row["code"]: row for one in found for row in one.record["inputs"]["values"]}
    if not found:
        return {}
    clean = spec.read(
        simulate.SPEC,
        {
            "years": [one.record["inputs"]["year"] for one in found],
            "values": [rows[code] for code in sorted(rows)],
            "parameters": {**found[0].record["inputs"]["parameters"], "on": None},
        },
    )
    many = simulate.benefits(clean["years"], clean["values"], clean["parameters"], LINK_DRAWS)
    return {ident[0]: np.round(each, 2).tolist() for ident, each in many.items()}


def _ledger(given: Given, made: Sequence[Period], versions: Sequence[int], ledger: str) -> Data | None:
    """Return the index of one ledger over all members, or None while it holds nothing."""
    data = {**_series(given, made, versions, ledger), "members": {}}
    try:
        found = pipeline.outputs("index", data)
    except spec.Refused:
        return None
    return {"series": found["series"], "count": len(made[-1].members), "reason": None}


def constituents(given: Given, period: Period) -> list[Data]:
    """Return who counts now, with value and weight before caps; largest first, then by name."""
    amounts = {
        key: max(0, round(one.record["outputs"]["range"]["benefit"]["p50"] * 100))
        for key, one in period.members.items()
    }
    total = sum(amounts.values()) or 1
    rows = []
    for key, one in period.members.items():
        place = given.places[key]
        rows.append(
            {
                "initiative": key,
                "year": one.year,
                "verified": one.day.isoformat(),
                "value_cents": amounts[key],
                "weight": amounts[key] / total,
                "theme": place.theme,
                "province": place.province,
                "level": level_of(one),
                "hash": one.hash,
            }
        )
    rows.sort(key=lambda row: (-row["value_cents"], row["initiative"]))
    return rows


def totals(given: Given, period: Period) -> Data:
    """Return the ledgers of all members with their ranges, how many are measured well, and people reached."""
    found = list(period.members.values())
    rows = {row["code"]: row for one in found for row in one.record["inputs"]["values"]}
    data = {
        "years": [one.record["inputs"]["year"] for one in found],
        "values": [rows[code] for code in sorted(rows)],
        "parameters": {**found[0].record["inputs"]["parameters"], "on": None},
        "draws": TOTAL_DRAWS,
    }
    out = pipeline.outputs("simulate", data)["totals"]
    central = {
        ledger: sum(round(one.record["outputs"]["central"]["ledgers"][ledger] * 100) for one in found)
        for ledger in LEDGERS
    }
    levels = [level_of(one) for one in found]
    return {
        "ledgers": {
            ledger: {"central_cents": central[ledger], **{k: round(v * 100) for k, v in out[ledger].items()}}
            for ledger in LEDGERS
        },
        "listings": len(found),
        "measured_well": sum(1 for level in levels if level and level >= 3),
        "people": sum(one.record["inputs"]["year"]["participants"] for one in found),
        "cost_cents": sum(round(one.record["outputs"]["central"]["total"]["cost"] * 100) for one in found),
    }
