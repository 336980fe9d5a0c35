"""Reading what people type, and turning it into what the core reads."""

from datetime import date

import pytest

from kracht.domains.value.facts import MOST_OUTCOMES
from kracht.domains.value.models import Value, ValueSet
from kracht.domains.value.rules import computing, inputs, periods
from kracht.domains.value.rules.answers import NotANumber, cents, decimal, step_of, whole
from kracht.domains.value.rules.inputs import Surveyed
from kracht.domains.value.tests.factories import ANSWERS
from kracht.domains.value.wording import of_flag, of_rule, sentence

VERSION = ValueSet(
    number=1,
    parameters={
        "base_year": 2024,
        "rate": 0.0225,
        "wellby": {"low": 10500, "central": 15000, "high": 20000},
        "hour_values": {"2024": 13.68, "2025": 14.06},
    },
)


def row(code: str, ledger: str = "L3", **changes: object) -> Value:
    given = {"driver": code, "title_nl": code, "title_en": code, "kind": "wellbeing" if ledger == "L3" else "other"}
    if ledger == "L1":
        given |= {"payer": "gemeente", "price_year": 2023}
    if ledger == "L4":
        given |= {"dimension": "social", "low": 0, "central": 0, "high": 0}
    return Value(**({"code": code, "ledger": ledger, "low": "0.2", "central": "0.3", "high": "0.4"} | given | changes))


ROWS = [
    row("less-lonely", norm="0.18", norm_n=400),
    row("less-guidance", "L1", low=1000, central=2000, high=3000),
    row("new-contacts", "L4"),
]


def year_of(surveyed: Surveyed = inputs.NOBODY, year: int = 2024, **changes: object):
    return inputs.year_of(
        {**ANSWERS, **changes}, identity=("akker", year), version=VERSION, rows=ROWS, surveyed=surveyed
    )


@pytest.mark.parametrize(
    ("typed", "number"), [("1200", 1200), ("1.200", 1200), ("1 200", 1200), ("1,200", 1200), ("", None), ("0", 0)]
)
def test_whole_numbers_as_people_write_them(typed: str, number: int | None) -> None:
    assert whole(typed) == number


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("twaalf", "whole"), ("-3", "minimum"), ("1,5", "whole"), ("9" * 4000, "maximum"), ("²", "whole"), ("١٢", "whole"), ("NaN", "whole"), ("1e5", "whole")],
)  # fmt: skip
def test_what_is_no_whole_number_names_its_rule(typed: str, rule: str) -> None:
    with pytest.raises(NotANumber) as wrong:
        whole(typed)
    assert wrong.value.rule == rule


@pytest.mark.parametrize(
    ("typed", "found"), [("€ 1.250,50", 125050), ("1250.5", 125050), ("1250", 125000), ("1.250,-", 125000), ("", None)]
)
def test_money_is_whole_cents(typed: str, found: int | None) -> None:
    assert cents(typed) == found


@pytest.mark.parametrize("typed", ["1,2,3", "1.25.0", "inf", "-5", "1" * 30])
def test_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(NotANumber):
        cents(typed)


def test_a_decimal_may_be_written_with_a_comma() -> None:
    assert decimal("0,15", most=1) == 0.15
    with pytest.raises(NotANumber):
        decimal("1,5", most=1)


def test_right_answers_become_what_the_core_reads() -> None:
    year, problems = year_of()
    assert problems == []
    assert year["participants"] == 120
    assert year["outcomes"][0] == {
        "code": "less-lonely", "respondents": 80, "improved": 44, "level": 2, "norm": 0.18, "norm_n": 400,
        "attribution": 0.5,
    }  # fmt: skip
    assert year["costs"] == {"cash": 30000.0, "in_kind": 2500.5, "hours": 600, "hour_value": 13.68, "public": 10000.0}
    central, wrong = computing.central(
        {"year": year, "values": inputs.used(ROWS, year), "parameters": inputs.parameters(VERSION, date(2026, 1, 1))}
    )
    assert wrong == []
    assert central is not None
    assert central["total"]["cost"] == 30000 + 2500.5 + 600 * 13.68


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"respondents-less-lonely": "130"}, "respondents-less-lonely", "respondents<=participants"),
        ({"improved-less-lonely": "81"}, "improved-less-lonely", "improved<=respondents"),
        ({"participants": "-5"}, "participants", "minimum"),
        ({"participants": "0"}, "participants", "above"),
        ({"participants": ""}, "participants", "required"),
        ({"cash": "0", "in_kind": "", "hours": "", "public": ""}, "cash", "cost-zero"),
        ({"public": "99999"}, "public", "public<=money"),
        ({"worse": ""}, "worse", "required"),
        ({"outcomes": []}, "outcomes", "required"),
        ({"outcomes": ["bestaat-niet"]}, "outcomes", "required"),
        ({"how-less-lonely": "survey"}, "how-less-lonely", "no-replies"),
        ({"how-new-contacts": "compared"}, "how-new-contacts", "choice"),
        ({"anyway-less-lonely": "120%"}, "anyway-less-lonely", "choice"),
        ({"worse_outcome": "less-lonely", "worse_people": "500"}, "worse_people", "respondents<=participants"),
        ({"how-less-lonely": "compared", "effect-less-lonely": "7"}, "effect-less-lonely", "maximum"),
        ({"how-less-lonely": "compared", "effect-less-lonely": "NaN"}, "effect-less-lonely", "number"),
        ({"how-less-lonely": "compared", "effect-less-lonely": "1e309"}, "effect-less-lonely", "number"),
        ({"improved-less-lonely": "NaN"}, "improved-less-lonely", "whole"),
        ({"cash": "NaN"}, "cash", "money"),
        ({"hours": "-1"}, "hours", "minimum"),
    ],
)
def test_every_wrong_answer_names_its_field_and_its_rule(changes: dict, field: str, rule: str) -> None:
    _year, problems = year_of(**changes)
    found = {(one.field, one.rule): one for one in problems}
    assert (field, rule) in found
    assert step_of(field) != "check"
    assert sentence(found[field, rule])
    assert "rule" not in of_rule("required")


