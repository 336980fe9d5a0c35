"""Rows for measuring: words in the proportions of a living language (Zipf), places as people live. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kracht.domains.initiatives import wording
from kracht.domains.initiatives.facts import SECTORS, NeedKind, Stage
from kracht.domains.initiatives.operations.bulk import BulkRow
from kracht.foundation.places.queries import Inhabited
from kracht.kernel import text
from kracht.surfaces.demo import texts

SOURCE = "meting"
WORDS = 60_000
CHUNK = 5_000
NAME, SUMMARY, STORY = 2, 11, 45  # words
SPREAD = 0.006  # degrees around a postcode: about 500 m
LETTERS = re.compile(r"[a-zà-ÿ]{3,}")


@cache
def vocabulary() -> tuple[str, ...]:
    """Words by rank: those of our examples by how often they stand there, then compounds of the register's words."""
    counted: Counter[str] = Counter()
    for concept in texts.concepts():
        for part in (concept.what, *concept.names, *concept.summaries, *concept.about, *concept.doing):
            counted.update(LETTERS.findall(re.sub(r"{\w+}", " ", part).lower()))
    known = [word for word, _n in counted.most_common()]
    heads = sorted(wording.vocabulary())
    rng = np.random.default_rng(11)
    pairs = rng.integers(0, len(heads), (4 * WORDS, 2))
    compounds = (heads[one] + heads[other] for one, other in pairs.tolist() if one != other)
    return tuple(dict.fromkeys([*known, *compounds]))[:WORDS]


@cache
def _parts(word: str) -> str:
    return " ".join(text.split_compound(word, wording.vocabulary()))


class Bulk:
    """Makes rows. The same seed and districts give the same rows."""

    def __init__(self, districts: Sequence[Inhabited], *, seed: int, at: datetime) -> None:
        self.rng = np.random.default_rng(seed)
        self.at = at
        self.districts = districts
        people = np.array([one.population for one in districts], dtype=float)
        self.share = people / people.sum()
        words = vocabulary()
        ranks = 1 / np.arange(1, len(words) + 1)
        self.upto = np.cumsum(ranks / ranks.sum())
        # names are made of words that name things: rarer than "de" and "het"
        self.name_upto = np.cumsum(np.where(np.arange(len(words)) < 150, 0, ranks))
        self.name_upto /= self.name_upto[-1]

    def rows(self, n: int) -> Iterator[BulkRow]:
        """n rows."""
        for start in range(0, n, CHUNK):
            yield from self._chunk(min(CHUNK, n - start))

    def _chunk(self, n: int) -> Iterator[BulkRow]:
        rng, words = self.rng, vocabulary()
        drawn = np.searchsorted(self.upto, rng.random((n, SUMMARY + STORY))).tolist()
        named = np.searchsorted(self.name_upto, rng.random((n, NAME))).tolist()
        homes = rng.choice(len(self.districts), n, p=self.share).tolist()
        shift = rng.normal(0, SPREAD, (n, 2)).tolist()
        numbers = rng.integers(0, 1 << 30, (n, 8)).tolist()
        ages = self._ages(n)
        for place in range(n):
            yield self._row(
                [words[key] for key in named[place]],
                [words[key] for key in drawn[place]],
                self.districts[homes[place]],
                shift[place],
                numbers[place],
                ages[place],
            )

    def _ages(self, n: int) -> list[float]:
        """Seconds since the last confirmation: most are recent, the oldest are three years."""
        ages: NDArray[np.float64] = np.minimum(self.rng.exponential(200, n), 1095) * 86_400
        seconds: list[float] = ages.tolist()
        return seconds

    def _row(
        self, name: list[str], words: list[str], home: Inhabited, shift: list[float], dice: list[int], age: float
    ) -> BulkRow:
        town, lat, lon = home.towns[dice[0] % len(home.towns)]
        kinds, stages = NeedKind.values, Stage.values
        first = 1 + dice[1] % 12 if dice[1] % 3 else 1 + dice[1] % 4
        parts = {_parts(word): None for word in [*name, *words[:SUMMARY]]}
        return BulkRow(
            name=f"{' '.join(name).capitalize()} {town}",
            summary=f"{' '.join(words[:SUMMARY]).capitalize()}.",
            story=f"{' '.join(words[SUMMARY:]).capitalize()}.",
            parts=" ".join([*filter(None, parts), text.norm(f"{town} {home.municipality} {home.name}")]),
            stage=stages[2] if dice[2] % 2 else stages[dice[2] % len(stages)],
            themes=[first] if dice[3] % 3 else list(dict.fromkeys([first, 1 + dice[3] % 12])),
            needs=tuple((kinds[(dice[4] + k) % len(kinds)], " ".join(words[k : k + 6])) for k in range(dice[4] % 3)),
            parties=tuple((words[k].capitalize(), SECTORS[(dice[5] + k) % 5]) for k in range(dice[5] % 3)),
            people=3 + dice[6] % 90,
            hours=5 + dice[6] % 300,
            since=2005 + dice[7] % 21,
            lat=round(lat + shift[0], 5),
            lon=round(lon + shift[1] * 1.6, 5),
            place_name=town,
            province_id=home.province_id,
            municipality_id=home.municipality_id,
            district_id=home.district_id,
            fresh_at=self.at - timedelta(seconds=age),
        )
