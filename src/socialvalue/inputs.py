"""What one initiative-year must say, and the parameters of a valuation: the fields.

An outcome takes one of two routes. RATE: `respondents` of `participants` answered and
`improved` of them improved; `norm` is the share of comparable people who improve
anyway (or `deadweight`, the share of the improvement that would have come anyway).
IMPACT: `effect` per participant from a comparison group, from which no deadweight
and no attribution is taken again.
"""

from typing import Any, Final

from socialvalue import METHOD, spec
from socialvalue.spec import Data, Report

MOST_YEARS: Final = 5


def _people(outcome: Data, dot: str, report: Report) -> None:
    answered, improved = outcome["respondents"], outcome["improved"]
    if answered is not None and improved is not None and improved > answered:
        text = f"{improved} improved out of {answered} who answered"
        report.say(f"{dot}improved", "improved<=respondents", text)


def _route(outcome: Data, dot: str, report: Report) -> None:
    if outcome["measured"]:
        (_impact if outcome["route"] == "IMPACT" else _rate)(outcome, dot, report)


def _impact(outcome: Data, dot: str, report: Report) -> None:
    if outcome["effect"] is None:
        report.say(f"{dot}effect", "route", "IMPACT needs an effect per participant")
    for field in ("norm", "deadweight", "attribution", "improved"):
        if outcome[field] is not None:
            text = "is already inside an effect with a comparison group"
            report.say(f"{dot}{field}", "no-double-deduction", text)


def _rate(outcome: Data, dot: str, report: Report) -> None:
    if (outcome["improved"] is None) == (outcome["observed"] is None):
        text = "RATE needs either improved (a count) or observed (a share)"
        report.say(f"{dot}improved", "route", text)
    if outcome["respondents"] is None:
        report.say(f"{dot}respondents", "route", "RATE needs the number who answered")
    if outcome["norm"] is not None and outcome["deadweight"] is not None:
        text = "give norm or deadweight: they are the same deduction"
        report.say(f"{dot}deadweight", "no-double-deduction", text)


_MAYBE: Final[dict[str, Any]] = {"default": None, "nullable": True}

OUTCOME: Final = spec.Object(
    fields={
        "code": spec.name(note="outcome in the value set"),
        "group": spec.name(default="all", note="target group; other groups, others"),
        "measured": spec.Flag(default=True, note="false: valued at 0, break-even shown"),
        "route": spec.Choice(of=("RATE", "IMPACT"), default="RATE", note="see docs"),
        "worse": spec.Flag(default=False, note="true: this got worse (negative value)"),
        "respondents": spec.count(**_MAYBE, note="participants who answered"),
        "improved": spec.count(**_MAYBE, note="respondents who improved"),
        "observed": spec.share(**_MAYBE, note="share improved, if no counts exist"),
        "norm": spec.share(**_MAYBE, note="share that improves anyway"),
        "norm_n": spec.count(**_MAYBE, note="observations behind the norm"),
        "deadweight": spec.share(**_MAYBE, note="share of improvement, anyway"),
        "effect": spec.Number(**_MAYBE, low=-10, high=10, unit="per participant"),
        "effect_se": spec.Number(default=0.0, low=0, high=10, note="standard error"),
        "attribution": spec.share(**_MAYBE, note="mean of 1/m over respondents"),
        "attribution_n": spec.count(**_MAYBE, note="respondents asked for it"),
        "displacement": spec.share(**_MAYBE, note="share that moved to others"),
        "drop": spec.share(**_MAYBE, note="yearly drop-off"),
        "drop_n": spec.count(**_MAYBE, note="people followed up"),
        "years": spec.Number(default=1, low=1, high=MOST_YEARS, whole=True, note="years it lasts"),
        "level": spec.Number(default=1, low=1, high=5, whole=True, note="evidence level (SMS)"),
        "peers": spec.Object(
            **_MAYBE,
            fields={
                "mean": spec.Number(low=-10, high=10, note="net effect of peers"),
                "sd": spec.Number(low=0, high=10, note="spread between peers"),
            },
            note="prior from peers; shrinks the effect",
        ),
    },
    rules=(_people, _route),
)


