"""From answers to what the numeric core reads: one initiative-year, its values and its parameters. Pure.

Costs are typed in euros of their own year and turned into euros of the base year by the consumer price index of the
value set; a year that the index does not know yet is taken as the last known one. An hour of a volunteer is worth the
statutory minimum wage of the nearest known year.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kracht.domains.value.facts import MOST_OUTCOMES, Ledger
from kracht.domains.value.models import Value, ValueSet
from kracht.domains.value.rules.answers import ANYWAY, HOW, LEVELS, OTHERS, Answers, Problem, Reader, codes, said
from socialvalue.reference import CPI_NL

type Data = dict[str, Any]
WORSE = "worse"  # the target group of what got worse: other people than those it got better for


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What participants answered by link: how many, and per outcome how many improved; mean of 1 / (1 + others)."""

    invited: int
    replies: int
    improved: Mapping[str, int]
    attribution: float | None


NOBODY = Surveyed(0, 0, {}, None)


def core_row(row: Value) -> Data:
    """Return a row of the value set as the core reads it."""
    return {
        "code": row.code,
        "title": row.title_nl,
        "driver": row.driver,
        "ledger": row.ledger,
        "kind": row.kind,
        "low": float(row.low),
        "central": float(row.central),
        "high": float(row.high),
        "price_year": row.price_year,
        "cashable": None if row.cashable is None else float(row.cashable),
        "payer": row.payer,
        "dimension": row.dimension,
        "demonstration": row.demonstration,
        "source": row.source,
        "page": row.page,
        "licence": row.licence,
        "owner": row.owner,
        "expires": row.expires.isoformat() if row.expires else None,
    }


def parameters(version: ValueSet, on: date | None) -> Data:
    """Return the parameters of a valuation under this version; `on` is the day on which values must be in date.

    Shared parameters are drawn per version, so that all sheets of one version share their errors.
    """
    core = {key: version.parameters[key] for key in ("base_year", "rate", "wellby") if key in version.parameters}
    return {**core, "release": f"values-{version.number}", "on": on.isoformat() if on else None}


def base_year(version: ValueSet) -> int:
    """The year of whose euros all amounts are."""
    return int(version.parameters.get("base_year", 2024))


def price_factor(year: int, base: int) -> float:
    """Return euros of the base year per euro of `year`; a year without an index counts as the nearest known one."""
    known = min(max(year, min(CPI_NL)), max(CPI_NL))
    return CPI_NL[base] / CPI_NL[known]


def hour_value(year: int, version: ValueSet) -> float:
    """Return what an hour of a volunteer is worth, in euros of the base year."""
    known = {int(key): float(value) for key, value in version.parameters.get("hour_values", {}).items()}
    if not known:
        return 0.0
    near = min(known, key=lambda one: (abs(one - year), one))
    return round(known[near] * price_factor(near, base_year(version)), 2)


def year_of(
    answers: Answers,
    *,
    identity: tuple[str, int],
    version: ValueSet,
    rows: Sequence[Value],
    surveyed: Surveyed = NOBODY,
    previous: Mapping[str, float] | None = None,
) -> tuple[Data, list[Problem]]:
    """Return the initiative-year as the core reads it, and every problem; with problems it cannot be computed."""
    reader = Reader(answers)
    known = {row.code: row for row in rows}
    reader.text("activities", least=10)
    participants = reader.count("participants") or 0
    if participants == 0 and not reader.problems:
        reader.note("participants", "above")
    chosen = _chosen(reader, known)
    outcomes = [_outcome(reader, known[code], participants, surveyed) for code in chosen]
    costs = _costs(reader, identity[1], version)
    outcomes += _worse(reader, known, participants)
    found = {
        "initiative": identity[0],
        "year": identity[1],
        "participants": participants,
        "costs": costs,
        "outcomes": [one for one in outcomes if one],
        "got_worse": said(answers, "worse").strip()[:2000],
        "previous": dict(previous or {}),
    }
    return found, reader.problems


def _chosen(reader: Reader, known: Mapping[str, Value]) -> list[str]:
    found = [code for code in codes(reader.answers) if code in known]
    if not found:
        reader.note("outcomes", "required")
    if len(found) > MOST_OUTCOMES:
        reader.note("outcomes", "most", MOST_OUTCOMES)
    seen: dict[str, str] = {}
    for code in found:
        twin = seen.setdefault(known[code].driver, code)
        if twin != code:
            reader.note("outcomes", "counted-twice", known[twin].title, known[code].title)
    return found


