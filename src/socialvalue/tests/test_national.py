"""The national figure: once per person, net of public money, per payer and region."""

import pytest

from socialvalue import national, pipeline
from socialvalue.tests.helpers import refused, rules


def claim(initiative, cell, **fields):
    base = {"initiative": initiative, "cell": cell, "code": "k", "payer": "gemeente", "level": 2, "persons": 10}
    return base | {"cashable": 1000} | fields


def cell(name, region="PV20", **fields):
    return {"cell": name, "municipality": name, "region": region, "driver": "d", "year": 2025} | fields


def figure(cells, claims, **options):
    return pipeline.outputs("national", {"cells": cells, "claims": claims, "draws": 200, **options})


def test_public_money_is_subtracted_and_the_figure_may_be_negative():
    paid = [{"initiative": "X", "cell": "a", "payer": "Rijk", "amount": 2500}]
    out = figure([cell("a")], [claim("X", "a")], public_money=paid)
    assert out["headline"] == {"central_cents": -150000, "p5": -1500, "p50": -1500, "p95": -1500}
    assert out["payers"]["gemeente"]["net_cents"] == 100000
    assert out["payers"]["Rijk"] == {"saved_cents": 0, "paid_cents": 250000, "net_cents": -250000}


def test_overlap_scales_and_without_a_sample_the_largest_counts():
    both = [claim("X", "a", persons=10), claim("Y", "a", persons=30, cashable=500)]
    assert figure([cell("a", **{"lambda": 0.8})], both)["headline"]["central_cents"] == 120000
    out = figure([cell("a")], both)
    assert out["headline"]["central_cents"] == 50000
    assert rules(out) == {"umbrella"}


def test_cell_cap():
    out = figure([cell("a", need=10)], [claim("X", "a")])
    assert out["headline"]["central_cents"] == 50000
    assert rules(out) == {"cell-cap"}


def test_level_one_stands_beside_the_headline():
    out = figure([cell("a"), cell("b")], [claim("X", "a", level=1), claim("Y", "b", capacity=50, wellbeing=70)])
    assert out["headline"]["central_cents"] == 100000
    assert out["beside"] == {
        "possible_cents": 100000,
        "capacity_cents": 5000,
        "other_cents": 0,
        "wellbeing_cents": 7000,
    }


def test_shared_errors_do_not_cancel_over_initiatives():
    cells = [cell(f"c{at}") for at in range(50)]
    claims = [claim(f"i{at}", f"c{at}") for at in range(50)]
    one = figure(cells[:1], claims[:1], spread={"k": [0.5, 2]})["headline"]
    all_ = figure(cells, claims, spread={"k": [0.5, 2]})["headline"]
    assert all_["p95"] == pytest.approx(50 * one["p95"])


def test_own_errors_do():
    cells = [cell(f"c{at}") for at in range(50)]
    claims = [claim(f"i{at}", f"c{at}", sd=0.3) for at in range(50)]
    found = figure(cells, claims)["headline"]
    assert found["p95"] / found["p50"] < 1.15


def test_implausibly_large_claims_hold_the_release():
    out = figure([cell("a")], [claim("X", "a")], spending={"k": 49999})
    assert [one["code"] for one in out["hold"]] == ["k"]
    assert figure([cell("a")], [claim("X", "a")], spending={"k": 50000})["hold"] == []


def test_refusals():
    given = national.EXAMPLE
    twice = {**given, "claims": [given["claims"][0]] * 2}
    assert refused("national", twice) == {("claims[1].initiative", "once")}
    lost = {**given, "claims": [{**given["claims"][0], "cell": "nowhere"}]}
    assert refused("national", lost) == {("claims[0].cell", "known")}
    negative = {**given, "claims": [{**given["claims"][0], "persons": -1}]}
    assert refused("national", negative) == {("claims[0].persons", "minimum")}
    assert refused("national", {**given, "spread": {"k": [2, 1]}}) == {("spread.k", "order")}
