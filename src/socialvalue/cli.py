"""The command `socialvalue`: JSON in, JSON out, one stage at a time.

    socialvalue stages                     names of the stages
    socialvalue schema appraise            JSON schema of its input
    socialvalue example appraise           an input that works
    socialvalue appraise input.json        outputs (without a file: standard input)
    socialvalue appraise input.json --record run.json
    socialvalue replay run.json            the same bytes again?
    socialvalue verify chain.json          a list of records: is the chain whole?

Exit code 0: done. 1: replay or chain differs. 2: input refused; the reasons are JSON
on standard error, each with field, rule and text.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from socialvalue import VERSION, pipeline, record
from socialvalue.spec import Data, Refused, refuse

COMMANDS: Final = ("stages", "schema", "example", "replay", "verify")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="socialvalue",
        description="Social value that anyone can recompute: JSON in, JSON out.",
        epilog=f"stages: {', '.join(pipeline.STAGES)}",
    )
    parser.add_argument("--version", action="version", version=VERSION)
    parser.add_argument("what", help=f"a stage, or {', '.join(COMMANDS)}", metavar="STAGE")
    parser.add_argument("input", nargs="?", default="-", help="file or stage; - reads standard input")
    parser.add_argument("--record", help="also write the record of the run here")
    parser.add_argument("--previous", default="", help="hash of the record before it")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _command(options)
    except Refused as error:
        problems = [{"field": one.field, "rule": one.rule, "text": one.text} for one in error.problems]
        _write({"refused": problems}, sys.stderr)
        return 2


def _command(options: argparse.Namespace) -> int:
    what = options.what
    if what == "stages":
        _write(list(pipeline.STAGES))
    elif what == "schema":
        _write(pipeline.schema(options.input))
    elif what == "example":
        _write(pipeline.example(options.input))
    elif what == "replay":
        found = pipeline.replay(_object(options.input))
        _write(found)
        return 0 if found["identical"] else 1
    elif what == "verify":
        return _verify(options.input)
    else:
        _stage(options)
    return 0


def _stage(options: argparse.Namespace) -> None:
    pipeline.stage(options.what)
    inputs = _read(options.input)
    if not options.record:
        _write(pipeline.outputs(options.what, inputs))
        return
    made = pipeline.run(options.what, inputs, options.previous)
    try:
        Path(options.record).write_bytes(record.canonical(made) + b"\n")
    except OSError as error:
        raise refuse("--record", "file", str(error.strerror)) from error
    _write(made["outputs"])


def _verify(path: str) -> int:
    chain = _read(path)
    if not isinstance(chain, list) or not all(isinstance(one, dict) for one in chain):
        raise refuse("input", "type", "must be a list of records")
    broken = record.broken_links(chain)
    problems = [{"field": one.field, "rule": one.rule} for one in broken]
    _write({"records": len(chain), "whole": not broken, "problems": problems})
    return 1 if broken else 0


def _object(path: str) -> Data:
    value = _read(path)
    if not isinstance(value, dict):
        raise refuse("input", "type", "must be an object")
    return value


def _read(path: str) -> Any:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise refuse("input", "file", f"{path} cannot be read") from error
    return record.parse(raw)


def _write(value: Any, to: Any = None) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    (to or sys.stdout).write(text + "\n")
