"""Draws: reproducible, independent of order and blocks, right on average."""

import numpy as np
import pytest

from socialvalue import draws, inputs, pipeline, record, simulate, spec, values
from socialvalue.tests.helpers import outcome, refused, value, year


def simulated(*years, rows, size=4000, parameters=None):
    given = {"years": list(years), "values": rows, "draws": size, "parameters": parameters or {}}
    return pipeline.outputs("simulate", given)


def test_ranges_hold_the_centre():
    made = year(outcome(norm_n=400, level=3))
    rows = [value("o", "L2", 1000, low=700, high=1400)]
    range_ = simulated(made, rows=rows)["initiatives"][0]["benefit"]
    central = pipeline.outputs("appraise", {"year": made, "values": rows})["total"]["benefit"]
    assert range_["p5"] < central < range_["p95"]
    assert range_["p50"] == pytest.approx(central, rel=0.05)


def test_the_spread_of_a_unit_value_is_its_range():
    made = year(outcome(improved=..., observed=0.5, norm=0, level=5))
    rows = [value("o", "L2", 1000, low=500, high=2000)]
    range_ = simulated(made, rows=rows, size=50_000)["initiatives"][0]["benefit"]
    assert range_["p5"] == pytest.approx(30 * 500, rel=0.03)
    assert range_["p50"] == pytest.approx(30 * 1000, rel=0.02)
    assert range_["p95"] == pytest.approx(30 * 2000, rel=0.03)


def test_certain_input_has_no_range():
    made = year(outcome(improved=..., observed=0.5, norm=0.1, level=5))
    one = simulated(made, rows=[value()])["initiatives"][0]
    assert one["benefit"] == {"p5": 24000, "p50": 24000, "p95": 24000}
    assert one["chance_ratio_above_1"] == 1


def test_ratio_net_and_fiscal_ratio_follow():
    made = year(outcome(level=2))
    one = simulated(made, rows=[value("o", "L1")])["initiatives"][0]
    assert one["ratio"]["p95"] == pytest.approx(one["benefit"]["p95"] / 10000)
    assert one["net"]["p5"] == pytest.approx(one["benefit"]["p5"] - 10000)
    assert one["fiscal_ratio"] == one["ratio"]


def portfolio(count):
    return [year(outcome(improved=10 + at, norm_n=200), outcome("w"), initiative=f"i{at}") for at in range(count)]


ROWS = [value(low=600, high=1500), value("w", "L3", 0.2, low=0.1, high=0.3)]


def test_order_of_initiatives_and_outcomes_changes_nothing():
    made = portfolio(7)
    turned = [{**one, "outcomes": one["outcomes"][::-1]} for one in made[::-1]]
    forward = simulated(*made, rows=ROWS, size=500)
    assert record.canonical(forward) == record.canonical(simulated(*turned, rows=ROWS[::-1], size=500))


@pytest.mark.parametrize("block", [600, 5000, 1 << 18])
def test_size_of_blocks_changes_nothing(monkeypatch, block):
    whole = simulated(*portfolio(9), rows=ROWS, size=500)
    monkeypatch.setattr(simulate, "BLOCK", block)
    monkeypatch.setattr(simulate, "MOST", 4)
    assert simulated(*portfolio(9), rows=ROWS, size=500) == whole


def test_one_initiative_is_the_same_alone_and_in_company():
    made = portfolio(5)
    together = {one["initiative"]: one for one in simulated(*made, rows=ROWS, size=500)["initiatives"]}
    alone = simulated(made[2], rows=ROWS, size=500)["initiatives"][0]
    assert together["i2"] == alone


def test_shared_errors_do_not_cancel():
    """With the same unit value for all, a hundred initiatives are as uncertain as one."""
    rows = [value("o", "L2", 1000, low=500, high=2000)]
    made = [year(outcome(improved=..., observed=0.5, norm=0, level=5), initiative=f"i{at}") for at in range(100)]
    total = simulated(*made, rows=rows, size=2000)["totals"]["L2"]
    assert total["p95"] / total["p50"] == pytest.approx(2, rel=0.1)


def test_another_release_draws_other_shared_numbers():
    made = year(outcome())
    one, two = (
        simulated(made, rows=ROWS, size=500, parameters={"release": release})["initiatives"][0]["L2"]
        for release in ("2025Q3", "2025Q4")
    )
    assert one != two


def test_seed_is_sha256_of_initiative_year_and_method():
    found = pipeline.seed("simulate", {"years": [year(outcome())], "values": [value()], "parameters": {"method": "m"}})
    assert found == draws.seed_of("own", "i", 2024, "m")
    assert len(found) == 64


def test_the_same_initiative_year_twice_is_refused():
    given = {"years": [year(outcome()), year(outcome())], "values": [value()]}
    assert refused("simulate", given) == {("years[1].initiative", "once")}


def test_a_stream_of_any_length_reports_progress(monkeypatch):
    monkeypatch.setattr(simulate, "MOST", 3)
    clean = (spec.read(inputs.YEAR, one) for one in portfolio(8))
    heard = []
    rows, parameters = spec.read(values.ROWS, ROWS), spec.read(inputs.PARAMETERS, {})
    result = simulate.portfolio(clean, rows, parameters, 200, heard.append)
    assert heard == [3, 6, 8]
    assert len(result.ids) == 8
    assert np.concatenate(result.quantiles).shape == (8, len(simulate.MEASURES), 3)


def test_an_initiative_without_outcomes_is_worth_nothing():
    one = simulated(year(), rows=[])["initiatives"][0]
    assert one["benefit"]["p95"] == 0
    assert one["net"]["p50"] == -10000


def test_draws_of_benefit_are_those_behind_the_ranges():
    made = [spec.read(inputs.YEAR, one) for one in portfolio(3)]
    rows, parameters = spec.read(values.ROWS, ROWS), spec.read(inputs.PARAMETERS, {})
    found = simulate.benefits(made, rows, parameters, 500)
    ranges = {one["initiative"]: one["benefit"] for one in simulated(*portfolio(3), rows=ROWS, size=500)["initiatives"]}
    assert set(found) == {("i0", 2024), ("i1", 2024), ("i2", 2024)}
    for (name, _), many in found.items():
        assert np.quantile(many, 0.5) == pytest.approx(ranges[name]["p50"])


def test_a_link_under_one_release_shares_its_errors():
    """The value of a WELLBY is uncertain, but cancels from the change between two years."""
    rows = spec.read(values.ROWS, [value("w", "L3", 0.2)])
    parameters = spec.read(inputs.PARAMETERS, {})
    change = outcome("w", improved=..., observed=0.5, level=5)
    years = [spec.read(inputs.YEAR, year(change, year=at)) for at in (2023, 2024)]
    one, two = simulate.benefits(years, rows, parameters, 500).values()
    assert np.ptp(one) > 0
    assert two / one == pytest.approx(np.ones(500))
