"""Measure the numeric core against the bare numpy operations, and its cost by size.

    python bench/socialvalue_bench.py            small: seconds, prints the table
    python bench/socialvalue_bench.py --full     also 100,000 x 1,000, writes docs

"Bare" is what numpy alone needs for the same draws and arithmetic: the same random
numbers (Beta, normal, lognormal), products, sums per ledger and quantiles with
`numpy.quantile`, in blocks, without checks, records, or a stream per initiative. Both
are measured in turn in the same process and the best of several rounds counts.
"""

import argparse
import math
import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from socialvalue import inputs, simulate, spec, values

DOCS = Path(__file__).resolve().parent.parent / "docs" / "socialvalue"
OUTCOMES = 6
YEARS = 5
KINDS = ("L3", "L1", "L2")


def value_set() -> list[dict[str, Any]]:
    """Return six outcomes: two for each of the three ledgers."""
    rows = []
    for at in range(OUTCOMES):
        ledger = KINDS[at % 3]
        points = (0.1, 0.15, 0.2) if ledger == "L3" else (500, 700, 1000)
        row = {"code": f"outcome-{at}", "driver": f"driver-{at}", "ledger": ledger}
        row |= dict(zip(("low", "central", "high"), points, strict=True))
        if ledger != "L3":
            row |= {"price_year": 2024, "payer": "gemeente"}
        rows.append(row)
    return spec.read(values.ROWS, rows)


def initiative(number: int, outcomes: int, years: int) -> dict[str, Any]:
    """Return one initiative-year with everything uncertain."""
    rng = np.random.default_rng(number)
    people = int(rng.integers(40, 400))
    answered = people * 3 // 4
    return {
        "initiative": f"i{number:06}",
        "year": 2025,
        "participants": people,
        "costs": {"cash": float(rng.integers(5, 90) * 1000)},
        "outcomes": [
            {
                "code": f"outcome-{at}",
                "respondents": answered,
                "improved": int(rng.integers(5, answered)),
                "norm": 0.2,
                "norm_n": 300,
                "years": years,
                "level": 2,
            }
            for at in range(outcomes)
        ],
    }


def portfolio(count: int, outcomes: int, years: int) -> Iterator[dict[str, Any]]:
    """Yield clean initiative-years, one at a time."""
    for number in range(count):
        yield spec.read(inputs.YEAR, initiative(number, outcomes, years))


def ours(count: int, draws: int, outcomes: int, years: int) -> Callable[[], object]:
    """Return a call that simulates `count` initiatives from their questionnaires."""
    rows = value_set()
    parameters = spec.read(inputs.PARAMETERS, {"release": "bench"})

    def call() -> object:
        return simulate.portfolio(portfolio(count, outcomes, years), rows, parameters, draws, _progress(count))

    return call


def _progress(count: int) -> Callable[[int], None] | None:
    if count < 20_000:
        return None

    def say(done: int) -> None:
        if done % 5000 < simulate.MOST:
            sys.stderr.write(f"\r{done:>8,} of {count:,} initiatives")
            sys.stderr.flush()

    return say


