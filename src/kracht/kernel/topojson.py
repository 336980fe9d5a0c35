"""TopoJSON to GeoJSON: arcs are put together and, where the file is quantised, unpacked. Plain Python.

Follows the TopoJSON Format Specification (topology objects, transforms, arc indexes; ~i is arc i reversed).
"""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

Position = list[float]
_DEPTH = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
MAX_DEPTH = 8  # of collections in collections


def is_topology(document: object) -> bool:
    """Whether this parsed JSON is a TopoJSON topology."""
    return isinstance(document, dict) and document.get("type") == "Topology"


def layers(document: dict[str, Any]) -> list[str]:
    """Names of the objects in the topology."""
    return list(_mapping(document.get("objects"), "objects"))


def features(document: dict[str, Any], layer: str | None = None) -> Iterator[dict[str, Any]]:
    """GeoJSON features of one object, or of the only one. ValueError names what is wrong."""
    objects = _mapping(document.get("objects"), "objects")
    if layer is None and len(objects) == 1:
        layer = next(iter(objects))
    if layer not in objects:
        raise ValueError(f"Say which layer to read: {', '.join(objects)}.")
    arcs = _arcs(document)
    yield from _features(objects[layer], arcs, 0)


def _mapping(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"This topology has no {name}.")
    return value


def _arcs(document: dict[str, Any]) -> list[list[Position]]:
    arcs, transform = document.get("arcs"), document.get("transform")
    if not isinstance(arcs, list):
        raise ValueError("This topology has no arcs.")
    try:
        if transform is None:
            return [[[float(x), float(y)] for x, y, *_ in arc] for arc in arcs]
        (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
        return [_unpacked(arc, (sx, sy), (tx, ty)) for arc in arcs]
    except (KeyError, TypeError, ValueError):
        raise ValueError("The arcs of this topology cannot be read.") from None


def _unpacked(arc: list[list[int]], scale: tuple[float, float], move: tuple[float, float]) -> list[Position]:
    """An arc is stored as steps from point to point, in whole units of the scale."""
    xs = accumulate(step[0] for step in arc)
    ys = accumulate(step[1] for step in arc)
    return [[x * scale[0] + move[0], y * scale[1] + move[1]] for x, y in zip(xs, ys, strict=True)]


def _features(item: dict[str, Any], arcs: list[list[Position]], depth: int) -> Iterator[dict[str, Any]]:
    if not isinstance(item, dict) or depth > MAX_DEPTH:
        raise ValueError("This topology holds something that is no geometry.")
    if item.get("type") == "GeometryCollection":
        for part in item.get("geometries") or []:
            yield from _features(part, arcs, depth + 1)
        return
    yield {
        "type": "Feature",
        "id": item.get("id"),
        "properties": item.get("properties") or {},
        "geometry": _geometry(item, arcs),
    }


def _geometry(item: dict[str, Any], arcs: list[list[Position]]) -> dict[str, Any] | None:
    kind = item.get("type")
    if kind is None:
        return None
    if kind not in _DEPTH:
        raise ValueError(f"A boundary cannot be of type {str(kind)[:40]}.")
    try:
        return {"type": kind, "coordinates": _coordinates(item["arcs"], _DEPTH[kind], arcs)}
    except (KeyError, IndexError, TypeError):
        raise ValueError("A shape in this topology names an arc that is not there.") from None


def _coordinates(indexes: Any, depth: int, arcs: list[list[Position]]) -> list[Any]:
    if depth:
        return [_coordinates(part, depth - 1, arcs) for part in indexes]
    line: list[Position] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        line.extend(arc[1:] if line else arc)
    return line
