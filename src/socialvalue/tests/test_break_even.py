"""How much would be needed to earn back the cost."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused, rules


def test_persons_by_hand():
    given = {"cost": 30000, "unit_value": 10000, "kept": 0.5, "years": 2, "participants": 60}
    out = pipeline.outputs("break-even", given)
    assert (out["persons"], out["whole_persons"], out["share"]) == (3, 3, pytest.approx(0.05))


def test_it_agrees_with_the_sheet():
    change = {"code": "o", "respondents": 60, "improved": 30, "norm": 0.1, "attribution": 0.5, "years": 2, "drop": 0.5}
    row = {"code": "o", "driver": "d", "ledger": "L2", "low": 900, "central": 900, "high": 900, "price_year": 2024}
    year = {"initiative": "i", "year": 2024, "participants": 60, "costs": {"cash": 7000}, "outcomes": [change]}
    line = pipeline.outputs("appraise", {"year": year, "values": [row]})["lines"][0]
    given = {"cost": 7000, "unit_value": 900, "kept": 0.5, "years": line["years"]}
    assert pipeline.outputs("break-even", given)["persons"] == pytest.approx(line["persons_to_break_even"])


def test_more_than_took_part_is_flagged():
    out = pipeline.outputs("break-even", {"cost": 9000, "unit_value": 100, "participants": 20})
    assert rules(out) == {"out-of-reach"}


def test_refusals():
    assert refused("break-even", {"cost": 0, "unit_value": 1}) == {("cost", "above")}
    assert refused("break-even", {"cost": 1}) == {("unit_value", "either")}
    assert refused("break-even", {"cost": 1, "unit_value": 1, "participants": 0}) == {("participants", "minimum")}
