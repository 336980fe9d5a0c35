"""Every worked case with a published answer comes out of the command line."""

import io
import json
import sys

import pytest

from socialvalue import cli, pipeline
from socialvalue.tests import cases

pytestmark = pytest.mark.skipif(cases.folder() is None, reason=cases.NOT_HERE)


def through_the_command_line(stage, inputs, capsys, monkeypatch):
    """Run a stage as a user would: JSON on standard input, JSON on standard output."""
    raw = io.TextIOWrapper(io.BytesIO(json.dumps(inputs).encode()))
    monkeypatch.setattr(sys, "stdin", raw)
    code = cli.main([stage])
    said = capsys.readouterr()
    return code, json.loads(said.out or said.err)


@pytest.mark.parametrize("name", cases.CASES)
def test_case_reproduces(name, capsys, monkeypatch):
    done = {}
    checks = list(cases.CASES[name](cases.load(name)))
    assert checks
    wrong = []
    for check in checks:
        key = check.stage + json.dumps(check.inputs)
        if key not in done:
            done[key] = through_the_command_line(check.stage, check.inputs, capsys, monkeypatch)
        code, said = done[key]
        if check.refused:
            assert code == 2
            assert said["refused"][0]["rule"] == check.refused
            continue
        assert code == 0, said
        found = cases.ours(check, said)
        if not cases.agrees(check, found):
            wrong.append((check.what, check.published, found))
    assert wrong == []


def test_every_file_of_the_folder_is_a_case():
    files = {path.stem for path in cases.folder().glob("*.json")}
    assert files == set(cases.CASES)


def test_freegle_implied_volunteer_time_is_larger_than_its_cash():
    """The published 6 : 1 means that volunteer time is worth many times the cash."""
    case = cases.load("freegle_2025_no_stacking")
    lens = next(iter(cases.freegle(case)))
    value = pipeline.outputs("lenses", lens.inputs)["lenses"]["reuse"]["low"]
    implied = value / case["expected"]["ratio_with_volunteers"]
    assert implied > 10 * case["inputs"]["cash_income"]
