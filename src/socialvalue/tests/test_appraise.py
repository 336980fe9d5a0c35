"""One initiative-year: people x change x share x unit value x years, and what is refused."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import outcome, refused, rules, value, year


def appraise(*outcomes, values, parameters=None, **fields):
    inputs = {"year": year(*outcomes, **fields), "values": values, "parameters": parameters or {}}
    return pipeline.outputs("appraise", inputs)


def test_rate_by_hand():
    out = appraise(outcome(), values=[value()])
    line = out["lines"][0]
    assert line["observed_rate"] == pytest.approx(31 / 62)
    assert line["persons"] == pytest.approx(60 * (0.5 - 0.1))
    assert out["total"]["benefit"] == pytest.approx(24 * 1000)
    assert out["total"]["net"] == pytest.approx(14000)
    assert out["total"]["ratio"] == pytest.approx(2.4)
    assert out["total"]["break_even_share"] == pytest.approx(10000 / 24000)
    assert out["upper"]["benefit"] == pytest.approx(100 * 0.4 * 1000)


def test_impact_takes_no_deadweight_again():
    change = {"code": "o", "route": "IMPACT", "effect": 0.2, "displacement": 0.1}
    out = appraise(change, values=[value()])
    assert out["total"]["benefit"] == pytest.approx(100 * 0.2 * 0.9 * 1000)
    bad = change | {"norm": 0.1, "attribution": 0.5}
    found = refused("appraise", {"year": year(bad), "values": [value()]})
    assert found == {
        ("year.outcomes[0].norm", "no-double-deduction"),
        ("year.outcomes[0].attribution", "no-double-deduction"),
    }


def test_years_fade_and_are_discounted():
    change = outcome(years=3, drop=0.5)
    kept = {"rate": 0.1}
    start = appraise(change, values=[value()], parameters=kept)["total"]["benefit"]
    assert start == pytest.approx(24000 * (1 + 0.5 / 1.1 + 0.25 / 1.21))
    guide = appraise(change, values=[value()], parameters={**kept, "timing": "guide"})["total"]["benefit"]
    assert guide == pytest.approx(start / 1.1)


def test_ledgers_stand_apart():
    rows = [value("a", "L1", cashable=0.4), value("b"), value("c", "L3", 0.2)]
    out = appraise(outcome("a"), outcome("b"), outcome("c"), values=rows)
    assert out["ledgers"] == pytest.approx({"L1": 24000 * 0.4, "L2": 24000, "L3": 24 * 0.2 * 15000})
    assert out["total"]["fiscal_ratio"] == pytest.approx(0.96)
    assert out["wellbys"] == pytest.approx(24 * 0.2)


def test_a_price_of_another_year_is_uprated():
    out = appraise(outcome(), values=[value(price_year=2015)])
    assert out["total"]["benefit"] == pytest.approx(24000 * 130.31 / 100)


def test_hours_are_a_cost():
    costs = {"cash": 1000, "hours": 100, "hour_value": 14.06}
    assert appraise(outcome(), values=[value()], costs=costs)["total"]["cost"] == pytest.approx(2406)


def test_what_got_worse_counts_against():
    out = appraise(outcome(worse=True), values=[value()])
    assert out["total"]["benefit"] == pytest.approx(-24000)
    assert out["total"]["break_even_share"] is None
    assert "negative-question" not in rules(out)


def test_not_measured_is_worth_nothing_but_says_what_would_break_even():
    out = appraise({"code": "o", "measured": False}, values=[value()])
    assert out["total"]["benefit"] == 0
    assert out["not_valued"] == [{"code": "o", "value": 0.0, "persons_to_break_even": 10.0}]
    for cashable, persons in ((0.5, 20), (None, 10 / 0.3)):  # public spending only frees money in part
        out = appraise({"code": "o", "measured": False}, values=[value("o", "L1", cashable=cashable)])
        assert out["not_valued"][0]["persons_to_break_even"] == pytest.approx(persons)


def test_the_profile_is_never_money():
    row = value("p", "L4", 0, dimension="social")
    out = appraise(outcome("p"), values=[row])
    assert out["lines"] == []
    assert out["profile"]["social"] == pytest.approx(100 * 0.5 * 0.6)
    assert out["profile"]["physical"] is None


def test_wellbeing_lines_of_one_person_are_capped():
    rows = [value("a", "L3", 0.8), value("b", "L3", 0.7)]
    out = appraise(outcome("a"), outcome("b"), values=rows)
    assert out["ledgers"]["L3"] == pytest.approx(24 * 1.0 * 15000)
    assert "wellbeing-cap" in rules(out)


def test_defaults_are_used_and_flagged():
    change = {"code": "o", "respondents": 60, "improved": 30, "years": 2}
    out = appraise(change, values=[value("o", "L1")])
    assert {"default-deadweight", "default-attribution", "default-drop"} <= rules(out)
    persons = 60 * 0.5 * 0.5
    assert out["total"]["benefit"] == pytest.approx(persons * 0.5 * 0.3 * 1000 * (1 + 0.5 / 1.0225))


def test_peers_shrink_an_effect():
    change = {"code": "o", "route": "IMPACT", "effect": 0.4, "effect_se": 0.1, "level": 5}
    shrunk = change | {"peers": {"mean": 0.1, "sd": 0.1}}
    out = appraise(shrunk, values=[value()])
    assert out["lines"][0]["net_rate"] == pytest.approx(0.25)


def test_flags_of_the_improbable():
    out = appraise(
        outcome(respondents=30, improved=30),
        values=[value("o", "L3", 9)],
        previous={"participants": 100, "o.improved": 30},
    )
    assert {"low-response", "high-success", "life-satisfaction", "same-as-before", "high-ratio"} <= rules(out)
    assert [f["colour"] for f in out["flags"] if f["rule"] == "life-satisfaction"] == ["red"]


def test_amber_between_the_thresholds():
    out = appraise(outcome(respondents=100, improved=60), values=[value("o", "L3", 1.0)])
    assert 0.46 < out["gain_per_participant"] < 0.71
    assert [f["colour"] for f in out["flags"] if f["rule"] == "life-satisfaction"] == ["amber"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"respondents": 101}, ("year.outcomes[0].respondents", "respondents<=participants")),
        ({"improved": 61}, ("year.outcomes[0].improved", "improved<=respondents")),
        ({"improved": -1}, ("year.outcomes[0].improved", "minimum")),
        ({"norm": 1.2}, ("year.outcomes[0].norm", "maximum")),
        ({"norm": float("nan")}, ("year.outcomes[0].norm", "finite")),
        ({"respondents": 10**400}, ("year.outcomes[0].respondents", "maximum")),
        ({"improved": 3.5}, ("year.outcomes[0].improved", "whole")),
        ({"improved": True}, ("year.outcomes[0].improved", "type")),
        ({"years": 6}, ("year.outcomes[0].years", "maximum")),
        ({"code": "unknown"}, ("year.outcomes[0].code", "known-value")),
        ({"code": "o\0"}, ("year.outcomes[0].code", "characters")),
        ({"deadweight": 0.2}, ("year.outcomes[0].deadweight", "no-double-deduction")),
        ({"improved": ...}, ("year.outcomes[0].improved", "route")),
        ({"surprise": 1}, ("year.outcomes[0].surprise", "unknown")),
    ],
)
def test_refusals_name_field_and_rule(change, expected):
    assert expected in refused("appraise", {"year": year(outcome(**change)), "values": [value()]})


def test_an_outcome_counted_twice_is_refused():
    same = [value("a", driver="sleep"), value("b", "L3", 0.1, driver="sleep")]
    inputs = {"year": year(outcome("a"), outcome("b")), "values": same}
    assert refused("appraise", inputs) == {("year.outcomes[1].code", "counted-twice")}
    inputs = {"year": year(outcome("a"), outcome("a")), "values": same}
    assert refused("appraise", inputs) == {("year.outcomes[1].code", "once")}
    others = {"year": year(outcome("a"), outcome("b", group="parents")), "values": same}
    assert pipeline.outputs("appraise", others)["total"]["benefit"] > 0


def test_cost_zero_missing_price_year_and_expired_value_are_refused():
    assert refused("appraise", {"year": year(outcome(), costs={}), "values": [value()]}) == {("year.costs", "above")}
    row = value()
    del row["price_year"]
    assert refused("appraise", {"year": year(outcome()), "values": [row]}) == {("values[0].price_year", "price-year")}
    inputs = {
        "year": year(outcome()),
        "values": [value(expires="2025-12-31")],
        "parameters": {"on": "2026-11-22"},
    }
    assert refused("appraise", inputs) == {("values[0].expires", "expired")}


def test_extreme_but_possible_input_is_computed():
    out = appraise(
        outcome(respondents=10**9, improved=10**9, norm=0),
        values=[value(at=10**9)],
        participants=10**9,
        costs={"cash": 0.01},
    )
    assert out["total"]["ratio"] > 1e18
    assert "high-ratio" in rules(out)


def test_nobody_took_part():
    change = outcome(respondents=0, improved=0)
    out = appraise(change, values=[value("o", "L3", 0.3)], participants=0)
    assert out["total"]["benefit"] == 0
    assert out["gain_per_participant"] == 0


def test_public_money_against_public_savings():
    costs = {"cash": 10000, "public": 6000}
    out = appraise(outcome(), values=[value("o", "L1", cashable=0.5)], costs=costs)
    assert out["total"]["public_net"] == pytest.approx(24000 * 0.5 - 6000)
    given = {"year": year(outcome(), costs={"cash": 10, "public": 11}), "values": [value()]}
    assert refused("appraise", given) == {("year.costs.public", "public<=money")}


def test_the_name_of_a_parameter_is_reserved():
    row = value("value-of-a-wellby")
    assert refused("appraise", {"year": year(outcome(row["code"])), "values": [row]}) == {
        ("values[0].code", "reserved")
    }


def test_parameters_are_checked_too():
    def found(parameters):
        return refused("appraise", {"year": year(outcome()), "values": [value()], "parameters": parameters})

    assert found({"cpi": {"later": 100}}) == {("parameters.cpi.later", "year")}
    assert found({"wellby": {"low": 16000}}) == {("parameters.wellby.central", "order")}
    assert found({"cpi": {"2023": 100}}) == {("price_year", "price-index")}


def test_work_displaces_by_default():
    out = appraise(outcome(), values=[value(kind="work")])
    assert out["lines"][0]["kept"] == pytest.approx(0.85)


def test_capacity_freed_is_no_money_saved():
    line = appraise(outcome(), values=[value("o", "L1", cashable=0.4)])["lines"][0]
    assert line["payer"] == "gemeente"
    assert line["value"] == pytest.approx(24000 * 0.4)
    assert line["capacity"] == pytest.approx(24000 * 0.6)
    assert appraise(outcome(), values=[value()])["lines"][0]["capacity"] == 0
