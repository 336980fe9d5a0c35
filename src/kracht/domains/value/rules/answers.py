"""What an initiator types, read into numbers. Pure. What was typed is kept as it is; here it gets a meaning.

Answers are one flat dictionary of texts (`outcomes` is a list of codes); a field of one outcome ends in `-code`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STEPS = ("activities", "people", "changes", "evidence", "costs", "anyway", "worse", "check")
MOST_PEOPLE = 1_000_000
MOST_EUROS = 100_000_000
LONGEST = {"activities": 2000, "group": 200, "counted": 20, "worse": 2000}
HOW = ("survey", "own", "compared", "none")
LEVELS = {"after": 1, "before": 2, "compared": 3, "register": 4, "lottery": 5}
ANYWAY = {"none": 0.0, "quarter": 0.25, "half": 0.5, "most": 0.75, "all": 1.0}
OTHERS = {"0": 1.0, "1": 0.5, "2": 1 / 3, "3": 0.25}
_SPACES = re.compile(r"[\s '’]")

type Answers = Mapping[str, Any]


class NotANumber(ValueError):
    """What was typed is no number of the kind asked; `rule` names which rule it breaks."""

    def __init__(self, rule: str, limit: int = 0) -> None:
        self.rule, self.limit = rule, limit
        super().__init__(rule)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend before sending in: the field, the rule it breaks, and numbers for the sentence."""

    field: str
    rule: str
    values: tuple[int | str, ...] = ()

    @property
    def step(self) -> str:
        """The step of the questionnaire on which the field stands."""
        return step_of(self.field)


STEP_FIELDS = {
    "activities": ("activities", "group"),
    "people": ("participants", "counted"),
    "changes": ("outcomes",),
    "evidence": ("how", "respondents", "improved", "level", "effect", "se"),
    "costs": ("cash", "in_kind", "hours", "public"),
    "anyway": ("anyway", "others", "years"),
    "worse": ("worse", "worse_outcome", "worse_people"),
}
_STEP = {name: step for step, names in STEP_FIELDS.items() for name in names}


def step_of(field: str) -> str:
    """Return the step on which a field stands."""
    return _STEP.get(field.partition("-")[0], "check")


def whole(typed: str, *, most: int = MOST_PEOPLE) -> int | None:
    """Read 1200, 1.200 or 1 200; None when nothing was typed. Raises NotANumber (whole, minimum, maximum)."""
    text = _SPACES.sub("", typed).removesuffix(",-")
    if not text:
        return None
    if re.fullmatch(r"-[\d.,]+", text):
        raise NotANumber("minimum")
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        text = text.replace(".", "").replace(",", "")
    if not (text.isascii() and text.isdecimal()):
        raise NotANumber("whole")
    if len(text) > 15 or int(text) > most:
        raise NotANumber("maximum", most)
    return int(text)


def cents(typed: str) -> int | None:
    """Read an amount in euros: 1.250,50 or 1250.5 or € 1250; cents, None when nothing was typed. Raises NotANumber."""
    text = _SPACES.sub("", typed).removeprefix("€").removesuffix(",-").removesuffix(".-")
    if not text:
        return None
    if text.startswith("-"):
        raise NotANumber("minimum")
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d{1,15})(?:[.,](\d{1,2}))?", text)
    if match is None or not text.isascii():
        raise NotANumber("money")
    euros = int(re.sub(r"[.,]", "", match[1]))
    if euros > MOST_EUROS:
        raise NotANumber("maximum", MOST_EUROS)
    return euros * 100 + int((match[2] or "0").ljust(2, "0"))


def decimal(typed: str, *, most: float) -> float | None:
    """Read a number such as 0,25; None when nothing was typed. Raises NotANumber (number, range)."""
    text = _SPACES.sub("", typed).replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,6}(\.\d{1,8})?", text):
        raise NotANumber("number")
    if abs(float(text)) > most:
        raise NotANumber("maximum", int(most))
    return float(text)


def codes(answers: Answers) -> list[str]:
    """Return the chosen outcomes, each once, in order."""
    chosen = answers.get("outcomes", [])
    return list(dict.fromkeys(str(code) for code in chosen)) if isinstance(chosen, Sequence) else []


def said(answers: Answers, field: str) -> str:
    """Return what was typed in a field."""
    return str(answers.get(field, "") or "")


class Reader:
    """Reads answers and collects problems, all at once."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.problems: list[Problem] = []

    def note(self, field: str, rule: str, *values: int | str) -> None:
        """Keep one problem."""
        self.problems.append(Problem(field, rule, values))

    def text(self, field: str, *, least: int = 1) -> str:
        """A text that must say something."""
        found = said(self.answers, field).strip()
        if len(found) < least:
            self.note(field, "required")
        return found

    def count(self, field: str, *, needed: bool = True, most: int = MOST_PEOPLE) -> int | None:
        """A number of people or hours."""
        try:
            found = whole(said(self.answers, field), most=most)
        except NotANumber as wrong:
            self.note(field, wrong.rule, wrong.limit)
            return None
        if found is None and needed:
            self.note(field, "required")
        return found

    def money(self, field: str) -> int:
        """Cents; nothing typed is 0."""
        try:
            return cents(said(self.answers, field)) or 0
        except NotANumber as wrong:
            self.note(field, wrong.rule, wrong.limit)
            return 0

    def number(self, field: str, *, most: float, needed: bool = False) -> float | None:
        """A number with decimals."""
        try:
            found = decimal(said(self.answers, field), most=most)
        except NotANumber as wrong:
            self.note(field, wrong.rule, wrong.limit)
            return None
        if found is None and needed:
            self.note(field, "required")
        return found

    def choice(self, field: str, of: Sequence[str], *, needed: bool = True) -> str:
        """One of the words."""
        found = said(self.answers, field)
        if found in of:
            return found
        if found or needed:
            self.note(field, "choice" if found else "required")
        return ""
