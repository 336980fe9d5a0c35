"""The generated set: believable initiatives and organisations, the same ones every time. Pure: no database."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from kracht.domains.initiatives.facts import InitiativeValues, NeedValues, PartyValues
from kracht.foundation.organisations.facts import OrganisationValues, Place, Source
from kracht.kernel import text
from kracht.surfaces.demo import texts
from kracht.surfaces.demo.scatter import Scatter, Spot
from kracht.surfaces.demo.texts import Concept, Gaps

SOURCE = "voorbeeld"
SEED = 2013
THEME_WEIGHTS = {1: 15, 2: 7, 3: 9, 4: 6, 5: 7, 6: 16, 7: 10, 8: 15, 9: 8, 10: 9, 11: 3, 12: 5}
STAGES = {"idea": 8, "starting": 12, "running": 50, "growing": 16, "paused": 8, "ended": 6}
FRYSLAN = "PV21"
ORGANISATIONS = {"residents": 26, "business": 32, "government": 14, "knowledge": 26, "giving": 22}


@dataclass(frozen=True, slots=True)
class Example:
    """One generated initiative. `concept` is empty for the whole entries in other languages."""

    key: str
    concept: str
    values: InitiativeValues
    moment: datetime
    province: str


@dataclass(frozen=True, slots=True)
class Helper:
    """An example organisation that can be a party. `town` is filled when it works in that town only.

    `number` is its number in the register, None before it is there.
    """

    name: str
    sector: str
    province: str
    town: str
    number: int | None = None


def organisations(scatter: Scatter) -> Iterator[tuple[OrganisationValues, Helper]]:
    """The example organisations, and each as a party; names are unique."""
    rng, taken = Random(f"{SEED}:organisations"), set[str]()  # noqa: S311 # the same set every time, nothing secret
    for sector, wanted in ORGANISATIONS.items():
        words = texts.organisations()[sector]
        for place in range(wanted):
            spot = scatter.draw(rng)
            name = words["names"][place % len(words["names"])].format(stad=spot.town, streek=spot.municipality)
            if name in taken:
                name = f"{name} {spot.town}"
            taken.add(name)
            values = _organisation(rng, name, sector, words, spot)
            yield values, Helper(name, sector, spot.province_code, spot.town if spot.town in name else "")


def _organisation(
    rng: Random, name: str, sector: str, words: Mapping[str, Sequence[str]], spot: Spot
) -> OrganisationValues:
    return OrganisationValues(
        name=name,
        sector=sector,
        kind=str(words["kind"]),
        summary=rng.choice(words["summaries"]),
        website=f"https://{text.slugify(name, 40)}.voorbeeld.example",
        place=Place(spot.lat, spot.lon, name=spot.town),
        source=Source(SOURCE, text.slugify(name)),
        is_example=True,
    )


class Maker:
    """Makes examples one after the other; the first `n` are the same whatever comes after."""

    def __init__(self, scatter: Scatter, helpers: Sequence[Helper], *, at: datetime) -> None:
        self.scatter, self.at = scatter, at
        self.rng = Random(SEED)  # noqa: S311 # the same set every time, nothing secret
        self.helpers: dict[str, list[Helper]] = defaultdict(list)
        for helper in helpers:
            self.helpers[helper.province].append(helper)
        self.by_theme: dict[int, list[Concept]] = defaultdict(list)
        for concept in texts.concepts():
            self.by_theme[concept.theme].append(concept)
        self.used: Counter[tuple[str, str]] = Counter()
        self.names: set[str] = set()

    def make(self, n: int) -> Iterator[Example]:
        """The first n examples."""
        others = texts.whole_entries()
        for number in range(n):
            key = f"{number + 1:05}"
            if number % 40 == 39:
                yield self._whole(key, others[number // 40 % len(others)])
            else:
                yield self._one(key)

    def _one(self, key: str) -> Example:
        rng = self.rng
        spot = self.scatter.draw(rng)
        concept = self._concept(spot)
        stage = rng.choices(list(STAGES), weights=list(STAGES.values()))[0]
        year = self._year(stage)
        people, hours = rng.randint(*concept.people), rng.randint(*concept.hours)
        parties = self._parties(spot)
        party = parties[0].name if parties else "een fonds"
        party = f"de {party[0].lower()}{party[1:]}" if party.startswith(("Gemeente ", "Bibliotheek ")) else party
        gaps = texts.gaps(rng, spot, year=year, people=people, hours=hours, party=party, concept=concept)
        name = self._name(concept, spot, gaps)
        lively = stage in {"starting", "running", "growing"}
        slug = text.slugify(name, 40)
        values = InitiativeValues(
            name=name,
            summary=self._summary(concept, spot, stage, gaps),
            story=self._story(concept, spot, stage, gaps),
            stage=stage,
            themes=self._themes(concept.theme),
            sdgs=concept.sdgs,
            needs=self._needs(concept, stage),
            parties=tuple(parties),
            people=people if rng.random() < 0.85 and stage != "idea" else None,
            volunteer_hours=hours if rng.random() < 0.8 and lively else None,
            legal_form="none" if stage == "idea" else rng.choice(concept.legal),
            since=None if stage == "idea" else year,
            reach=rng.choices(["neighbourhood", "district", "municipality", "region"], weights=[4, 3, 3, 1])[0],
            website=f"https://{slug}.voorbeeld.example" if rng.random() < 0.6 else "",
            contact_name=rng.choice(texts.general()["contacts"]),
            contact_email=f"info@{slug}.voorbeeld.example",
            contact_public=rng.random() < 0.7,
            opening_times=gaps.fill(rng.choice(texts.general()["open"])) if lively and rng.random() < 0.7 else "",
        )
        return Example(key, concept.key, self._placed(values, spot), self._moment(), spot.province_code)

    def _concept(self, spot: Spot) -> Concept:
        """One of a theme drawn by weight: the one this municipality has least of."""
        theme = self.rng.choices(list(THEME_WEIGHTS), weights=list(THEME_WEIGHTS.values()))[0]
        fitting = [one for one in self.by_theme[theme] if texts.suitable(one, spot)]
        self.rng.shuffle(fitting)
        chosen = min(fitting, key=lambda one: self.used[spot.municipality_code, one.key])
        self.used[spot.municipality_code, chosen.key] += 1
        return chosen

    def _year(self, stage: str) -> int:
        if stage in {"idea", "starting"}:
            return self.at.year - self.rng.randint(0, 1)
        return self.at.year - 2 - min(16, int(self.rng.expovariate(1 / 4)))

    def _moment(self) -> datetime:
        """When it was last confirmed: mostly in the last months, at most a year and a half ago."""
        days = min(540.0, self.rng.expovariate(1 / 110))
        return self.at - timedelta(days=days, minutes=self.rng.randint(5, 900))

    def _name(self, concept: Concept, spot: Spot, gaps: Gaps) -> str:
        for attempt in range(8):
            if attempt:
                gaps["fanciful"] = self.rng.choice(concept.fanciful)
            name = gaps.fill(texts.pick(self.rng, concept.names, spot))
            if attempt > 4 and spot.town not in name:
                name = f"{name} {spot.town}"
            if name not in self.names:
                break
        self.names.add(name)
        return name

    def _summary(self, concept: Concept, spot: Spot, stage: str, gaps: Gaps) -> str:
        pool = texts.general()["idea_summary"] if stage == "idea" else concept.summaries
        return gaps.fill(texts.pick(self.rng, pool, spot))

    def _story(self, concept: Concept, spot: Spot, stage: str, gaps: Gaps) -> str:
        rng, general = self.rng, texts.general()
        if stage == "idea":
            return gaps.fill(texts.pick(rng, general["idea"], spot))
        about = texts.pick(rng, concept.about, spot)
        over = stage in {"paused", "ended"}
        begin = texts.pick(rng, general["begin"] if over else [*general["begin"], *general["begin_lively"]], spot)
        if over:
            return gaps.fill("\n\n".join([begin, about, rng.choice(general[stage])]))
        doing = texts.pick(rng, concept.doing, spot)
        parts = [about, doing]
        if stage == "starting":
            parts.append(rng.choice(general["starting"]))
        elif rng.random() < 0.85:
            parts.insert(rng.choice([0, 1]), begin)
        if stage == "growing":
            parts.append(rng.choice(general["growing"]))
        if rng.random() < 0.35:
            parts[parts.index(doing)] = f"## Wat we doen\n\n{doing}"
        if stage != "starting" and rng.random() < 0.7:
            parts.append(texts.pick(rng, general["carry"], spot))
        closing = f"{rng.choice(general['future']) if rng.random() < 0.7 else ''} {rng.choice(general['join'])}".strip()
        return gaps.fill("\n\n".join([*parts, closing]).strip())

    def _themes(self, theme: int) -> tuple[int, ...]:
        beside = texts.general()["beside"][str(theme)]
        return (theme, self.rng.choice(beside)) if self.rng.random() < 0.3 else (theme,)

    def _needs(self, concept: Concept, stage: str) -> tuple[NeedValues, ...]:
        if stage == "ended":
            return ()
        few = 1 if stage in {"idea", "starting"} else 0
        kinds = self.rng.sample(list(concept.needs), min(len(concept.needs), self.rng.randint(few, 3)))
        return tuple(NeedValues(kind, self.rng.choice(list(concept.needs[kind]))) for kind in kinds)

    def _parties(self, spot: Spot) -> list[PartyValues]:
        """At most three: the municipality, organisations of the town or province, and some by name only."""
        rng, found = self.rng, []
        if rng.random() < 0.45:
            found.append(PartyValues(f"Gemeente {spot.municipality}", "government"))
        near = [one for one in self.helpers.get(spot.province_code, []) if one.town in {"", spot.town}]
        local = rng.sample(texts.general()["local_parties"], 2)
        pool = [PartyValues(one.name, one.sector, one.number) for one in near]
        pool += [PartyValues(name.format(stad=spot.town, gemeente=spot.municipality), to) for to, name in local]
        found += rng.sample(pool, min(len(pool), rng.choice([0, 1, 1, 2])))
        return list({party.name: party for party in found}.values())

    def _placed(self, values: InitiativeValues, spot: Spot) -> InitiativeValues:
        """Most have a point, some are somewhere in a district or municipality."""
        drawn = self.rng.random()
        if drawn < 0.75:
            return replace(values, lat=spot.lat, lon=spot.lon, place_name=spot.town)
        code = spot.district_code if drawn < 0.93 else spot.municipality_code
        return replace(values, area_code=code, place_name=spot.town)

    def _whole(self, key: str, entry: Mapping[str, object]) -> Example:
        rng, frisian = self.rng, entry["language"] == "fy"
        for _attempt in range(20):
            spot = self.scatter.draw(rng, province=FRYSLAN if frisian else "", city=not frisian)
            name = str(entry["name"]).format(plek=spot.town if frisian else spot.name)
            if name not in self.names:
                break
        self.names.add(name)
        year, people = self._year("running"), rng.randint(8, 45)
        gaps = texts.gaps(rng, spot, year=year, people=people, hours=people * 3, party="", concept=None)
        gaps["plek"] = spot.town if frisian else spot.name
        needs = entry["needs"]
        values = InitiativeValues(
            name=name,
            summary=gaps.fill(str(entry["summary"])),
            story=gaps.fill(str(entry["story"])),
            language=str(entry["language"]),
            stage=rng.choice(["running", "running", "growing"]),
            themes=(int(str(entry["theme"])),),
            needs=tuple(NeedValues(kind, words) for kind, words in needs.items()) if isinstance(needs, dict) else (),
            parties=tuple(self._parties(spot)),
            people=people,
            volunteer_hours=people * 3,
            legal_form="none",
            since=year,
        )
        return Example(key, "", self._placed(values, spot), self._moment(), spot.province_code)
