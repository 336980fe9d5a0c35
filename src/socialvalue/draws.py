"""Random numbers that anyone can draw again.

Seeds: a stream is keyed by the first 128 bits of SHA-256 over its parts, written as
canonical JSON, and read by the counter-based Philox generator. An initiative's own
stream is keyed by (initiative, year, method). A shared parameter (the value of a
WELLBY, a unit cost) is keyed by (release, code) and never by initiative: everyone
shares the same error, so errors do not cancel when initiatives are added.

Distributions are given by what people can answer: a share with a sample size, a most
likely value with a range, a low and a high.
"""

import hashlib
import math
from typing import Final

import numpy as np

from socialvalue.record import canonical
from socialvalue.spec import Floats

# Distance between the 5 % and the 95 % point of a normal, in standard deviations.
NINETY: Final = 3.29


def seed_of(*parts: str | int) -> str:
    """Return the seed of a stream as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(list(parts))).hexdigest()


def stream(*parts: str | int) -> np.random.Generator:
    """Return the generator keyed by `parts`: the same parts, the same numbers."""
    key = int(seed_of(*parts)[:32], 16)
    return np.random.Generator(np.random.Philox(key=key))


def spread_of(low: float, high: float) -> float:
    """Return sigma of a lognormal whose 5-95 % range is low to high."""
    return math.log(high / low) / NINETY


def shared_lognormal(release: str, code: str, middle: tuple[float, float, float], size: int) -> Floats:
    """Draw a shared parameter: lognormal around (low, central, high), in its unit.

    The central value is the median. A parameter whose low equals its high is fixed.
    """
    low, central, high = middle
    if low == high or central == 0:
        return np.full(size, float(central))
    noise = stream("shared", release, code).standard_normal(size)
    noise *= spread_of(low, high)
    np.exp(noise, out=noise)
    noise *= central
    return noise


def shared_beta(release: str, code: str, shape: tuple[float, float], size: int) -> Floats:
    """Draw a shared share: Beta(a, b), for instance the cashable part of a cost."""
    return stream("shared", release, code).beta(shape[0], shape[1], size)


def pert_shape(low: float, mode: float, high: float) -> tuple[float, float]:
    """Return the Beta shape of PERT(low, mode, high); scale it to low..high yourself."""
    width = high - low
    return 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width


def beta_shape(mean: float, weight: float) -> tuple[float, float] | None:
    """Return the Beta shape with this mean and as many observations as `weight`.

    None means that there is nothing to draw: the mean is 0 or 1, or the weight is 0.
    """
    if not 0 < mean < 1 or weight <= 0:
        return None
    return mean * weight, (1 - mean) * weight
