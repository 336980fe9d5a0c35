"""Evidence levels as bias variance."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused, rules

GIVEN = {"effect": 0.4, "se": 0.1, "level": 5, "peers": 9, "peer_mean": 0.2, "peer_sd": 0.1}


def test_by_hand():
    out = pipeline.outputs("evidence", GIVEN)
    assert out["weight"] == pytest.approx(0.5)
    assert out["effect"] == pytest.approx(0.3)
    assert out["sd"] == pytest.approx(0.005**0.5)
    assert out["flags"] == []


def test_weaker_evidence_leans_further_on_its_peers():
    found = [pipeline.outputs("evidence", GIVEN | {"level": level})["effect"] for level in range(1, 6)]
    assert found == sorted(found)
    assert found[0] == pytest.approx(0.2 + 0.2 * 0.01 / (0.01 + 0.01 + 0.24**2))


def test_without_enough_peers_half_the_catalogue_is_the_prior():
    out = pipeline.outputs("evidence", GIVEN | {"peers": 4, "catalogue_effect": 0.3})
    assert out["prior"] == pytest.approx(0.15)
    assert rules(out) == {"few-peers"}


def test_transfer_scales_with_need():
    out = pipeline.outputs("evidence", GIVEN | {"need_old": 0.2, "need_new": 0.1})
    assert out["transferred"] == pytest.approx(out["effect"] / 2)


def test_peers_without_spread_decide():
    assert pipeline.outputs("evidence", GIVEN | {"peer_sd": 0})["effect"] == 0.2


def test_refusals():
    assert refused("evidence", GIVEN | {"peers": 2}) == {("catalogue_effect", "prior")}
    assert refused("evidence", GIVEN | {"peer_mean": None}) == {("peer_mean", "prior")}
    assert refused("evidence", GIVEN | {"level": 6}) == {("level", "maximum")}
