"""Readers of files: one per format, each a stream of rows within bounds. `registry` lists them."""

from kracht.domains.imports.readers.registry import FORMATS, Format, guess, read

__all__ = ["FORMATS", "Format", "guess", "read"]
