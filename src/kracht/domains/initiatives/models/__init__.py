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
from kracht.domains.initiatives.models.owning import Claim, Invitation, Owner, Proposal, Reminder
from kracht.domains.initiatives.models.sourcing import Provenance
from kracht.domains.initiatives.models.totals import Cell, Tally, Word
from kracht.domains.initiatives.models.versions import Gone, Version

__all__ = [
    "PUBLISHED",
    "Cell",
    "Claim",
    "Gone",
    "Initiative",
    "InitiativePicture",
    "InitiativeQuerySet",
    "Invitation",
    "Need",
    "Owner",
    "Party",
    "Proposal",
    "Provenance",
    "Reminder",
    "Submission",
    "Tally",
    "Theme",
    "Version",
    "Word",
]
