"""Numbers from outside that the method leans on, each with its source.

`CPI_NL`: consumer price index of the Netherlands, 2015 = 100, yearly averages,
1990-2024. Source: CBS StatLine, Consumentenprijzen (CC BY 4.0).

`REGIMES`: discount rates as (first year, last year, rate). Netherlands: 2.25 %
(Werkgroep discontovoet 2020), with 1.6 % and 3.5 % as tests. United Kingdom: HM
Treasury Green Book, kinked social time preference rate, and its health variant.

`SMS_BIAS`: level bias as a share of the estimate per step of the Maryland Scientific
Methods Scale, proposed by us, to be decided by the methods board.

`LS_AMBER` and `LS_RED`: implied gain in life satisfaction per participant, in points
on a 0-10 scale, above which a result needs a second look or a reviewer's word.
"""

from typing import Final

_FIRST: Final = 1990
_CPI: Final = """
59.11 60.97 62.91 64.54 66.35 67.62 68.94 70.40 71.78 73.32
75.05 78.17 80.74 82.43 83.48 84.88 85.82 87.20 89.37 90.44
91.59 93.73 96.03 98.44 99.40 100.00 100.32 101.70 103.43 106.16
107.51 110.39 121.43 126.09 130.31
"""
CPI_NL: Final[dict[int, float]] = {_FIRST + at: float(value) for at, value in enumerate(_CPI.split())}

type Schedule = tuple[tuple[int, int, float], ...]

REGIMES: Final[dict[str, Schedule]] = {
    "nl": ((0, 1000, 0.0225),),
    "nl-low": ((0, 1000, 0.016),),
    "nl-high": ((0, 1000, 0.035),),
    "uk": (
        (0, 30, 0.035),
        (31, 75, 0.03),
        (76, 125, 0.025),
        (126, 200, 0.02),
        (201, 300, 0.015),
        (301, 1000, 0.01),
    ),
    "uk-health": ((0, 30, 0.015), (31, 75, 0.0129)),
}

SMS_BIAS: Final[tuple[float, ...]] = (0.6, 0.4, 0.2, 0.1, 0.0)

LS_AMBER: Final = 0.46
LS_RED: Final = 0.71
LOW_RESPONSE: Final = 0.40
HIGH_SUCCESS: Final = 0.95
LEDGERS: Final = ("L1", "L2", "L3", "L4")
DIMENSIONS: Final = ("physical", "intellectual", "social", "spiritual")
