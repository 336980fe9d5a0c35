"""Small things that several tests use: inputs that work, and how to expect a refusal."""

import pytest

from socialvalue import pipeline
from socialvalue.spec import Refused


def refused(stage, inputs):
    """Return the {(field, rule)} with which the stage refuses the input."""
    with pytest.raises(Refused) as caught:
        pipeline.outputs(stage, inputs)
    return {(problem.field, problem.rule) for problem in caught.value.problems}


def rules(outputs):
    """Return the rule names of the flags in an output."""
    return {flag["rule"] for flag in outputs["flags"]}


def outcome(code="o", **fields):
    """Return an outcome of 60 respondents of whom 30 improved, fully attributed."""
    base = {"code": code, "respondents": 60, "improved": 30, "norm": 0.1, "attribution": 1}
    base |= fields
    return {key: value for key, value in base.items() if value is not ...}


def value(code="o", ledger="L2", at=1000, **fields):
    """Return a value-set row that is certain: low, central and high are equal."""
    row = {"code": code, "driver": f"driver of {code}", "ledger": ledger, "price_year": 2024}
    row |= dict.fromkeys(("low", "central", "high"), at)
    if ledger == "L1":
        row["payer"] = "gemeente"
    return row | fields


def year(*outcomes, **fields):
    """Return an initiative-year of 100 participants that cost 10,000 euros."""
    base = {"initiative": "i", "year": 2024, "participants": 100, "costs": {"cash": 10000}}
    return base | {"outcomes": list(outcomes)} | fields
