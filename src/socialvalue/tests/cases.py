"""The worked cases with published answers, as inputs of the command line.

Each function turns one file of the case folder into checks: a stage, an input, where
the answer stands in the output, what was published, and the tolerance of the case.
The folder is ../shared/data/valuation beside the checkout, or under KRACHT_SHARED.
"""

from collections.abc import Callable, Iterator

from socialvalue.tests.case import NOT_HERE, ROOT, Check, Data, agrees, folder, load, ours
from socialvalue.tests.composite_cases import normalisation, ranks, toys

__all__ = ["CASES", "NOT_HERE", "REMARKS", "ROOT", "Check", "agrees", "folder", "load", "ours"]


def additionality(case: Data) -> Iterator[Check]:
    """Net factors of three scenarios and nine sectors."""
    fields = ("key", "deadweight", "displacement", "leakage", "substitution", "multiplier")
    rows = case["inputs"]["rows"]
    inputs = {"rows": [{field: row[field] for field in fields} for row in rows]}
    for row in rows:
        path = ("net_factor", row["key"])
        yield Check(row["key"], "additionality", inputs, path, row["net_factor"], case["tolerance"]["net_factor"])


def prices(case: Data) -> Iterator[Check]:
    """Uprating, purchasing power and the transfer of a statistical life."""
    given = case["inputs"]
    rows = [
        {"what": row["what"], "value": row["value"], "from_period": row["from_"], "to_period": row["to"]}
        for row in given["rows"]
    ]
    inputs = {"index": given["l8gg_fy_index"], "rows": rows}
    for at, row in enumerate(given["rows"]):
        yield Check(row["what"], "convert-prices", inputs, ("rows", at, "value"), row["expected"], row["tol"])
    rows = [
        {"what": row["what"], "value": row["value"], "from_country": row["src"], "to_country": row["dst"]}
        for row in given["ppp_rows"]
    ]
    inputs = {"ppp": given["oecd_ppp_2024"], "rows": rows}
    for at, row in enumerate(given["ppp_rows"]):
        what = f"{row['value']} {row['src']} to {row['dst']}"
        yield Check(what, "convert-prices", inputs, ("rows", at, "value"), row["expected"], row["tol"])
    vsl = given["vsl"]
    inputs = {
        "vsl": {
            "base": vsl["base_usd2005"],
            "index_from": vsl["gdpdef_2005"],
            "index_to": vsl["gdpdef_2024"],
            "income_here": vsl["gni_el"],
            "income_there": vsl["gni_eu"],
            "elasticity": vsl["elasticity"],
            "currency_per_euro": vsl["usd_per_eur"],
        }
    }
    close = case["tolerance"]["vsl_eur"]
    names = {"usd2024": ("uprated", close), "scale": ("scale", 1e-5), "usd_scaled": ("scaled", close)}
    for name, (key, tolerance) in {**names, "eur": ("euros", close)}.items():
        yield Check(f"VSL {name}", "convert-prices", inputs, ("vsl", key), vsl["expected"][name], tolerance)


def golden(case: Data) -> Iterator[Check]:
    """The constructed cases: index, counting once, donation, initiative."""
    yield from _golden_index(case["index"])
    yield from _golden_overlap(case["dedup"])
    yield from _golden_donation(case["donation"])
    yield from _golden_initiative(case["initiative"])


def _golden_index(case: Data) -> Iterator[Check]:
    periods = []
    for name in ("t0", "t1", "t2"):
        values, closed = {}, []
        for key, value in case["inputs"][name].items():
            if value == "closed":
                closed.append(key)
            else:
                values[key] = float(str(value).removeprefix("enters at "))
        periods.append({"period": name, "values": values, "closed": closed})
    inputs = {"base": case["inputs"]["base"], "periods": periods}
    expected = case["expected"]
    yield Check("divisor t0", "index", inputs, ("series", 0, "divisor"), expected["divisor_t0"])
    path = ("series", 1, "divisor_after_review")
    yield Check("divisor after review", "index", inputs, path, expected["divisor_after_review"], 1e-5)
    for at in range(3):
        path = ("series", at, "level")
        yield Check(f"headline t{at}", "index", inputs, path, expected["headline"][at], 1e-5)
        path = ("series", at, "matched")
        yield Check(f"matched only t{at}", "index", inputs, path, expected["matched_only"][at], 1e-5)
    ends = ("series", 2, "matched"), ("series", 2, "level")
    gap = expected["survivorship_gap_t2"]
    yield Check("survivorship gap t2", "index", inputs, ends[0], gap, 1e-5, less=ends[1])


