"""Partners and their keys. Who may see the keys is for the caller to check by `rules.check_can_keep`."""

from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from kracht.domains.partners import rules
from kracht.domains.partners.facts import Caller, KeyFact, PartnerFact, PartnerState, TroubleFact
from kracht.domains.partners.models import Key, Partner, Trouble
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import has_role
from kracht.foundation.organisations.queries import member_role

type Person = AbstractBaseUser | AnonymousUser


def as_fact(row: Partner) -> PartnerFact:
    """Return a partner with the organisation behind it (selected along)."""
    return PartnerFact(
        row.pk, row.organisation_id, row.organisation.slug, row.organisation.name, row.namespace, row.source,
        row.licence, row.about, row.state, row.reason, row.contact_email, row.created_at,
    )  # fmt: skip


def is_keeper(person: Person, organisation_id: int, *, on: date) -> bool:
    """Return whether a person keeps the partnership of an organisation: owner or editor there, or a moderator."""
    if not person.is_authenticated:
        return False
    role = member_role(person, organisation_id, on)
    return rules.can_keep(role=role, moderator=False) or is_moderator(person, on=on)


def is_moderator(person: Person, *, on: date) -> bool:
    """Return whether a person decides on partners: moderators and administrators."""
    return has_role(person, Role.MODERATOR, on=on) or has_role(person, Role.ADMINISTRATOR, on=on)


def by_slug(slug: str) -> PartnerFact | None:
    """Return the partner whose organisation has this address, whatever its state."""
    if not slug.isascii() or not slug.isprintable():
        return None
    row = Partner.objects.select_related("organisation").filter(organisation__slug=slug).first()
    return as_fact(row) if row else None


def by_organisation(organisation_id: int) -> PartnerFact | None:
    """Return the partnership of an organisation."""
    row = Partner.objects.select_related("organisation").filter(organisation_id=organisation_id).first()
    return as_fact(row) if row else None


def names_by_source(sources: list[str]) -> dict[str, PartnerFact]:
    """Return partners by the name of their source."""
    rows = Partner.objects.select_related("organisation").filter(source__in=sources)
    return {row.source: as_fact(row) for row in rows}


def every(*, state: str = "") -> list[PartnerFact]:
    """Return partners by name."""
    rows = Partner.objects.select_related("organisation").order_by("organisation__norm", "id")
    return [as_fact(row) for row in (rows.filter(state=state) if state else rows)[:1000]]


def active() -> list[PartnerFact]:
    """Return the partners that publish, by name: those whose organisation the public may see."""
    rows = Partner.objects.select_related("organisation").filter(
        state=PartnerState.ACTIVE, organisation__state="published"
    )
    return [as_fact(row) for row in rows.order_by("organisation__norm", "id")[:1000]]


def keys_of(partner_id: int) -> list[KeyFact]:
    """Return all keys of a partner, newest first, ended ones too."""
    rows = Key.objects.filter(partner_id=partner_id).order_by("-id")[:200]
    return [
        KeyFact(
            row.pk, row.name, row.start, tuple(row.scopes), row.per_hour, row.made_by, row.created_at, row.expires_at,
            row.ends_at, row.used_at,
        )
        for row in rows
    ]  # fmt: skip


def caller(value: str, *, at: datetime) -> Caller | None:
    """Return who calls with this key; None when it is none of ours, or not valid (any more).

    The checksum is looked at first, so that guesses and cut-off keys never reach the database.
    """
    if not rules.is_key(value):
        return None
    row = (
        Key.objects.select_related("partner__organisation")
        .filter(Q(ends_at=None) | Q(ends_at__gt=at), digest=rules.key_digest(value), expires_at__gt=at)
        .first()
    )
    if row is None:
        return None
    return Caller(row.pk, frozenset(row.scopes), row.per_hour, row.used_at, as_fact(row.partner))


def expiring(*, at: datetime, days: int) -> list[tuple[int, str, str, str, datetime]]:
    """Return (number, name, partner's address for mail, slug, end) of keys that end within so many days."""
    rows = Key.objects.filter(ends_at=None, expires_at__gt=at, expires_at__lte=at + timedelta(days=days))
    rows = rows.exclude(partner__contact_email="").order_by("id")
    columns = ("id", "name", "partner__contact_email", "partner__organisation__slug", "expires_at")
    return list(rows.values_list(*columns))


def troubles_of(partner_id: int, slugs: dict[str, str]) -> list[TroubleFact]:
    """Return the records that could not be taken as they were, newest first. `slugs` are known addresses by key."""
    rows = Trouble.objects.filter(partner_id=partner_id).order_by("-at", "-id")[:200]
    return [
        TroubleFact(row.source_key, slugs.get(row.source_key, ""), tuple((f, s) for f, s in row.errors), row.at)
        for row in rows
    ]


def trouble_keys(partner_id: int) -> list[str]:
    """Return the keys of those records."""
    rows = Trouble.objects.filter(partner_id=partner_id).order_by("-at", "-id")
    return list(rows.values_list("source_key", flat=True)[:200])
