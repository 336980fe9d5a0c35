"""Features of the two collections: initiatives by number, areas by CBS code."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kracht.domains.initiatives.queries import streaming, totals
from kracht.domains.initiatives.queries.entry import Entry
from kracht.foundation.places import queries as places
from kracht.foundation.places.models import Area
from kracht.surfaces.api.ogc import crs
from kracht.surfaces.api.ogc.asked import Asked
from kracht.surfaces.api.pages import export, listing, naming

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of features; `after` is where the next starts, `matched` how many there are when that is known."""

    features: list[Json]
    after: int | None
    matched: int | None


def _initiative(entry: Entry, areas: dict[int, naming.AreaName], system: str) -> Json:
    found = export.feature(entry, areas)
    properties = found["properties"]
    for name in ("province", "municipality", "district", "neighbourhood"):
        place = properties.pop(name)
        properties[name] = place["name"] if place else None
        properties[f"{name}Code"] = place["code"] if place else None
    properties.update({f"source{key.capitalize()}": value for key, value in properties.pop("source").items()})
    properties["needs"] = [need["kind"] for need in properties["needs"]]
    properties["parties"] = [party["name"] for party in properties["parties"]]
    contact = properties.pop("contact") or {"name": None, "email": None, "phone": None}
    properties.update({f"contact{key.capitalize()}": value for key, value in contact.items()})
    recipe = properties.pop("recipe")
    properties["recipe"] = recipe["slug"] if recipe else None
    properties.pop("id")
    return {**found, "id": entry.id, "geometry": crs.geometry(found["geometry"], system)}


def _areas_of(entries: list[Entry]) -> dict[int, naming.AreaName]:
    return naming.area_names(
        key for one in entries for key in (one.province_id, one.municipality_id, one.district_id, one.neighbourhood_id)
    )


def initiatives(asked: Asked) -> Found:
    """Return a page of initiatives."""
    rows, after = streaming.batch(asked.filters, period=asked.period, after=asked.after, size=asked.limit)
    areas = _areas_of(rows)
    count = streaming.matched(asked.filters, asked.period)
    return Found([_initiative(row, areas, asked.crs) for row in rows], after, None if count.capped else count.n)


def initiative(key: str, system: str) -> Json | None:
    """Return one initiative by its number."""
    entry = streaming.by_number(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
    return _initiative(entry, _areas_of([entry]), system) if entry else None


def _area(row: Area, shape: Json | None, initiatives: int, system: str) -> Json:
    point = {"type": "Point", "coordinates": [row.lon, row.lat]}
    properties = {
        "code": row.code,
        "kind": row.kind,
        "name": row.name,
        "slug": row.slug,
        "parent": row.parent.code if row.parent else None,
        "population": row.population,
        "initiatives": initiatives,
        "hasBoundary": shape is not None,
        "page": naming.page_url("site:area", row.slug),
    }
    return {
        "type": "Feature",
        "id": row.code,
        "geometry": crs.geometry(shape or point, system),
        "properties": properties,
    }


def areas(asked: Asked) -> Found:
    """Return a page of the areas of today; with a box those whose box meets it, or whose point lies in it."""
    rows = places.current(asked.levels)
    if asked.filters.bbox is not None:
        west, south, east, north = asked.filters.bbox
        meets = Q(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
        inside = Q(west=None, lon__range=(west, east), lat__range=(south, north))
        rows = rows.filter(meets | inside)
    found = list(rows.filter(pk__gt=asked.after)[: asked.limit + 1])
    shown = found[: asked.limit]
    ids = [row.pk for row in shown]
    shapes, counts = places.geometries(ids), totals.per_area(ids)
    features = [_area(row, shapes.get(row.pk), counts.get(row.pk, 0), asked.crs) for row in shown]
    return Found(features, shown[-1].pk if len(found) > asked.limit else None, rows.count())


def area(key: str, system: str) -> Json | None:
    """Return one area by its code."""
    row = listing.area_of(key)
    if row is None or not row.is_current or row.code != key.upper():
        return None
    shape = places.geometries([row.pk]).get(row.pk)
    return _area(row, shape, totals.per_area([row.pk]).get(row.pk, 0), system)
