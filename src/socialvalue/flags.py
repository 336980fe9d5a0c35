"""Plausibility: what is possible but needs a second look, said in words.

A flag never changes a number. Colours: "note" tells how something was assumed,
"amber" asks for a look, "red" for a reviewer's word before publication. Thresholds:
an implied gain in life satisfaction per participant above 0.46 points is more than
most programmes reach, above 0.71 more than talking therapy; benefit of the doubt
ends at a response under 40 % and a success above 95 %.
"""

from collections.abc import Mapping

from socialvalue.reference import HIGH_SUCCESS, LOW_RESPONSE, LS_AMBER, LS_RED
from socialvalue.spec import Data


def flag(colour: str, rule: str, where: str, text: str) -> Data:
    """Return one flag: colour, rule name, field and sentence."""
    return {"colour": colour, "rule": rule, "field": where, "text": text}


def wellbeing(gain: float) -> list[Data]:
    """Flag the implied gain in life satisfaction per participant, in points."""
    if gain <= LS_AMBER:
        return []
    text = f"implies {gain:.2f} points of life satisfaction per participant"
    if gain > LS_RED:
        return [flag("red", "life-satisfaction", "total", f"{text}, above {LS_RED}")]
    return [flag("amber", "life-satisfaction", "total", f"{text}, above {LS_AMBER}")]


def response(asked: float, answered: float, where: str) -> list[Data]:
    """Flag a response below 40 %."""
    if asked == 0 or answered / asked >= LOW_RESPONSE:
        return []
    text = f"only {answered / asked:.0%} of participants answered"
    return [flag("amber", "low-response", where, text)]


def success(improved: float, where: str) -> list[Data]:
    """Flag an observed success above 95 %."""
    if improved <= HIGH_SUCCESS:
        return []
    text = f"{improved:.0%} improved, which is rarely seen"
    return [flag("amber", "high-success", where, text)]


def repeated(now: Mapping[str, float], before: Mapping[str, float]) -> list[Data]:
    """Flag numbers that are the same to the digit as in the year before."""
    same = sorted(key for key in now if key in before and now[key] == before[key])
    if len(same) < 2:
        return []
    text = f"same numbers as the year before: {', '.join(same)}"
    return [flag("amber", "same-as-before", "previous", text)]


def ratio(value: float) -> list[Data]:
    """Flag a ratio of benefit to cost that the literature hardly knows."""
    if value <= 10:
        return []
    text = f"a ratio of {value:.1f} is beyond what careful studies find"
    return [flag("amber", "high-ratio", "total.ratio", text)]
