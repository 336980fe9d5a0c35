"""Who sees a field, which fields there are, and what a page gets of them."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kracht.foundation.media.facts import PictureView


class Audience(TextChoices):
    """Who sees one field of a profile."""

    NOBODY = "nobody", _("nobody")
    MEMBERS = "members", _("people who are signed in")
    PUBLIC = "public", _("everyone")


# every field with its own audience; organisations and initiatives hold no text of their own
FIELDS = ("name", "photo", "about", "place", "skills", "organisations", "initiatives", "contact")
TEXTS = ("about", "neighbourhood", "skills", "contact")
LENGTHS = {"about": 1000, "neighbourhood": 60, "skills": 300, "contact": 200}
SAVES_PER_HOUR = 60
PHOTOS_PER_HOUR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileValues:
    """What a person fills in; `municipality` is a CBS code or "". `audiences` says per field who sees it."""

    about: str = ""
    municipality: str = ""
    neighbourhood: str = ""
    skills: str = ""
    contact: str = ""
    audiences: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProfileShown:
    """A profile as this reader may see it: what is hidden is empty."""

    user_id: int
    slug: str
    name: str
    photo: PictureView | None
    about: str
    place: str
    skills: str
    contact: str
    organisations: bool
    initiatives: bool


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """A person in a list."""

    user_id: int
    slug: str
    name: str
    place: str
    skills: str
    photo: PictureView | None


@dataclass(frozen=True, slots=True)
class ProfilePart:
    """A part of the list of people; `next` is the cursor of the following part, empty on the last."""

    cards: list[ProfileCard]
    next: str
