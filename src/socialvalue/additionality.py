"""Additionality: from gross to net in one factor, for whole programmes.

## Purpose
Compute the net factor of a scenario or sector, to compare with programmes abroad. In
an appraisal use the separate parameters, so that nothing is deducted twice.

## Formula
`net = (1 - deadweight)(1 - displacement)(1 - leakage)(1 - substitution) multiplier`

## Units
Shares 0 to 1; the multiplier is a number of at least 0.

## Source
Additionality Guide, 4th edition (Homes and Communities Agency, 2014).
"""

from typing import Final

from socialvalue import flags, spec
from socialvalue.spec import Data

SPEC: Final = spec.Object(
    fields={
        "rows": spec.List(
            least=1,
            unique=("key",),
            of=spec.Object(
                fields={
                    "key": spec.name(note="scenario or sector"),
                    "deadweight": spec.share(default=0.0),
                    "displacement": spec.share(default=0.0),
                    "leakage": spec.share(default=0.0),
                    "substitution": spec.share(default=0.0),
                    "multiplier": spec.Number(default=1.0, low=0, high=10),
                    "gross": spec.Number(default=None, nullable=True, note="gross amount, any unit"),
                }
            ),
        )
    }
)

EXAMPLE: Final[Data] = {"rows": [{"key": "employment", "deadweight": 0.2, "displacement": 0.15, "leakage": 0.1}]}


def run(data: Data) -> Data:
    """Return the net factor per row, and the net amount where a gross was given."""
    factors, net, flagged = {}, {}, []
    for row in data["rows"]:
        factor = float(row["multiplier"])
        for part in ("deadweight", "displacement", "leakage", "substitution"):
            factor *= 1 - row[part]
        factors[row["key"]] = factor
        if row["gross"] is not None:
            net[row["key"]] = row["gross"] * factor
        if factor > 1:
            text = "adds more than it takes away: the multiplier needs a source"
            flagged.append(flags.flag("amber", "net-above-gross", row["key"], text))
    return {"net_factor": factors, "net": net, "flags": flagged}
