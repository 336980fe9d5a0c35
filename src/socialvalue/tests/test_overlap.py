"""People whom several help count once."""

import pytest

from socialvalue import overlap, pipeline
from socialvalue.tests.helpers import refused, rules


def test_golden_by_hand():
    out = pipeline.outputs("overlap", overlap.EXAMPLE)
    assert out["unique"] == 6
    assert out["unique_share"] == pytest.approx({"X": 2 + 1 / 2 + 1 / 3, "Y": 1 / 2 + 1 / 3, "Z": 2 + 1 / 3})
    assert out["lambda"] == pytest.approx(28 / 36)
    assert out["value"] == pytest.approx(28000)


def test_without_overlap_nothing_is_taken():
    given = {"participations": [["p", "X"], ["q", "Y"]], "effects": {"X": 0.3, "Y": 0.9}}
    assert pipeline.outputs("overlap", given)["lambda"] == 1


def test_what_attribution_took_is_not_taken_again():
    pairs = [["p", "X"], ["p", "Y"], ["q", "X"], ["q", "Y"]]
    given = {"participations": pairs, "effects": {"X": 0.4, "Y": 0.4}}
    assert pipeline.outputs("overlap", given)["lambda"] == pytest.approx(0.64 / 0.8)
    assert pipeline.outputs("overlap", given | {"kept": {"X": 0.9}})["lambda"] == pytest.approx(0.64 / 0.76)
    assert pipeline.outputs("overlap", given | {"kept": {"X": 0.5, "Y": 0.5}})["lambda"] == 1


def test_umbrella_rule_without_a_sample():
    out = pipeline.outputs("overlap", {"claims": {"X": 30, "Y": 50, "Z": 20}})
    assert out["counted"] == {"X": 0, "Y": 50, "Z": 0}
    assert out["lambda"] == 0.5
    assert rules(out) == {"umbrella"}


def test_claims_never_exceed_half_of_the_need():
    out = pipeline.outputs("overlap", {"claims": {"X": 50}, "need": 60})
    assert out["persons"] == 30
    assert rules(out) == {"cell-cap"}


def test_refusals():
    twice = {"participations": [["p", "X"], ["p", "X"]], "effects": {"X": 0.5}}
    assert refused("overlap", twice) == {("participations[1]", "once")}
    assert refused("overlap", {"participations": [["p", "X"]]}) == {("effects", "known")}
    given = {"participations": [["p", "X"]], "effects": {"X": 0.5}, "kept": {"Y": 0.5}}
    assert refused("overlap", given) == {("kept.Y", "known")}
    assert refused("overlap", {}) == {("claims", "required")}
    assert refused("overlap", {"claims": {"X": -1}}) == {("claims.X", "minimum")}
