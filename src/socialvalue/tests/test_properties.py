"""What must hold for any input: the promises of the method."""

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialvalue import formula, pipeline, record
from socialvalue.tests.helpers import outcome, value, year

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

amounts = st.floats(1, 1e6).map(lambda x: round(x, 2))
names = st.text("abcdefghij", min_size=1, max_size=3)
people = st.lists(names, min_size=1, max_size=12, unique=True)


@quick
@given(
    st.dictionaries(names, amounts, min_size=3, max_size=12),
    st.dictionaries(names, amounts, max_size=8),
    st.data(),
)
def test_divisor_is_invariant_under_any_entry_and_exit(first, entering, data):
    """Whoever enters or withdraws at unchanged value, the level stays where it was."""
    leaving = data.draw(st.sets(st.sampled_from(sorted(first)), max_size=len(first) - 1))
    stay = {key: amount for key, amount in first.items() if key not in leaving}
    new = {f"new {key}": amount for key, amount in entering.items()}
    periods = [
        {"period": "a", "values": first},
        {"period": "b", "values": stay | new, "removed": sorted(leaving)},
        {"period": "c", "values": stay | new},
    ]
    out = pipeline.outputs("index", {"periods": periods})
    assert [one["level"] for one in out["series"]] == pytest.approx([1000] * 3, rel=1e-9)
    assert [one["matched"] for one in out["series"]] == pytest.approx([1000] * 3, rel=1e-9)


@quick
@given(
    st.dictionaries(names, amounts, min_size=3, max_size=12),
    st.dictionaries(names, amounts, max_size=8),
    st.data(),
)
def test_divisor_is_invariant_under_entry_and_exit_while_values_move(first, entering, data):
    """Whoever enters or withdraws at a review, the level after it goes on from the level before it."""
    leaving = data.draw(st.sets(st.sampled_from(sorted(first)), max_size=len(first) - 1))
    stay = {key: amount for key, amount in first.items() if key not in leaving}
    factor = data.draw(st.floats(0.5, 2))
    grown = {key: round(amount * factor, 2) for key, amount in stay.items()}
    plain = [{"period": "a", "values": first}, {"period": "b", "values": grown, "removed": sorted(leaving)}]
    new = {f"new {key}": amount for key, amount in entering.items()}
    mixed = [plain[0], {**plain[1], "values": grown | new}, {"period": "c", "values": grown | new}]
    before = pipeline.outputs("index", {"periods": plain})["series"]
    after = pipeline.outputs("index", {"periods": mixed})["series"]
    assert after[1]["level"] == pytest.approx(before[1]["level"], rel=1e-9)
    assert after[2]["level"] == pytest.approx(before[1]["level"], rel=1e-9)


@quick
@given(st.dictionaries(names, amounts, min_size=1, max_size=12), st.floats(0.5, 2))
def test_the_level_follows_a_growth_that_all_share(first, growth):
    periods = [{"period": "a", "values": first}]
    periods.append({"period": "b", "values": {key: amount * growth for key, amount in first.items()}})
    assert pipeline.outputs("index", {"periods": periods})["series"][1]["level"] == pytest.approx(1000 * growth)


@quick
@given(
    st.dictionaries(names, st.integers(0, 10**9), min_size=1, max_size=20).filter(lambda d: any(d.values())),
    st.integers(-(10**11), 10**11),
)
def test_shares_add_up_to_the_cent(contributions, cents):
    weights = {key: Fraction(one) for key, one in contributions.items()}
    parts = formula.shares_in_cents(cents, weights)
    assert sum(parts.values()) == cents
    whole = sum(contributions.values())
    assert all(abs(parts[key] - Fraction(cents * one, whole)) < 1 for key, one in contributions.items())


@quick
@given(st.dictionaries(names, amounts, min_size=1, max_size=9), amounts)
def test_attributed_cents_add_up_through_the_stage(contributions, realised):
    out = pipeline.outputs("attribute", {"contributions": contributions, "realised": realised})
    assert sum(out["attributed_cents"].values()) == out["sum_cents"] == formula.cents(realised)


