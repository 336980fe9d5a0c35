"""The command line: JSON in, JSON out, reasons on standard error."""

import io
import json
import subprocess
import sys

import pytest

from socialvalue import cli, pipeline


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*arguments, given=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = cli.main(list(arguments))
        said = capsys.readouterr()
        return code, json.loads(said.out or said.err)

    return run


@pytest.mark.parametrize("name", pipeline.STAGES)
def test_every_stage_shows_its_schema_and_computes_its_example(command, name):
    code, schema = command("schema", name)
    assert code == 0
    assert schema["type"] == "object"
    code, example = command("example", name)
    assert set(example) <= set(schema["properties"])
    code, out = command(name, given=json.dumps(example).encode())
    assert code == 0
    assert out


def test_stages_are_listed(command):
    assert command("stages") == (0, list(pipeline.STAGES))


def test_record_replay_and_chain(command, tmp_path):
    source, target = tmp_path / "in.json", tmp_path / "run.json"
    source.write_text(json.dumps(pipeline.example("simulate")))
    code, out = command("simulate", str(source), "--record", str(target))
    assert code == 0
    kept = json.loads(target.read_text())
    assert kept["outputs"] == out
    assert command("replay", str(target))[0] == 0
    chain = tmp_path / "chain.json"
    chain.write_text(json.dumps([kept]))
    assert command("verify", str(chain)) == (0, {"records": 1, "whole": True, "problems": []})
    kept["inputs"]["draws"] = 300
    target.write_text(json.dumps(kept))
    chain.write_text(json.dumps([kept]))
    assert command("replay", str(target))[0] == 1
    assert command("verify", str(chain))[0] == 1


@pytest.mark.parametrize(
    ("arguments", "given", "rule"),
    [
        (["nothing"], b"{}", "choice"),
        (["schema", "nothing"], b"", "choice"),
        (["appraise"], b"{}", "required"),
        (["appraise"], b"[]", "type"),
        (["appraise"], b'{"year": 1, "year": 2}', "duplicate-key"),
        (["appraise"], b'{"year": NaN}', "finite"),
        (["appraise"], b"[" * 1000, "depth"),
        (["appraise", "/no/such/file"], b"", "file"),
        (["appraise", "a\0b"], b"", "file"),
        (["replay"], b"[]", "type"),
        (["verify"], b"{}", "type"),
        (["additionality", "--record", "/no/such/folder/x"], b'{"rows": [{"key": "a"}]}', "file"),
    ],
)
def test_refusals_are_json_with_field_and_rule(command, arguments, given, rule):
    code, said = command(*arguments, given=given)
    assert code == 2
    assert rule in {one["rule"] for one in said["refused"]}
    assert all(one["field"] and one["text"] for one in said["refused"])


def test_numbers_that_overflow_together_are_refused(command):
    money = {"costs": [1e15] * 3, "benefits": [1e15] * 3, "income": 1e-15, "reference_income": 1e15, "eta": 5}
    weights = {**money, "eta": 5, "income": 1e-80, "reference_income": 1e15}
    code, said = command("discount", given=json.dumps(weights).encode())
    assert code == 2
    assert said["refused"][0]["rule"] == "range"


def test_as_a_module():
    given = json.dumps(pipeline.example("break-even"))
    done = subprocess.run(
        [sys.executable, "-m", "socialvalue", "break-even"], input=given, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == pipeline.outputs("break-even", pipeline.example("break-even"))
