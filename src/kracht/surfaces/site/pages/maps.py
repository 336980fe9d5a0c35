"""Map blocks: which tiles, which shapes, which part of the country."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from kracht.foundation.places import queries as places
from kracht.surfaces.site.pages import doors
from kracht.ui import manifest, parts

if TYPE_CHECKING:
    from kracht.foundation.places.models import Area

COUNTRY_BOX = (3.2, 50.7, 7.3, 53.6)
DEGREES_AROUND = 0.06  # half the height of the map around a point: some 7 km
POINTS = "frontend/data/postcodes.json"
WITHOUT = {"near", "bbox", "after", "limit"}  # a place to look, not a part of the set
SHAPE_LEVEL = {
    "country": "province",
    "province": "municipality",
    "municipality": "district",
    "district": "neighbourhood",
}


def tiles(pairs: Iterable[tuple[str, str]] = ()) -> str:
    """Return the address of the tiles of a set, with {z}, {x} and {y} to fill in."""
    narrowed = [(name, value) for name, value in pairs if name not in WITHOUT]
    return doors.with_query(doors.TILES, narrowed)


def postcode_points() -> str:
    """Return the address of the points of the postcodes, for 'near me' in the browser; empty when not built."""
    return manifest.address(POINTS) if POINTS in manifest.manifest() else ""


def entry_url() -> str:
    """Return the address of an initiative's page with {slug} to fill in, for the card on the map."""
    return reverse("site:entry", args=["slug"]).removesuffix("slug/") + "{slug}/"


def around(lat: float, lon: float, degrees: float = DEGREES_AROUND) -> tuple[float, float, float, float]:
    """Return a box around a point: west, south, east, north in degrees."""
    return (lon - degrees * 1.6, lat - degrees, lon + degrees * 1.6, lat + degrees)


def of_country(label: str, pairs: Iterable[tuple[str, str]] = ()) -> parts.Map:
    """Return the map of the whole country for a set."""
    return parts.Map(label=label, tiles=tiles(pairs), style=settings.MAP_STYLE, list_url=entry_url())


def of_box(
    label: str, box: tuple[float, float, float, float], pairs: Iterable[tuple[str, str]] = (), *, follow: bool = False
) -> parts.Map:
    """Return a map of a part of the country for a set."""
    return parts.Map(
        label=label, tiles=tiles(pairs), box=box, follow=follow, style=settings.MAP_STYLE, list_url=entry_url()
    )


def of_area(label: str, area: "Area", *, follow: bool = False) -> parts.Map:
    """Return the map of an area with the shapes of the areas inside it, where boundaries are loaded."""
    level = SHAPE_LEVEL.get(area.kind, "neighbourhood")
    loaded = level in places.active_sets()
    shapes = doors.with_query(doors.SHAPES.format(level=level), (("within", area.code),)) if loaded else ""
    return parts.Map(
        label=label,
        tiles=tiles((("area", area.code),)),
        shapes=shapes,
        box=area.bbox or around(area.lat, area.lon),
        follow=follow,
        style=settings.MAP_STYLE,
        list_url=entry_url(),
    )


def of_point(label: str, lat: float, lon: float, *, rough: bool) -> parts.Map:
    """Return a small map with one marker; a rough place shows a wider view."""
    return parts.Map(
        label=label,
        box=around(lat, lon, 0.03 if rough else 0.008),
        point=(lat, lon),
        rough=rough,
        small=True,
        style=settings.MAP_STYLE,
    )
