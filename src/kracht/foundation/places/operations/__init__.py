"""What changes places: loading our own tables, and loading and replacing boundaries."""

from kracht.foundation.places.operations.tables import Loaded, load_tables

__all__ = ["Loaded", "load_tables"]