def _golden_overlap(case: Data) -> Iterator[Check]:
    given, expected = case["inputs"], case["expected"]
    inputs = {
        "participations": given["participations"],
        "effects": dict.fromkeys("XYZ", given["effect_per_initiative"]),
        "cap": given["cap_share_of_need"],
        "unit_value": given["unit_value"],
    }
    names = {"participations": "participations", "unique": "unique", "naive_value": "naive_value"}
    names |= {"deduplicated_value": "value", "lambda_cell": "lambda"}
    for name, key in names.items():
        yield Check(name, "overlap", inputs, (key,), expected[name], 1e-6)
    for key in "XYZ":
        yield Check(
            f"unique share {key}", "overlap", inputs, ("unique_share", key), expected["unique_share"][key], 1e-6
        )
        yield Check(f"gross {key}", "overlap", inputs, ("gross", key), expected["gross"][key])


def _golden_donation(case: Data) -> Iterator[Check]:
    given, expected = case["inputs"], case["expected"]
    inputs = {"contributions": given["inputs_eur"], "realised": given["net_value_eur"]}
    for key, cents in expected["attributed_cents"].items():
        yield Check(f"cents of {key}", "attribute", inputs, ("attributed_cents", key), cents, 0)
    yield Check("sum of cents", "attribute", inputs, ("sum_cents",), expected["sum_cents"], 0)


def wellbeing_value(points: float) -> Data:
    """Return a value-set row of `points` of life satisfaction."""
    row: Data = {"code": "ls", "driver": "life satisfaction", "ledger": "L3", "kind": "wellbeing"}
    return row | {"low": points, "central": points, "high": points}


def _golden_initiative(case: Data) -> Iterator[Check]:
    given, expected = case["inputs"], case["expected"]
    value = given["v_wellby"]
    inputs = {
        "year": {
            "initiative": "golden",
            "year": 2024,
            "participants": given["participants"],
            "costs": {"cash": 1},
            "outcomes": [
                {
                    "code": "ls",
                    "respondents": given["response"],
                    "improved": given["improved"],
                    "norm": given["norm_improved"],
                    "attribution": 1,
                }
            ],
        },
        "values": [wellbeing_value(given["ls_gain_if_improved"])],
        "parameters": {"wellby": {"low": value, "central": value, "high": value}},
    }
    line, total = ("lines", 0), ("total", "benefit")
    rows = {
        "persons_net_central_nonrespondents_zero": ((*line, "persons"), 1e-6),
        "value_eur_central": (total, 0.01),
        "rate_beta_mean": ((*line, "observed_rate"), 1e-5),
        "net_rate": ((*line, "net_rate"), 1e-5),
        "persons_net_upper_mar": (("upper", "persons", 0), 1e-6),
        "value_eur_upper_mar": (("upper", "benefit"), 0.01),
    }
    for name, (path, tolerance) in rows.items():
        yield Check(name, "appraise", inputs, path, expected[name], tolerance)
    # who did not answer as failed: a share of all participants, so a plain observed share
    failed = given["improved"] / given["participants"]
    outcome = {"code": "ls", "respondents": given["participants"], "observed": failed, "norm": 0, "attribution": 1}
    inputs = {**inputs, "year": {**inputs["year"], "outcomes": [outcome]}}
    yield Check(
        "rate_all_missing_failed", "appraise", inputs, (*line, "net_rate"), expected["rate_all_missing_failed"], 1e-6
    )


