"""Every number on a published sheet, traced by hand: from the page to the answers and to the file of the value set.

Nothing here reads what the program computed, except where it drew at random: those numbers are compared with draws of
our own. A number on the page that this file does not explain makes the test fail.
"""

import csv
import hashlib
import io
import json
import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client

import kracht.domains.value
from kracht.domains.value.models import Publication
from kracht.domains.value.tests.factories import ANSWERS, SLUG, published
from socialvalue import pipeline

pytestmark = pytest.mark.django_db
FILE = Path(kracht.domains.value.__file__).parent / "data" / "values.toml"
SET = tomllib.loads(FILE.read_text())
ROWS = {row["code"]: row for row in SET["value"]}
PRICES = {2023: Fraction("126.09"), 2024: Fraction("130.31")}  # CBS, 2015 = 100
NUMBER = re.compile(r"[−-]?(?:€ )?\d[\d,]*(?:\.\d+)?%?")
WORSE = "Vijf mensen vonden de groep te druk."
YEAR: dict[str, Any] = {
    **ANSWERS,
    "outcomes": ["less-lonely", "less-guidance", "money-left", "new-contacts", "less-household-help", "healthier"],
    "years-less-guidance": "3",
    "how-money-left": "compared",
    "effect-money-left": "0,15",
    "se-money-left": "0,04",
    "level-money-left": "compared",
    "how-less-household-help": "none",
    "how-healthier": "none",
    "worse": WORSE,
    "worse_outcome": "feels-safer",
    "worse_people": "5",
}


