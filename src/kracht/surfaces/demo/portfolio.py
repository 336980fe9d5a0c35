"""The example portfolio: what fictional initiatives say they achieved, the same every time. Pure: no database.

At least 400 initiatives over four years in six themes, so concentrated that some themes and provinces have the twenty
members an index of their own needs and others do not; with one of everything that a method must survive: closures, a
takeover, one that falls silent, three that help the same people, a negative result, an amber and a red flag.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from kracht.domains.value.facts import EventKind, YearValues

SEED = "2013:portfolio"
WANTED = {6: 125, 1: 100, 8: 90, 7: 70, 3: 40, 11: 9}  # theme: initiatives; 11 stays below twenty
YEARS = 4
OUTCOMES = {
    6: ("less-lonely", "new-contacts", "feels-safer", "meaning"),
    1: ("less-lonely", "less-household-help", "carer-relief", "less-guidance", "new-contacts"),
    8: ("healthier", "fitter", "less-lonely", "new-contacts"),
    7: ("things-reused", "money-left", "learned", "off-benefit"),
    3: ("off-benefit", "learned", "less-lonely", "meaning"),
    11: ("less-lonely", "fewer-gp-visits", "new-contacts"),
}
PUBLIC = {"less-household-help", "less-guidance", "less-day-care", "off-benefit", "carer-relief"}
NORM = {"less-lonely", "feels-safer", "healthier", "recovered", "money-left", "things-reused", "fewer-gp-visits"}
PROFILE = {"fitter", "learned", "new-contacts", "meaning"}
DONE = (
    "Elke week open huis met koffie, samen eten en hulp bij kleine vragen. Vrijwilligers halen wie slecht ter been is thuis op.",
    "Wekelijkse middagen waarop buren samenkomen, iets leren van elkaar en samen de plek onderhouden.",
    "Vaste ochtenden met een team van vrijwilligers, en vier keer per jaar een dag voor de hele buurt.",
    "Maatjes die elke week een uur met iemand op pad gaan, en elke maand een avond voor iedereen.",
)
NO_HARM = (
    "Niets dat wij hebben gezien.",
    "Twee mensen vonden de groep te druk en kwamen niet meer.",
    "Een buurman had last van geparkeerde fietsen.",
    "Voor sommige vrijwilligers werd het te veel; zij zijn gestopt.",
)
AGAINST = "De groep is niet goed gegaan: er kwam ruzie en een groot deel voelde zich daarna eenzamer dan ervoor."


@dataclass(frozen=True, slots=True)
class Member:
    """An example initiative that can be in the portfolio. `number` is that of the register."""

    number: int
    key: str
    theme: int
    province: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Left:
    """An initiative that leaves the index."""

    number: int
    kind: EventKind
    on: date
    note: str


@dataclass(slots=True)
class Portfolio:
    """All years, and who left."""

    years: list[YearValues] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    special: dict[str, int] = field(default_factory=dict)
    waiting: list[YearValues] = field(default_factory=list)  # sent in, not published yet


def choose(found: Sequence[Member]) -> list[Member]:
    """Return the first of each theme as wanted, in the order of their keys."""
    taken: Counter[int] = Counter()
    chosen = []
    for one in sorted(found, key=lambda one: one.key):
        if taken[one.theme] < WANTED.get(one.theme, 0):
            taken[one.theme] += 1
            chosen.append(one)
    return chosen


def make(found: Sequence[Member], *, last: int) -> Portfolio:
    """Return the portfolio of the four years up to `last`."""
    made = Portfolio(members=choose(found))
    roles = _roles(made.members)
    made.special = {role: number for number, role in roles.items()}
    for at, one in enumerate(made.members):
        story = _Story(one, at, roles.get(one.number, ""), last)
        years, left = story.tell()
        if story.role == "alice":
            continue  # hers is still to be filled in
        if story.role.startswith("desk"):
            made.waiting += years
            continue
        made.years += years
        made.left += [left] if left else []
    three = _three(made, roles, last)
    made.special |= {f"overlap-{n}": number for n, number in enumerate(three)}
    _share_people(made, three, last)
    return made


def _roles(members: Sequence[Member]) -> dict[int, str]:
    """Give one initiative each of the special parts."""
    of: dict[int, list[Member]] = defaultdict(list)
    for one in members:
        of[one.theme].append(one)
    parts = (
        ("negative", 6, 3),
        ("red", 1, 5),
        ("amber", 6, 7),
        ("takeover", 8, 4),
        ("silent", 7, 6),
        ("alice", 6, 0),
        *((f"desk-{n}", 1, 8 + 2 * n) for n in range(3)),
    )
    found = {of[theme][at].number: part for part, theme, at in parts if len(of[theme]) > at}
    for at, one in enumerate(members):
        if at % 29 == 17 and one.number not in found:
            found[one.number] = f"closed-{at}"
    return found


def _three(made: Portfolio, taken: Container[int], last: int) -> list[int]:
    """Return the three initiatives of the first municipality that has just three with figures of the last year."""
    there = {year.initiative_id for year in made.years if year.year == last}
    by: dict[str, list[int]] = defaultdict(list)
    for one in made.members:
        if one.number in there and one.municipality:
            by[one.municipality].append(one.number)
    fitting = (by[key] for key in sorted(by) if len(by[key]) == 3 and not any(number in taken for number in by[key]))
    return next(fitting, [])


class _Story:
    """What one initiative says, year by year."""

    def __init__(self, one: Member, at: int, role: str, last: int) -> None:
        self.one, self.role, self.last = one, role, last
        self.rng = Random(f"{SEED}:{one.key}")  # noqa: S311 # the same every time, nothing secret
        rng = self.rng
        self.people = min(420.0, max(14.0, rng.lognormvariate(4.1, 0.6)))
        self.rate = rng.uniform(0.32, 0.62)
        self.answering = rng.uniform(0.48, 0.86)
        self.per_head = rng.lognormvariate(4.3, 0.5)
        self.hours = rng.uniform(3, 14)
        self.public = rng.choice((0.0, 0.0, 0.3, 0.5, 0.7))
        self.level = rng.choices(("after", "before", "compared"), weights=(50, 38, 12))[0]
        self.years_later = 0 if at % 5 < 3 else at % 3  # most are there from the first year
        self.growth = rng.gauss(1.05, 0.06)
        if role == "red":
            self.people = 24
        self.codes = self._codes()
        self.measured = role != "" or rng.random() > 0.08

    def _codes(self) -> list[str]:
        rng, wanted = self.rng, OUTCOMES[self.one.theme]
        first = wanted[0] if rng.random() < 0.75 else rng.choice(wanted)
        rest = rng.sample([code for code in wanted if code != first], rng.choice((1, 2, 2)))
        return ["recovered", "less-lonely", "healthier"] if self.role == "red" else [first, *rest]

    def tell(self) -> tuple[list[YearValues], Left | None]:
        start = self.last - YEARS + 1 + (0 if self.role else self.years_later)
        if self.role.startswith("closed"):
            ends = self.last - self.rng.choice((0, 1, 2))
            years = [self._year(year) for year in range(start, ends)]
            return years, Left(
                self.one.number, EventKind.CLOSED, date(ends, 10, 12), "Gestopt bij gebrek aan een ruimte."
            )
        if self.role == "takeover":
            years = [self._year(year) for year in range(start, self.last)]
            note = "Opgegaan in een groter initiatief in dezelfde wijk."
            return years, Left(self.one.number, EventKind.TAKEOVER, date(self.last, 5, 20), note)
        if self.role == "silent":
            return [self._year(year) for year in range(start, self.last - 1)], None
        if self.role == "alice" or self.role.startswith("desk"):
            return [self._year(self.last)], None  # the first figures of theirs
        return [self._year(year) for year in range(start, self.last + 1)], None

    def _year(self, year: int) -> YearValues:
        rng = self.rng
        age = year - (self.last - YEARS + 1)
        people = max(8, round(self.people * self.growth**age * rng.gauss(1, 0.07)))
        answers: dict[str, Any] = {
            "activities": DONE[(self.one.number + self.one.theme) % len(DONE)],
            "group": "buurtbewoners",
            "participants": str(people),
            "counted": "list",
            "outcomes": self.codes,
            "worse": NO_HARM[(self.one.number + year) % len(NO_HARM)],
            **self._costs(people),
        }
        for place, code in enumerate(self.codes):
            answers |= self._outcome(code, place, people, year)
        if self.role == "negative" and year == self.last:
            answers |= {"worse": AGAINST, "worse_outcome": "less-lonely", "worse_people": str(round(people * 0.8))}
        day = date(year + 1, rng.randint(2, 6), rng.randint(1, 24))
        return YearValues(initiative_id=self.one.number, year=year, answers=answers, published_on=day)

    def _costs(self, people: int) -> dict[str, str]:
        cash = round(people * self.per_head * self.rng.gauss(1, 0.05) / 10) * 10
        return {
            "cash": str(max(300, cash)),
            "in_kind": str(round(cash * 0.15)),
            "hours": str(round(people * self.hours)),
            "public": str(round(max(300, cash) * self.public)),
        }

    def _outcome(self, code: str, place: int, people: int, year: int) -> dict[str, str]:
        if not self.measured or (place == 2 and self.rng.random() < 0.3):
            return {f"how-{code}": "none"}
        rng = self.rng
        asked = 0.31 if self.role == "amber" and year == self.last else self.answering
        answered = max(4, min(people, round(people * asked * rng.gauss(1, 0.05))))
        rate = self.rate * (0.22 if code in PUBLIC else 1.0) * rng.gauss(1, 0.06)
        if self.role == "red":
            rate, answered = 0.97, people
        if self.level == "compared" and code not in PROFILE:
            effect = round(max(0.02, rate * 0.45), 3)
            return {
                f"how-{code}": "compared",
                f"effect-{code}": str(effect),
                f"se-{code}": "0.05",
                f"level-{code}": "compared",
            }
        known = {
            f"how-{code}": "own",
            f"respondents-{code}": str(answered),
            f"improved-{code}": str(max(0, min(answered, round(answered * min(rate, 0.97))))),
            f"level-{code}": "before" if self.level != "after" else "after",
        }
        if code in PROFILE:
            return known
        others = "0" if self.role == "red" else rng.choice(("0", "1", "1", "2"))
        anyway = "none" if self.role == "red" else "norm" if code in NORM else "half"
        return {**known, f"anyway-{code}": anyway, f"others-{code}": others, f"years-{code}": "1"}


def _share_people(made: Portfolio, three: Sequence[int], last: int) -> None:
    """Let participants of these initiatives say, in the last year, that the others helped too.

    Two of them claim their people in full, as if nobody else had helped; the smallest asked, and claims its part.
    """
    rng = Random(f"{SEED}:overlap")  # noqa: S311 # the same every time, nothing secret
    theirs = {at: year for at, year in enumerate(made.years) if year.year == last and year.initiative_id in three}
    smallest = min((int(year.answers["participants"]) for year in theirs.values()), default=0)
    for at, year in theirs.items():
        others = [number for number in three if number != year.initiative_id]
        replies = tuple(_replies(rng, year, others))
        asked = int(year.answers["participants"]) == smallest
        made.years[at] = replace(year, answers=_by_survey(year) if asked else _in_full(year, replies), replies=replies)


def _by_survey(year: YearValues) -> dict[str, Any]:
    return {**year.answers, "outcomes": ["less-lonely"], "how-less-lonely": "survey", "anyway-less-lonely": "norm"}


def _in_full(year: YearValues, replies: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Their own figures: as many improved as the survey says, and nobody else helped."""
    return {
        **_by_survey(year),
        "how-less-lonely": "own",
        "respondents-less-lonely": str(len(replies)),
        "improved-less-lonely": str(sum(reply["improved"]["less-lonely"] for reply in replies)),
        "level-less-lonely": "before",
        "others-less-lonely": "0",
    }


def _replies(rng: Random, year: YearValues, others: Sequence[int]) -> Iterator[dict[str, Any]]:
    """What every second participant answered by link."""
    for _n in range(max(6, int(year.answers["participants"]) // 2)):
        helped = [number for number in others if rng.random() < 0.4]
        yield {
            "improved": {"less-lonely": rng.random() < 0.55},
            "others": len(helped) + (rng.random() < 0.3),
            "helped_by": helped,
            "worse": "",
        }
