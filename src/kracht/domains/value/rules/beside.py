"""What stands beside the index: the benchmark among peers and the growth map. Pure.

Benchmark: y = ln(cost per net person helped) of initiatives of one theme with the same main outcome; fewer than five of
them widen to the theme, never further. Who has no measured outcome is missing, never ranked.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import Any

from kracht.domains.value.rules.given import Given, pairs, relative_sd
from kracht.domains.value.rules.periods import Known, Period
from socialvalue import pipeline, spec

type Data = dict[str, Any]
LEAST_PEERS = 5


def main_line(one: Known) -> tuple[Data, Data, Data] | None:
    """Return the valued line that helps most people, by code when equal; None when nothing got better."""
    found = [three for three in pairs(one) if three[0]["persons"] * three[0]["kept"] > 0 and not three[1].get("worse")]
    return min(found, key=lambda three: (-three[0]["persons"] * three[0]["kept"], three[0]["code"]), default=None)


def efficiency(one: Known) -> tuple[str, float, float, float] | None:
    """Return (main code, ln cost per net person, standard error, cost per person), None when there is none."""
    main = main_line(one)
    if main is None:
        return None
    line, outcome, _row = main
    cost = one.record["outputs"]["central"]["total"]["cost"] / (line["persons"] * line["kept"])
    return line["code"], math.log(cost), max(relative_sd(line, outcome), 0.01), cost


def benchmarks(given: Given, last: Period) -> dict[str, Data]:
    """Return the benchmark of every group with five peers or more."""
    groups: dict[str, list[Data]] = defaultdict(list)
    for key, one in sorted(last.members.items()):
        theme = given.places[key].theme
        found = efficiency(one)
        peer: Data = {"initiative": key}
        if found is None:
            groups[f"theme:{theme}"].append(peer)
            continue
        code, y, s, _cost = found
        peer |= {"y": y, "s": s}
        groups[f"theme:{theme}:{code}"].append(peer)
        groups[f"theme:{theme}"].append(peer)
    parts = {}
    for name, peers in groups.items():
        try:
            parts[f"benchmark/{name}"] = pipeline.outputs("benchmark", {"peers": peers})
        except spec.Refused as refused:
            parts[f"benchmark/{name}"] = {"peers": [], "reason": refused.problems[0].rule, "count": len(peers)}
    return parts


def gaps(given: Given, last: Period) -> dict[str, Data]:
    """Return the growth map of every driver for which need is known."""
    parts = {}
    for driver, areas in sorted(given.needs.items()):
        helping = _helping(last, driver)
        if not helping:
            continue
        parts[f"gap/{driver}"] = _gap(given, driver, areas, helping)
    return parts


def _helping(last: Period, driver: str) -> dict[str, tuple[Known, Data]]:
    """Return who of the members changes this driver, with the line."""
    found = {}
    for key, one in sorted(last.members.items()):
        for line, outcome, row in pairs(one):
            if row["driver"] == driver and line["persons"] > 0 and not outcome.get("worse"):
                found[key] = (one, line)
    return found


def _gap(given: Given, driver: str, areas: Sequence[Any], helping: dict[str, tuple[Known, Data]]) -> Data:
    reach: dict[str, int] = defaultdict(int)
    for key, (one, _line) in helping.items():
        reach[given.places[key].municipality] += one.record["inputs"]["year"]["participants"]
    inhabitants: dict[str, int] = defaultdict(int)
    for area in areas:
        inhabitants[area.municipality] += area.inhabitants
    rows = [
        {
            "area": area.code,
            "level": area.level,
            "inhabitants": area.inhabitants,
            "events": area.people,
            "reach": round(reach[area.municipality] * area.inhabitants / max(1, inhabitants[area.municipality])),
            "completeness": given.completeness,
        }
        for area in areas
    ]
    reached = sum(min(one["reach"], one["events"] or 0) for one in rows if one["reach"])
    needed = sum(one["events"] or 0 for one in rows if one["reach"])
    value = median([line["value"] / line["persons"] for _one, line in helping.values()])
    cost = median(
        [one.record["outputs"]["central"]["total"]["cost"] / line["persons"] for one, line in helping.values()]
    )
    data = {
        "areas": rows,
        "uptake": {"reached": reached, "needed": max(1, needed)},
        "value_per_person": value,
        "cost_per_person": max(0.01, cost),
    }
    try:
        out = pipeline.outputs("gap", data)
    except spec.Refused as refused:
        return {"areas": [], "reason": refused.problems[0].rule}
    return {
        **out,
        "reason": None,
        "value_per_person": value,
        "cost_per_person": cost,
        "completeness": given.completeness,
        "recipe": _recipe(helping),
    }


def _recipe(helping: dict[str, tuple[Known, Data]]) -> str:
    """Return the initiative whose way of working is worth copying: lowest cost per person at the best evidence."""

    def order(key: str) -> tuple[int, float, str]:
        one, line = helping[key]
        outcome = next(o for o in one.record["inputs"]["year"]["outcomes"] if o["code"] == line["code"])
        cost = one.record["outputs"]["central"]["total"]["cost"] / line["persons"]
        return -int(outcome.get("level", 1)), cost, key

    return min(helping, key=order)
