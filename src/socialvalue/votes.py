"""Order without adding up: Borda, Kemeny and outranking.

## Purpose
Check a composite against methods in which a good score cannot buy off a bad one, and
show that an order can depend on who else is compared.

## Formula
- Borda: `m - 1` points for a first place, down to 0
- Kemeny: an order scores the voters (or indicators) that agree, over all pairs; the
  best order has the highest score (all orders are tried, at most 8 options)
- outranking: `e_ab` = share of indicators on which a is better than b; equals count half

## Units
Voters, or weights of indicators that add up to 1.

## Source
OECD/JRC (2008), Handbook on Constructing Composite Indicators, chapter 6; Young and
Levenglick (1978).
"""

from itertools import combinations, permutations
from typing import Final

import numpy as np

from socialvalue import spec
from socialvalue.spec import Data, Floats, Report, Whole

MOST_OPTIONS: Final = 8


def _which(data: Data, dot: str, report: Report) -> None:
    options = data["options"]
    if len(set(options)) != len(options):
        report.say(f"{dot}options", "once", "names an option twice")
    if bool(data["votes"]) == bool(data["data"]):
        report.say(f"{dot}votes", "either", "give votes, or data per option")
    for at, vote in enumerate(data["votes"]):
        if sorted(vote["order"]) != sorted(options):
            text = "must hold every option once"
            report.say(f"{dot}votes[{at}].order", "permutation", text)
    widths = {len(row) for row in data["data"]}
    if data["data"] and (len(data["data"]) != len(options) or len(widths) != 1):
        text = "needs one list of equal length per option"
        report.say(f"{dot}data", "same-length", text)


SPEC: Final = spec.Object(
    fields={
        "options": spec.List(of=spec.name(), least=2, most=MOST_OPTIONS),
        "votes": spec.List(
            default=[],
            of=spec.Object(
                fields={
                    "voters": spec.count(low=1, note="how many"),
                    "order": spec.List(of=spec.name(), note="best first"),
                }
            ),
        ),
        "data": spec.List(default=[], of=spec.List(of=spec.Number(), least=1), note="more is better"),
    },
    rules=(_which,),
)

EXAMPLE: Final[Data] = {
    "options": ["a", "b", "c"],
    "votes": [
        {"voters": 3, "order": ["c", "b", "a"]},
        {"voters": 2, "order": ["b", "a", "c"]},
        {"voters": 2, "order": ["a", "c", "b"]},
    ],
}


def run(data: Data) -> Data:
    """Return the pair matrix, Borda points, every order's Kemeny score and the best."""
    options = data["options"]
    pairs = _votes(data) if data["votes"] else outranking(np.asarray(data["data"]))
    points = {key: float(pairs[at].sum()) for at, key in enumerate(options)}
    scores = [
        (float(sum(pairs[a, b] for a, b in combinations(order, 2))), order)
        for order in permutations(range(len(options)))
    ]
    best = max(score for score, _ in scores)
    winners = [[options[at] for at in order] for score, order in scores if score > best - 1e-9]
    small = len(options) <= 4
    return {
        "pairs": pairs,
        "borda": points,
        "kemeny": {"|".join(options[at] for at in order): score for score, order in scores} if small else None,
        "best": best,
        "winners": sorted(winners),
    }


def _votes(data: Data) -> Whole:
    """Return pairs[a, b] = voters who put a above b; row sums are Borda points."""
    place = {key: at for at, key in enumerate(data["options"])}
    pairs = np.zeros((len(place), len(place)), dtype=np.int64)
    for vote in data["votes"]:
        for a, b in combinations(vote["order"], 2):
            pairs[place[a], place[b]] += vote["voters"]
    return pairs


def outranking(x: Floats) -> Floats:
    """Return e[a, b]: share of indicators (columns of x) on which a beats b."""
    better = (x[:, None, :] > x[None, :, :]).mean(axis=2)
    equal = (x[:, None, :] == x[None, :, :]).mean(axis=2) / 2
    np.fill_diagonal(equal, 0)
    out: Floats = better + equal
    return out
