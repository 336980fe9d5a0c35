"""Every worked case with a published answer comes out of the command line."""

import io
import json
import sys

import pytest

from socialvalue import cli, pipeline
from socialvalue.tests import cases
from socialvalue.tests.own_cases import OWN

published = pytest.mark.skipif(cases.folder() is None, reason=cases.NOT_HERE)


def through_the_command_line(stage, inputs, capsys, monkeypatch):
    """Run a stage as a user would: JSON on standard input, JSON on standard output."""
    raw = io.TextIOWrapper(io.BytesIO(json.dumps(inputs).encode()))
    monkeypatch.setattr(sys, "stdin", raw)
    code = cli.main([stage])
    said = capsys.readouterr()
    return code, json.loads(said.out or said.err)


def misses(checks, capsys, monkeypatch):
    """Compute every check on the command line; return those that do not agree."""
    done = {}
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
    return wrong


@published
@pytest.mark.parametrize("name", cases.CASES)
def test_case_reproduces(name, capsys, monkeypatch):
    checks = list(cases.CASES[name](cases.load(name)))
    assert checks
    assert misses(checks, capsys, monkeypatch) == []


@pytest.mark.parametrize("name", OWN)
def test_case_of_our_own_reproduces(name, capsys, monkeypatch):
    assert misses(OWN[name](), capsys, monkeypatch) == []


def test_every_stage_has_a_case_of_our_own():
    assert {check.stage for made in OWN.values() for check in made()} == set(pipeline.STAGES)


def leaves(value, path=()):
    """Yield (path, value) of everything inside."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, (*path, key))
    else:
        yield path, value


def answers(case):
    """Yield what a case publishes: what stands under `expected`, at the top or inside its parts."""
    parts = [case] if "expected" in case else list(case.values())
    for part in parts:
        yield from leaves(part["expected"])


@published
@pytest.mark.parametrize("name", cases.CASES)
def test_no_published_answer_is_left_out(name):
    """Every number under `expected` is compared, or `LEFT_OUT` says why it cannot be."""
    case = cases.load(name)
    compared = {one for check in cases.CASES[name](case) for _path, one in leaves(check.published)}
    left = [(path, one) for path, one in answers(case) if one not in compared]
    excused = cases.LEFT_OUT.get(name, {})
    assert [path for path, _one in left if not {*map(str, path)} & set(excused)] == []
    assert set(excused) <= {str(step) for path, _one in left for step in path}


@published
def test_every_file_of_the_folder_is_a_case():
    files = {path.stem for path in cases.folder().glob("*.json")}
    assert files == set(cases.CASES)


@published
def test_freegle_implied_volunteer_time_is_larger_than_its_cash():
    """The published 6 : 1 means that volunteer time is worth many times the cash."""
    case = cases.load("freegle_2025_no_stacking")
    lens = next(iter(cases.freegle(case)))
    value = pipeline.outputs("lenses", lens.inputs)["lenses"]["reuse"]["low"]
    implied = value / case["expected"]["ratio_with_volunteers"]
    assert implied > 10 * case["inputs"]["cash_income"]
