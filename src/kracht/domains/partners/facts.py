"""Words and limits of partners, and what other apps get to see of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PREFIX = "kracht_"
RANDOM_LENGTH, CHECK_LENGTH = 32, 6  # characters of base 62: 190 bits of chance, 32 bits of CRC
SHOWN_LENGTH = len(PREFIX) + 6  # of a key on the desk
LONGEST_LIFE = timedelta(days=731)
ROTATION = timedelta(hours=24)  # how long a replaced key still works
WARNED_DAYS = (30, 7)
PER_HOUR = 3600  # requests a key may make in an hour, unless a moderator says otherwise
MOST_PER_HOUR = 100_000
MOST_KEYS, MOST_HOOKS, MOST_TAGS = 20, 10, 500
MOST_IN_BATCH = 500
ONCE_KEPT = timedelta(hours=24)

# when a delivery is tried again after each failure; about three days in all, as Standard Webhooks advises
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)  # fmt: skip
FAILURES_ALLOWED = 100  # in a row, over all deliveries of a webhook; then it is switched off
FAILING_ALLOWED = timedelta(days=3)
LOG_KEPT = timedelta(days=30)
TIMESTAMP_TOLERANCE = timedelta(minutes=5)


class Scope(TextChoices):
    """What a key may do."""

    READ = "read", _("read own records, also those that are not public")
    INITIATIVES = "write:initiatives", _("publish, change and remove own records")
    TAGS = "write:tags", _("make tags and put them on entries")
    ORGANISATION = "write:organisation", _("change the page of the own organisation")


class PartnerState(TextChoices):
    """Whether an organisation may publish by machine."""

    ASKED = "asked", _("waiting for a moderator")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")


class TagState(TextChoices):
    """Whether a tag on an entry counts."""

    ASKED = "asked", _("asked")
    CLEARED = "cleared", _("cleared")
    REFUSED = "refused", _("refused")


class ChangeKind(TextChoices):
    """What last happened to an entry, as the public sees it."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")


class HookScope(TextChoices):
    """Of what a webhook tells."""

    OWN = "own", _("our own records and entries with our tags, one message each")
    REGISTER = "register", _("the whole register: one message a minute at most, that says where to read on")


class HookState(TextChoices):
    """Whether a webhook is sent to."""

    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    BROKEN = "broken", _("switched off after failures")


class DeliveryState(TextChoices):
    """How far a message is."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


@dataclass(frozen=True, slots=True)
class PartnerFact:
    """A partner with the organisation behind it."""

    id: int
    organisation_id: int
    slug: str
    name: str
    namespace: str
    source: str
    licence: str
    about: str
    state: str
    reason: str
    contact_email: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls the API: a key that is valid now, and its partner. Also an actor for the trail."""

    key_id: int
    scopes: frozenset[str]
    per_hour: int
    used_at: datetime | None
    partner: PartnerFact

    @property
    def audit_key(self) -> str:
        """How the trail names it."""
        return f"key:{self.key_id}"

    def may(self, scope: str) -> bool:
        """Return whether the key was given this scope."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class KeyFact:
    """A key as the desk shows it; never the key itself."""

    id: int
    name: str
    start: str
    scopes: tuple[str, ...]
    per_hour: int
    made_by: str
    created_at: datetime
    expires_at: datetime
    ends_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was just made. `secret` is shown once and kept nowhere."""

    id: int
    secret: str


@dataclass(frozen=True, slots=True)
class TagFact:
    """A tag with how many published entries bear it."""

    id: int
    name: str
    label: str
    description: str
    needs_clearance: bool
    partner: str
    partner_slug: str
    entries: int


@dataclass(frozen=True, slots=True)
class TagRequest:
    """Somebody put a tag that needs clearance on an entry."""

    id: int
    tag: str
    initiative: str
    slug: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeFact:
    """The latest change of one entry. `number` only grows; an entry is in the feed once."""

    number: int
    kind: str
    initiative_id: int
    slug: str
    source: str
    source_key: str
    licence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HookFact:
    """A webhook as the desk shows it."""

    id: int
    url: str
    scope: str
    state: str
    failures: int
    last_ok_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryFact:
    """One message in the log."""

    id: int
    hook_id: int
    url: str
    message: str
    event: str
    subject: str
    state: str
    tries: int
    status: int | None
    trouble: str
    created_at: datetime
    next_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What has to be sent where: a message with its signed headers."""

    delivery_id: int
    url: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class TroubleFact:
    """A record of a partner that could not be taken as it was."""

    source_key: str
    slug: str
    errors: tuple[tuple[str, str], ...]  # (field, sentence)
    at: datetime
