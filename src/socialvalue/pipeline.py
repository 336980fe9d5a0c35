"""All stages by name: read, compute, record, replay, and the sheet that joins four.

A stage is a module with `SPEC` (what it accepts), `EXAMPLE` (an input that works),
`run` (clean input to output, no side effects) and a docstring that is its page of
documentation. Stages never see each other; whatever needs several is here.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from types import ModuleType
from typing import Any, Final, NamedTuple

import numpy as np

from socialvalue import (
    additionality,
    appraise,
    attribute,
    benchmark,
    bilateral,
    breakeven,
    catalogue,
    composite,
    discount,
    draws,
    evidence,
    gap,
    index,
    lenses,
    national,
    overlap,
    payment,
    prices,
    simulate,
    sobol,
    spec,
    switching,
    votes,
)
from socialvalue import record as records
from socialvalue.spec import Data, Object, refuse

# Stages that draw random numbers besides simulate; their streams are keyed by content.
DRAWS: Final = frozenset({"sobol", "composite", "benchmark", "gap", "national", "attribute"})


class Stage(NamedTuple):
    """A stage: its module, what it accepts, how it computes, an input that works."""

    module: ModuleType
    spec: Object
    run: Callable[[Data], Data]
    example: Data


_MODULES: Final[Mapping[str, Any]] = {
    "catalogue": catalogue,
    "convert-prices": prices,
    "discount": discount,
    "additionality": additionality,
    "lenses": lenses,
    "evidence": evidence,
    "appraise": appraise,
    "break-even": breakeven,
    "switching": switching,
    "simulate": simulate,
    "sobol": sobol,
    "index": index,
    "index-numbers": bilateral,
    "composite": composite,
    "votes": votes,
    "benchmark": benchmark,
    "gap": gap,
    "overlap": overlap,
    "national": national,
    "attribute": attribute,
    "pay-for-success": payment,
}

STAGES: Final[Mapping[str, Stage]] = {
    name: Stage(module, module.SPEC, module.run, module.EXAMPLE) for name, module in _MODULES.items()
}


def stage(name: str) -> Stage:
    """Return the stage called `name`.

    Raises:
        Refused: there is none.
    """
    if name not in STAGES:
        raise refuse("stage", "choice", f"{name} is none of {', '.join(STAGES)}")
    return STAGES[name]


def schema(name: str) -> Data:
    """Return the JSON schema (draft 2020-12) of a stage's input."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"socialvalue {name}",
        **stage(name).spec.schema(),
    }


def example(name: str) -> Data:
    """Return an input of the stage that works; change it as you like."""
    return deepcopy(stage(name).example)


def outputs(name: str, inputs: object) -> Data:
    """Check `inputs`, compute, and return the outputs rounded as they are published.

    Raises:
        Refused: with every field that breaks a rule, or because the numbers, though
            each allowed, together leave what can be computed.
    """
    one = stage(name)
    clean = spec.read(one.spec, inputs)
    try:
        with np.errstate(over="raise", invalid="raise", divide="raise"):
            out: Data = records.rounded(one.run(clean))
    except (ArithmeticError, records.NotFinite) as error:
        raise refuse("input", "range", "these numbers together are too large or too small to compute with") from error
    return out


def run(name: str, inputs: Data, previous: str = "") -> Data:
    """Return the record of one run of a stage; `previous` links it into a chain."""
    found = outputs(name, inputs)
    return records.make(name, inputs, found, seed(name, inputs), previous)


def seed(name: str, inputs: Data) -> str:
    """Return the seed of a run: of its own stream, or for several of all of them.

    A stage that draws nothing has none. The streams themselves are keyed as said in
    `draws`; for one initiative-year the seed is that of its stream.
    """
    clean = spec.read(stage(name).spec, inputs)
    if name == "simulate":
        years, method = clean["years"], clean["parameters"]["method"]
    elif name == "sobol" and clean["year"]:
        years, method = [clean["year"]], clean["parameters"]["method"]
    else:
        return draws.seed_of(name, records.digest(inputs)) if name in DRAWS else ""
    seeds = sorted(draws.seed_of("own", one["initiative"], one["year"], method) for one in years)
    return seeds[0] if len(seeds) == 1 else draws.seed_of(*seeds)


def replay(record: Data) -> Data:
    """Run a record again and say whether the same bytes come out.

    Raises:
        Refused: the record is damaged or names no stage.
    """
    for key in ("stage", "inputs", "outputs", "hash", "versions", "seed", "previous"):
        if key not in record:
            raise refuse(key, "required", "is missing: this is not a record")
    again = run(record["stage"], record["inputs"], record["previous"])
    now, then = again["versions"], record["versions"]
    return {
        "intact": records.intact(record),
        "identical": records.canonical(again) == records.canonical(record),
        "same_outputs": again["outputs"] == record["outputs"],
        "versions_differ": sorted(k for k in now if now[k] != then.get(k)),
        "hash": again["hash"],
    }


def sheet(inputs: Data, size: int = 10_000) -> Data:
    """Return everything a public calculation sheet shows of one initiative-year.

    Arguments: `inputs` as of the stage appraise; `size` draws. The parts are the
    outputs of appraise, simulate, sobol and switching on the same input.
    """
    common: Data = {key: inputs[key] for key in ("values", "parameters") if key in inputs}
    many = outputs("simulate", {"years": [inputs["year"]], "draws": size, **common})
    return {
        "central": outputs("appraise", inputs),
        "range": many["initiatives"][0],
        "drivers": outputs("sobol", {"year": inputs["year"], **common}),
        "switching": outputs("switching", inputs),
    }
