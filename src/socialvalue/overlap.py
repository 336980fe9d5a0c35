"""Overlap: people whom several initiatives help are counted once.

## Purpose
In one cell (municipality, driver, target group, year): how much of what the
initiatives claim together is left when each person counts once and two effects on one
person do not simply add.

## Formula
- unique persons: sum over participations of `1 / m_p`, m the helpers of person p
- combined effect on one person: `min(1 - product of (1 - E_i), cap)`
- `claimed = sum of E_i x a_i` over participations, a the attribution that the sheet of
  the initiative took already: what was deducted there is not deducted again
- `lambda = min(1, combined / claimed)`: every claim in the cell is scaled by it
- cell cap: persons at most 0.5 x need
- without any sample of participants: the umbrella rule, only the largest claim counts

## Units
Persons; effects as persons per participation, 0 to 1; EUR per person.

## Source
Method chapter (e).
"""

from collections import defaultdict
from typing import Final

from socialvalue import flags, spec
from socialvalue.spec import Data, Report

NEED_SHARE: Final = 0.5


def _once(data: Data, dot: str, report: Report) -> None:
    seen: set[tuple[str, str]] = set()
    for at, (person, initiative) in enumerate(data["participations"]):
        if (person, initiative) in seen:
            text = f"{person} stands at {initiative} twice"
            report.say(f"{dot}participations[{at}]", "once", text)
        seen.add((person, initiative))
        if initiative not in data["effects"]:
            text = f"has no effect for {initiative}"
            report.say(f"{dot}effects", "known", text)
    for key in sorted(set(data["kept"]) - set(data["effects"])):
        report.say(f"{dot}kept.{key}", "known", f"{key} has no effect")
    if not data["participations"] and not data["claims"]:
        report.say(f"{dot}claims", "required", "give participations, or claims")


SPEC: Final = spec.Object(
    fields={
        "participations": spec.List(
            default=[],
            of=spec.List(of=spec.name(), least=2, most=2),
            note="[person, initiative], from a sample of participants",
        ),
        "effects": spec.Map(of=spec.share(), default={}, note="effect per participation and initiative"),
        "kept": spec.Map(of=spec.share(), default={}, note="attribution of the claim per initiative, 1 when not given"),
        "cap": spec.share(default=1.0, note="most effect one person can have"),
        "claims": spec.Map(
            of=spec.Number(low=0, unit="persons"),
            default={},
            note="claimed persons per initiative; sampled ones are scaled",
        ),
        "need": spec.Number(default=None, nullable=True, low=0, note="people in need in the cell"),
        "unit_value": spec.euros(default=1.0, note="EUR per person"),
    },
    rules=(_once,),
)

EXAMPLE: Final[Data] = {
    "participations": [
        ["p1", "X"],
        ["p1", "Y"],
        ["p2", "X"],
        ["p3", "Y"],
        ["p3", "Z"],
        ["p3", "X"],
        ["p4", "Z"],
        ["p5", "Z"],
        ["p6", "X"],
    ],
    "effects": {"X": 0.5, "Y": 0.5, "Z": 0.5},
    "cap": 0.75,
    "unit_value": 8000,
}


def run(data: Data) -> Data:
    """Return unique persons, lambda, and value before and after counting once."""
    if not data["participations"]:
        return _umbrella(data)
    helpers: dict[str, list[str]] = defaultdict(list)
    for person, initiative in data["participations"]:
        helpers[person].append(initiative)
    gross: dict[str, int] = defaultdict(int)
    unique: dict[str, float] = defaultdict(float)
    claimed = combined = 0.0
    for person in sorted(helpers):
        kept = 1.0
        for initiative in sorted(helpers[person]):
            gross[initiative] += 1
            unique[initiative] += 1 / len(helpers[person])
            effect = data["effects"][initiative]
            claimed += effect * data["kept"].get(initiative, 1.0)
            kept *= 1 - effect
        combined += min(1 - kept, data["cap"])
    scale = min(1.0, combined / claimed) if claimed else 1.0
    if abs(scale - 1) < 1e-12:
        scale = 1.0
    return {
        "participations": len(data["participations"]),
        "unique": float(len(helpers)),
        "gross": dict(gross),
        "unique_share": dict(unique),
        "lambda": scale,
        "naive_value": claimed * data["unit_value"],
        "value": claimed * scale * data["unit_value"],
        **_cell(data, claimed * scale, scale),
    }


def _cell(data: Data, persons: float, scale: float) -> Data:
    """Apply the cell cap to sampled persons, or to the claims when they are given."""
    claims = {key: claim * scale for key, claim in data["claims"].items()}
    total = sum(claims[key] for key in sorted(claims)) if claims else persons
    flagged: list[Data] = []
    if data["need"] is not None and total > NEED_SHARE * data["need"]:
        factor = NEED_SHARE * data["need"] / total
        claims = {key: claim * factor for key, claim in claims.items()}
        total *= factor
        text = "claims exceed half of the need in the cell: capped"
        flagged.append(flags.flag("amber", "cell-cap", "need", text))
    return {"counted": claims, "persons": total, "flags": flagged}


def _umbrella(data: Data) -> Data:
    claims = data["claims"]
    largest = min(claims, key=lambda key: (-claims[key], key))
    whole = sum(claims[key] for key in sorted(claims))
    scale = claims[largest] / whole if whole else 1.0
    one = {key: (claim if key == largest else 0.0) for key, claim in claims.items()}
    text = "no sample of participants: only the largest claim in the cell counts"
    cell = _cell({**data, "claims": one}, claims[largest], 1.0)
    flagged = [] if len(claims) == 1 else [flags.flag("note", "umbrella", "claims", text)]
    return {
        "unique": None,
        "lambda": scale,
        "naive_value": whole * data["unit_value"],
        "value": whole * scale * data["unit_value"],
        **cell,
        "flags": flagged + cell["flags"],
    }
