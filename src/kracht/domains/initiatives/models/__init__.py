"""Tables of the register."""

from kracht.domains.initiatives.models.entries import (
    PUBLISHED,
    Initiative,
    InitiativePicture,
    InitiativeQuerySet,
    Need,
    Party,
    Submission,
    Theme,
)
from kracht.domains.initiatives.models.totals import Cell, Tally, Word

__all__ = [
    "PUBLISHED",
    "Cell",
    "Initiative",
    "InitiativePicture",
    "InitiativeQuerySet",
    "Need",
    "Party",
    "Submission",
    "Tally",
    "Theme",
    "Word",
]