def freegle(case: Data) -> Iterator[Check]:
    """One tonnage, three lenses, never added."""
    given, expected, close = case["inputs"], case["expected"], case["tolerance"]
    reuse, (low, high) = given["reuse_value_per_t"], given["la_disposal"]
    carbon = {"factor": given["co2_factor"], "low": given["carbon_value"], "high": given["carbon_value"]}
    inputs = {
        "drivers": {"tonnes": given["tonnes"]},
        "lenses": [
            {"code": "reuse", "driver": "tonnes", "low": reuse, "high": reuse},
            {"code": "disposal", "driver": "tonnes", "low": low, "high": high},
            {"code": "carbon", "driver": "tonnes", **carbon},
        ],
        "costs": {"cash": given["cash_income"]},
    }
    yield Check("co2_t", "lenses", inputs, ("lenses", "carbon", "quantity"), expected["co2_t"], close["co2_t"])
    path = ("lenses", "reuse", "low")
    yield Check("reuse_value", "lenses", inputs, path, expected["reuse_value"], close["reuse_value"])
    for at, end in enumerate(("low", "high")):
        path = ("lenses", "disposal", end)
        yield Check(f"la_saving {end}", "lenses", inputs, path, expected["la_saving"][at], close["la"])
    path = ("lenses", "carbon", "low")
    yield Check("carbon_value", "lenses", inputs, path, expected["carbon_value_eur"], close["carbon"])
    path = ("lenses", "reuse", "ratio", "cash")
    yield Check("ratio_cash", "lenses", inputs, path, expected["ratio_cash"], close["ratio_cash"])
    asked = {**inputs, "add": ["reuse", "carbon"]}
    yield Check("asking for a sum", "lenses", asked, (), "refused", refused="counted-twice")


def unit_costs(case: Data) -> Iterator[Check]:
    """Components that sum to their total, and one row of which they do not."""
    rows = []
    for code, one in case["inputs"].items():
        row: Data = {"code": code, "driver": code, "ledger": "L1", "payer": "public", "price_year": 2014}
        rows.append(row | dict.fromkeys(("low", "central", "high"), one["total"]) | {"parts": one["parts"]})
    inputs = {"values": rows, "tolerance": case["tolerance"]["abs"]}
    for key in ("consistent", "inconsistent"):
        yield Check(key, "catalogue", inputs, (key,), case["expected"][key])


def discounting(case: Data) -> Iterator[Check]:
    """Green Book factors, present values, weights and WELLBYs."""
    given, expected, close = case["inputs"], case["expected"], case["tolerance"]
    for key, name in (("df", "schedule"), ("df_health", "health_schedule")):
        inputs = {"schedule": given[name], "years": [int(year) for year in expected[key]]}
        for year, factor in expected[key].items():
            yield Check(f"{key} {year}", "discount", inputs, ("factors", year), factor, close["df"])
    money = {"regime": "uk", "costs": given["costs"], "benefits": given["benefits"]}
    yield Check("npv", "discount", money, ("npv",), expected["npv"], close["npv"])
    yield Check("eanc", "discount", money, ("equivalent_annual",), expected["eanc"], close["npv"])
    more = money | {"bias": given["ob"], "mitigation": given["ob_mitigation"], "tax_cost": given["metb"]}
    for name, key in (("npv", "npv"), ("bcr", "ratio"), ("pv_costs", "pv_costs"), ("pv_benefits", "pv_benefits")):
        yield Check(f"appraise {name}", "discount", more, (key,), expected["appraise"][name], close["appraise"])
    dist = given["dist"]
    flow = {"regime": "uk", "costs": [0] * len(dist["cashflow"]), "benefits": dist["cashflow"]}
    flow |= {"income": dist["income"], "reference_income": dist["reference"], "eta": dist["eta"]}
    for name, key in (("weight", "weight"), ("npv", "weighted_npv"), ("unweighted", "npv")):
        yield Check(f"dist {name}", "discount", flow, (key,), expected["dist"][name], close["dist"])
    weights = given["weights"]
    for income, weight in weights["table"].items():
        one = flow | {"income": float(income), "reference_income": weights["median"], "eta": weights["eta"]}
        yield Check(f"weight at {income}", "discount", one, ("weight",), weight, close["weights"])
    wellby = expected["wellby"]
    each = wellby["points"] * wellby["persons"] * wellby["years"]
    one = {key: wellby[key] for key in ("points", "persons", "years")}
    one |= {"value": wellby["value_2019"] / each, "deflator": wellby["deflator_2019_2024"]}
    yield Check("wellby 2019", "discount", {"wellbys": one}, ("wellbys", "value"), wellby["value_2019"], 0.01)
    # the deflator is printed with six digits: 6.5 million x half of the last one
    yield Check("wellby 2024", "discount", {"wellbys": one}, ("wellbys", "uprated"), wellby["value_2024"], 3.5)


