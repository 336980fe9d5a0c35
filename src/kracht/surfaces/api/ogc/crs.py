"""Coordinate systems: CRS84, EPSG:4326, EPSG:28992 and EPSG:3857, each with its own order of axes."""

from collections.abc import Callable
from typing import Any

from kracht.kernel import geo

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
WGS84, RD, MERCATOR = f"{EPSG}4326", f"{EPSG}28992", f"{EPSG}3857"
KNOWN = (CRS84, WGS84, RD, MERCATOR)

type Pair = tuple[float, float]
type Box = tuple[float, float, float, float]

RD_BOX: Box = (-100_000.0, 200_000.0, 400_000.0, 700_000.0)  # where the polynomials hold, with a wide margin

# from (lon, lat) in degrees to the two axes, and back
_TO: dict[str, Callable[[float, float], Pair]] = {
    CRS84: lambda lon, lat: (lon, lat),
    WGS84: lambda lon, lat: (lat, lon),
    RD: lambda lon, lat: _rounded(geo.to_rd(lat, lon)),
    MERCATOR: lambda lon, lat: _rounded(geo.mercator(lat, lon)),
}


def _rounded(pair: Pair) -> Pair:
    """Metres to the centimetre."""
    return round(pair[0], 2), round(pair[1], 2)


def geometry(shape: dict[str, Any] | None, crs: str) -> dict[str, Any] | None:
    """Return a GeoJSON geometry (degrees, lon first) in another system."""
    if shape is None or crs == CRS84:
        return shape
    if shape["type"] == "GeometryCollection":
        return {**shape, "geometries": [geometry(part, crs) for part in shape["geometries"]]}
    return {**shape, "coordinates": _moved(shape["coordinates"], _TO[crs])}


def _moved(part: Any, to: Callable[[float, float], Pair]) -> Any:
    if isinstance(part[0], int | float):
        return to(part[0], part[1])
    return [_moved(inner, to) for inner in part]


def _clamp(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def box(low: Pair, high: Pair, crs: str) -> Box:
    """Return a box given in a system as degrees: west, south, east, north. Raises ValueError when it is none.

    A box in RD New becomes the smallest box in degrees around its four corners.
    """
    if crs == WGS84:
        low, high = (low[1], low[0]), (high[1], high[0])
    if crs in {CRS84, WGS84}:
        return _degrees(low, high)
    if low[0] > high[0] or low[1] > high[1]:
        raise ValueError("A box starts at its lower left corner.")
    if crs == MERCATOR:
        corners = [
            geo.from_mercator(_clamp(x, -geo.EDGE, geo.EDGE), _clamp(y, -geo.EDGE, geo.EDGE)) for x, y in (low, high)
        ]
    else:
        left, bottom, right, top = RD_BOX
        xs, ys = (
            (_clamp(low[0], left, right), _clamp(high[0], left, right)),
            (_clamp(low[1], bottom, top), _clamp(high[1], bottom, top)),
        )
        corners = [geo.from_rd(x, y) for x in xs for y in ys]
    lats, lons = [lat for lat, _ in corners], [lon for _, lon in corners]
    return min(lons), min(lats), max(lons), max(lats)


def _degrees(low: Pair, high: Pair) -> Box:
    """A box whose west lies beyond its east crosses the date line; the side that holds the Netherlands counts."""
    (west, south), (east, north) = low, high
    geo.check_point(south, west)
    geo.check_point(north, east)
    if south > north:
        raise ValueError("A box starts at its lower left corner.")
    if west > east:
        west, east = (west, 180.0) if west <= geo.EUROPEAN_NETHERLANDS.east else (-180.0, east)
    return west, south, east, north