def _outcome(reader: Reader, row: Value, participants: int, surveyed: Surveyed) -> Data:
    code = row.code
    how = reader.choice(f"how-{code}", [one for one in HOW if one != "compared" or row.ledger != Ledger.PROFILE])
    if how in {"", "none"}:
        return {"code": code, "measured": False}
    if how == "compared":
        return _compared(reader, row)
    answered, improved = _counts(reader, row, participants, how, surveyed)
    found: Data = {
        "code": code,
        "respondents": answered,
        "improved": improved,
        "level": LEVELS.get(reader.choice(f"level-{code}", tuple(LEVELS), needed=how == "own"), 1),
    }
    if row.ledger == Ledger.PROFILE:
        return found
    return {**found, **_deductions(reader, row, how, surveyed), **_lasting(reader, code)}


def _counts(
    reader: Reader, row: Value, participants: int, how: str, surveyed: Surveyed
) -> tuple[int | None, int | None]:
    code = row.code
    if how == "survey":
        if not surveyed.replies:
            reader.note(f"how-{code}", "no-replies")
        return surveyed.replies, surveyed.improved.get(code, 0)
    answered, improved = reader.count(f"respondents-{code}"), reader.count(f"improved-{code}")
    if answered is not None and answered > participants:
        reader.note(f"respondents-{code}", "respondents<=participants", answered, participants)
    if answered is not None and improved is not None and improved > answered:
        reader.note(f"improved-{code}", "improved<=respondents", improved, answered)
    return answered, improved


def _compared(reader: Reader, row: Value) -> Data:
    """An effect per participant with a comparison group: nothing is deducted again."""
    code = row.code
    effect = reader.number(f"effect-{code}", most=1, needed=True)
    error = reader.number(f"se-{code}", most=1)
    level = max(3, LEVELS.get(said(reader.answers, f"level-{code}"), 3))
    found = {"code": code, "route": "IMPACT", "effect": effect, "effect_se": error or 0.0, "level": level}
    return {**found, **_lasting(reader, code)}


def _deductions(reader: Reader, row: Value, how: str, surveyed: Surveyed) -> Data:
    code = row.code
    anyway = reader.choice(f"anyway-{code}", ("norm", *ANYWAY))
    found: Data = {}
    if anyway == "norm" and row.norm is not None:
        found |= {"norm": float(row.norm), "norm_n": row.norm_n}
    elif anyway in ANYWAY:
        found["deadweight"] = ANYWAY[anyway]
    if how == "survey" and surveyed.attribution is not None:
        return {**found, "attribution": surveyed.attribution, "attribution_n": surveyed.replies}
    others = reader.choice(f"others-{code}", ("unknown", *OTHERS))
    if others in OTHERS:
        found["attribution"] = OTHERS[others]
    return found


def _lasting(reader: Reader, code: str) -> Data:
    years = reader.choice(f"years-{code}", ("1", "2", "3", "4", "5"), needed=False)
    return {"years": int(years)} if years else {}


def _costs(reader: Reader, year: int, version: ValueSet) -> Data:
    cash, kind, public = (reader.money(field) for field in ("cash", "in_kind", "public"))
    hours = reader.count("hours", needed=False, most=10_000_000) or 0
    if public > cash + kind:
        reader.note("public", "public<=money", public // 100, (cash + kind) // 100)
    if cash + kind + hours == 0:
        reader.note("cash", "cost-zero")
    factor = price_factor(year, base_year(version))
    return {
        "cash": round(cash * factor / 100, 2),
        "in_kind": round(kind * factor / 100, 2),
        "hours": hours,
        "hour_value": hour_value(year, version),
        "public": min(round(public * factor / 100, 2), round(cash * factor / 100, 2) + round(kind * factor / 100, 2)),
    }


def _worse(reader: Reader, known: Mapping[str, Value], participants: int) -> list[Data]:
    """What got worse counts in full: nobody else takes a part of it, and it would not have happened anyway."""
    reader.text("worse", least=2)
    code = said(reader.answers, "worse_outcome")
    if not code:
        return []
    if code not in known or known[code].ledger == Ledger.PROFILE:
        reader.note("worse_outcome", "choice")
        return []
    people = reader.count("worse_people")
    if people is None:
        return []
    if people > participants:
        reader.note("worse_people", "respondents<=participants", people, participants)
    shares = {"deadweight": 0.0, "attribution": 1.0}
    one = {"code": code, "group": WORSE, "worse": True, "respondents": participants, "improved": people}
    return [{**one, **shares}]


def used(rows: Iterable[Value], year: Data) -> list[Data]:
    """Return the rows that an initiative-year uses, as the core reads them."""
    wanted = {one["code"] for one in year["outcomes"]}
    return [core_row(row) for row in sorted(rows, key=lambda one: one.code) if row.code in wanted]


def counts(year: Data) -> dict[str, float]:
    """Return the counts that should not be the same to the digit next year."""
    found: dict[str, float] = {"participants": year["participants"]}
    for one in year["outcomes"]:
        for key in ("respondents", "improved"):
            if one.get(key) is not None and one.get("group", "all") == "all":
                found[f"{one['code']}.{key}"] = one[key]
    return found