class Words(HTMLParser):
    """The words of `main`, without pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.depth, self.hidden = 0, 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.depth += tag == "main"
        self.hidden += tag in {"svg", "script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "main"
        self.hidden -= tag in {"svg", "script", "style"}

    def handle_data(self, data: str) -> None:
        if self.depth and not self.hidden:
            self.words.append(data)


def words_of(page: str) -> str:
    reader = Words()
    reader.feed(page)
    return re.sub(r"\s+", " ", " ".join(reader.words).replace("\u00a0", " "))


def en(number: Fraction | float, places: int = 0) -> str:
    return f"{round(float(number), places):,.{places}f}"


def euros(amount: Fraction | float, places: int = 2) -> str:
    return f"{'−' if round(float(amount), places) < 0 else ''}€ {en(abs(amount), places)}"


def percent(share: Fraction | float) -> str:
    return f"{round(float(share) * 100)}%"


@dataclass
class ByHand:
    """One line of the sum."""

    ledger: str
    people: Fraction
    change: Fraction
    share: Fraction
    unit: Fraction
    years: Fraction
    freed: Fraction = Fraction(1)
    improved: Fraction | None = None
    sign: int = 1

    @property
    def value(self) -> Fraction:
        return self.sign * self.people * self.change * self.share * self.unit * self.years

    @property
    def capacity(self) -> Fraction:
        return self.value / self.freed * (1 - self.freed)

    def numbers(self) -> set[str]:
        factors = {en(self.people), en(self.sign * self.change, 4), en(self.share, 4), en(self.years, 4)}
        return factors | {euros(self.unit), euros(self.value)}


def uprated(code: str, name: str = "central") -> Fraction:
    row = ROWS[code]
    return Fraction(row[name]) * PRICES[2024] / PRICES[row["price_year"]]


def lines() -> dict[str, ByHand]:
    """From the answers and the file alone."""
    wellby, anyway = Fraction(SET["parameters"]["wellby"]["central"]), Fraction(ROWS["less-lonely"]["norm"])
    fade = Fraction(1, 2) / (
        1 + Fraction(str(SET["parameters"]["rate"]))
    )  # half is lost each year, and the rest is discounted
    cash = Fraction(3, 10)  # no municipality has confirmed which part frees money
    return {
        "less-lonely": ByHand("L3", Fraction(80), Fraction(44 + 1, 80 + 2) - anyway, Fraction(1, 2), Fraction(ROWS["less-lonely"]["central"]) * wellby, Fraction(1)),
        "less-guidance": ByHand("L1", Fraction(80), Fraction(12 + 1, 80 + 2) / 2, Fraction(1), uprated("less-guidance") * cash, 1 + fade + fade**2, freed=cash),
        "money-left": ByHand("L2", Fraction(120), Fraction("0.15"), Fraction(1), uprated("money-left"), Fraction(1)),
        "feels-safer": ByHand("L3", Fraction(120), Fraction(5 + 1, 120 + 2), Fraction(1), Fraction(ROWS["feels-safer"]["central"]) * wellby, Fraction(1), sign=-1),
    }  # fmt: skip


class Costs:
    """Typed in euros of 2023, shown in euros of 2024; an hour is worth the minimum wage of the nearest known year."""

    def __init__(self) -> None:
        factor = PRICES[2024] / PRICES[2023]
        self.cash, self.goods, self.public = (
            round(Fraction(each) * factor, 2) for each in ("30000", "2500.5", "10000")
        )
        self.hours, self.hour = 600, Fraction(str(SET["parameters"]["hour_values"]["2024"]))
        self.whole = self.cash + self.goods + self.hours * self.hour

    def numbers(self) -> set[str]:
        hours = {en(self.hours), euros(self.hour), euros(self.hours * self.hour)}
        return hours | {euros(self.whole, 0), *(euros(one) for one in (self.cash, self.goods, self.public, self.whole))}


def ledgers(made: dict[str, ByHand]) -> dict[str, Fraction]:
    cents = {code: Fraction(round(line.value * 100), 100) for code, line in made.items()}
    return {name: sum((cents[code] for code, line in made.items() if line.ledger == name), Fraction()) for name in ("L1", "L2", "L3")}  # fmt: skip


def sums(made: dict[str, ByHand], costs: Costs) -> set[str]:
    """Ledgers, the break-even sentences, the profile."""
    found = {text for amount in ledgers(made).values() for text in (euros(amount), euros(amount, 0))}
    found.add(euros(made["less-guidance"].capacity, 0))
    benefit = sum((line.value for line in made.values()), Fraction())
    part = 100 * costs.whole / benefit
    found.add(f"{-(-part.numerator // part.denominator)}%")  # of the benefits would do, rounded up
    helped = costs.whole / (uprated("less-household-help") * Fraction(3, 10))
    healthy = costs.whole / (Fraction(ROWS["healthier"]["central"]) * Fraction(SET["parameters"]["wellby"]["central"]))
    found |= {str(-(-helped.numerator // helped.denominator)), str(-(-healthy.numerator // healthy.denominator))}
    return found | {en(Fraction(100 * 60, 120))}  # 60 of 120 participants gained contacts


def switches(made: dict[str, ByHand], costs: Costs) -> set[str]:
    """Where a factor would make costs and benefits equal: the line must then bear the whole difference."""
    short = costs.whole - sum((line.value for line in made.values()), Fraction())
    times = {code: (line.value + short) / line.value for code, line in made.items()}  # as large as it is now
    guided, safer, lonely = (made[code] for code in ("less-guidance", "feels-safer", "less-lonely"))
    pairs = (
        (guided.change - guided.change * times["less-guidance"], Fraction(0)),  # who would have improved anyway
        (Fraction(ROWS["feels-safer"]["central"]) * times["feels-safer"], Fraction(ROWS["feels-safer"]["central"])),
        (safer.change * times["feels-safer"], safer.change),
        (lonely.share * times["less-lonely"], lonely.share),
        (1 - times["less-lonely"], Fraction(0)),  # what only moved from one person to another
    )
    return {en(number, 2) for pair in pairs for number in pair}


def sources(made: dict[str, ByHand]) -> set[str]:
    """Low, central and high as they stand in the file; who improves anyway."""
    found = {str(SET["parameters"]["base_year"])}
    for code in [*made, "less-household-help", "healthier"]:
        row = ROWS[code]
        points = row["ledger"] == "L3"
        found |= {
            en(Fraction(row[name]), 2) if points else euros(Fraction(row[name])) for name in ("low", "central", "high")
        }
        found |= {str(row["price_year"])} if "price_year" in row else set()
        found |= {percent(Fraction(row["norm"]))} if "norm" in row else set()
    return found


def without_words_of_people(text: str, record: dict[str, Any]) -> str:
    """Take away sentences that hold numbers but are quoted: sources, fingerprints, versions, dates."""
    quoted = [row[name] for row in ROWS.values() for name in ("title_en", "source", "page", "licence", "owner")]
    quoted += [" ".join(record["hash"][at : at + 8] for at in range(0, 64, 8)), WORSE, "Edition 1"]
    quoted += [f"{key} {value}" for key, value in record["versions"].items()]
    quoted += [
        "2027-12-31",
        "Nov. 20, 2026",
        "20 November 2026",
        "SHA-256",
        "9 in 10 of all draws",
        "Of every 100",
        "version 1",
    ]
    for one in sorted(quoted, key=len, reverse=True):
        text = text.replace(one, " ")
    return text


def drawn(made: dict[str, ByHand], costs: Costs, size: int = 200_000) -> dict[str, Any]:
    """Draw the ledgers ourselves, with another generator, as the method chapter describes them."""
    rng = np.random.default_rng(7)

    def lognormal(low: float, mid: float, high: float) -> Any:
        return mid * np.exp(np.log(high / low) / 3.29 * rng.standard_normal(size))

    def spread(code: str) -> Any:
        low, mid, high = (float(ROWS[code][name]) for name in ("low", "central", "high"))
        return mid + (high - low) / 3.29 * rng.standard_normal(size)

    wellby = lognormal(*(SET["parameters"]["wellby"][name] for name in ("low", "central", "high")))
    improved = rng.beta(45, 37, size) - rng.beta(0.18 * 400, 0.82 * 400, size)
    lonely = 80 * improved * (1 + 0.4 * rng.standard_normal(size)) * 0.5 * spread("less-lonely") * wellby
    worse = 120 * rng.beta(6, 116, size) * (1 + 0.6 * rng.standard_normal(size)) * spread("feels-safer") * wellby
    step = (1 - rng.beta(5, 5, size)) / (1 + SET["parameters"]["rate"])
    cost = lognormal(*(float(uprated("less-guidance", name)) for name in ("low", "central", "high")))
    guided = 80 * rng.beta(13, 69, size) * (1 - rng.beta(5, 5, size)) * (1 + 0.4 * rng.standard_normal(size))
    guidance = guided * cost * rng.beta(3, 7, size) * (1 + step + step**2)
    money = lognormal(*(float(uprated("money-left", name)) for name in ("low", "central", "high")))
    left = 120 * (0.15 + 0.04 * rng.standard_normal(size)) * (1 + 0.2 * rng.standard_normal(size)) * money
    return {"L1": guidance, "L2": left, "L3": lonely - worse, "benefit": guidance + left + lonely - worse}


def test_every_number_on_the_sheet_is_explained_by_hand() -> None:
    published(2023, **YEAR)
    page = words_of(Client().get(f"/en/initiatives/{SLUG}/value/2023/").content.decode())
    record = json.loads(Publication.objects.get().run.record)
    made, costs = lines(), Costs()
    known = {"2023", "120", "80", "44", "12", "5", "3"}  # the year, the answers, and three outcomes that got better
    for line in made.values():
        known |= line.numbers()
    known |= costs.numbers() | sums(made, costs) | sources(made) | switches(made, costs)
    by_chance = _by_chance(record, made, costs)
    found = set(NUMBER.findall(without_words_of_people(page, record)))
    assert found - known - by_chance == set()
    assert known - found == set()
    assert by_chance - found == set()


def _by_chance(record: dict[str, Any], made: dict[str, ByHand], costs: Costs) -> set[str]:
    """Numbers that were drawn: they stand in the record, and draws of our own come near them."""
    many, ranges = drawn(made, costs), record["outputs"]["range"]
    found = set()
    for name in ("L1", "L2", "L3"):
        low, middle, high = np.quantile(many[name], (0.05, 0.5, 0.95))
        size = high - low
        for key, ours in (("p5", low), ("p50", middle), ("p95", high)):
            assert ranges[name][key] == pytest.approx(ours, abs=0.06 * size), (name, key)
        found |= {euros(ranges[name]["p5"], 0), euros(ranges[name]["p95"], 0)}
    chance = float((many["benefit"] > float(costs.whole)).mean())
    assert ranges["chance_ratio_above_1"] == pytest.approx(chance, abs=0.02)
    found.add(percent(ranges["chance_ratio_above_1"]))
    return found | _moving(record)


def _moving(record: dict[str, Any]) -> set[str]:
    """What moves the result most: anyone computes it from the record with the command line."""
    core = {key: record["inputs"][key] for key in ("year", "values", "parameters")}
    return {percent(min(1.0, one["total"])) for one in pipeline.outputs("sobol", core)["drivers"][:3]}


def test_the_fingerprint_is_that_of_the_record_and_of_nothing_else() -> None:
    published(2023, **YEAR)
    record = json.loads(Client().get(f"/en/initiatives/{SLUG}/value/2023.json").content)
    kept = {key: value for key, value in record.items() if key != "hash"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == record["hash"]
    page = words_of(Client().get(f"/en/initiatives/{SLUG}/value/2023/").content.decode())
    assert record["hash"] in page.replace(" ", "")


def test_the_file_of_the_lines_holds_the_same_numbers() -> None:
    published(2023, **YEAR)
    text = Client().get(f"/en/initiatives/{SLUG}/value/2023.csv").content.decode()
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows) == set(lines())
    for code, line in lines().items():
        shown = {name: float(rows[code][name]) for name in ("people", "change", "share", "years")}
        exact = {"people": line.people, "change": line.change, "share": line.share, "years": line.years}
        assert shown == pytest.approx({name: float(one) for name, one in exact.items()}, rel=1e-11)
        assert rows[code]["unit_value_eur"] == f"{round(float(line.unit), 2):.2f}"
        assert rows[code]["value_eur"] == f"{round(float(line.value), 2):.2f}"  # also below zero
