"""Puts the tables in `data/` into the database: by code, in one transaction, as often as one likes."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.places.models import Area, AreaSuccession, Kind, PlaceName, Postcode, Release, Toponym
from kracht.kernel import text

DATA = Path(__file__).resolve().parents[1] / "data"
FORMAT = "1"  # raise it when this module turns the same tables into other rows
SUFFIX = re.compile(r" (?:\(.*\)|Gn|Fr|Dr|Ov|Gld|Ut|NH|ZH|Ze|Zld|NB|L|Lb)$")  # "Haren Gn", "Bergen (NH.)"
LOCK = 7_014_001  # two loaders at once wait for each other
RANK = {Kind.COUNTRY: 0, Kind.MUNICIPALITY: 0, Kind.PROVINCE: 1, Kind.DISTRICT: 4}
RANK_ENDED, RANK_PLACE = 2, 3
AREA_FIELDS = [
    *("kind", "name", "slug", "norm", "aliases", "parent", "population", "area_km2"),
    *("lat", "lon", "west", "south", "east", "north", "ended_on", "source"),
]
PLACE_FIELDS = ["name", "norm", "aliases", "municipality", "district", "population", "lat", "lon"]

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; `changed` is False when this edition was in force already."""

    changed: bool
    areas: int
    places: int
    postcodes: int


def load_tables(*, by: Actor, at: datetime, folder: Path = DATA) -> Loaded:
    """Bring areas, successions, places, postcodes and spellings in line with the tables."""
    digest = _digest(folder)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        newest = Release.objects.order_by("-id").first()
        changed = newest is None or newest.digest != digest
        if changed:
            aliases = _aliases(folder)
            ids = _load_areas(folder, aliases)
            _load_successions(folder, ids)
            _load_places(folder, ids, aliases)
            _load_postcodes(folder, ids)
            rebuild_toponyms()
            release = Release.objects.create(digest=digest, loaded_at=at)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE places_area, places_placename, places_postcode, places_toponym")
            audit.record(by=by, verb="load", target=release, at=at, data={"digest": digest})
    return Loaded(changed, Area.objects.count(), PlaceName.objects.count(), Postcode.objects.count())


def _digest(folder: Path) -> str:
    """Fingerprint of the tables together with the way they are read."""
    total = hashlib.sha256(FORMAT.encode())
    for path in sorted(folder.glob("*.csv")):
        total.update(path.read_bytes())
    return total.hexdigest()


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _aliases(folder: Path) -> dict[str, list[str]]:
    return {row["name"]: row["aliases"].split("|") for row in _read(folder / "aliases.csv")}


def _float(value: str | None) -> float | None:
    return float(value) if value else None


def _area(row: Row, kind: Kind, aliases: dict[str, list[str]], parents: dict[str, Area]) -> Area:
    name = re.sub(r"^Wijk \d+ +", "", row["name"])
    point = row if row["lat"] else vars(parents[row["near"]])  # an area without a point lies where its heir does
    return Area(
        code=row["code"],
        kind=kind,
        name=name,
        norm=text.norm(name),
        aliases=[] if kind == Kind.DISTRICT else aliases.get(name, []),
        parent=parents.get(row["parent"]),
        population=int(row["population"]) if row.get("population") else None,
        area_km2=_float(row.get("area_km2")),
        lat=float(point["lat"]),
        lon=float(point["lon"]),
        west=_float(row.get("west")),
        south=_float(row.get("south")),
        east=_float(row.get("east")),
        north=_float(row.get("north")),
        ended_on=row.get("ended_on") or None,
        source="CBS",
    )


def _upsert_areas(rows: list[Area]) -> None:
    Area.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=AREA_FIELDS, batch_size=2000
    )


