"""What changes places: loading our own tables, and loading and replacing boundaries."""

from kracht.foundation.places.operations.boundaries import Activated, activate_set, add_features, alone, begin_set
from kracht.foundation.places.operations.tables import Loaded, load_tables

__all__ = ["Activated", "Loaded", "activate_set", "add_features", "alone", "begin_set", "load_tables"]
