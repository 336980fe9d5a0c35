"""The value set: what one person-year of change is worth, per outcome, with its source.

A row has one code, one driver (the physical change), one ledger: L1 avoided public
spending, L2 other money, L3 well-being (its value is a gain in life satisfaction,
priced once for all by the value of a WELLBY), L4 not valued in euros (a profile).
Every row names its source, page, price year, licence, owner and last day.
"""

from typing import Any, Final

from socialvalue import spec
from socialvalue.flags import flag
from socialvalue.reference import DIMENSIONS, LEDGERS
from socialvalue.spec import Data, Report

# The name under which the value of one point of life satisfaction is drawn and shown.
WELLBY: Final = "value-of-a-wellby"


def _order(row: Data, dot: str, report: Report) -> None:
    if not row["low"] <= row["central"] <= row["high"]:
        report.say(f"{dot}central", "order", "must lie between low and high")
    if row["low"] == 0 < row["high"]:
        report.say(f"{dot}low", "above", "must be more than 0 when high is")


def _reserved(row: Data, dot: str, report: Report) -> None:
    if row["code"] == WELLBY:
        report.say(f"{dot}code", "reserved", f"{WELLBY} is the name of a parameter")


def _ledger(row: Data, dot: str, report: Report) -> None:
    if row["ledger"] == "L1" and not row["payer"]:
        report.say(f"{dot}payer", "payer", "L1 must say who saves (gemeente, Zvw …)")
    if row["ledger"] in ("L1", "L2") and row["price_year"] is None:
        report.say(f"{dot}price_year", "price-year", "a value in euros needs a year")
    if row["ledger"] == "L4" and not row["dimension"]:
        report.say(f"{dot}dimension", "dimension", "L4 must name its dimension")


ROW: Final = spec.Object(
    fields={
        "code": spec.name(note="name of the outcome in the value set"),
        "title": spec.Text(default="", note="the outcome in words"),
        "driver": spec.name(note="the physical change; valued once"),
        "ledger": spec.Choice(of=LEDGERS, note="L1 public, L2 other, L3 wellbeing, L4"),
        "kind": spec.Choice(of=("wellbeing", "work", "other"), default="other", note="sets displacement"),
        "low": spec.euros(note="5 % point, EUR (L3: points of life satisfaction)"),
        "central": spec.euros(note="median, same unit"),
        "high": spec.euros(note="95 % point, same unit"),
        "price_year": spec.year(default=None, nullable=True, note="year of the price"),
        "cashable": spec.share(default=None, nullable=True, note="confirmed share that frees money (L1)"),
        "payer": spec.name(default="", note="who saves: gemeente, Zvw, Wlz, Rijk, UWV"),
        "dimension": spec.Choice(of=("", *DIMENSIONS), default="", note="of an L4 row"),
        "demonstration": spec.Flag(default=False, note="foreign value, demo only"),
        "source": spec.Text(default="", longest=500, note="publication"),
        "page": spec.Text(default="", note="page or table in the source"),
        "licence": spec.Text(default="", note="licence of the source"),
        "owner": spec.Text(default="", note="who keeps this row"),
        "expires": spec.date(default=None, nullable=True, note="last day of use"),
        "parts": spec.List(of=spec.Number(unit="EUR"), default=None, nullable=True, note="components"),
    },
    rules=(_order, _ledger, _reserved),
)

ROWS: Final = spec.List(of=ROW, least=0, unique=("code",), note="the value set")


def check_current(rows: list[Data], on: str | None, where: str) -> None:
    """Refuse rows whose last day is before `on` (ISO date); None asks nothing.

    Raises:
        Refused: one problem per expired row.
    """
    report = Report()
    for position, row in enumerate(rows):
        if on and row["expires"] and row["expires"] < on:
            text = f"{row['code']} was valid until {row['expires']}"
            report.say(f"{where}[{position}].expires", "expired", text)
    report.settle()


def unsourced(row: Data) -> list[Data]:
    """Flag what a row does not say about where it comes from."""
    missing = [k for k in ("source", "page", "licence", "owner") if not row[k]]
    if row["expires"] is None:
        missing.append("expires")
    if not missing:
        return []
    return [flag("note", "provenance", row["code"], f"lacks {', '.join(missing)}")]


def by_code(rows: list[Data]) -> dict[str, Any]:
    """Return the rows by their code."""
    return {row["code"]: row for row in rows}
