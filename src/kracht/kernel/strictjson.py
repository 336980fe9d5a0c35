"""JSON from strangers: bounded in depth, without doubled names, NaN, endless numbers or characters no table holds."""

import json
import re
from typing import Any, NoReturn

DEPTH = 12
LONGEST_NUMBER = 40
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


class JsonProblem(ValueError):
    """What is wrong, in a sentence (English; not for translation)."""


def read(raw: bytes, *, depth: int = DEPTH) -> Any:
    """Return what the bytes say. Raises JsonProblem."""
    try:
        written = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise JsonProblem("The text is not UTF-8.") from None
    _check_depth(raw, depth)
    try:
        return json.loads(
            written, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole, parse_float=_broken
        )
    except JsonProblem:
        raise
    except (ValueError, RecursionError) as problem:
        where = f" (line {problem.lineno}, column {problem.colno})" if isinstance(problem, json.JSONDecodeError) else ""
        raise JsonProblem(f"This is not valid JSON{where}.") from None


def _check_depth(raw: bytes, most: int) -> None:
    """Count brackets outside strings before anything is parsed."""
    level = 0
    for byte in re.sub(rb"[^\[\]{}]", b"", _STRINGS.sub(b"", raw)):
        level += 1 if byte in b"[{" else -1
        if level > most:
            raise JsonProblem(f"The JSON is nested deeper than {most} levels.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise JsonProblem(f"The name {doubled[:60]!r} stands twice in one object.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise JsonProblem(f"{name} is no number in JSON.")


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise JsonProblem(f"A number has more than {LONGEST_NUMBER} digits.")
    return int(digits)


def _broken(digits: str) -> float:
    found = float(digits[: LONGEST_NUMBER * 10])
    if found in (float("inf"), float("-inf")):
        raise JsonProblem("A number is too large.")
    return found
