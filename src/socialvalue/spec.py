"""What a stage accepts: checks, their rule names, and the JSON schema, in one place.

A specification is a tree of nodes (`Number`, `Text`, `Object` …). The same tree reads
input (`read`), names what is wrong with it (`Refused`) and prints its schema
(`schema`), so that the three cannot differ. A problem always carries the field
(``outcomes[0].respondents``), the rule (``maximum``) and a sentence.

Refused is what cannot be true (NaN, a share above 1, negative people). What is odd
but possible passes here and is flagged by the stage that computes with it.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]
type Whole = npt.NDArray[np.int64]
type Data = dict[str, Any]

REQUIRED: Final = object()
MOST_PROBLEMS: Final = 50
HUGE: Final = 1e15


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where, which rule, and a sentence for a person."""

    field: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text} [{self.rule}]"


class Refused(ValueError):
    """The input cannot be computed with; `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in problems))


class Report:
    """Collects problems while an input is read, and raises them together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def say(self, where: str, rule: str, text: str) -> None:
        """Note one problem; past fifty only the count matters, so stop collecting."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(where or "input", rule, text))

    def settle(self) -> None:
        """Raise `Refused` when anything was noted."""
        if self.problems:
            raise Refused(self.problems)


def refuse(where: str, rule: str, text: str) -> Refused:
    """Make the exception for a single problem (the caller raises it)."""
    return Refused([Problem(where, rule, text)])


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place in the input: `note` explains it, no `default` means required."""

    note: str = ""
    default: Any = REQUIRED
    nullable: bool = False
    kind: ClassVar[str] = "any"

    def read(self, value: object, where: str, report: Report) -> Any:
        """Return the clean value, or note a problem and return None."""
        if value is None and self.nullable:
            return None
        return self._read(value, where, report)

    def schema(self) -> Data:
        """Return this node as JSON schema (draft 2020-12)."""
        out = self._schema()
        if self.nullable:
            out["type"] = [out["type"], "null"]
            if "enum" in out:
                out["enum"] = [*out["enum"], None]
        if self.note:
            out["description"] = self.note
        if self.default is not REQUIRED and self.default is not None:
            out["default"] = self.default
        return out

    def _read(self, value: object, where: str, report: Report) -> Any:
        raise NotImplementedError

    def _schema(self) -> Data:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """A finite number between `low` and `high`, above `above`, in `unit`."""

    low: float = -HUGE
    high: float = HUGE
    above: float | None = None
    below: float | None = None
    whole: bool = False
    unit: str = ""
    kind: ClassVar[str] = "number"

    def _read(self, value: object, where: str, report: Report) -> float | int | None:
        number = self._number(value, where, report)
        if number is None or not self._within(number, where, report):
            return None
        return number

    def _number(self, value: object, where: str, report: Report) -> float | int | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            report.say(where, "type", f"must be a number, not {_shown(value)}")
            return None
        if isinstance(value, float) and not math.isfinite(value):
            report.say(where, "finite", "must be a number that exists, not NaN or ∞")
            return None
        if not self.whole:
            return float(value) if abs(value) <= HUGE else value
        if value != int(value):
            report.say(where, "whole", f"must be a whole number, not {_shown(value)}")
            return None
        return int(value)

    def _within(self, number: float, where: str, report: Report) -> bool:
        unit = f" {self.unit}" if self.unit else ""
        if number < self.low:
            report.say(where, "minimum", f"must be at least {self.low:g}{unit}")
        elif number > self.high:
            percent = " (100 %)" if self.high == 1 else ""
            report.say(where, "maximum", f"must be at most {self.high:g}{percent}{unit}")
        elif self.above is not None and number <= self.above:
            report.say(where, "above", f"must be more than {self.above:g}{unit}")
        elif self.below is not None and number >= self.below:
            report.say(where, "below", f"must be less than {self.below:g}{unit}")
        else:
            return True
        return False

    def _schema(self) -> Data:
        out: Data = {"type": "integer" if self.whole else "number"}
        out |= {"minimum": self.low, "maximum": self.high}
        if self.above is not None:
            out["exclusiveMinimum"] = self.above
        if self.below is not None:
            out["exclusiveMaximum"] = self.below
        if self.unit:
            out["x-unit"] = self.unit
        return out


def share(**options: Any) -> Number:
    """Return a node for a share: 0 to 1, so that 120 % is refused."""
    return Number(low=0, high=1, unit="share", **options)


def count(**options: Any) -> Number:
    """Return a node for a number of people or things: whole, not negative."""
    defaults: Data = {"low": 0, "whole": True, "high": 1e9}
    return Number(**(defaults | options))


def euros(**options: Any) -> Number:
    """Return a node for an amount of money that cannot be negative."""
    defaults: Data = {"low": 0, "unit": "EUR", "high": 1e13}
    return Number(**(defaults | options))


def year(**options: Any) -> Number:
    """Return a node for a calendar year."""
    return Number(low=1900, high=2200, whole=True, unit="year", **options)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """Text without control characters, at most `longest` characters."""

    longest: int = 300
    pattern: str = ""
    kind: ClassVar[str] = "text"

    def _read(self, value: object, where: str, report: Report) -> str | None:
        if not isinstance(value, str):
            report.say(where, "type", f"must be text, not {_shown(value)}")
        elif value == self.default:
            return value
        elif not value.strip():
            report.say(where, "empty", "must not be empty")
        elif len(value) > self.longest:
            report.say(where, "length", f"must be at most {self.longest} characters")
        elif _CONTROL.search(value):
            report.say(where, "characters", "must not hold control characters")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            report.say(where, "pattern", f"must look like {self.pattern}")
        else:
            return value
        return None

    def _schema(self) -> Data:
        out: Data = {"type": "string", "minLength": 1, "maxLength": self.longest}
        return out | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


