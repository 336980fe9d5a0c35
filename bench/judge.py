"""The goals of the speed book that the reference can judge, with the reason where one is not met."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SCALES = ("10k", "100k", "1m")
Result = dict[str, Any]  # what run.py keeps of one scale


@dataclass(frozen=True, slots=True)
class Verdict:
    """One goal: the number in the book, what was asked, what was measured. `held` is None when it was not measured."""

    number: str
    goal: str
    measured: str
    held: bool | None


def _rate(result: Result, side: str, key: str, clients: str = "16") -> float:
    return result["figures"].get(f"{side} {key} {clients}", {}).get("rate", 0.0)


def _ratio(result: Result, key: str) -> float:
    """Our rate over the reference's. One that answered nothing in its time spent at least that on one request."""
    ref, ours = _rate(result, "ref", key), _rate(result, "ours", key)
    if ref or not ours:
        return ours / ref if ref else 0.0
    return _cost(result, key, "ref") / _cost(result, key)


def _cost(result: Result, key: str, side: str = "ours") -> float:
    return result["figures"].get(f"{side} {key} 16", {}).get("cpu", 0.0)


def verdicts(results: dict[str, Result]) -> Iterator[Verdict]:
    """Judge every goal on what was measured."""
    known = [scale for scale in SCALES if scale in results]
    top = results["100k"] if "100k" in results else results[known[-1]]
    largest = results[known[-1]]
    yield _at_least("1", "list API at 16 clients >= 0.6 of the reference", _ratio(top, "list"), 0.6)
    yield from _growth(results, known)
    yield _at_least("3", "one initiative, API >= 0.6 of the reference", _ratio(top, "item"), 0.6)
    yield from _search(results, known)
    yield from _map(results, known)
    yield _at_least("7", "nearest 20 >= 0.6 of the reference", _ratio(top, "near"), 0.6)
    if len(known) > 1:
        yield _at_most("7", f"nearest 20, cost {known[-1]} / {known[0]} <= 2.5", _grown(results, known, "near"), 2.5)
    yield _at_least("10", "taking in a submission >= 0.2 of a raw insert", _ratio(top, "create"), 0.2)
    yield _at_most("10", "seconds until an entry is found", top["findable"], 1.0)
    yield _at_most("12", "memory of two workers, MiB <= 210", largest["memory"], 210)
    if len(known) > 1:
        grown = results[known[-1]]["memory"] / results[known[0]]["memory"]
        yield _at_most("12", f"memory {known[-1]} / {known[0]} <= 1.1", grown, 1.1)
    yield from _overload(top)


def _at_least(number: str, goal: str, value: float, bound: float) -> Verdict:
    return Verdict(number, goal, f"{value:.2f}", value >= bound)


def _at_most(number: str, goal: str, value: float, bound: float) -> Verdict:
    return Verdict(number, goal, f"{value:.2f}", value <= bound)


def _grown(results: dict[str, Result], known: list[str], key: str) -> float:
    before = _cost(results[known[0]], key)
    return _cost(results[known[-1]], key) / before if before else 0.0


def _growth(results: dict[str, Result], known: list[str]) -> Iterator[Verdict]:
    if len(known) < 2:
        return
    for key, label in (("list", "list"), ("deep", "deep page"), ("item", "item"), ("list_page", "list page")):
        goal = f"{label}, cost {known[-1]} / {known[0]} <= 1.2"
        yield _at_most("2", goal, _grown(results, known, key), 1.2)


def _search(results: dict[str, Result], known: list[str]) -> Iterator[Verdict]:
    for scale, bound in (("100k", 1.0), ("1m", 4.0)):
        if scale in known:
            for key in ("search_common", "search_two", "search_rare"):
                goal = f"{key.replace('_', ', ')} at {scale} >= {bound:g} x the reference"
                yield _at_least("4", goal, _ratio(results[scale], key), bound)
    if "1m" in known:
        for key in ("search_common", "search_two", "search_rare"):
            value = results["1m"]["figures"][f"ours {key} 1"]["p95"]
            yield _at_most("4", f"{key.replace('_', ', ')}: p95 at 1m <= 20 ms", value, 20)


def _map(results: dict[str, Result], known: list[str]) -> Iterator[Verdict]:
    first, last = results[known[0]], results[known[-1]]
    yield _at_most("5", f"first data of the whole map at {known[-1]}, kB <= 150", last["first_view"] / 1000, 150)
    if len(known) > 1:
        yield _at_most("5", "the same at both scales: ratio <= 1.2", last["first_view"] / first["first_view"], 1.2)
    heaviest = max(one["bytes"] for name, one in last["figures"].items() if name.startswith("ours tile_"))
    yield _at_most("5", "mean tile of the heaviest zoom, kB <= 100", heaviest / 1000, 100)
    top = results["100k"] if "100k" in known else last
    yield _at_least("6", "tile at zoom 12 >= the reference", _ratio(top, "tile_12"), 1.0)
    if "1m" in known:
        for zoom in range(5, 10):
            yield _at_least(
                "6", f"tile at zoom {zoom}, 1m >= 20 x the reference", _ratio(results["1m"], f"tile_{zoom}"), 20
            )
    static = _rate(top, "static", "file")
    if static:
        yield _at_least(
            "6", "unchanged tile >= 0.25 of a file by nginx", _rate(top, "ours", "tile_same") / static, 0.25
        )
    else:
        yield Verdict("6", "unchanged tile >= 0.25 of a file by nginx", "nginx is not installed here", None)


def _overload(result: Result) -> Iterator[Verdict]:
    many = result["figures"]["ours list 64"]
    errors = many["refused"] + many["broken"]
    yield _at_least("13", "list: rate at 64 clients / at 16 >= 0.9", many["rate"] / _rate(result, "ours", "list"), 0.9)
    yield _at_most("13", "errors at 64 clients", errors, 0)
    yield _at_most("13", "processor share one second after, % <= 10", result["idle"] * 100, 10)
