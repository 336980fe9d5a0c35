"""What cannot be true is refused on the command line, with the field and the rule; what is odd is computed and flagged."""

import io
import json
import sys

import pytest

from socialvalue import cli
from socialvalue.tests.helpers import outcome, value, year


@pytest.fixture
def command(capsys, monkeypatch):
    def run(stage, given):
        raw = given if isinstance(given, bytes) else json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        code = cli.main([stage])
        said = capsys.readouterr()
        return code, json.loads(said.out or said.err)

    return run


def sheet(change=None, row=None, parameters=None, **fields):
    made = year(outcome(**(change or {})), **fields)
    return {"year": made, "values": [value(**(row or {}))], "parameters": parameters or {}}


NAMES = [f"m{at:02}" for at in range(25)]
FEW = {
    "periods": [{"period": "a", "values": dict.fromkeys(NAMES, 1)}],
    "members": {name: {"theme": "care" if at < 22 else "work"} for at, name in enumerate(NAMES)},
    "groups": "theme",
}
TWICE = {
    "year": year(outcome("a"), outcome("b")),
    "values": [value("a", driver="sleep"), value("b", "L3", 0.1, driver="sleep")],
}
BAD = {
    "a percentage above 100": ("appraise", sheet({"norm": 1.2}), "year.outcomes[0].norm", "maximum"),
    "a share of another stage above 100": ("additionality", {"rows": [{"key": "a", "leakage": 1.01}]}, "rows[0].leakage", "maximum"),
    "more respondents than participants": ("appraise", sheet({"respondents": 101}), "year.outcomes[0].respondents", "respondents<=participants"),
    "more improved than respondents": ("appraise", sheet({"improved": 61}), "year.outcomes[0].improved", "improved<=respondents"),
    "an outcome counted twice": ("appraise", TWICE, "year.outcomes[1].code", "counted-twice"),
    "a missing price year": ("appraise", sheet(row={"price_year": None}), "values[0].price_year", "price-year"),
    "an expired value": ("appraise", sheet(row={"expires": "2025-12-31"}, parameters={"on": "2026-11-22"}), "values[0].expires", "expired"),
    "negative people": ("appraise", sheet(participants=-1), "year.participants", "minimum"),
    "negative people who improved": ("appraise", sheet({"improved": -1}), "year.outcomes[0].improved", "minimum"),
    "negative persons of a claim": ("overlap", {"claims": {"X": -1}}, "claims.X", "minimum"),
    "cost zero": ("appraise", sheet(costs={"cash": 0, "hours": 0}), "year.costs", "above"),
    "all constituents zero": ("index", {"periods": [{"period": "a", "values": {"A": 0}}]}, "periods[0].values", "all-zero"),
    "a sub-index too small": ("index", {**FEW, "only": "work"}, "only", "sub-index-members"),
    "NaN": ("appraise", json.dumps(sheet()).replace("10000", "NaN").encode(), "input", "finite"),
    "the same key twice": ("index", b'{"periods": [{"period": "a", "values": {"A": 1, "A": 2}}]}', "A", "duplicate-key"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_field_and_rule(command, name):
    stage, given, field, rule = BAD[name]
    code, said = command(stage, given)
    assert code == 2
    assert (field, rule) in {(one["field"], one["rule"]) for one in said["refused"]}
    assert all(one["text"] for one in said["refused"])


def test_all_that_is_wrong_is_said_at_once(command):
    given = sheet({"respondents": 101, "norm": 2}, {"price_year": None}, participants=100)
    _code, said = command("appraise", given)
    assert {one["rule"] for one in said["refused"]} >= {"maximum", "price-year"}


ODD = {
    "nearly all improved": (sheet({"improved": 60}), "high-success"),
    "few answered": (sheet({"respondents": 30, "improved": 10}), "low-response"),
    "more than talking therapy does": (sheet(row={"ledger": "L3", "low": 3, "central": 3, "high": 3}), "life-satisfaction"),
    "a hundred times the costs": (sheet(costs={"cash": 1}), "high-ratio"),
    "the numbers of last year": (sheet(previous={"participants": 100, "o.improved": 30}), "same-as-before"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_extreme_but_possible_is_computed_and_flagged(command, name):
    given, rule = ODD[name]
    code, said = command("appraise", given)
    assert code == 0
    assert rule in {one["rule"] for one in said["flags"]}
