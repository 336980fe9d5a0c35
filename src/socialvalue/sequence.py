"""Sobol' points: even cover of the unit cube, so that test functions need few rows.

Direction numbers as published by Joe and Kuo (2008) for the first 24 dimensions, one
row per dimension after the first: degree, polynomial, initial odd numbers. Points are
made by Gray code (Antonov and Saleev 1979).
"""

from typing import Final

import numpy as np

from socialvalue.spec import Floats

BITS: Final = 30
_DIRECTIONS: Final = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
    (5, 4, (1, 1, 5, 5, 5)),
    (5, 7, (1, 1, 7, 11, 19)),
    (5, 11, (1, 1, 5, 1, 1)),
    (5, 13, (1, 1, 1, 3, 11)),
    (5, 14, (1, 3, 5, 5, 31)),
    (6, 1, (1, 3, 3, 9, 7, 49)),
    (6, 13, (1, 1, 1, 15, 21, 21)),
    (6, 16, (1, 3, 1, 13, 27, 49)),
    (6, 19, (1, 1, 1, 15, 7, 5)),
    (6, 22, (1, 3, 1, 15, 13, 25)),
    (6, 25, (1, 1, 5, 5, 19, 61)),
    (7, 1, (1, 3, 7, 11, 23, 15, 103)),
    (7, 4, (1, 3, 7, 13, 13, 15, 69)),
    (7, 7, (1, 1, 3, 13, 7, 35, 63)),
    (7, 8, (1, 3, 5, 9, 1, 25, 53)),
    (7, 14, (1, 3, 1, 13, 9, 35, 107)),
)
MOST_DIMENSIONS: Final = len(_DIRECTIONS) + 1


def _numbers(dimension: int) -> list[int]:
    """Return the 30 direction numbers of a dimension, as integers below 2^30."""
    if dimension == 0:
        return [1 << (BITS - 1 - at) for at in range(BITS)]
    degree, polynomial, first = _DIRECTIONS[dimension - 1]
    out = [odd << (BITS - 1 - at) for at, odd in enumerate(first)]
    for at in range(degree, BITS):
        new = out[at - degree] ^ (out[at - degree] >> degree)
        for step in range(1, degree):
            if polynomial >> (degree - 1 - step) & 1:
                new ^= out[at - step]
        out.append(new)
    return out


def points(n: int, dimensions: int) -> Floats:
    """Return points 1..n of the sequence, (n, dimensions), all strictly inside (0, 1).

    Point 0, the corner of the cube, is left out. Dimensions at most 24.
    """
    directions = np.asarray([_numbers(at) for at in range(dimensions)], dtype=np.int64)
    changed = np.asarray([(~at & (at + 1)).bit_length() - 1 for at in range(n)])
    whole = np.bitwise_xor.accumulate(directions[:, changed], axis=1)
    out: Floats = whole.T / (1 << BITS)
    return out