def bare(count: int, draws: int, outcomes: int, years: int) -> Callable[[], object]:
    """Return a call with only the numpy operations of the same simulation."""
    block = max(1, (1 << 18) // (draws * outcomes))

    def call() -> object:
        rng = np.random.Generator(np.random.Philox(1))
        units = np.exp(rng.standard_normal((outcomes, draws)))
        cashable = rng.beta(3, 7, (outcomes, draws))
        totals = np.zeros((3, draws))
        out = []
        for first in range(0, count, block):
            size = (min(block, count - first), outcomes, draws)
            value = rng.beta(45, 37, size) - rng.beta(60, 240, size)
            value *= 1 + 0.4 * rng.standard_normal(size)
            value *= rng.beta(8, 8, size)
            if years > 1:
                step = (1 - rng.beta(5, 5, size)) / 1.0225
                lasting = np.ones(size)
                for _ in range(years - 1):
                    lasting *= step
                    lasting += 1
                value *= lasting
            value[:, 0::3] *= 0.15 + 0.03 * rng.standard_normal(value[:, 0::3].shape)
            value *= units
            value[:, 1::3] *= cashable[1::3]
            ledgers = [value[:, at::3].sum(axis=1) for at in range(min(3, outcomes))]
            for at, part in enumerate(ledgers):
                totals[at] += part.sum(axis=0)
            for part in (*ledgers, sum(ledgers)):
                out.append(np.quantile(part, (0.05, 0.5, 0.95), axis=1))
        return totals, out

    return call


def measure(call: Callable[[], object], rounds: int) -> float:
    """Return the best time of `rounds` calls, in seconds of processor time."""
    best = math.inf
    for _ in range(rounds):
        begin = time.process_time()
        call()
        best = min(best, time.process_time() - begin)
    return best


def memory() -> float:
    """Return the most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(label: str, count: int, draws: int, rounds: int, shape: tuple[int, int]) -> dict[str, Any]:
    """Measure ours and bare in turn and return a row of the table."""
    mine, theirs = ours(count, draws, *shape), bare(count, draws, *shape)
    best = [math.inf, math.inf]
    for _ in range(rounds):
        best = [min(best[0], measure(mine, 1)), min(best[1], measure(theirs, 1))]
    row = {"label": label, "count": count, "draws": draws, "shape": shape}
    return row | {"ours": best[0], "bare": best[1], "ratio": best[0] / best[1], "memory": memory()}


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as a Markdown table."""
    head = "| what | initiatives | draws | outcomes x years | ours, s | bare numpy, s | ratio | most memory, MB |\n"
    lines = [head + "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for row in rows:
        shape = f"{row['shape'][0]} x {row['shape'][1]}"
        lines.append(
            f"| {row['label']} | {row['count']:,} | {row['draws']:,} | {shape} | {row['ours']:.3f} "
            f"| {row['bare']:.3f} | {row['ratio']:.2f} | {row['memory']:.0f} |"
        )
    return "\n".join(lines)


def steps_table(rows: list[dict[str, Any]]) -> str:
    """Return the growth as a Markdown table: 1,000 draws, 2 outcomes of 1 year."""
    lines = ["| initiatives | s | ms per initiative | most memory, MB |\n|--:|--:|--:|--:|"]
    for row in rows:
        each = 1000 * row["ours"] / row["count"]
        lines.append(f"| {row['count']:,} | {row['ours']:.3f} | {each:.2f} | {row['memory']:.0f} |")
    return "\n".join(lines)


def plot(points: list[tuple[int, float]]) -> str:
    """Return an SVG of processor time against the number of initiatives, both logarithmic."""
    wide, high, left, low = 640, 360, 70, 310
    xs = [math.log10(count) for count, _ in points]
    ys = [math.log10(seconds) for _, seconds in points]
    x0, x1, y0, y1 = math.floor(min(xs)), math.ceil(max(xs)), math.floor(min(ys)), math.ceil(max(ys))

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x - x0) / (x1 - x0) * (wide - left - 30), low - (y - y0) / (y1 - y0) * (low - 30)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img">',
        "<title>Processor time of the simulation against the number of initiatives</title>",
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
        '<g font-family="sans-serif" font-size="12" fill="#333333" stroke="none">',
    ]
    for x in range(x0, x1 + 1):
        px = at(x, y0)[0]
        parts.append(f'<path d="M{px:.1f} 30V{low}" stroke="#dddddd"/>')
        parts.append(f'<text x="{px:.1f}" y="{low + 18}" text-anchor="middle">{10**x:,}</text>')
    for y in range(y0, y1 + 1):
        py = at(x0, y)[1]
        parts.append(f'<path d="M{left} {py:.1f}H{wide - 30}" stroke="#dddddd"/>')
        parts.append(f'<text x="{left - 8}" y="{py + 4:.1f}" text-anchor="end">{10.0**y:g} s</text>')
    spots = [at(x, y) for x, y in zip(xs, ys, strict=True)]
    # a line of slope 1 through the largest size: cost that is exactly linear
    first = (xs[0], ys[-1] - (xs[-1] - xs[0]))
    ends = [at(*first), spots[-1]]
    parts.append(
        f'<path d="M{ends[0][0]:.1f} {ends[0][1]:.1f}L{ends[1][0]:.1f} {ends[1][1]:.1f}" '
        'stroke="#999999" stroke-dasharray="5 4" fill="none"/>'
    )
    path = "L".join(f"{px:.1f} {py:.1f}" for px, py in spots)
    parts.append(f'<path d="M{path}" stroke="#b3261e" stroke-width="2" fill="none"/>')
    parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" fill="#b3261e"/>' for px, py in spots]
    parts.append(
        f'<text x="{(wide + left) / 2:.0f}" y="{high - 8}" text-anchor="middle">initiatives (1,000 draws)</text>'
    )
    parts.append(f'<text x="{wide - 34}" y="22" text-anchor="end">measured (red), exactly linear (dashed)</text>')
    parts.append("</g></svg>")
    return "\n".join(parts) + "\n"


def growth(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Measure how cost grows with the number of initiatives, 1,000 draws, 2 outcomes of 1 year."""
    rows = []
    for count in sizes:
        seconds = measure(ours(count, 1000, 2, 1), 3 if count < 3000 else 1)
        rows.append({"count": count, "ours": seconds, "memory": memory()})
        sys.stderr.write("\n" + steps_table(rows[-1:]).splitlines()[-1] + "\n")
    return rows


def main() -> None:
    """Run the comparison, and with --full the growth up to 100,000; write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="100,000 initiatives; write docs")
    full = parser.parse_args().full
    shape = (OUTCOMES, YEARS)
    rows = [compare("one initiative", 1, 10_000, 15, shape)]
    rows.append(compare("portfolio", 2500 if full else 100, 2000, 2, shape))
    steps = growth((10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000) if full else (10, 100, 300))
    text = table(rows) + "\n\n" + steps_table(steps)
    print(text)
    if full:
        machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, numpy {np.__version__}"
        (DOCS / "speed.svg").write_text(plot([(row["count"], row["ours"]) for row in steps]))
        (DOCS / "speed.md").write_text(page(table(rows), steps_table(steps), machine))


def page(compared: str, steps: str, machine: str) -> str:
    """Return the page of docs."""
    return f"""# Speed of the numeric core

Measured by `python bench/socialvalue_bench.py --full` on {machine}. Times are processor
time, the best of several rounds, ours and bare numpy in turn in the same run. "Bare
numpy" draws the same numbers and does the same arithmetic with plain array operations
and `numpy.quantile`, without reading questionnaires, checks, or a random stream per
initiative. Ours includes all of that, from questionnaire to ranges.

{compared}

Growth with the number of initiatives (1,000 draws, 2 outcomes of 1 year), in blocks, so
that memory stays bounded:

{steps}

![Processor time against number of initiatives](speed.svg)
"""


if __name__ == "__main__":
    main()
