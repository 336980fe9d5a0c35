"""Reads the features of a GeoJSON FeatureCollection one by one, so that a file of any size fits in memory."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

_START = re.compile(r'"features"\s*:\s*\[')
_SPACE = re.compile(r"[\s,]*")
MAX_HEAD = 1_000_000  # characters before the features
MAX_FEATURE = 60_000_000  # characters of one feature


class Reader:
    """Iterate over it for the features; afterwards `envelope` holds the rest of the collection (links, counts)."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._text = ""
        self._ended = False
        self.envelope: dict[str, Any] = {}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Features in their order; ValueError says what is wrong."""
        try:
            yield from self._features()
        except UnicodeDecodeError:
            raise ValueError("This file is not UTF-8 text.") from None
        except RecursionError:
            raise ValueError("This file is nested too deeply.") from None

    def _more(self) -> bool:
        """Read on, at least doubling what is held, so that a long feature is not parsed over and over."""
        wanted = len(self._text) + 1
        parts = [self._text]
        got = 0
        while got < wanted and not self._ended:
            piece = next(self._pieces, None)
            self._ended = piece is None
            parts.append(self._decode(piece or b"", final=self._ended))
            got += len(parts[-1])
        self._text = "".join(parts)
        return got > 0

    def _head(self) -> str:
        """Everything before the first feature."""
        while (start := _START.search(self._text)) is None:
            if len(self._text) > MAX_HEAD or not self._more():
                raise ValueError("This is no GeoJSON FeatureCollection.")
        head = self._text[: start.end()]
        self._text = self._text[start.end() :]
        return head

    def _features(self) -> Iterator[dict[str, Any]]:
        head = self._head()
        decoder = json.JSONDecoder()
        while True:
            self._skip_space()
            if self._text.startswith("]"):
                break
            yield self._next(decoder)
        while self._more():
            if len(self._text) > MAX_HEAD:
                raise ValueError("This file goes on after its features.")
        self.envelope = _parsed(head + self._text)

    def _skip_space(self) -> None:
        while True:
            self._text = self._text[_match_end(self._text) :]
            if self._text:
                return
            if not self._more():
                raise ValueError("This file stops in the middle.")

    def _next(self, decoder: json.JSONDecoder) -> dict[str, Any]:
        while True:
            try:
                feature, end = decoder.raw_decode(self._text)
            except ValueError:
                if len(self._text) > MAX_FEATURE or not self._more():
                    raise ValueError("This file stops in the middle, or is not valid JSON.") from None
                continue
            self._text = self._text[end:]
            if not isinstance(feature, dict):
                raise ValueError("This file holds something that is no feature.")
            return feature


def _match_end(text: str) -> int:
    match = _SPACE.match(text)
    return match.end() if match else 0


def _parsed(text: str) -> dict[str, Any]:
    try:
        envelope = json.loads(text)
    except ValueError:
        raise ValueError("This file stops in the middle, or is not valid JSON.") from None
    if not isinstance(envelope, dict) or envelope.get("type") != "FeatureCollection":
        raise ValueError("This is no GeoJSON FeatureCollection.")
    return envelope


def next_link(envelope: dict[str, Any]) -> str:
    """Address of the next page (OGC API Features), or nothing at the last."""
    links = envelope.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            return str(link["href"])
    return ""
