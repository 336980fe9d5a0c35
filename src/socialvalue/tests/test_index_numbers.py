"""Index numbers between periods."""

import pytest

from socialvalue import pipeline
from socialvalue.tests.helpers import refused

PRICES, AMOUNTS = [[2, 4], [3, 4], [2, 4]], [[10, 5], [6, 9], [10, 5]]


def test_by_hand():
    out = pipeline.outputs("index-numbers", {"prices": PRICES, "quantities": AMOUNTS})
    laspeyres, paasche = (3 * 10 + 4 * 5) / 40, (3 * 6 + 4 * 9) / (2 * 6 + 4 * 9)
    assert out["laspeyres_fixed"][1] == pytest.approx(laspeyres)
    assert out["paasche_fixed"][1] == pytest.approx(paasche)
    assert out["fisher_chained"][1] == pytest.approx((laspeyres * paasche) ** 0.5)
    assert out["tornqvist_fixed"][1] == pytest.approx(1.5 ** ((0.5 + 18 / 54) / 2))


def test_fixed_base_and_geks_return_where_they_began():
    out = pipeline.outputs("index-numbers", {"prices": PRICES, "quantities": AMOUNTS, "window": 3})
    for key in ("laspeyres_fixed", "fisher_fixed", "geks"):
        assert out[key][2] == pytest.approx(1)
    assert out["laspeyres_chained"][2] > 1


def test_quantity_exchanges_the_roles():
    price = pipeline.outputs("index-numbers", {"prices": AMOUNTS, "quantities": PRICES})
    amount = pipeline.outputs("index-numbers", {"prices": PRICES, "quantities": AMOUNTS, "of": "quantity"})
    assert price == amount


def test_refusals():
    short = {"prices": PRICES, "quantities": AMOUNTS[:2]}
    assert refused("index-numbers", short) == {("quantities", "same-length")}
    assert ("prices[0][0]", "above") in refused("index-numbers", {"prices": [[0], [1]], "quantities": [[1], [1]]})
    long = {"prices": PRICES, "quantities": AMOUNTS, "window": 9}
    assert refused("index-numbers", long) == {("window", "maximum")}
