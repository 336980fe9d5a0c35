"""An entry on its way back to a form: by the link in a mail, or at the desk."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import InitiativeValues, NeedValues, PartyValues, State
from kracht.domains.initiatives.models import Initiative, Submission, Version
from kracht.domains.initiatives.queries import entry as entries
from kracht.domains.initiatives.queries import owning
from kracht.foundation.accounts.queries import User
from kracht.foundation.places import queries as places

SAME = (
    "name", "summary", "story", "language", "stage", "people", "volunteer_hours", "legal_form", "since", "reach",
    "website", "contact_name", "contact_email", "contact_phone", "contact_public", "opening_times", "recipe_id",
    "place_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """What the holder of a link sent in: where it stands, the moderator's words, and all that was typed."""

    initiative_id: int
    slug: str
    state: str
    email: str
    language: str
    reason: str
    created_at: datetime
    confirmed_at: datetime | None
    values: InitiativeValues

    @property
    def asked(self) -> bool:
        """Whether a moderator waits for an answer."""
        return self.state == State.ASKED


@dataclass(frozen=True, slots=True)
class Editable:
    """An entry as a moderator changes it; `seen` is the version, to be handed back with the change."""

    values: InitiativeValues
    state: str
    seen: datetime


def by_token(token: str) -> Sent | None:
    """Return what the link of a mail leads to, or None when it leads nowhere (any more)."""
    found = Submission.objects.filter(token_hash=rules.token_hash(token)).first()
    if found is None:
        return None
    row = entries.whole(Initiative.objects.all()).get(id=found.initiative_id)
    return Sent(
        initiative_id=row.id,
        slug=row.slug,
        state=row.state,
        email=found.email,
        language=found.language,
        reason=found.reason,
        created_at=found.created_at,
        confirmed_at=found.confirmed_at,
        values=values_of(row),
    )


def editable(key: int, *, moderator: bool) -> Editable | None:
    """Return an entry for the form of the desk. Raises PermissionDenied for others than moderators."""
    rules.check_can_moderate(moderator=moderator)
    row = entries.whole(Initiative.objects.exclude(state=State.DRAFT)).filter(id=key).first()
    return Editable(values_of(row), row.state, row.updated_at) if row else None


def values_of(row: Initiative) -> InitiativeValues:
    """Return the values that would write this row again."""
    exact = row.place_kind == Initiative.PlaceKind.EXACT and row.lat is not None
    return InitiativeValues(
        **{name: getattr(row, name) for name in SAME},
        themes=tuple(row.themes),
        sdgs=tuple(row.sdgs),
        needs=tuple(NeedValues(need.kind, need.text) for need in row.needs.all()),
        parties=tuple(PartyValues(one.name, one.sector, one.organisation_id) for one in row.parties.all()),
        lat=row.lat if exact else None,
        lon=row.lon if exact else None,
        area_code="" if exact and row.area_estimated else _area_code(row),
        pictures=tuple(one.picture_id for one in row.pictures.all()),
    )


def _area_code(row: Initiative) -> str:
    """Return the code of the smallest area; the country's for an entry in no area at all."""
    smallest = row.neighbourhood_id or row.district_id or row.municipality_id or row.province_id
    area = places.area_by_id(smallest) if smallest else None
    return area.code if area else "NL"


@dataclass(frozen=True, slots=True)
class Base:
    """What somebody who does not own an entry starts from: its public values, and the newest version (0: none)."""

    values: InitiativeValues
    seen: int


def base(key: int) -> Base | None:
    """Return the public values of a published entry: contact details only where they are shown."""
    row = entries.whole(Initiative.objects.published()).filter(id=key).first()
    if row is None:
        return None
    values = values_of(row)
    if not row.contact_public:
        values = replace(values, contact_name="", contact_email="", contact_phone="")
    newest = Version.objects.filter(initiative_id=key).order_by("-number").values_list("number", flat=True).first()
    return Base(values, newest or 0)


def own(key: int, *, user: User, on: date) -> Editable | None:
    """Return an entry for the form of its owner; None for others, and for one that is neither on nor off the map."""
    row = entries.whole(Initiative.objects.filter(state__in=rules.OWNED)).filter(id=key).first()
    if row is None or not owning.owns(user, key, on=on):
        return None
    return Editable(values_of(row), row.state, row.updated_at)
