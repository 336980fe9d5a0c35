"""The fixed words of the register: stages, needs, reach, legal forms, states, and what a submission holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far an initiative is."""

    IDEA = "idea", _("idea")
    STARTING = "starting", _("starting")
    RUNNING = "running", _("running")
    GROWING = "growing", _("growing")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


class NeedKind(TextChoices):
    """What an initiative can ask for."""

    HANDS = "hands", _("hands")
    MONEY = "money", _("money")
    GOODS = "goods", _("goods")
    SPACE = "space", _("space")
    KNOWLEDGE = "knowledge", _("knowledge")


class Reach(TextChoices):
    """How far the initiative works."""

    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")
    DISTRICT = "district", _("district")
    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")
    PROVINCE = "province", _("province")
    COUNTRY = "country", _("whole country")


class LegalForm(TextChoices):
    """Legal form, in the Dutch kinds."""

    NONE = "none", _("no legal form")
    ASSOCIATION = "association", _("association (vereniging)")
    FOUNDATION = "foundation", _("foundation (stichting)")
    COOPERATIVE = "cooperative", _("cooperative (coöperatie)")
    COMPANY = "company", _("company (bv, vof, eenmanszaak)")
    OTHER = "other", _("other")


class State(TextChoices):
    """Where an entry stands on its way into the register."""

    DRAFT = "draft", _("waiting for confirmation by e-mail")
    WAITING = "waiting", _("waiting for a moderator")
    ASKED = "asked", _("sent back with a question")
    PUBLISHED = "published", _("published")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Licence(TextChoices):
    """Licence of a record."""

    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC0 = "CC0-1.0", _("Creative Commons Zero")
    ODBL = "ODbL-1.0", _("Open Database License 1.0")


SECTORS = ("residents", "business", "government", "knowledge", "giving")


@dataclass(frozen=True, slots=True)
class NeedValues:
    """One thing an initiative asks for."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PartyValues:
    """A party involved: a known organisation by id, or a name with its sector."""

    name: str
    sector: str
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class InitiativeValues:
    """Everything a person or a source can say about an initiative; text already cleaned by a form or importer."""

    name: str
    summary: str
    story: str = ""
    language: str = "nl"
    stage: str = Stage.RUNNING.value
    themes: tuple[int, ...] = ()
    sdgs: tuple[int, ...] = ()
    needs: tuple[NeedValues, ...] = ()
    parties: tuple[PartyValues, ...] = ()
    people: int | None = None
    volunteer_hours: int | None = None
    legal_form: str = ""
    since: int | None = None
    reach: str = Reach.NEIGHBOURHOOD.value
    website: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_public: bool = False
    opening_times: str = ""
    recipe_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    area_code: str = ""  # instead of a point: somewhere in this area; also corrects an estimated area
    place_name: str = ""
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record came from: a person's submission when all is empty."""

    source: str = ""
    source_key: str = ""
    source_url: str = ""
    source_year: int | None = None
    licence: str = Licence.CC_BY.value
    is_example: bool = False
    moment: datetime | None = None  # when the source last knew it to be so; now when empty


@dataclass(frozen=True, slots=True)
class Filters:
    """A set of published initiatives: every part given must hold. `themes` etc. hold when one of them does."""

    q: str = ""
    themes: tuple[int, ...] = ()
    stages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    area_id: int | None = None
    area_kind: str = ""  # kind of that area; looked up when empty
    bbox: tuple[float, float, float, float] | None = None  # minlon, minlat, maxlon, maxlat in degrees
    near: tuple[float, float] | None = None  # lat, lon in degrees; orders by distance
    examples: bool = True  # the generated examples of the demo
    label: bool = False  # only those that bear the quality label now
    ids: tuple[int, ...] | None = field(default=None)
    tags: tuple[str, ...] = ()  # words of partners, "namespace:word"

    @property
    def plain(self) -> bool:
        """Whether nothing but (at most) an area narrows the set."""
        narrowed = (
            self.q or self.themes or self.stages or self.sectors or self.needs or self.sdgs or self.tags or self.label
        )
        return not (narrowed or self.bbox or self.near or self.ids is not None) and self.examples


SOURCE_FIELDS = (
    "name", "summary", "story", "language", "stage", "themes", "sdgs", "needs", "parties", "people", "volunteer_hours",
    "legal_form", "since", "reach", "website", "contact_name", "contact_email", "contact_phone", "contact_public",
    "opening_times", "place", "place_name", "recipe",
)  # fmt: skip


class Verdict(TextChoices):
    """What became of one record of a source."""

    CREATED = "created", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    CONFLICT = "conflict", _("conflict")
    REFUSED = "refused", _("refused")
    REMOVED = "removed", _("removed")
    RESTORED = "restored", _("back again")


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What a source says of one initiative. `values` holds only the fields it gives, by the names of SOURCE_FIELDS.

    `place` is {"lat": degrees, "lon": degrees}, {"area": code} (somewhere in it) or {} (unknown); `themes` are numbers
    or slugs; `needs` are [kind, text], `parties` are [name, sector] or [name, sector, organisation id]; `recipe` is a
    slug. `initiative_id`: a person said that it is this entry. `take`: fields in which a person chose the source's
    value in a conflict; `keep`: fields in which they chose ours.
    """

    key: str
    values: Mapping[str, object]
    url: str = ""
    moment: datetime | None = None  # when the source last changed it
    licence: str = ""
    year: int | None = None
    slug: str = ""  # wished for; given when it is free
    initiative_id: int | None = None
    take: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry: what it holds, and what the source says. Values are JSON values."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Why a value cannot be taken: a sentence for people. `field` is empty when it is about the whole record."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Put:
    """What became of one record. `trace` is what `sourcing.take_back` needs to undo it; None when nothing was written.

    A conflict has written the fields that nobody disputes (`changes`) and left the others (`conflicts`).
    """

    key: str
    verdict: Verdict
    initiative_id: int | None = None
    slug: str = ""
    changes: tuple[FieldChange, ...] = ()
    conflicts: tuple[FieldChange, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    trace: Mapping[str, object] | None = None


class Evidence(TextChoices):
    """Why somebody may own an entry."""

    SENDER = "sender", _("sent it in")
    DOMAIN = "domain", _("mail address of the same website")
    CODE = "code", _("code sent to the contact address")
    WORD = "word", _("in their own words")
    OWNER = "owner", _("asked by an owner")
    HANDOVER = "handover", _("taken over")


class ClaimState(TextChoices):
    """Where a claim stands."""

    CODE = "code", _("waiting for the code")
    OWNER = "owner", _("waiting for the owner")
    DESK = "desk", _("waiting for a moderator")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("taken back")

    @classmethod
    def open_ones(cls) -> list[str]:
        """Return the states in which a claim still waits for something."""
        return [cls.CODE.value, cls.OWNER.value, cls.DESK.value]


class InvitationKind(TextChoices):
    """What somebody is invited to."""

    JOIN = "join", _("own it together")
    HANDOVER = "handover", _("take it over")


class ProposalState(TextChoices):
    """Where a proposal stands."""

    DRAFT = "draft", _("waiting for confirmation by e-mail")
    OPEN = "open", _("waiting for an answer")
    TAKEN = "taken", _("taken over")
    REFUSED = "refused", _("not taken over")
    WITHDRAWN = "withdrawn", _("taken back")
