"""The words of the examples: what is in `data/voorbeelden`, and filling in the gaps. Pure and repeatable."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from kracht.surfaces.demo.scatter import Spot

FOLDER = Path(__file__).parent / "data" / "voorbeelden"
SMALL = ("vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "twaalf")
VILLAGE_WORDS = re.compile(r"\b[Dd]orp", re.UNICODE)
CITY_WORDS = re.compile(r"\b(?:[Ww]ijk|tram|flat|[Ss]traatkoor|metro)", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Concept:
    """One sort of initiative, in words with gaps."""

    key: str
    theme: int
    what: str
    names: tuple[str, ...]
    summaries: tuple[str, ...]
    about: tuple[str, ...]
    doing: tuple[str, ...]
    needs: Mapping[str, Sequence[str]]
    sdgs: tuple[int, ...]
    people: tuple[int, int]
    hours: tuple[int, int]
    legal: tuple[str, ...]
    fanciful: tuple[str, ...]


@cache
def concepts() -> tuple[Concept, ...]:
    """Every sort of initiative, by theme."""
    found = []
    for path in sorted(FOLDER.glob("[0-9]*.toml")):
        document = _read(path)
        found += [_concept(row, document) for row in document["concept"]]
    return tuple(found)


def _concept(row: Mapping[str, Any], document: Mapping[str, Any]) -> Concept:
    facts = row["facts"]
    return Concept(
        key=row["key"],
        theme=document["theme"],
        what=row["what"],
        names=tuple(row["names"]),
        summaries=tuple(row["summaries"]),
        about=tuple(row["about"]),
        doing=tuple(row["doing"]),
        needs=row["needs"],
        sdgs=tuple(facts["sdgs"]),
        people=tuple(facts["people"]),
        hours=tuple(facts["hours"]),
        legal=tuple(facts["legal"]),
        fanciful=tuple(document["fanciful"]),
    )


@cache
def general() -> Mapping[str, Any]:
    """Sentences and lists that fit every theme."""
    return _read(FOLDER / "algemeen.toml")


@cache
def whole_entries() -> tuple[Mapping[str, Any], ...]:
    """Whole entries in English and Frisian."""
    return tuple(_read(FOLDER / "other-languages.toml")["entry"])


@cache
def organisations() -> Mapping[str, Any]:
    """Names and sentences of the example organisations, by sector."""
    return _read(FOLDER / "organisaties.toml")


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def suitable(concept: Concept, spot: Spot) -> bool:
    """Whether this sort of initiative fits a village, or a city."""
    return concept.key not in general()["city" if spot.village else "village"]


def pick(rng: Random, variants: Sequence[str], spot: Spot) -> str:
    """One of the variants, without "dorp" in a city and without "wijk" in a village where there is a choice."""
    odd = CITY_WORDS if spot.village else VILLAGE_WORDS
    fitting = [text for text in variants if not odd.search(text)]
    return rng.choice(fitting or list(variants))


class Gaps(dict[str, str]):
    """What fills the gaps of one entry. A capital asks for a capital: {In}, {Klein}."""

    def __missing__(self, key: str) -> str:
        small = self.get(key[0].lower() + key[1:])
        if small is None:
            raise KeyError(key)
        return small[0].upper() + small[1:]

    def fill(self, text: str) -> str:
        """The text without gaps."""
        return text.format_map(self)


def gaps(rng: Random, spot: Spot, *, year: int, people: int, hours: int, party: str, concept: Concept | None) -> Gaps:
    """The fillings for one entry: its place, numbers and days."""
    days = rng.sample(general()["days"][:6], 2)
    return Gaps(
        {
            "plek": spot.name,
            "in": spot.inside,
            "stad": spot.town,
            "gemeente": spot.municipality,
            "jaar": str(year),
            "klein": rng.choice(SMALL),
            "groot": str(rng.randrange(40, 185, 5)),
            "mensen": str(people),
            "uren": str(hours),
            "dag": days[0],
            "dag2": days[1],
            "maand": rng.choice(general()["months"]),
            "partij": party,
            "wat": concept.what if concept else "",
            "fanciful": rng.choice(concept.fanciful) if concept else "",
        }
    )
