"""Borrowing strength: weak evidence leans on its peers in proportion to its weakness.

Formulas: Marshall (1991) global empirical-Bayes rates; Paule-Mandel between-study
variance; the evidence rule of the method, where the level of evidence enters as bias
variance and not as a haircut.
"""

from typing import NamedTuple

import numpy as np

from socialvalue.reference import SMS_BIAS
from socialvalue.spec import Floats


class Rates(NamedTuple):
    """Smoothed rates, their weights on own data, the common mean and variance."""

    rate: Floats
    weight: Floats
    mean: float
    between: float


def marshall(events: Floats, people: Floats) -> Rates:
    """Return Marshall's rates: w r + (1-w) m with w = s2 / (s2 + m / people).

    m is the overall rate and s2 the variance between areas, floored at 0 (then all
    areas get the overall rate).
    """
    raw = events / people
    mean = float(events.sum() / people.sum())
    spread = float((people * (raw - mean) ** 2).sum() / people.sum())
    between = max(0.0, spread - mean / float(people.mean()))
    noise = mean / people
    weight = between / (between + noise) if between else np.zeros_like(raw)
    return Rates(weight * raw + (1 - weight) * mean, weight, mean, between)


class Shrunk(NamedTuple):
    """One estimate after shrinkage: value, standard deviation, weight on own data."""

    value: float
    sd: float
    weight: float


def level_bias(estimate: float, level: int) -> float:
    """Return the bias of an estimate at evidence level 1..5, in its own unit."""
    return SMS_BIAS[level - 1] * abs(estimate)


def toward_peers(estimate: float, variance: float, level: int, prior: tuple[float, float]) -> Shrunk:
    """Return e* = w e + (1-w) mu with w = tau2 / (tau2 + s2 + bias2)."""
    mu, tau = prior
    own = variance + level_bias(estimate, level) ** 2
    if tau == 0:
        return Shrunk(mu, 0.0, 0.0)
    weight = tau**2 / (tau**2 + own)
    value = weight * estimate + (1 - weight) * mu
    return Shrunk(value, float(np.sqrt(weight * own)), weight)


class Fit(NamedTuple):
    """A regression of peers on their properties, with the variance between them."""

    coefficients: Floats
    between: float
    fitted: Floats


def _weighted(y: Floats, x: Floats, variance: Floats) -> tuple[Floats, float]:
    root = 1 / np.sqrt(variance)
    b, *_ = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)
    return b, float((((y - x @ b) * root) ** 2).sum())


def paule_mandel(y: Floats, s: Floats, x: Floats) -> Fit:
    """Fit y ~ N(x b, s2 + tau2), tau2 so that the weighted squares equal n - p.

    Arguments: y (n,), s (n,) standard errors above 0, x (n, p) of full rank.
    Found by bisection: the statistic falls in tau2, so the root is unique; when it
    is below n - p already at 0 there is no variance between peers.
    """
    wanted = len(y) - x.shape[1]
    b, statistic = _weighted(y, x, s**2)
    if statistic <= wanted:
        return Fit(b, 0.0, x @ b)
    low, high = 0.0, float(np.var(y)) + 1e-12
    while _weighted(y, x, s**2 + high)[1] > wanted:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if _weighted(y, x, s**2 + middle)[1] > wanted:
            low = middle
        else:
            high = middle
    b, _ = _weighted(y, x, s**2 + high)
    return Fit(b, high, x @ b)
