"""The fixed words of the register: stages, needs, reach, legal forms, states, and what a submission holds."""

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
    ids: tuple[int, ...] | None = field(default=None)

    @property
    def plain(self) -> bool:
        """Whether nothing but (at most) an area narrows the set."""
        narrowed = self.q or self.themes or self.stages or self.sectors or self.needs or self.sdgs
        return not (narrowed or self.bbox or self.near or self.ids is not None) and self.examples
