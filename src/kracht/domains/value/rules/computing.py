"""One initiative-year through the core, with its refusals as problems of our fields; and its record. Pure."""

from collections.abc import Mapping
from typing import Any

from kracht.domains.value.facts import DRAWS
from kracht.domains.value.rules.answers import Problem
from socialvalue import pipeline, record, spec

STAGE = "sheet"
FIELDS = {"observed": "improved", "participants": "participants", "public": "public", "costs": "cash"}

type Data = dict[str, Any]


def central(inputs: Data) -> tuple[Data | None, list[Problem]]:
    """Return the sheet at the centre of every parameter, or why there is none. About a millisecond."""
    try:
        return pipeline.outputs("appraise", inputs), []
    except spec.Refused as refused:
        return None, [_problem(one, inputs) for one in refused.problems]


def _problem(one: spec.Problem, inputs: Data) -> Problem:
    """Turn `year.outcomes[1].respondents` into `respondents-less-lonely`."""
    name = one.field.rpartition(".")[2]
    name = FIELDS.get(name, name)
    if "outcomes[" in one.field:
        place = int(one.field.partition("outcomes[")[2].partition("]")[0])
        outcomes = inputs["year"]["outcomes"]
        code = outcomes[place]["code"] if place < len(outcomes) else ""
        name = "outcomes" if name == "code" else f"{name}-{code}"
    return Problem(name, one.rule)


def full(inputs: Data, size: int = DRAWS) -> Data:
    """Return what is published of one initiative-year: the centre, and the range of many draws."""
    common = {key: inputs[key] for key in ("values", "parameters")}
    many = pipeline.outputs("simulate", {"years": [inputs["year"]], "draws": size, **common})
    return {"central": pipeline.outputs("appraise", inputs), "range": many["initiatives"][0]}


def sealed(inputs: Data, outputs: Data, size: int = DRAWS) -> Data:
    """Return the record of a published sheet: from it anyone computes the same bytes."""
    return record.make(STAGE, {**inputs, "draws": size}, outputs, pipeline.seed("appraise", inputs))


def replay(kept: Mapping[str, Any]) -> bool:
    """Compute a sheet again from its record and compare all bytes."""
    inputs = {key: kept["inputs"][key] for key in ("year", "values", "parameters")}
    return record.intact(dict(kept)) and record.canonical(full(inputs, kept["inputs"]["draws"])) == record.canonical(
        kept["outputs"]
    )


def drivers(inputs: Data) -> Data:
    """Return what moves the result most, and how wrong a number must be before net value turns. A quarter second."""
    common = {key: inputs[key] for key in ("values", "parameters")}
    return {
        "drivers": pipeline.outputs("sobol", {"year": inputs["year"], **common})["drivers"],
        "switching": pipeline.outputs("switching", inputs),
    }


def intact(kept: Mapping[str, Any]) -> bool:
    """Say whether a record's hash still fits its contents."""
    return record.intact(dict(kept))
