"""Where people live: districts with their inhabitants and the postcodes in them."""

from collections import defaultdict
from dataclasses import dataclass

from kracht.foundation.places.models import Area, Kind, Postcode


@dataclass(frozen=True, slots=True)
class Inhabited:
    """A district. `towns` are (town, lat, lon) of its postcodes, else the municipality at the district's middle."""

    code: str
    name: str
    population: int
    municipality: str
    municipality_code: str
    province_code: str
    towns: tuple[tuple[str, float, float], ...]
    district_id: int
    municipality_id: int
    province_id: int


def inhabited() -> list[Inhabited]:
    """Every district of today in which people live, by code; two queries."""
    towns: dict[int, list[tuple[str, float, float]]] = defaultdict(list)
    for district_id, place, lat, lon in Postcode.objects.order_by("pc4").values_list(
        "district_id", "place", "lat", "lon"
    ):
        if district_id is not None:
            towns[district_id].append((place, lat, lon))
    rows = Area.objects.current().of_kind(Kind.DISTRICT).filter(population__gt=0, parent__ended_on=None)
    return [
        Inhabited(
            code=row.code,
            name=row.name,
            population=row.population or 0,
            municipality=row.parent.name,
            municipality_code=row.parent.code,
            province_code=row.parent.parent.code,
            towns=tuple(towns[row.pk]) or ((row.parent.name, row.lat, row.lon),),
            district_id=row.pk,
            municipality_id=row.parent.pk,
            province_id=row.parent.parent.pk,
        )
        for row in rows.select_related("parent__parent").order_by("code")
        if row.parent and row.parent.parent
    ]
