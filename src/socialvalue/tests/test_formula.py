"""Shared arithmetic."""

from fractions import Fraction

import numpy as np
import pytest

from socialvalue import draws, formula


def test_quantiles_are_those_of_numpy():
    values = draws.stream("test").standard_normal((7, 501))
    expected = np.quantile(values, (0.05, 0.5, 0.95), axis=1).T
    assert formula.quantiles(values.copy()) == pytest.approx(expected)
    assert formula.quantiles(np.array([3.0])).tolist() == [3, 3, 3]


def test_lasting_is_the_sum_of_its_years():
    by_hand = sum(0.7**h / 1.03 ** (h + 1) for h in range(4))
    assert float(formula.lasting(0.3, 0.03, 4, 1)) == pytest.approx(by_hand)
    assert float(formula.lasting(1.0, 0.03, 4, 0)) == 1


def test_cents_round_half_to_even_on_the_decimal():
    assert [formula.cents(x) for x in (0.125, 0.135, 2.675, -0.125, 1e9)] == [12, 14, 268, -12, 10**11]


def test_shares_in_cents_need_no_luck():
    found = formula.shares_in_cents(100, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})
    assert found == {"a": 34, "b": 33, "c": 33}


def test_capped_weights_hold_the_cap():
    values = np.array([100.0, 50, 3, 2, 1, 1, 1, 1, 1, 1])
    found = values * formula.capped_weights(values, 0.2)
    assert found.max() / found.sum() == pytest.approx(0.2)
    assert (found <= values).all()
    assert formula.capped_weights(np.array([5.0, 1]), 0.3).tolist() == [1, 1]


def test_streams_are_keyed_by_their_parts():
    assert draws.stream("a", 1).random() == draws.stream("a", 1).random()
    assert draws.stream("a", 1).random() != draws.stream("a", "1").random()
    assert draws.seed_of("a", "b") != draws.seed_of("ab")


def test_pert_has_its_mean():
    a, b = draws.pert_shape(0, 0.15, 0.4)
    assert 0.4 * a / (a + b) == pytest.approx((4 * 0.15 + 0.4) / 6)
    assert draws.beta_shape(0.0, 10) is None
