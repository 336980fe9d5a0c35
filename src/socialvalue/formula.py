"""Arithmetic that more than one stage needs: time factors, quantiles, exact cents.

Units: money in EUR of the base year, time in years, shares 0 to 1.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from socialvalue.reference import CPI_NL, Schedule
from socialvalue.spec import Floats, refuse

QUANTILES: Final = (0.05, 0.5, 0.95)


def discount_factors(schedule: Schedule, last: int, shift: int = 0) -> Floats:
    """Return the factors of years 0..last; `shift` 1 discounts the first year too.

    Under a kinked schedule the rate of a year applies to that year only, so factors
    multiply: f(t) = f(t-1) / (1 + r(t)).
    """
    rates = np.full(last + shift + 1, np.nan)
    for first, final, rate in schedule:
        rates[first : final + 1] = rate
    if np.isnan(rates).any():
        missing = int(np.argmax(np.isnan(rates)))
        text = f"gives no rate for year {missing}"
        raise refuse("schedule", "covers-years", text)
    rates[0] = 0.0
    return np.cumprod(1 / (1 + rates))[shift:]


def lasting(drop: Floats | float, rate: float, years: int, shift: int) -> Floats:
    """Return T = sum over h of (1-drop)^h / (1+rate)^(h+shift), by Horner's rule."""
    step = (1 - np.asarray(drop, dtype=float)) / (1 + rate)
    total = np.ones_like(step)
    for _ in range(years - 1):
        total *= step
        total += 1
    total /= (1 + rate) ** shift
    return total


def quantiles(values: Floats, points: Sequence[float] = QUANTILES) -> Floats:
    """Return quantiles over the last axis, shape (..., points); sorts `values` in place.

    Linear interpolation between order statistics (Hyndman-Fan type 7). A full sort
    of doubles uses the processor's vector units and beats a partial one.
    """
    values.sort(axis=-1)
    last = values.shape[-1] - 1
    at = np.asarray(points) * last
    low = np.floor(at).astype(int)
    part = at - low
    high = np.minimum(low + 1, last)
    out: Floats = values[..., low] * (1 - part) + values[..., high] * part
    return out


def prices(base: int, price_year: int, index: Mapping[int, float] = CPI_NL) -> float:
    """Return what a euro of `price_year` is worth in euros of `base`.

    Raises:
        Refused: when the price index lacks one of the years.
    """
    for wanted in (base, price_year):
        if wanted not in index:
            text = f"the price index has no year {wanted} ({min(index)}-{max(index)})"
            raise refuse("price_year", "price-index", text)
    return index[base] / index[price_year]


def cents(amount: float) -> int:
    """Return an amount in EUR as whole cents, half to even."""
    return round(Fraction(str(amount)) * 100)


def shares_in_cents(total: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """Divide `total` cents by weight so that the parts add up to it exactly.

    Largest remainder: everyone gets the whole cents of their share, and the cents
    left over go to the largest remainders, ties by name. Works for a negative total.
    """
    whole = sum(weights.values(), Fraction(0))
    sign = -1 if total < 0 else 1
    exact = {key: abs(total) * part / whole for key, part in weights.items()}
    out = {key: math.floor(part) for key, part in exact.items()}
    left = abs(total) - sum(out.values())
    order = sorted(exact, key=lambda key: (out[key] - exact[key], key))
    for key in order[:left]:
        out[key] += 1
    return {key: sign * part for key, part in out.items()}


def capped_weights(values: Floats, cap: float) -> Floats:
    """Return factors that bring no share of the total above `cap` (at most 1 each).

    What a capped constituent loses raises the shares of the others, so the set of
    capped ones grows until none is above: at most one round per constituent.
    """
    factors = np.ones_like(values)
    if cap * np.count_nonzero(values) < 1 or not values.any():
        return factors
    capped = np.zeros(values.shape, dtype=bool)
    while True:
        free = values[~capped].sum()
        ceiling = cap * free / (1 - cap * capped.sum()) if free else np.inf
        over = ~capped & (values > ceiling * (1 + 1e-12))
        if not over.any():
            break
        capped |= over
    factors[capped] = ceiling / values[capped]
    return factors


def capping(values: dict[str, float], themes: dict[str, str], caps: tuple[float, float]) -> dict[str, float]:
    """Return the factor c_i of each member so that both caps hold.

    The theme cap is only applied with enough themes to make it possible.
    """
    names = sorted(values)
    amounts = np.asarray([values[key] for key in names])
    count = int(np.count_nonzero(amounts))
    one = max(caps[0], 2 / count) if count else 1.0
    factors = np.ones_like(amounts)
    labels = [themes.get(key, "") for key in names]
    kinds = sorted(set(labels))
    place = np.asarray([kinds.index(label) for label in labels], dtype=np.int64)
    for _ in range(100):
        before = factors.copy()
        factors = factors * capped_weights(amounts * factors, min(one, 1.0))
        if len(kinds) > 1:
            sums = np.bincount(place, amounts * factors, len(kinds))
            factors = factors * capped_weights(sums, caps[1])[place]
        if np.allclose(before, factors, rtol=1e-12, atol=0):
            break
    return dict(zip(names, factors.tolist(), strict=True))
