"""Tables of the valuation."""

from kracht.domains.value.models.appraisals import Appraisal, Evidence, Invitation, Reply, Review
from kracht.domains.value.models.gifts import Gift, GiftWord
from kracht.domains.value.models.publishing import Event, Need, Part, Publication, Release, Run
from kracht.domains.value.models.values import Value, ValueSet

__all__ = [
    "Appraisal",
    "Event",
    "Evidence",
    "Gift",
    "GiftWord",
    "Invitation",
    "Need",
    "Part",
    "Publication",
    "Release",
    "Reply",
    "Review",
    "Run",
    "Value",
    "ValueSet",
]
