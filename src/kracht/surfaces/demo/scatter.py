"""Places for examples, spread as people live. Pure: the districts are given."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from kracht.foundation.places.queries import Inhabited

CITY = 60_000  # inhabitants of a municipality from which its main town counts as a city
PLAIN = re.compile(r"[A-ZÀ-Ý'][A-Za-zÀ-ÿ'’ -]{2,23}")
NO_NAME = re.compile(
    r"buitengeb|verspreid|overig|industri|bedrijv|haven|wijk|kern|gebied|water|omgeving|landelijk|stadsrand|gemeente"
    r"|terrein|ontginning|kantoren|\ben\b|polder|binnendijk|plaats|weg\b",
    re.IGNORECASE,
)
MIDDLE = re.compile(r"(?:de |het |stads)?(binnenstad|centrum)(?: .*)?", re.IGNORECASE)
SUFFIX = re.compile(r" (?:Gn|Gld|Nb|NB|Zh|ZH|Nh|NH|Ut|Ov|Dr|Fr|Lb|Zld)\.?$")  # of a province, behind a town
COMPASS = re.compile(r"(?:Noord|Zuid|Oost|West|Midden|Noordoost|Noordwest|Zuidoost|Zuidwest|Nieuw-West|Oud-[A-Z]\w+)")
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point where people live. `name` is for names, `inside` reads "in Feijenoord", codes are those of CBS."""

    name: str
    inside: str
    town: str
    municipality: str
    municipality_code: str
    province_code: str
    district_code: str
    village: bool
    lat: float
    lon: float


class Scatter:
    """Draws spots, each district in proportion to its inhabitants."""

    def __init__(self, districts: Sequence[Inhabited]) -> None:
        self.districts = districts
        self.total = 0
        self.upto: list[int] = []
        sizes: Counter[str] = Counter()
        for one in districts:
            self.total += one.population
            self.upto.append(self.total)
            sizes[one.municipality_code] += one.population
        self.sizes = sizes

    def draw(self, rng: Random, *, province: str = "", city: bool = False) -> Spot:
        """A spot; only in one province, or only in cities, when asked (drawn again until it fits)."""
        while True:
            district = rng.choices(self.districts, cum_weights=self.upto)[0]
            town, lat, lon = rng.choice(district.towns)
            town = SUFFIX.sub("", town)
            village = self.sizes[district.municipality_code] < CITY or town != district.municipality
            if (province and district.province_code != province) or (city and village):
                continue
            name, inside = _named(rng, district, town, village=village)
            lat, lon = _nearby(rng, lat, lon)
            return Spot(
                name=name,
                inside=inside,
                town=town,
                municipality=district.municipality,
                municipality_code=district.municipality_code,
                province_code=district.province_code,
                district_code=district.code,
                village=village,
                lat=lat,
                lon=lon,
            )


def _named(rng: Random, district: Inhabited, town: str, *, village: bool) -> tuple[str, str]:
    """(name, "in …"): of the district in a city where it has a name of its own, else of the town."""
    name = district.name
    if village or name == town or rng.random() < 0.2:
        return town, f"in {town}"
    if match := MIDDLE.fullmatch(name):
        article = "de" if match[1].lower() == "binnenstad" else "het"
        return f"{town} {match[1].capitalize()}", f"in {article} {match[1].lower()} van {town}"
    name = name.removeprefix(f"{town} ")
    name = name[:1].upper() + name[1:]
    if COMPASS.fullmatch(name):
        return f"{town}-{name}", f"in {town}-{name}"
    if not PLAIN.fullmatch(name) or NO_NAME.search(name):
        return town, f"in {town}"
    return name, f"in {name}"


def _nearby(rng: Random, lat: float, lon: float) -> tuple[float, float]:
    """A point up to about 600 m away, rounded to a metre."""
    metres, turn = 60 + 540 * math.sqrt(rng.random()), rng.random() * 2 * math.pi
    north, east = metres * math.cos(turn), metres * math.sin(turn)
    return (
        round(lat + north / METRES_PER_DEGREE, 5),
        round(lon + east / (METRES_PER_DEGREE * math.cos(math.radians(lat))), 5),
    )
