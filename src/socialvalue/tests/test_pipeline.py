"""All stages together: examples, the sheet, and what crosses stages."""

import pytest

from socialvalue import pipeline
from socialvalue.spec import Refused


def test_an_example_is_a_copy():
    pipeline.example("overlap")["participations"].clear()
    assert pipeline.example("overlap")["participations"]


def test_the_sheet_joins_four_stages():
    found = pipeline.sheet(pipeline.example("appraise"), 500)
    assert set(found) == {"central", "range", "drivers", "switching"}
    assert found["range"]["cost"] == found["central"]["total"]["cost"]
    assert found["switching"]["net"] == found["central"]["total"]["net"]
    assert len(found["drivers"]["drivers"]) == 3


def test_lambda_of_the_overlap_stage_feeds_the_national_figure():
    scale = pipeline.outputs("overlap", pipeline.example("overlap"))["lambda"]
    inputs = pipeline.example("national")
    inputs["cells"][0] |= {"lambda": scale, "need": None}
    out = pipeline.outputs("national", inputs)
    assert out["regions"]["PV27"]["central_cents"] == round(1_200_000 * scale)


def test_stages_that_draw_have_a_seed_and_the_others_none():
    for name in pipeline.STAGES:
        seed = pipeline.seed(name, pipeline.example(name))
        drawing = name in pipeline.DRAWS or name == "simulate"
        assert bool(seed) == drawing, name


def test_seed_of_a_portfolio_does_not_depend_on_its_order():
    inputs = pipeline.example("simulate")
    inputs["years"].append({**inputs["years"][0], "initiative": "other"})
    turned = {**inputs, "years": inputs["years"][::-1]}
    assert pipeline.seed("simulate", inputs) == pipeline.seed("simulate", turned)


def test_an_unknown_stage_is_refused():
    with pytest.raises(Refused, match="choice"):
        pipeline.stage("nothing")
