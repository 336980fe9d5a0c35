"""The table on the screen and the Markdown file."""

import os
import platform
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from judge import SCALES, Result, verdicts

CLIENTS = ("1", "16", "64")


def _machine() -> str:
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    total = int(Path("/proc/meminfo").read_text().split()[1]) / 1048576
    return f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}), {total:.0f} GiB, {platform.system()}"


def row(name: str, figures: dict[str, dict[str, Any]]) -> str:
    """One line: rate, p50 and p95 at 1, 16 and 64 clients, cost, bytes."""
    cells = []
    for clients in CLIENTS:
        one = figures.get(f"{name} {clients}")
        cells.append(f"{one['rate']:,.0f} · {one['p50']:.1f} · {one['p95']:.1f}" if one else "–")
    middle = figures.get(f"{name} 16") or figures.get(f"{name} 1") or {}
    return f"{' | '.join(cells)} | {middle.get('cpu', 0):.2f} | {middle.get('bytes', 0):,.0f}"


def _table(result: Result) -> Iterator[str]:
    yield "| what | 1 client | 16 clients | 64 clients | CPU ms | bytes | of ref: rate · CPU |"
    yield "|---|---|---|---|---|---|---|"
    figures = result["figures"]
    for key, label in result["labels"].items():
        ours, ref = figures.get(f"ours {key} 16"), figures.get(f"ref {key} 16")
        share = ""
        if ours and ref and ref["rate"] and ours["cpu"]:
            share = f"{ours['rate'] / ref['rate']:.2f} · {ref['cpu'] / ours['cpu']:.2f}"
        yield f"| {label} | {row(f'ours {key}', figures)} | {share} |"
        if ref:
            yield f"| — ref | {row(f'ref {key}', figures)} | |"
    yield f"| empty view, ref | {row('ref empty', figures)} | |"
    if "static file 16" in figures:
        yield f"| static file, nginx | {row('static file', figures)} | |"


def markdown(results: dict[str, Result], today: date) -> str:
    """The whole report."""
    known = [scale for scale in SCALES if scale in results]
    any_result = results[known[-1]]
    lines = [
        "# Benchmarks",
        "",
        (
            f"Measured on {today.isoformat()} with `make bench`: {_machine()}; clients by {any_result['tool']}, on the same"
            " machine and the same cores. Two granian workers with three threads each, PostgreSQL 18 beside them, warm."
        ),
        "“ref” is the same SQL written by hand in an otherwise empty Django view on the same server; its search ranks"
        " every match and its tile counts every row, ours does not. Ratios within one run are what counts; times depend"
        " on what else the machine was doing (load before the runs: "
        + ", ".join(f"{scale} {results[scale]['load']:.1f}" for scale in known)
        + ").",
        "",
        (
            "Taking in a submission is measured behind a bare address: with its checks, place, search words, audit row and"
            " mail in the queue, without the form, the proof of work and the limit per visitor."
        ),
        "",
        "## Goals",
        "",
        "| goal | asked | measured | |",
        "|---|---|---|---|",
    ]
    for one in verdicts(results):
        word = {True: "holds", False: "**short**", None: "not measured"}[one.held]
        lines.append(f"| {one.number} | {one.goal.replace('>=', '≥').replace('<=', '≤')} | {one.measured} | {word} |")
    notes = Path(__file__).parent / "notes.md"
    if notes.exists():
        lines += ["", notes.read_text().strip()]
    for scale in known:
        lines += [
            "",
            f"## {results[scale]['rows']:,} initiatives",
            "",
            (
                "Requests per second · p50 ms · p95 ms at 1, 16 and 64 clients; processor time per request (server and"
                " database) and bytes per answer (compressed, with headers) at 16."
            ),
            "",
            *_table(results[scale]),
            "",
            f"Memory of the service after the run: {results[scale]['memory']:.0f} MiB (before: {results[scale]['memory_before']:.0f}).",
        ]
    return "\n".join(lines) + "\n"