def _load_areas(folder: Path, aliases: dict[str, list[str]]) -> dict[str, int]:
    """Load the levels from wide to narrow; returns the id of each code."""
    top = list(_read(folder / "provinces.csv"))
    heirs = {row["old"]: row["new"] for row in reversed(list(_read(folder / "successions.csv")))}
    ended = [{**row, "near": heirs[row["code"]]} for row in _read(folder / "ended.csv")]
    slugs = Slugs()
    known: dict[str, Area] = {}
    for kind, rows in (
        (Kind.COUNTRY, [row for row in top if not row["parent"]]),
        (Kind.PROVINCE, [row for row in top if row["parent"]]),
        (Kind.MUNICIPALITY, list(_read(folder / "municipalities.csv"))),
        (Kind.MUNICIPALITY, ended),
        (Kind.DISTRICT, list(_read(folder / "districts.csv"))),
    ):
        areas = [_area(row, kind, aliases, known) for row in rows]
        for area in areas:
            area.slug = slugs.take(area)
        _upsert_areas(areas)
        known |= {area.code: area for area in Area.objects.filter(kind=kind)}
    return {code: area.pk for code, area in known.items()}


class Slugs:
    """Hands out the part of the address that names an area: the same name gets the same slug in every load."""

    def __init__(self, taken: set[str] | None = None) -> None:
        self.taken = taken or set()

    def take(self, area: Area) -> str:
        """`bladel`, `provincie-utrecht`, `wijk-cool-rotterdam`; with the code behind it when that is taken."""
        slug = slug_base(area)
        if not slug or slug in self.taken:
            slug = f"{slug}-{area.code.lower()}".strip("-")
        self.taken.add(slug)
        return slug


def slug_base(area: Area) -> str:
    """The slug of an area as long as nobody else has it."""
    prefix = {Kind.PROVINCE: "provincie", Kind.DISTRICT: "wijk", Kind.NEIGHBOURHOOD: "buurt"}.get(Kind(area.kind), "")
    suffix = ""
    if area.kind in {Kind.DISTRICT, Kind.NEIGHBOURHOOD} and area.parent:
        above = area.parent if area.kind == Kind.DISTRICT else area.parent.parent
        suffix = above.slug if above else ""
    return "-".join(part for part in (prefix, text.slugify(area.name, 60), suffix) if part)


def _load_successions(folder: Path, ids: dict[str, int]) -> None:
    AreaSuccession.objects.all().delete()
    AreaSuccession.objects.bulk_create(
        AreaSuccession(old_id=ids[row["old"]], new_id=ids[row["new"]], on=row["on"], share=float(row["share"]))
        for row in _read(folder / "successions.csv")
    )


def _load_places(folder: Path, ids: dict[str, int], aliases: dict[str, list[str]]) -> None:
    rows = [
        PlaceName(
            code=row["code"],
            name=row["name"],
            norm=text.norm(row["name"]),
            aliases=aliases.get(row["name"], []),
            municipality_id=ids[row["municipality"]],
            district_id=ids.get(row["district"]),
            population=int(row["population"]) if row["population"] else None,
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in _read(folder / "places.csv")
    ]
    PlaceName.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=PLACE_FIELDS, batch_size=2000
    )


def _load_postcodes(folder: Path, ids: dict[str, int]) -> None:
    rows = [
        Postcode(
            pc4=int(row["pc4"]),
            place=row["place"],
            municipality_id=ids[row["municipality"]],
            district_id=ids.get(row["district"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in _read(folder / "postcodes.csv")
    ]
    Postcode.objects.all().delete()
    Postcode.objects.bulk_create(rows, batch_size=2000)


def _spellings(name: str, aliases: list[str]) -> dict[str, str]:
    """The key of each way to write a name, with the spelling itself; the plain name without "(NH.)" or "Gn" too."""
    plain = SUFFIX.sub("", name)
    return {text.key(label): label for label in reversed([name, plain, *aliases]) if text.key(label)}


def rebuild_toponyms() -> None:
    """Write the spellings of all areas and places anew; inside the caller's transaction."""
    Toponym.objects.all().delete()
    rows = []
    for area in Area.objects.exclude(kind=Kind.NEIGHBOURHOOD):
        rank = RANK_ENDED if area.ended_on else RANK[Kind(area.kind)]
        for key, label in _spellings(area.name, area.aliases).items():
            rows.append(Toponym(key=key, label=label, rank=rank, weight=area.population or 0, area=area))
    for place in PlaceName.objects.all():
        for key, label in _spellings(place.name, place.aliases).items():
            rows.append(Toponym(key=key, label=label, rank=RANK_PLACE, weight=place.population or 0, place=place))
    Toponym.objects.bulk_create(rows, batch_size=2000)