def _enough(year: Data, dot: str, report: Report) -> None:
    for position, outcome in enumerate(year["outcomes"]):
        answered = outcome["respondents"]
        if answered is not None and answered > year["participants"]:
            text = f"{answered} answered, but {year['participants']} took part"
            where = f"{dot}outcomes[{position}].respondents"
            report.say(where, "respondents<=participants", text)


def _cost(year: Data, dot: str, report: Report) -> None:
    if cost_of(year["costs"]) <= 0:
        text = "is zero: count money, goods and hours, else there is no ratio"
        report.say(f"{dot}costs", "above", text)


def _public(costs: Data, dot: str, report: Report) -> None:
    if costs["public"] > costs["cash"] + costs["in_kind"]:
        report.say(f"{dot}public", "public<=money", "is more than the money and goods spent")


COSTS: Final = spec.Object(
    rules=(_public,),
    fields={
        "cash": spec.euros(default=0.0, note="money spent in the year"),
        "in_kind": spec.euros(default=0.0, note="goods and rooms given"),
        "hours": spec.Number(default=0.0, low=0, high=1e9, unit="hours"),
        "hour_value": spec.euros(default=0.0, note="per hour: minimum wage of the year"),
        "public": spec.euros(default=0.0, note="part of it from public money"),
    },
)

YEAR: Final = spec.Object(
    fields={
        "initiative": spec.name(note="its id"),
        "year": spec.year(note="the year that is valued"),
        "participants": spec.count(note="people who took part"),
        "costs": COSTS,
        "outcomes": spec.List(of=OUTCOME, least=0, most=40, unique=("code", "group"), note="what changed"),
        "got_worse": spec.Text(default="", longest=2000, note="asked of everyone"),
        "previous": spec.Map(of=spec.Number(), default={}, note="last year's counts, for the flags"),
    },
    rules=(_enough, _cost),
)


def _index(parameters: Data, dot: str, report: Report) -> None:
    for label in parameters["cpi"]:
        if not (label.isdecimal() and label.isascii() and len(label) == 4):
            report.say(f"{dot}cpi.{label}", "year", "must be a year, such as 2024")
    wellby = parameters["wellby"]
    if not 0 < wellby["low"] <= wellby["central"] <= wellby["high"]:
        text = "must lie between low and high, and low above 0"
        report.say(f"{dot}wellby.central", "order", text)


PARAMETERS: Final = spec.Object(
    rules=(_index,),
    default={},
    fields={
        "base_year": spec.year(default=2024, note="all euros are of this year"),
        "rate": spec.Number(default=0.0225, low=0, high=0.2, note="discount rate"),
        "timing": spec.Choice(of=("start", "guide"), default="start", note="guide: year 1 is discounted"),
        "wellby": spec.Object(
            default={},
            fields={
                "low": spec.euros(default=10500.0, note="5 % point"),
                "central": spec.euros(default=15000.0, note="median"),
                "high": spec.euros(default=20000.0, note="95 % point"),
                "price_year": spec.year(default=2024),
            },
            note="value of one point of life satisfaction for one person-year",
        ),
        "ls_cap": spec.Number(default=1.0, low=0, high=10, note="cap on summed wellbeing lines, points"),
        "release": spec.name(default="none", note="keys the shared draws"),
        "method": spec.name(default=METHOD, note="keys the own draws"),
        "on": spec.date(default=None, nullable=True, note="day for expiry of values"),
        "cpi": spec.Map(of=spec.Number(above=0), default={}, note="other price index, by year"),
    },
)


def cost_of(costs: Data) -> float:
    """Return C = cash + in kind + hours x value of an hour, EUR."""
    return float(costs["cash"] + costs["in_kind"] + costs["hours"] * costs["hour_value"])
