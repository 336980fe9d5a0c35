"""Bytes, hashes and records: what makes a run repeatable by anyone.

Purpose: every run keeps a record (inputs, versions, seed, outputs, hash). The hash is
SHA-256 over the canonical JSON of everything else, so one changed digit shows.

Rounding rule, stated once: every number that leaves the core is rounded to 12
significant digits, half to even on the decimal expansion; minus zero becomes zero.
Twelve digits keep every cent of a trillion euros and drop the last bits in which two
processors may differ.
"""

import hashlib
import json
import math
import platform
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from socialvalue import METHOD, VERSION
from socialvalue.spec import Data, Problem, Refused, refuse

DEEPEST: Final = 32
LARGEST: Final = 256 * 1024 * 1024
_STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')


class NotFinite(ValueError):
    """A result is NaN or infinite, and may not leave."""


def rounded(value: Any) -> Any:
    """Return `value` as plain JSON with the rounding rule applied.

    Raises:
        NotFinite: a number is NaN or infinite; nothing may leave as such.
    """
    if isinstance(value, np.ndarray):
        return rounded(value.tolist())
    if isinstance(value, dict):
        return {str(key): rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return _rounded_float(float(value))
    return value


def _rounded_float(number: float) -> float:
    if not math.isfinite(number):
        raise NotFinite("a result is not a finite number")
    return float(f"{number:.12g}") + 0.0


def canonical(value: Any) -> bytes:
    """Return the one JSON text of `value`: sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    return text.encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parse(raw: bytes) -> Any:
    """Read JSON strictly: no NaN, no duplicate keys, not too deep, UTF-8 only.

    Raises:
        Refused: naming the rule that was broken.
    """
    if len(raw) > LARGEST:
        raise refuse("input", "size", f"must be at most {LARGEST} bytes")
    _check_depth(raw)
    try:
        return json.loads(
            raw.decode(),
            object_pairs_hook=_pairs,
            parse_constant=_constant,
            parse_float=_float,
        )
    except UnicodeDecodeError as error:
        text = f"must be UTF-8; byte {error.start} is not"
        raise refuse("input", "encoding", text) from error
    except json.JSONDecodeError as error:
        text = f"is not JSON: {error.msg} at line {error.lineno}"
        raise refuse("input", "json", text) from error
    except Refused:
        raise
    except ValueError as error:
        raise refuse("input", "finite", "holds a number that is too long") from error


def _check_depth(raw: bytes) -> None:
    depth = 0
    for byte in _STRINGS.sub(b"", raw):
        if byte in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise refuse("input", "depth", f"is nested deeper than {DEEPEST}")
        elif byte in b"]}":
            depth -= 1


def _pairs(pairs: list[tuple[str, Any]]) -> Data:
    out: Data = {}
    for key, value in pairs:
        if key in out:
            raise refuse(key, "duplicate-key", "stands in one object twice")
        out[key] = value
    return out


def _constant(word: str) -> float:
    raise refuse("input", "finite", f"{word} is not a number that exists")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise refuse("input", "finite", f"{text[:40]} is too large")
    return number


def versions() -> dict[str, str]:
    """Return what the result depends on besides its input."""
    return {
        "socialvalue": VERSION,
        "method": METHOD,
        "numpy": np.__version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
    }


def seal(body: Data, previous: str = "") -> Data:
    """Return `body` with the previous hash and its own; the link of a chain."""
    linked = {**body, "previous": previous}
    return {**linked, "hash": digest(linked)}


def make(stage: str, inputs: Any, outputs: Any, seed: str = "", previous: str = "") -> Data:
    """Return the record of one run: stage, versions, seed, inputs, outputs, hash."""
    body = {
        "stage": stage,
        "versions": versions(),
        "seed": seed,
        "inputs": inputs,
        "outputs": rounded(outputs),
    }
    return seal(body, previous)


def intact(record: Data) -> bool:
    """Say whether the record's hash still fits its contents."""
    body = {key: value for key, value in record.items() if key != "hash"}
    return record.get("hash") == digest(body)


def broken_links(records: Sequence[Data]) -> list[Problem]:
    """Return what is wrong in a chain of records: contents or order; empty if whole."""
    problems: list[Problem] = []
    previous = ""
    for position, record in enumerate(records):
        where = f"records[{position}]"
        if not intact(record):
            text = "its contents do not fit its hash"
            problems.append(Problem(f"{where}.hash", "hash", text))
        if record.get("previous") != previous:
            text = "does not name the hash of the record before it"
            problems.append(Problem(f"{where}.previous", "chain", text))
        previous = str(record.get("hash"))
    return problems
