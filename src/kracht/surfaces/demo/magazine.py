"""The magazine's 150 entities, and how they become initiatives and organisations of ours. Pure: no database."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kracht.domains.initiatives.facts import InitiativeValues, PartyValues
from kracht.foundation.organisations.facts import OrganisationValues, Place, Source

DATA = Path(__file__).parent / "data"
SOURCE = "Kracht in NL"
YEAR = 2013  # the texts are of 2012 and 2013
UNNAMED = "Naam ontbreekt in de bron"
EARLIER = "Zo stond het in {year} in de uitgaven van Kracht in NL. Wij hebben niet nagekeken hoe het nu is."
SUMMARY = 280


@dataclass(frozen=True, slots=True)
class Target:
    """Where a value of the magazine goes; `sector` and `kind` are for organisations."""

    to: str
    sector: str
    kind: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity as the magazine has it, without the people."""

    key: str
    name: str
    kind: str
    theme: str
    reach: str
    text: str
    website: str
    also: tuple[str, ...]
    partners: tuple[str, ...]
    remark: str
    year: int | None
    place: str
    precision: str
    district: str
    municipality: str
    municipality_name: str
    province: str
    lat: float | None
    lon: float | None

    @property
    def target(self) -> Target:
        """Initiative or organisation, by its kind."""
        return table()["soort", self.kind]

    @property
    def is_organisation(self) -> bool:
        """Whether it becomes an organisation."""
        return self.target.to == "organisation"

    @property
    def sector(self) -> str:
        """Its sector: of its theme where the kind leaves it open, else of its kind; initiatives are residents'."""
        if not self.is_organisation:
            return "residents"
        own = self.target.sector
        return (table()["thema", self.theme].sector or own) if own == "residents" else own

    @property
    def source_year(self) -> int:
        """Year of the text it stood in."""
        return self.year if self.year in {2012, 2013} else YEAR

    @property
    def has_name(self) -> bool:
        """Whether the source names it; else somebody must look it up before it is published."""
        return not self.remark.startswith(UNNAMED)


@cache
def table() -> Mapping[tuple[str, str], Target]:
    """The committed table: (column, value of the magazine) to ours."""
    with (DATA / "magazine_map.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["column"], row["from"]): Target(row["to"], row["sector"], row["kind"]) for row in csv.DictReader(file)
        }


@cache
def entities() -> tuple[Entity, ...]:
    """All entities, in the order of the file."""
    rows = json.loads((DATA / "magazine.json").read_text(encoding="utf-8"))["entiteiten"]
    return tuple(_entity(row) for row in rows)


def _entity(row: Mapping[str, Any]) -> Entity:
    home = row.get("gemeente_nu") or {}
    website = row["website"] or ""
    rewritten = table().get(("tekst", row["id"]))
    return Entity(
        key=row["id"],
        name=row["naam"],
        kind=row["soort"],
        theme=row["thema"],
        reach=row["bereik"],
        text=rewritten.to if rewritten else row["beschrijving"],
        website=website if not website or "://" in website else f"http://{website.lower()}",
        also=tuple(row.get("ook_bekend_als", ())),
        partners=tuple(row.get("verbonden_met", ())),
        remark=row.get("opmerking", ""),
        year=row.get("jaar"),
        place=row["plaats"] or "",
        precision=row["plaats_precisie"] or "",
        district=row.get("wijk_code_2022") or "",
        municipality=home.get("code", ""),
        municipality_name=home.get("naam", ""),
        province=row["provincie"] or "",
        lat=row["lat"],
        lon=row["lon"],
    )


@cache
def _by_name() -> Mapping[str, Entity]:
    return {name: entity for entity in entities() for name in (*entity.also, entity.name)}


def partners(entity: Entity) -> list[Entity]:
    """The entities it is connected with; names that are no entity are people, and are left out."""
    known = _by_name()
    return [known[name] for name in entity.partners if name in known]


def story(entity: Entity) -> str:
    """What is told beside the one sentence: other names, remarks about the source, and the source."""
    lines = []
    if entity.also:
        lines.append(f"Ook bekend als: {', '.join(entity.also)}.")
    if entity.remark:
        lines.append(entity.remark)
    lines.append(EARLIER.format(year=entity.source_year))
    return "\n\n".join(lines)


def area_code(entity: Entity, district: str = "") -> str:
    """Code of the area it is somewhere in; `district` is the one whose name is that of a village, when there is one."""
    match entity.precision:
        case "wijk":
            return entity.district
        case "woonplaats":
            return district or entity.municipality
        case "provincie":
            return entity.province
        case _:
            return ""


def organisation_values(entity: Entity) -> OrganisationValues:
    """The entity as an organisation."""
    place = None
    if entity.lat is not None and entity.lon is not None and entity.precision in {"wijk", "woonplaats"}:
        place = Place(entity.lat, entity.lon, somewhere=True, name=entity.place)
    return OrganisationValues(
        name=entity.name,
        sector=entity.sector,
        kind=entity.target.kind,
        summary=entity.text[:SUMMARY],
        story=story(entity),
        website=entity.website,
        place=place,
        source=Source(SOURCE, entity.key, year=entity.source_year),
        licence="CC0-1.0",
    )


def initiative_values(
    entity: Entity, *, themes: Mapping[str, int], parties: Sequence[PartyValues], district: str = ""
) -> InitiativeValues:
    """The entity as an initiative; `themes` gives the id of each of our themes by slug."""
    reach = table()["bereik", entity.reach].to
    if reach == "neighbourhood":
        reach = "district" if entity.precision == "wijk" else "municipality"
    return InitiativeValues(
        name=entity.name,
        summary=entity.text[:SUMMARY],
        story=story(entity),
        themes=tuple(themes[slug] for slug in table()["thema", entity.theme].to.split()),
        parties=tuple(parties),
        since=entity.year,
        reach=reach,
        website=entity.website,
        area_code=area_code(entity, district),
        place_name=entity.place,
    )
