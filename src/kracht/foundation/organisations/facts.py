"""Words of organisations: sectors, kinds, states, and the values that make one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sector(TextChoices):
    """The five blades of the windmill."""

    RESIDENTS = "residents", _("residents and initiatives")
    BUSINESS = "business", _("business")
    GOVERNMENT = "government", _("government")
    KNOWLEDGE = "knowledge", _("knowledge")
    GIVING = "giving", _("giving")


class OrganisationKind(TextChoices):
    """What sort of organisation it is; says nothing about the sector."""

    ASSOCIATION = "association", _("association")
    FOUNDATION = "foundation", _("foundation")
    COOPERATIVE = "cooperative", _("cooperative")
    COMPANY = "company", _("company")
    GOVERNMENT = "government", _("government body")
    SCHOOL = "school", _("school or training")
    INSTITUTE = "institute", _("knowledge institute")
    FUND = "fund", _("fund")
    NETWORK = "network", _("network")
    PLATFORM = "platform", _("platform")
    OTHER = "other", _("other")


class State(TextChoices):
    """Whether the public sees it."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Licence(TextChoices):
    """Under which conditions others may use the record."""

    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC0 = "CC0-1.0", _("Creative Commons Zero")
    ODBL = "ODbL-1.0", _("Open Database License 1.0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation is: degrees, or nothing. `somewhere` means the middle of an area, not a door."""

    lat: float
    lon: float
    somewhere: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record came from. The same (name, key) is the same record."""

    name: str = ""
    key: str = ""
    url: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationValues:
    """All that can be filled in. Texts are cleaned and checked by the operation."""

    name: str
    sector: str
    kind: str = OrganisationKind.OTHER
    summary: str = ""
    story: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    contact_public: bool = False
    language: str = "nl"
    place: Place | None = None
    source: Source = Source()
    licence: str = Licence.CC_BY
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation in a list."""

    number: int
    slug: str
    name: str
    sector: str
    kind: str
    summary: str
    place_name: str
    lat: float | None
    lon: float | None
    is_example: bool
    source_year: int | None


@dataclass(frozen=True, slots=True)
class Membership:
    """That a person belongs to an organisation. `role` is "owner", "editor" or "treasurer"."""

    organisation_id: int
    slug: str
    name: str
    role: str
    since: date
    until: date | None
    published: bool


ACTING = "acting"  # the session's key of the organisation a person acts for


@dataclass(frozen=True, slots=True)
class Acting:
    """For which organisation a person acts on this request, and as what there."""

    organisation_id: int
    slug: str
    name: str
    role: str


INVITATION_HOLDS = timedelta(days=14)
INVITATIONS_PER_HOUR = 20  # of one person
CLAIMS_PER_HOUR = 5
LONGEST_WORDS = 1000  # of why somebody belongs to an organisation


class ClaimState(TextChoices):
    """What became of "I work here"."""

    OPEN = "open", _("waits")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")


class ClaimEvidence(TextChoices):
    """What a claim stands on."""

    DOMAIN = "domain", _("mail address on the domain of the website")
    WORD = "word", _("a moderator or an owner decides")


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who belongs to an organisation, as its owners see it."""

    user_id: int
    name: str
    email: str
    role: str
    since: date


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that still holds."""

    number: int
    email: str
    role: str
    until: datetime


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """An invitation as the invited person sees it before saying yes. `email` is where it was sent."""

    organisation: str
    slug: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """Someone who says to work at an organisation, for who decides."""

    number: int
    organisation: str
    slug: str
    website: str
    name: str
    email: str
    words: str
    at: datetime
    owners: int