def name(**options: Any) -> Text:
    """Return a node for a code or name: short text."""
    return Text(longest=120, **options)


def date(**options: Any) -> Text:
    """Return a node for a date, written 2026-11-22."""
    return Text(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Node):
    """One of the words in `of`."""

    of: tuple[str, ...] = ()
    kind: ClassVar[str] = "choice"

    def _read(self, value: object, where: str, report: Report) -> str | None:
        if isinstance(value, str) and value in self.of:
            return value
        words = ", ".join(self.of)
        report.say(where, "choice", f"must be one of {words}; not {_shown(value)}")
        return None

    def _schema(self) -> Data:
        return {"type": "string", "enum": list(self.of)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Node):
    """Yes or no."""

    kind: ClassVar[str] = "yes/no"

    def _read(self, value: object, where: str, report: Report) -> bool | None:
        if isinstance(value, bool):
            return value
        report.say(where, "type", f"must be true or false, not {_shown(value)}")
        return None

    def _schema(self) -> Data:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Node):
    """A list of `of`; `unique` names the fields that may not repeat together."""

    of: Node = field(default_factory=Node)
    least: int = 0
    most: int = 200_000
    unique: tuple[str, ...] = ()
    kind: ClassVar[str] = "list"

    def _read(self, value: object, where: str, report: Report) -> list[Any] | None:
        if not isinstance(value, list):
            report.say(where, "type", f"must be a list, not {_shown(value)}")
            return None
        if not self.least <= len(value) <= self.most:
            text = f"must have {self.least} to {self.most} items, has {len(value)}"
            report.say(where, "length", text)
            return None
        before = len(report.problems)
        clean = [self.of.read(item, f"{where}[{position}]", report) for position, item in enumerate(value)]
        if self.unique and len(report.problems) == before:
            self._once(clean, where, report)
        return clean

    def _once(self, items: list[Any], where: str, report: Report) -> None:
        seen: dict[tuple[Any, ...], int] = {}
        for position, item in enumerate(items):
            key = tuple(item[part] for part in self.unique)
            first = seen.setdefault(key, position)
            if first != position:
                shown = ", ".join(str(part) for part in key)
                text = f"{shown} stands here twice (first as item {first})"
                report.say(f"{where}[{position}].{self.unique[0]}", "once", text)

    def _schema(self) -> Data:
        out: Data = {"type": "array", "items": self.of.schema()}
        out |= {"minItems": self.least, "maxItems": self.most}
        return out | ({"x-once": list(self.unique)} if self.unique else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Map(Node):
    """Names with a value of kind `of` each; read in the order of the names."""

    of: Node = field(default_factory=Node)
    least: int = 0
    most: int = 200_000
    kind: ClassVar[str] = "map"

    def _read(self, value: object, where: str, report: Report) -> Data | None:
        if not isinstance(value, Mapping):
            report.say(where, "type", f"must be an object, not {_shown(value)}")
            return None
        if not self.least <= len(value) <= self.most:
            text = f"must have {self.least} to {self.most} names, has {len(value)}"
            report.say(where, "length", text)
            return None
        key = name()
        for label in value:
            key.read(label, f"{where}[{label!r}]", report)
        return {
            label: self.of.read(item, f"{where}.{label}" if where else label, report)
            for label, item in sorted(value.items(), key=lambda pair: str(pair[0]))
        }

    def _schema(self) -> Data:
        out: Data = {"type": "object", "additionalProperties": self.of.schema()}
        return out | {"minProperties": self.least, "maxProperties": self.most}


type Rule = Callable[[Data, str, Report], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Node):
    """Named fields, and `rules` that look at several fields together."""

    fields: Mapping[str, Node] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    kind: ClassVar[str] = "object"

    def _read(self, value: object, where: str, report: Report) -> Data | None:
        if not isinstance(value, Mapping):
            report.say(where, "type", f"must be an object, not {_shown(value)}")
            return None
        before = len(report.problems)
        dot = f"{where}." if where else ""
        for label in value:
            if label not in self.fields:
                report.say(f"{dot}{label}", "unknown", "is not a field of this stage")
        clean = {label: self._field(value, label, node, dot, report) for label, node in self.fields.items()}
        if len(report.problems) == before:
            for rule in self.rules:
                rule(clean, dot, report)
        return clean

    @staticmethod
    def _field(value: Mapping[str, Any], label: str, node: Node, dot: str, report: Report) -> Any:
        if label in value:
            return node.read(value[label], f"{dot}{label}", report)
        if node.default is REQUIRED:
            report.say(f"{dot}{label}", "required", "is missing")
            return None
        if isinstance(node, Object) and node.default == {}:
            return node.read({}, f"{dot}{label}", report)
        return node.default

    def _schema(self) -> Data:
        needed = [k for k, node in self.fields.items() if node.default is REQUIRED]
        return {
            "type": "object",
            "properties": {k: node.schema() for k, node in self.fields.items()},
            "required": needed,
            "additionalProperties": False,
        }


def read(node: Node, value: object) -> Any:
    """Return `value` checked, with defaults filled in.

    Raises:
        Refused: with every problem found (at most fifty).
    """
    report = Report()
    clean = node.read(value, "", report)
    report.settle()
    return clean
