"""One published value of a worked case, where the cases lie, and when a computed value agrees."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

type Data = dict[str, Any]

ROOT = Path(__file__).resolve().parents[3]
NOT_HERE = "the folder with worked cases is not here (KRACHT_SHARED or ../shared)"


@dataclass(frozen=True)
class Check:
    """One published value: `path` leads to ours; what stands at `less` is taken off."""

    what: str
    stage: str
    inputs: Data
    path: tuple[str | int, ...]
    published: Any
    tolerance: float = 1e-9
    relative: bool = False
    scale: float = 1.0
    refused: str = ""
    less: tuple[str | int, ...] = ()


def folder() -> Path | None:
    """Return the folder with cases, or None when it is not on this machine."""
    shared = Path(os.environ.get("KRACHT_SHARED", ROOT.parent / "shared"))
    cases = shared / "data" / "valuation"
    return cases if cases.is_dir() else None


def load(name: str) -> Data:
    """Return one case file."""
    where = folder()
    assert where, NOT_HERE
    return json.loads((where / f"{name}.json").read_text())


def ours(check: Check, outputs: Any) -> Any:
    """Return our value of a check from the outputs of its stage."""
    found = _at(outputs, check.path)
    if check.less:
        found -= _at(outputs, check.less)
    return found * check.scale if check.scale != 1 else found


def _at(outputs: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        outputs = outputs[step]
    return outputs


def agrees(check: Check, found: Any) -> bool:
    """Say whether our value is within the tolerance of the published one."""
    if isinstance(check.published, bool | str | list):
        return bool(found == check.published)
    allowed = check.tolerance * (abs(check.published) if check.relative else 1)
    return bool(abs(found - check.published) <= allowed + 1e-12 * abs(check.published))
