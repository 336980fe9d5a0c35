"""Small cases of our own, worked out by hand: one or more for every stage, with no file from elsewhere.

They go through the command line on every machine, also where the folder with published cases is not.
"""

from collections.abc import Iterator

from socialvalue.tests.case import Check, Data
from socialvalue.tests.helpers import outcome, value, year

SURE: Data = outcome(improved=..., observed=0.5, level=5)  # no chance in it: 60 people, 0.5 - 0.1


def money() -> Iterator[Check]:
    """Prices, present values, net factors, the value set, lenses."""
    rows = {"values": [value("a", at=100, price_year=2015), value("b", "L1", 100, parts=[60, 30])]}
    yield Check("100 of 2015 in euros of 2024", "catalogue", rows, ("base_year_values", "a"), 130.31)
    yield Check("60 + 30 is not 100", "catalogue", rows, ("gaps", "b"), -10)
    rows = {"rows": [{"what": "w", "value": 50, "from_period": "a", "to_period": "b"}], "index": {"a": 50, "b": 60}}
    yield Check("50 x 60 / 50", "convert-prices", rows, ("rows", 0, "value"), 60)
    flow = {"rate": 0.1, "costs": [100, 0], "benefits": [0, 220]}
    yield Check("220 / 1.1 - 100", "discount", flow, ("npv",), 100)
    row = {"key": "a", "deadweight": 0.5, "displacement": 0.2, "leakage": 0.1, "substitution": 0.5}
    yield Check("0.5 x 0.8 x 0.9 x 0.5", "additionality", {"rows": [row]}, ("net_factor", "a"), 0.18)
    lens = {"code": "x", "driver": "t", "low": 3, "high": 4}
    both = {"drivers": {"t": 5}, "lenses": [lens, lens | {"code": "y"}]}
    yield Check("5 x 4", "lenses", both, ("lenses", "x", "high"), 20)
    yield Check(
        "two lenses on one change", "lenses", both | {"add": ["x", "y"]}, (), "refused", refused="counted-twice"
    )


def initiative() -> Iterator[Check]:
    """One initiative-year: sheet, evidence, break-even, switching, draws, sensitivity."""
    one = {"year": year(SURE), "values": [value()]}
    yield Check("60 x (0.5 - 0.1) x 1000", "appraise", one, ("total", "benefit"), 24000)
    yield Check("less 10,000", "appraise", one, ("total", "net"), 14000)
    yield Check("as respondents: 100 x 0.4 x 1000", "appraise", one, ("upper", "benefit"), 40000)
    yield Check("without any chance P5 is the centre", "simulate", {"years": [one["year"]], "values": one["values"], "draws": 100},
                ("initiatives", 0, "benefit", "p5"), 24000)  # fmt: skip
    yield Check("a share of 10,000 / 24,000 would do", "switching", one, ("switching", 0, "switches_at"), 10 / 24)
    seen = {"effect": 0.4, "se": 0.1, "level": 5, "peers": 9, "peer_mean": 0.2, "peer_sd": 0.1}
    yield Check("halfway between 0.4 and 0.2", "evidence", seen, ("effect",), 0.3)
    cost = {"cost": 30000, "unit_value": 10000, "kept": 0.5, "years": 2, "participants": 60}
    yield Check("30,000 / (0.5 x 10,000 x 2)", "break-even", cost, ("persons",), 3)
    yield Check("a = b = 0: all is the first", "sobol", {"function": "ishigami", "a": [0], "b": 0, "n": 128},
                ("analytic", 0), 1)  # fmt: skip


def index() -> Iterator[Check]:
    """The index: growth, a closure at zero, an entry, a takeover; and index numbers."""
    periods = [
        {"period": "0", "values": {"A": 100, "B": 100}},
        {"period": "1", "values": {"A": 120, "C": 900}, "closed": ["B"]},
        {"period": "2", "values": {"A": 132}, "removed": ["C"]},
    ]
    given = {"periods": periods}
    yield Check("120 of 200", "index", given, ("series", 1, "level"), 600)
    yield Check("600 x (132 + 900) / 1020", "index", given, ("series", 2, "level"), 600 * 1032 / 1020)
    yield Check("only who stayed: 120 of 100", "index", given, ("series", 1, "matched"), 1200)
    both = {"prices": [[2, 4], [3, 4]], "quantities": [[10, 5], [6, 9]]}
    yield Check("50 / 40", "index-numbers", both, ("laspeyres_fixed", 1), 1.25)


def together() -> Iterator[Check]:
    """Beside each other: profile, votes, peers, need, counting once, the country, givers, pay-for-success."""
    indicators = {key: {"values": each, "low": 0, "high": 100} for key, each in {"x": [40], "y": [90]}.items()}
    yield Check("root of 40 x 90", "composite", {"units": ["A"], "indicators": indicators}, ("scores", "A"), 60)
    votes = {"options": ["a", "b"], "votes": [{"voters": 3, "order": ["a", "b"]}, {"voters": 1, "order": ["b", "a"]}]}
    yield Check("3 of 4 put a first", "votes", votes, ("borda", "a"), 3)
    rates = {"rates": [{"area": "a", "events": 5, "people": 100}, {"area": "b", "events": 5, "people": 100}]}
    yield Check("equal rates stay", "benchmark", rates, ("areas", 0, "rate"), 0.05)
    areas = [{"area": "w", "level": "district", "inhabitants": 1000, "events": 100, "reach": 30, "completeness": 0.5}]
    need = {"areas": areas, "uptake": {"reached": 49, "needed": 498}, "value_per_person": 900, "cost_per_person": 300}
    yield Check("30 / 0.5", "gap", need, ("areas", 0, "known_reach"), 60)
    yield Check("100 - 60", "gap", need, ("areas", 0, "gap"), 40)
    asked = {"participations": [["p", "X"], ["p", "Y"], ["q", "X"]], "effects": {"X": 0.5, "Y": 0.5}}
    yield Check("(0.75 + 0.5) / 1.5", "overlap", asked, ("lambda",), 1.25 / 1.5)
    cell = {"cell": "c", "municipality": "g", "region": "p", "driver": "d", "year": 2025, "lambda": 0.8}
    claim = {"initiative": "X", "cell": "c", "code": "k", "payer": "g", "level": 2, "persons": 1, "cashable": 1000}
    paid = [{"initiative": "X", "cell": "c", "payer": "g", "amount": 2000}]
    country = {"cells": [cell], "claims": [claim, claim | {"initiative": "Y"}], "public_money": paid, "draws": 100}
    yield Check("0.8 x 2000 - 2000", "national", country, ("headline", "central_cents"), -40000)
    gifts = {"contributions": {"a": 1, "b": 1, "c": 1}, "realised": 1}
    yield Check("the odd cent has one owner", "attribute", gifts, ("attributed_cents", "a"), 34)
    yield Check("and no cent is lost", "attribute", gifts, ("sum_cents",), 100)
    cohort = {"cohort": "1", "treated": 80, "control": 100, "people": 10}
    terms = {"cohorts": [cohort], "cohort_trigger": 0.1, "pooled_trigger": 0.1}
    yield Check("20 of 100 fewer", "pay-for-success", terms, ("cohorts", 0, "reduction"), 0.2)


OWN = {"money": money, "initiative": initiative, "index": index, "together": together}