@quick
@given(
    st.lists(st.tuples(names, st.sampled_from("XYZ")), min_size=1, max_size=30, unique=True),
    st.tuples(*[st.floats(0, 1)] * 3),
    st.tuples(*[st.floats(0, 1)] * 3),
    st.floats(0, 1),
)
def test_lambda_is_at_most_one_and_counted_at_most_claimed(pairs, effects, kept, cap):
    given_ = {"participations": pairs, "cap": cap}
    given_ |= {"effects": dict(zip("XYZ", effects, strict=True)), "kept": dict(zip("XYZ", kept, strict=True))}
    out = pipeline.outputs("overlap", {**given_, "participations": [list(pair) for pair in pairs]})
    assert 0 <= out["lambda"] <= 1
    assert out["value"] <= out["naive_value"]
    assert sum(out["unique_share"].values()) == pytest.approx(out["unique"])


@quick
@given(people, st.data(), st.floats(0.01, 1), st.floats(0, 1))
def test_lambda_is_one_without_overlap(persons, data, effect, kept):
    pairs = [[person, data.draw(st.sampled_from("XYZ"))] for person in persons]
    given_ = {"effects": dict.fromkeys("XYZ", effect), "kept": dict.fromkeys("XYZ", kept)}
    out = pipeline.outputs("overlap", {"participations": pairs, **given_})
    assert out["lambda"] == 1
    assert out["unique"] == len(persons)


@quick
@given(st.integers(0, 60), st.floats(0, 1), st.floats(0, 1), st.integers(1, 5), st.sampled_from(["norm", "deadweight"]))
def test_more_deadweight_never_raises_value(improved, one, two, years, field):
    low, high = sorted((one, two))

    def benefit(deadweight):
        change = outcome(improved=improved, norm=..., years=years) | {field: deadweight}
        return pipeline.outputs("appraise", {"year": year(change), "values": [value()]})["total"]["benefit"]

    assert benefit(high) <= benefit(low)


initiatives = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5)), min_size=1, max_size=5)


@settings(quick, max_examples=15)
@given(initiatives, st.randoms(use_true_random=False))
def test_order_of_initiatives_changes_nothing_and_the_same_seed_gives_the_same_bytes(made, random):
    years = [
        year(outcome("a", improved=improved, level=level), outcome("b"), initiative=f"i{at}")
        for at, (improved, level) in enumerate(made)
    ]
    rows = [value("a", "L1"), value("b", "L3", 0.2, low=0.1, high=0.3)]
    inputs = {"years": years, "values": rows, "draws": 100}
    first = record.canonical(pipeline.outputs("simulate", inputs))
    assert first == record.canonical(pipeline.outputs("simulate", json.loads(json.dumps(inputs))))
    random.shuffle(years)
    random.shuffle(rows)
    assert first == record.canonical(pipeline.outputs("simulate", inputs))


cells = st.lists(
    st.tuples(
        st.sampled_from(["PV20", "PV21", "PV22"]),
        st.one_of(st.none(), st.floats(0, 1)),
        st.lists(st.tuples(st.floats(0, 1e6), st.floats(-1e5, 1e5), st.integers(1, 5)), min_size=1, max_size=4),
        st.floats(0, 1e5),
    ),
    min_size=1,
    max_size=8,
)


def national_inputs(made, region_of):
    table, claims, paid = [], [], []
    for at, (region, scale, inside, money) in enumerate(made):
        here = {"cell": f"c{at}", "municipality": f"g{at}", "region": region_of(at, region)}
        table.append(here | {"driver": "d", "year": 2025, "lambda": scale})
        for number, (persons, cashable, level) in enumerate(inside):
            one = {"initiative": f"i{number}", "cell": f"c{at}", "code": "k", "payer": "gemeente"}
            claims.append(one | {"level": level, "persons": persons, "cashable": cashable, "sd": 0.2})
        paid.append({"initiative": "i0", "cell": f"c{at}", "payer": "Rijk", "amount": round(money, 2)})
    return {"cells": table, "claims": claims, "public_money": paid, "spread": {"k": [0.5, 2]}, "draws": 100}


def national(made, region_of):
    return pipeline.outputs("national", national_inputs(made, region_of))


