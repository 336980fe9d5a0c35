"""Convert prices: first uprate in the own currency, then one step to another.

## Purpose
Bring a value from its own price year and country to the base year here, in a stated
order, so that the same source always gives the same euro.

## Formula
- uprate: `value x index(to) / index(from)` on the own deflator
- purchasing power: `value x PPP(to country) / PPP(from country)`, one step
- value of a statistical life: uprate, then `(income here / income there)^elasticity`,
  then the exchange rate

## Units
Money in the currency of the row; indices and PPP without unit.

## Source
BENEFITS D2.2 (2024); OECD (2012), Mortality Risk Valuation; CBS consumer prices.
"""

from typing import Any, Final

from socialvalue import spec
from socialvalue.reference import CPI_NL
from socialvalue.spec import Data, refuse

SPEC: Final = spec.Object(
    fields={
        "index": spec.Map(of=spec.Number(above=0), default={}, note="deflator; empty: CBS CPI"),
        "ppp": spec.Map(of=spec.Number(above=0), default={}, note="by country"),
        "rows": spec.List(
            default=[],
            of=spec.Object(
                fields={
                    "what": spec.Text(note="name of the value"),
                    "value": spec.Number(note="amount"),
                    "from_period": spec.name(default="", note="price year or period"),
                    "to_period": spec.name(default="", note="price year or period"),
                    "from_country": spec.name(default="", note="country of the value"),
                    "to_country": spec.name(default="", note="country wanted"),
                }
            ),
        ),
        "vsl": spec.Object(
            default=None,
            nullable=True,
            note="transfer of the value of a statistical life",
            fields={
                "base": spec.euros(note="value in the base currency and year"),
                "index_from": spec.Number(above=0, note="deflator of the base year"),
                "index_to": spec.Number(above=0, note="deflator of the year wanted"),
                "income_here": spec.Number(above=0, note="per head"),
                "income_there": spec.Number(above=0, note="per head, same unit"),
                "elasticity": spec.Number(default=0.8, low=0, high=3),
                "currency_per_euro": spec.Number(default=1.0, above=0),
            },
        ),
    }
)

EXAMPLE: Final[Data] = {"rows": [{"what": "home help", "value": 32.4, "from_period": "2023", "to_period": "2024"}]}


def run(data: Data) -> Data:
    """Return the converted rows, each with the factors that were applied."""
    index = data["index"] or {str(key): value for key, value in CPI_NL.items()}
    rows = [_row(row, index, data["ppp"], f"rows[{at}].") for at, row in enumerate(data["rows"])]
    return {"rows": rows, "vsl": _vsl(data["vsl"]) if data["vsl"] else None}


def _row(row: Data, index: Data, ppp: Data, dot: str) -> Data:
    uprate = _factor(row, "period", index, dot, "price-year")
    power = _factor(row, "country", ppp, dot, "country")
    value = row["value"] * uprate * power
    return {"what": row["what"], "value": value, "uprate": uprate, "ppp": power}


def _factor(row: Data, kind: str, series: Data, dot: str, rule: str) -> float:
    here, there = row[f"to_{kind}"], row[f"from_{kind}"]
    if not here and not there:
        return 1.0
    for field, wanted in ((f"from_{kind}", there), (f"to_{kind}", here)):
        if not wanted:
            raise refuse(f"{dot}{field}", rule, f"is missing: say both {kind}s")
        if wanted not in series:
            text = f"{wanted} is not in the series ({', '.join(sorted(series)[:8])} …)"
            raise refuse(f"{dot}{field}", rule, text)
    return float(series[here] / series[there])


def _vsl(vsl: Data) -> dict[str, Any]:
    uprated = vsl["base"] * vsl["index_to"] / vsl["index_from"]
    scale = (vsl["income_here"] / vsl["income_there"]) ** vsl["elasticity"]
    return {
        "uprated": uprated,
        "scale": scale,
        "scaled": uprated * scale,
        "euros": uprated * scale / vsl["currency_per_euro"],
    }
