"""Which files of a folder hold which boundaries, by their names. Pure but for reading the names of layers."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kracht.kernel import topojson

LEVELS = {
    "province": re.compile(r"pv|provinc"),
    "municipality": re.compile(r"gm|gemeente|municipal"),
    "district": re.compile(r"wijk|wk|district"),
    "neighbourhood": re.compile(r"buurt|bu_|neighbourhood"),
}
YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class Shapes:
    """One level of boundaries in one file; `layer` is empty when the file has one only."""

    path: Path
    level: str
    year: int
    layer: str


def find(place: Path) -> list[Shapes]:
    """The newest boundaries of each level in a file or folder, from wide to narrow. ValueError when there are none."""
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    newest: dict[str, Shapes] = {}
    for path in files:
        for shapes in _in_file(path):
            if shapes.level not in newest or shapes.year > newest[shapes.level].year:
                newest[shapes.level] = shapes
    if not newest:
        raise ValueError(f"No boundaries were found in {place}: name files like gemeenten_2023.geojson.")
    return [newest[level] for level in LEVELS if level in newest]


def _in_file(path: Path) -> Iterator[Shapes]:
    year = YEAR.search(path.stem)
    if year is None or path.suffix not in {".topojson", ".geojson", ".json"}:
        return
    layers = [""]
    if path.suffix == ".topojson":
        layers = topojson.layers(json.loads(path.read_text(encoding="utf-8")))
    for layer in layers:
        level = _level(layer) if len(layers) > 1 else _level(path.stem.lower())
        if level:
            yield Shapes(path, level, int(year[0]), layer if len(layers) > 1 else "")


def _level(name: str) -> str:
    found = [level for level, pattern in LEVELS.items() if pattern.search(name.lower())]
    return found[-1] if found else ""