@settings(quick, max_examples=20)
@given(cells, st.lists(st.sampled_from("pqr"), min_size=8, max_size=8))
def test_any_partition_of_regions_adds_up_to_the_national_figure(made, other):
    """To the cent, for provinces and for any other division; the range is the same too."""
    provinces = national(made, lambda _, region: region)
    others = national(made, lambda at, _: other[at])
    whole = provinces["headline"]["central_cents"]
    assert whole == sum(one["central_cents"] for one in provinces["regions"].values())
    assert whole == sum(one["central_cents"] for one in others["regions"].values())
    assert whole == sum(one["net_cents"] for one in provinces["payers"].values())
    assert provinces["headline"] == others["headline"]
    assert all(0 <= scale <= 1 for scale in provinces["lambda"].values())


@settings(quick, max_examples=20)
@given(cells)
def test_one_claim_in_a_cell_counts_whole(made):
    """Without overlap nothing is taken, whatever was measured."""
    alone = national([(region, scale, inside[:1], money) for region, scale, inside, money in made], lambda _, r: r)
    assert set(alone["lambda"].values()) == {1}


@settings(quick, max_examples=20)
@given(cells, st.randoms(use_true_random=False))
def test_order_of_claims_changes_nothing_in_the_national_figure(made, random):
    inputs = national_inputs(made, lambda _, region: region)
    first = record.canonical(pipeline.outputs("national", inputs))
    for table in ("cells", "claims", "public_money"):
        random.shuffle(inputs[table])
    assert first == record.canonical(pipeline.outputs("national", inputs))
    assert first == record.canonical(pipeline.outputs("national", inputs))  # the same seed, the same bytes


@quick
@given(
    st.lists(st.tuples(names, amounts, amounts), min_size=2, max_size=10, unique_by=lambda one: one[0]),
    st.randoms(use_true_random=False),
)
def test_order_of_initiatives_changes_nothing_in_index_and_attribution(made, random):
    turned = list(made)
    random.shuffle(turned)

    def results(rows):
        one, two = ({row[0]: row[place] for row in rows} for place in (1, 2))
        given_ = {"periods": [{"period": "a", "values": one}, {"period": "b", "values": two}]}
        gifts = {"contributions": one, "realised": 1234.56}
        return [record.canonical(pipeline.outputs(*each)) for each in (("index", given_), ("attribute", gifts))]

    assert results(made) == results(turned)


@quick
@given(
    st.lists(
        st.tuples(names, st.floats(-5, 5), st.floats(0.2, 0.25)), min_size=6, max_size=9, unique_by=lambda r: r[0]
    ),
    st.lists(st.tuples(names, st.sampled_from("XYZ")), min_size=1, max_size=20, unique=True),
    st.randoms(use_true_random=False),
)
def test_order_of_initiatives_changes_nothing_beside_peers_and_in_overlap(made, pairs, random):
    peers = [{"initiative": key, "y": round(y, 3), "s": round(s, 3)} for key, y, s in made]
    given_ = {"participations": [list(pair) for pair in pairs], "effects": dict.fromkeys("XYZ", 0.3)}
    first = [record.canonical(pipeline.outputs(*one)) for one in (("benchmark", {"peers": peers}), ("overlap", given_))]
    random.shuffle(peers)
    random.shuffle(given_["participations"])
    assert first == [
        record.canonical(pipeline.outputs(*one)) for one in (("benchmark", {"peers": peers}), ("overlap", given_))
    ]


def attempt(call, *arguments):
    """Return (what came out, the problems with which it was refused)."""
    try:
        return call(*arguments), None
    except record.Refused as error:
        return None, error.problems


@quick
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    _, problems = attempt(record.parse, raw)
    assert problems is None or problems[0].rule


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@settings(quick, max_examples=120)
@given(st.sampled_from(sorted(pipeline.STAGES)), st.data())
def test_a_spoiled_example_is_computed_or_refused(stage, data):
    """Replace any one value of an example by anything: never another kind of error."""
    inputs = pipeline.example(stage)
    place = inputs
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        place[key] = data.draw(anything)
        break
    out, problems = attempt(pipeline.outputs, stage, inputs)
    if problems is None:
        record.canonical(out)
    else:
        assert all(one.field and one.rule and one.text for one in problems)
