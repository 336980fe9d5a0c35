"""Worked cases of the handbook on composite indicators: normalisation, ranks and toys."""

from collections.abc import Iterator

from socialvalue.tests.case import Check, Data

_NORMAL = {
    1: "rank",
    2: "zscore",
    3: "minmax",
    4: "ratio-to-mean",
    5: "ratio-to-best",
    6: "ratio-to-worst",
    7: "difference-from-mean",
    8: "difference-from-worst",
    9: "above-below-mean",
    10: "percentile",
}


def normalisation(case: Data) -> Iterator[Check]:
    """Ten ways to normalise years of schooling (percentile within its printed digit)."""
    given = case["inputs"]
    for column, method in _NORMAL.items():
        inputs = {
            "units": given["countries"],
            "indicators": {"schooling": {"values": given["x"]}},
            "normalise": method,
            "aggregate": "arithmetic",
            "weightings": 0,
        }
        tolerance = 0.051 if method == "percentile" else case["tolerance"]["abs"]
        for country, row in case["expected"].items():
            path = ("normalised", "schooling", given["countries"].index(country))
            yield Check(f"{method} {country}", "composite", inputs, path, row[column], tolerance)


def ranks(case: Data) -> Iterator[Check]:
    """Order of 23 countries under geometric aggregation."""
    given = case["inputs"]
    inputs = {
        "units": given["countries"],
        "indicators": {key: {"values": values} for key, values in given["indicators"].items()},
        "normalise": "none",
        "weightings": 0,
    }
    for place, country in zip(case["expected"]["ranks"], case["expected"]["order"], strict=True):
        yield Check(f"rank {place}", "composite", inputs, ("order", place - 1), country)


def toys(case: Data) -> Iterator[Check]:
    """Additive against geometric, temperature scales, Kemeny, outranking, Borda."""
    given, expected, close = case["inputs"], case["expected"], case["tolerance"]
    yield from _toy_means(given["additive_vs_geometric"], expected, close["geometric"])
    yield from _toy_temperature(given["temperature"], expected["temperature"], close["temperature"])
    votes = [{"voters": n, "order": list(order)} for n, order in given["condorcet_profile"]["votes"]]
    inputs = {"options": ["a", "b", "c"], "votes": votes}
    for order, score in expected["kemeny"].items():
        yield Check(f"kemeny {order}", "votes", inputs, ("kemeny", "|".join(order)), score, close["kemeny"])
    inputs = {"options": given["outranking"]["countries"], "data": given["outranking"]["data"]}
    for a, row in enumerate(expected["outranking"]):
        for b, share in enumerate(row):
            yield Check(f"outranking {a + 1}, {b + 1}", "votes", inputs, ("pairs", a, b), share)
    yield Check("best order", "votes", inputs, ("best",), expected["ckyl_best"])
    yield Check("winners", "votes", inputs, ("winners",), sorted(expected["ckyl_winners"]))
    yield from _toy_borda(expected["borda"])


def _toy_means(given: Data, expected: Data, close: float) -> Iterator[Check]:
    for method, key in (("arithmetic", "additive"), ("geometric", "geometric")):
        names = list(expected[key])
        inputs = {
            "units": names,
            "indicators": {f"i{at}": {"values": [given[n][at] for n in names]} for at in range(4)},
            "normalise": "none",
            "aggregate": method,
            "weightings": 0,
        }
        for name in names:
            yield Check(f"{key} {name}", "composite", inputs, ("scores", name), expected[key][name], close)


def _toy_temperature(given: Data, expected: Data, close: float) -> Iterator[Check]:
    for scale, places in given.items():
        for at in (0, 1):
            inputs = {
                "units": list(places),
                "indicators": {i: {"values": [places[p][i][at] for p in places]} for i in ("T", "H")},
                "normalise": "ratio-to-best",
                "aggregate": "arithmetic",
                "weightings": 0,
            }
            for place in places:
                published = expected[scale][place][at]
                yield Check(f"{scale} {place} {at}", "composite", inputs, ("scores", place), published, close)


def _toy_borda(expected: Data) -> Iterator[Check]:
    """The profile is not in the case; this one gives both published sets of points."""
    for key, drop in (("with_d", ""), ("without_d", "d")):
        orders = [(3, "cbad"), (2, "badc"), (2, "adcb")]
        votes = [{"voters": n, "order": [o for o in order if o != drop]} for n, order in orders]
        inputs = {"options": sorted(expected[key]), "votes": votes}
        for option, points in expected[key].items():
            yield Check(f"borda {key} {option}", "votes", inputs, ("borda", option), points)
