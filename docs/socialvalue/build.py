"""Write the pages of the numeric core: one per stage, an overview, and the worked cases.

    python docs/socialvalue/build.py            write the pages
    python docs/socialvalue/build.py --check    fail when a page is out of date

A stage's page is the docstring of its module, its fields as the check knows them, and
its example with the outputs that come out, so that page and code cannot differ. The
page of worked cases needs the case folder (KRACHT_SHARED or ../shared).
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from socialvalue import pipeline
from socialvalue.spec import REQUIRED, Choice, List, Map, Node, Number, Object, Refused
from socialvalue.tests import cases
from socialvalue.tests.own_cases import OWN

HERE = Path(__file__).resolve().parent


def fields(node: Node, path: str = "", depth: int = 0) -> list[str]:
    """Return table rows for everything inside a node."""
    out: list[str] = []
    inner = node
    while isinstance(inner, List | Map):
        path += "[]" if isinstance(inner, List) else ".*"
        inner = inner.of
    if isinstance(inner, Object) and depth < 6:
        for label, one in inner.fields.items():
            here = f"{path}.{label}".lstrip(".")
            out.append(f"| `{here}` | {kind(one)} | {default(one)} | {one.note} |")
            out += fields(one, here, depth + 1)
    return out


def kind(node: Node) -> str:
    """Return in words what a node accepts."""
    if isinstance(node, Choice):
        return " / ".join(word for word in node.of if word)
    if isinstance(node, List | Map):
        return f"{node.kind} of {kind(node.of)}"
    if isinstance(node, Number):
        return number(node)
    return node.kind


def number(node: Number) -> str:
    """Return the range and unit of a number."""
    word = "whole number" if node.whole else "number"
    low = f"above {node.above:g}" if node.above is not None else f"{node.low:g}"
    bounds = "" if (node.low, node.high) == (-1e15, 1e15) and node.above is None else f" {low} to {node.high:g}"
    return f"{word}{bounds}{' ' + node.unit if node.unit else ''}"


def default(node: Node) -> str:
    """Return what stands when the field is left out."""
    if node.default is REQUIRED:
        return "**required**"
    return "–" if node.default in (None, "", {}, []) else f"`{json.dumps(node.default)}`"


def page(name: str) -> str:
    """Return the page of one stage."""
    stage = pipeline.STAGES[name]
    text = (stage.module.__doc__ or "").strip()
    title, _, rest = text.partition("\n")
    example = json.dumps(pipeline.example(name), indent=2, ensure_ascii=False)
    outputs = json.dumps(shorter(pipeline.outputs(name, pipeline.example(name))), indent=2, ensure_ascii=False)
    module = stage.module.__name__.replace(".", "/")
    rows = "\n".join(fields(stage.spec))
    return f"""# `{name}`

{title}
{rest}

## Fields

| field | what | default | meaning |
|---|---|---|---|
{rows}

## Example

    socialvalue example {name} | socialvalue {name}

Input:

```json
{example}
```

Output (here with six digits):

```json
{outputs}
```

Schema: [`schema/{name}.json`](schema/{name}.json); code: `src/{module}.py`; test: `src/socialvalue/tests/test_{name.replace("-", "_")}.py`.
"""


def schema(name: str) -> str:
    """Return the JSON schema of a stage's input as text."""
    return json.dumps(pipeline.schema(name), indent=2, ensure_ascii=False) + "\n"


