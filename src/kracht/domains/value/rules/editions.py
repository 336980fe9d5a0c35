"""What changed between two editions of a published sheet: from their records alone. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Data = Mapping[str, Any]
COSTS = ("cash", "in_kind", "hours", "public")
OUTCOME = ("respondents", "improved", "effect", "norm", "deadweight", "attribution", "years")
LEDGERS = ("L1", "L2", "L3")


@dataclass(frozen=True, slots=True)
class Change:
    """One number that is another one now: `name` of what, `code` of the outcome; None when it was or is not there."""

    name: str
    code: str
    before: float | None
    after: float | None


def changes(old: Data, new: Data) -> tuple[Change, ...]:
    """Return every number of the answers that differs, then the ledgers that became another."""
    return tuple(one for one in (*_answers(old, new), *_results(old, new)) if one.before != one.after)


def _answers(old: Data, new: Data) -> Iterator[Change]:
    before, after = (record["inputs"]["year"] for record in (old, new))
    yield Change("participants", "", before["participants"], after["participants"])
    for name in COSTS:
        yield Change(name, "", before["costs"].get(name, 0), after["costs"].get(name, 0))
    was, now = _outcomes(before), _outcomes(after)
    for key in sorted({*was, *now}):
        for name in OUTCOME:
            yield Change(name, key[0], was.get(key, {}).get(name), now.get(key, {}).get(name))


def _outcomes(year: Data) -> dict[tuple[str, str], Data]:
    return {(one["code"], one.get("group", "all")): one for one in year["outcomes"]}


def _results(old: Data, new: Data) -> Iterator[Change]:
    before, after = (record["outputs"]["central"]["ledgers"] for record in (old, new))
    for ledger in LEDGERS:
        yield Change(ledger, "", round(before[ledger], 2), round(after[ledger], 2))