def test_extreme_but_possible_answers_are_computed_and_flagged() -> None:
    """Everybody improved at a cost of one euro, and a tenth answered: odd, so it is said, and not refused."""
    year, problems = year_of(
        **{"participants": "1000000", "respondents-less-lonely": "100000", "improved-less-lonely": "100000"},
        cash="1",
        in_kind="",
        hours="",
        public="",
    )
    assert problems == []
    core = {"year": year, "values": inputs.used(ROWS, year), "parameters": inputs.parameters(VERSION, None)}
    found, wrong = computing.central(core)
    assert wrong == []
    assert found is not None
    assert {"low-response", "high-success", "high-ratio"} <= {flag["rule"] for flag in found["flags"]}
    assert all(of_flag(flag) != flag["text"] for flag in found["flags"])  # each in words of ours


def test_two_outcomes_of_one_change_count_once() -> None:
    twin = row("also-lonely", driver="less-lonely")
    answers = {**ANSWERS, "outcomes": ["less-lonely", "also-lonely"], "how-also-lonely": "none"}
    _year, problems = inputs.year_of(answers, identity=("akker", 2024), version=VERSION, rows=[*ROWS, twin])
    assert ("outcomes", "counted-twice") in {(one.field, one.rule) for one in problems}


def test_too_many_outcomes_are_refused() -> None:
    rows = [row(f"outcome-{at}") for at in range(MOST_OUTCOMES + 1)]
    answers = {**ANSWERS, "outcomes": [one.code for one in rows]} | {f"how-{one.code}": "none" for one in rows}
    _year, problems = inputs.year_of(answers, identity=("akker", 2024), version=VERSION, rows=rows)
    assert [one.rule for one in problems] == ["most"]


def test_who_was_surveyed_gives_counts_and_attribution() -> None:
    surveyed = Surveyed(invited=60, replies=30, improved={"less-lonely": 21}, attribution=0.6)
    year, problems = year_of(surveyed, **{"how-less-lonely": "survey", "level-less-lonely": ""})
    assert problems == []
    assert year["outcomes"][0]["respondents"] == 30  # who did not answer counts as no effect
    assert year["outcomes"][0]["improved"] == 21
    assert year["outcomes"][0]["attribution"] == 0.6


def test_a_compared_effect_loses_nothing_twice() -> None:
    year, problems = year_of(
        **{
            "how-less-lonely": "compared",
            "effect-less-lonely": "0,15",
            "se-less-lonely": "0,04",
            "level-less-lonely": "lottery",
        }
    )
    assert problems == []
    one = year["outcomes"][0]
    assert one == {"code": "less-lonely", "route": "IMPACT", "effect": 0.15, "effect_se": 0.04, "level": 5}


def test_what_got_worse_counts_in_full() -> None:
    year, problems = year_of(worse_outcome="less-lonely", worse_people="100")
    assert problems == []
    worse = year["outcomes"][-1]
    assert worse["worse"] is True
    assert (worse["attribution"], worse["deadweight"]) == (1.0, 0.0)
    core = {"year": year, "values": inputs.used(ROWS, year), "parameters": inputs.parameters(VERSION, None)}
    central, _problems = computing.central(core)
    assert central is not None
    assert central["ledgers"]["L3"] < 0


def test_euros_of_another_year_become_euros_of_the_base_year() -> None:
    year, _problems = year_of(year=2021)
    assert year["costs"]["cash"] == round(30000 * 130.31 / 110.39, 2)
    later, _problems = year_of(year=2025)
    assert later["costs"]["cash"] == 30000  # not known yet: the last known year
    assert later["costs"]["hour_value"] == 14.06


def test_an_expired_value_is_refused_with_its_rule() -> None:
    rows = [row("less-lonely", norm="0.18", norm_n=400, expires=date(2025, 1, 1)), *ROWS[1:]]
    year, _problems = year_of()
    core = {"year": year, "values": inputs.used(rows, year)}
    fine, _none = computing.central({**core, "parameters": inputs.parameters(VERSION, date(2024, 12, 31))})
    assert fine is not None
    central, problems = computing.central({**core, "parameters": inputs.parameters(VERSION, date(2026, 1, 1))})
    assert central is None
    assert problems[0].rule == "expired"


def test_quarters_and_their_ends() -> None:
    assert periods.quarter_end("2026Q3") == date(2026, 9, 30)
    assert periods.quarter_of(date(2026, 12, 31)) == "2026Q4"
    assert periods.next_quarter("2026Q4") == "2027Q1"
    assert periods.cutoff("2025") == date(2026, 7, 1)
    with pytest.raises(ValueError, match="no quarter"):
        periods.cutoff("2026Q5")