def shorter(value: Any) -> Any:
    """Return outputs with six significant digits, which is enough to read."""
    if isinstance(value, dict):
        return {key: shorter(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shorter(one) for one in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def overview() -> str:
    """Return the overview: purpose, stages, how to call, rules that hold everywhere."""
    stages = "\n".join(
        f"| [`{name}`]({name}.md) | {(stage.module.__doc__ or '').partition(chr(10))[0]} |"
        for name, stage in pipeline.STAGES.items()
    )
    return f"""# The numeric core

`socialvalue` computes everything the Maatschappelijke AEX publishes. It is a Python
package on numpy alone: no web, no database, no clock. Anyone can install it, feed it a
published record and get the same bytes.

    socialvalue stages
    socialvalue schema appraise
    socialvalue example appraise | socialvalue appraise
    socialvalue appraise input.json --record run.json
    socialvalue replay run.json
    socialvalue verify chain.json

In a notebook:

```python
from socialvalue import pipeline

inputs = pipeline.example("appraise")
pipeline.outputs("appraise", inputs)["total"]
record = pipeline.run("appraise", inputs)
pipeline.replay(record)["identical"]
```

| stage | what it does |
|---|---|
{stages}

[Worked cases with published answers](cases.md) · [Notebook](notebook.md) · [Our choices](choices.md) · [Speed](speed.md)

## What holds everywhere

- **Input** is checked in one place (`spec`), all problems at once, each with field, rule
  and sentence. What cannot be true is refused: NaN, duplicate keys, nesting deeper than
  32, shares above 1, more respondents than participants, an outcome counted twice, a
  value without price year or past its last day, negative people, cost zero. What is odd
  but possible is computed and flagged (note, amber, red).
- **Rounding**: every number that leaves is rounded to 12 significant digits.
- **Randomness**: a stream is keyed by SHA-256 of its parts and read by Philox. An
  initiative's own stream: (initiative, year, method). Shared parameters: (release,
  code), so that errors do not cancel when initiatives are added.
- **Order** of initiatives, outcomes or members changes nothing, to the byte.
- **Records**: `--record` keeps stage, versions, seed, inputs, outputs and the SHA-256 of
  their canonical JSON (sorted keys, no spaces, UTF-8). `replay` computes again and
  compares bytes; `verify` walks a chain of records by their hashes.
- **Ledgers** L1 (public spending), L2 (other money), L3 (well-being) stand side by side.
  Their sum only appears as benefit in ratios and as the weight of the index; it is
  never called money saved. Lenses on one physical driver cannot be added at all.

Modules from low to high: `spec`; `record`; `reference`; `draws`, `formula`, `flags`,
`shrinkage`, `sequence`, `values`; `inputs`; `initiative`; `model`; the stages;
`pipeline`; `cli`.
"""


def shown(value: Any) -> str:
    """Return a value for the table of cases."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return "; ".join(" > ".join(one) if isinstance(one, list) else str(one) for one in value)
    return str(value)


def computed(check: cases.Check, done: dict[str, Any]) -> tuple[str, str]:
    """Return our value as text, and whether it is within the tolerance."""
    key = check.stage + json.dumps(check.inputs)
    if check.refused:
        try:
            pipeline.outputs(check.stage, check.inputs)
        except Refused as error:
            rule = error.problems[0].rule
            return f"refused ({rule})", "yes" if rule == check.refused else "NO"
        return "not refused", "NO"
    if key not in done:
        done[key] = pipeline.outputs(check.stage, check.inputs)
    found = cases.ours(check, done[key])
    return shown(found), "yes" if cases.agrees(check, found) else "NO"


def case_page() -> str:
    """Return the page of worked cases: case, source, published and computed value."""
    parts: list[str] = []
    count = 0
    for name, checks in cases.CASES.items():
        case = cases.load(name)
        source = case.get("source", {})
        licence = f" Licence: {source['licence']}." if source.get("licence") else ""
        title = case.get("title", "Constructed by hand: index, counting once, donation, one initiative")
        parts.append(
            f"\n## {title}\n\n`{name}`. Source: {source.get('publication', 'our own method book')}.{licence}\n"
        )
        if name in cases.REMARKS:
            parts.append(f"{cases.REMARKS[name]}\n")
        rows = table(checks(case), "published")
        count += len(rows) - 1
        parts += rows
    own = table((check for made in OWN.values() for check in made()), "by hand")
    head = f"""# Worked cases

{count} published values from {len(cases.CASES)} cases, each recomputed through the stage that is
named. The tolerance is that of the case. Written by `docs/socialvalue/build.py`; the
tests compare the same list through the command line where the files of the cases are.
A test fails when a file of the folder or a number under its `expected` is left out.

At the end stand {len(own) - 1} small cases of our own, worked out by hand, at least one for every
stage: they go through the command line on every machine.
"""
    last = "\n## Small cases of our own\n\n`src/socialvalue/tests/own_cases.py`. Source: arithmetic.\n"
    return head + "\n".join([*parts, last, *own]) + "\n"


def table(checks: Iterable[cases.Check], heading: str) -> list[str]:
    """Return the rows of a table of checks, its two heads as one."""
    done: dict[str, Any] = {}
    rows = [f"| what | stage | {heading} | computed | within tolerance |\n|---|---|--:|--:|---|"]
    for check in checks:
        value, fits = computed(check, done)
        rows.append(f"| {check.what} | `{check.stage}` | {shown(check.published)} | {value} | {fits} |")
    return rows


def pages() -> dict[str, str]:
    """Return every page that can be made here, by file name."""
    out = {f"{name}.md": page(name) for name in pipeline.STAGES}
    out |= {f"schema/{name}.json": schema(name) for name in pipeline.STAGES}
    out["README.md"] = overview()
    if cases.folder():
        out["cases.md"] = case_page()
    return out


def main() -> int:
    """Write the pages, or with --check say which are out of date."""
    parser = argparse.ArgumentParser(description="Write the pages of the numeric core.")
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    old = []
    for name, text in pages().items():
        path = HERE / name
        if not path.exists() or path.read_text() != text:
            old.append(name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
    sys.stdout.write(f"{len(old)} pages {'out of date' if check else 'written'}: {', '.join(old)}\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
