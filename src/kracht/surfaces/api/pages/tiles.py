"""Tiles of the map, kept for a minute per process, so that a tile that many ask for is made once."""

import time
from collections import OrderedDict
from threading import Lock

import orjson

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import tiles
from kracht.surfaces.api.answers import fingerprint

KEPT_SECONDS = 60.0
OVERHEAD = 1000  # bytes a kept tile costs beside its text, about
MOST_BYTES = 8_000_000  # of one process

type Key = tuple[int, int, int, Filters]
type Made = tuple[bytes, str]


class _Memory:
    """The tiles asked for last."""

    def __init__(self) -> None:
        self.rows: OrderedDict[Key, tuple[float, Made]] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def get(self, key: Key) -> Made | None:
        found = self.rows.get(key)
        return found[1] if found and found[0] > time.monotonic() else None

    def put(self, key: Key, made: Made) -> None:
        with self.lock:
            self._drop(key)
            self.rows[key] = (time.monotonic() + KEPT_SECONDS, made)
            self.bytes += len(made[0]) + OVERHEAD
            while self.bytes > MOST_BYTES:
                self._drop(next(iter(self.rows)))

    def _drop(self, key: Key) -> None:
        if (old := self.rows.pop(key, None)) is not None:
            self.bytes -= len(old[1][0]) + OVERHEAD

    def clear(self) -> None:
        with self.lock:
            self.rows.clear()
            self.bytes = 0


memory = _Memory()


def tile(zoom: int, column: int, row: int, filters: Filters) -> Made:
    """Return a tile as JSON with its ETag. Raises ValueError for a tile that does not exist."""
    key = (zoom, column, row, filters)
    made = memory.get(key)
    if made is None:
        found = tiles.tile(zoom, column, row, filters)
        body = orjson.dumps({"cells": found.cells, "points": found.points})
        made = (body, fingerprint(body))
        memory.put(key, made)
    return made
