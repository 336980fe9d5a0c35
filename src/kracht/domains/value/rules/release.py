"""Everything a release computes, from published records alone. Pure: the same inputs give the same bytes.

Stages: the index (whole, per theme, per province, per ledger), totals per ledger, benchmark, growth map, national
figure. Each part is a document of its own; `operations.releasing` seals them into the chain.
"""

from typing import Any

from kracht.domains.value.rules import beside, indexing, national
from kracht.domains.value.rules.given import Given
from kracht.domains.value.rules.periods import periods

type Data = dict[str, Any]


def build(given: Given) -> dict[str, Data]:
    """Return all parts, by `stage/key`."""
    made = periods(given.name, given.known, dict(given.events))
    if not made:
        return {"index/all": {"series": [], "count": 0, "reason": "all-zero", "constituents": []}}
    last = made[-1]
    parts = indexing.index_parts(given, made)
    parts[f"totals/{last.name}"] = indexing.totals(given, last)
    parts |= beside.benchmarks(given, last)
    parts |= beside.gaps(given, last)
    parts |= national.figure(given, last)
    return parts
