"""The example portfolio: large and concentrated enough, the same every time, with one of everything. No database."""

from collections import Counter

from kracht.domains.value.facts import EventKind
from kracht.surfaces.demo import portfolio
from kracht.surfaces.demo.portfolio import Member

THEMES = (6, 6, 1, 1, 8, 8, 7, 7, 3, 11)


def members(n: int = 2000) -> list[Member]:
    return [Member(at, f"{at:06}", THEMES[at % 10], f"PV{20 + at % 12}", f"GM{at % 190:04}") for at in range(1, n + 1)]


def test_it_is_large_and_concentrated() -> None:
    made = portfolio.make(members(), last=2025)
    assert len(made.members) >= 400
    themes = Counter(one.theme for one in made.members)
    assert len(themes) == 6
    assert sum(n >= 20 for n in themes.values()) == 5
    assert themes[11] < 20
    assert {year.year for year in made.years} == {2022, 2023, 2024, 2025}


def test_it_is_the_same_every_time() -> None:
    assert portfolio.make(members(), last=2025) == portfolio.make(list(reversed(members())), last=2025)


def test_it_holds_one_of_everything() -> None:
    made = portfolio.make(members(), last=2025)
    kinds = Counter(one.kind for one in made.left)
    assert kinds[EventKind.TAKEOVER] == 1
    assert kinds[EventKind.CLOSED] >= 5
    last_of = {
        one.initiative_id: max(y.year for y in made.years if y.initiative_id == one.initiative_id) for one in made.years
    }
    gone = {one.number for one in made.left}
    assert [key for key, year in last_of.items() if year < 2025 and key not in gone] == [made.special["silent"]]
    assert sum("worse_people" in year.answers for year in made.years) == 1
    three = {made.special[f"overlap-{n}"] for n in range(3)}
    assert len({one.municipality for one in made.members if one.number in three}) == 1
    asked = [year for year in made.years if year.replies]
    assert {year.initiative_id for year in asked} == three
    assert sorted(year.answers["how-less-lonely"] for year in asked) == ["own", "own", "survey"]
    assert {other for year in asked for reply in year.replies for other in reply["helped_by"]} == three
    assert len(made.waiting) == 3


def test_few_examples_give_a_small_portfolio() -> None:
    assert portfolio.make([], last=2025).members == []
    assert len(portfolio.make(members(30), last=2025).members) == 30