def index_numbers(case: Data) -> Iterator[Check]:
    """Four formulas, chained and fixed, and GEKS."""
    given, close = case["inputs"], case["tolerance"]["rel"]
    width = max(given["prodID"])
    cut = range(0, len(given["prices"]), width)
    # the key says window 5; the numbers are those of a window of 11 (see docs)
    inputs = {"window": 11} | {key: [given[key][at : at + width] for at in cut] for key in ("prices", "quantities")}
    for name, series in case["expected"].items():
        key = "geks" if name.startswith("geks") else name.replace("fixedbase", "fixed")
        for at in range(len(series)):
            what = f"{name} period {at + 1}"
            yield Check(what, "index-numbers", inputs, (key, at), series[at], close, relative=True)


def break_even(case: Data) -> Iterator[Check]:
    """The unit cost that a published break-even implies."""
    one = case["inputs"]["sure_start"]
    inputs = {
        "cost": one["cost_per_child"],
        "people": one["children"],
        "outcomes": one["children_out_of_residential_care"],
    }
    low, high = case["expected"]["implied_unit_cost_residential_care_year"]
    path = ("implied_unit_value",)
    what = f"implied unit cost, {low:,} to {high:,}"
    yield Check(what, "break-even", inputs, path, (low + high) / 2, (high - low) / 2)


def peterborough(case: Data) -> Iterator[Check]:
    """Cohort 1 of a social impact bond."""
    given, pay = case["inputs"], case["parameters"]
    cohort = {"cohort": "1", "treated": given["reconvictions_per_100_treated"]}
    cohort |= {"control": given["reconvictions_per_100_control"]}
    inputs = {
        "cohorts": [cohort],
        "cohort_trigger": pay["cohort_trigger"],
        "pooled_trigger": pay["all_cohorts_trigger"],
    }
    expected = case["expected"]
    path = ("cohorts", 0, "reduction")
    close = case["tolerance"]["reduction_pct"]
    yield Check("reduction, %", "pay-for-success", inputs, path, expected["reduction_pct"], close, scale=100)
    yield Check("pays the cohort", "pay-for-success", inputs, ("cohorts", 0, "pays"), expected["cohort_payment"])
    key = "would_pay_if_all_cohorts_at_this_rate"
    yield Check("would pay pooled", "pay-for-success", inputs, ("pooled_pays",), expected[key])


def smoothing(case: Data) -> Iterator[Check]:
    """Empirical-Bayes rates of St. Louis."""
    given = case["inputs"]
    pairs = zip(given["events"], given["population"], strict=True)
    rates = [{"area": f"a{at:03}", "events": e, "people": n} for at, (e, n) in enumerate(pairs)]
    for at, rate in enumerate(case["expected"]["first10"]):
        path = ("areas", at, "rate")
        yield Check(
            f"area {at + 1}", "benchmark", {"rates": rates}, path, rate, case["tolerance"]["rel"], relative=True
        )


def sobol(case: Data) -> Iterator[Check]:
    """Closed forms, and the estimator at n = 4096."""
    ishigami, g = case["inputs"]["ishigami"], case["inputs"]["g"]
    rows = {
        "ishigami_S1": {"function": "ishigami", "a": [ishigami["a"]], "b": ishigami["b"], "n": 4096},
        "g_S1": {"function": "g", "a": g["a"], "n": 4096},
    }
    for name, inputs in rows.items():
        for key, close in (("analytic", "analytic"), ("estimated", "mc_n4096")):
            for at, value in enumerate(case["expected"][name]):
                what = f"{name} {at + 1} {key}"
                yield Check(what, "sobol", inputs, (key, at), value, case["tolerance"][close])


def sroi(case: Data) -> Iterator[Check]:
    """Teaching examples: one monetary outcome, counted people."""
    given, use, expected, close = case["inputs"], case["parameters"], case["expected"], case["tolerance"]
    one = given["outcomes"][0]
    outcome = {
        "code": "o",
        "respondents": one["quantity"],
        "observed": 1,
        "deadweight": use["deadweight"],
        "displacement": use["displacement"],
        "attribution": 1 - use["attribution"],
        "drop": use["dropoff"],
        "years": use["years"],
    }
    value = {"code": "o", "driver": one["name"], "ledger": "L2", "price_year": 2024}
    value |= dict.fromkeys(("low", "central", "high"), one["proxy"])
    year = {"initiative": "teaching", "year": 2024, "participants": one["quantity"]}
    year |= {"costs": {"cash": given["investment"]}, "outcomes": [outcome]}
    inputs = {"year": year, "values": [value], "parameters": {"rate": use["discount_rate"]}}
    line = ("lines", 0)
    paths: dict[str, tuple[str | int, ...]] = {
        "gross": (*line, "gross_first_year"),
        "after_deadweight": (*line, "after_deadweight"),
        "year1_net": (*line, "per_year", 0),
        "year2_retained": (*line, "per_year", 1),
        "year2_pv": (*line, "per_year_present", 1),
        "tpv": ("total", "benefit"),
        "ratio": ("total", "ratio"),
    }
    for name, published in expected.items():
        yield Check(name, "appraise", inputs, paths[name], published, close[name])


CASES: dict[str, Callable[[Data], Iterator[Check]]] = {
    "additionality_net_factors": additionality,
    "benefits_d22_price_conversion": prices,
    "constructed_golden": golden,
    "freegle_2025_no_stacking": freegle,
    "gmca_component_sums": unit_costs,
    "greenbook_discounting": discounting,
    "indexnumr_ces_bilateral": index_numbers,
    "ni_break_even_2024_25": break_even,
    "oecd_normalisation_table15": normalisation,
    "oecd_tai_geometric_ranks": ranks,
    "oecd_toys": toys,
    "peterborough_sib_payment": peterborough,
    "pysal_empirical_bayes_stl": smoothing,
    "sobol_ishigami_gfunction": sobol,
    "sroi_teaching_befriending": sroi,
    "sroi_teaching_employment_la": sroi,
}

# Published numbers that are not compared, by a step of their path, and why.
LEFT_OUT: dict[str, dict[str, str]] = {
    "additionality_net_factors": {"note": "words"},
    "freegle_2025_no_stacking": {"ratio_with_volunteers": "the hours are not in the source"},
    "greenbook_discounting": {
        "persons": "an input of the WELLBY case",
        "years": "an input of the WELLBY case",
        "deflator_2019_2024": "an input of the WELLBY case",
    },
    "ni_break_even_2024_25": {
        "implied_unit_cost_residential_care_year": "two ends: the value must lie between them",
        "voypic_ratio": "its inputs are not in the source",
    },
    "oecd_normalisation_table15": {
        "0": "the value that is normalised: an input",
        "11": "the categorical scale is skipped, as the case says",
    },
    "oecd_tai_geometric_ranks": {"ranks": "the place of each country in `order`, which is compared"},
}

# What a case states but nobody can recompute from it, and what we found in it.
REMARKS: dict[str, str] = {
    "freegle_2025_no_stacking": "The ratio with volunteer time (6) is not recomputed: the hours are not in the source.",
    "indexnumr_ces_bilateral": "The case calls the GEKS series `window5`; its numbers are those of a window of 11.",
    "ni_break_even_2024_25": "The VOYPIC ratios (0.02, 0.25, 1.48) are not recomputed: their inputs are not in the source.",
    "oecd_toys": "The Borda profile is not in the case; a profile that gives both published sets of points is used.",
    "oecd_normalisation_table15": "The categorical scale is skipped, as the case says; percentiles are printed with one decimal.",
    "greenbook_discounting": "The weights at 25,000, 75,000 and 100,000 are errors of the source, as the case says.",
    "sobol_ishigami_gfunction": "The case compares closed forms and the estimator at n = 4,096 (tolerance 0.03).",
}
