"""A partner with a key, for tests."""

from datetime import timedelta
from typing import Any

from kracht.domains.initiatives.tests.factories import AT
from kracht.domains.partners.facts import MadeKey, PartnerFact, Scope
from kracht.domains.partners.models import Partner
from kracht.domains.partners.operations import keys
from kracht.domains.partners.queries import partners
from kracht.foundation.audit.facts import Program
from kracht.foundation.organisations.models import Organisation

BY = Program("test")
EVERYTHING = list(Scope.values)


def organisation(name: str = "Burennetwerk") -> Organisation:
    """A published organisation."""
    slug = name.lower().replace(" ", "-")
    return Organisation.objects.create(
        slug=slug, name=name, sector="residents", kind="network", state="published", created_at=AT, updated_at=AT,
        published_at=AT,
    )  # fmt: skip


def partner(name: str = "Burennetwerk", *, state: str = "active", namespace: str = "", **changes: Any) -> PartnerFact:
    """A partner that publishes."""
    row = organisation(name)
    word = namespace or row.slug
    Partner.objects.create(
        organisation=row, source=f"partner:{word}", namespace=word, state=state, created_at=AT,
        **({"contact_email": f"{word}@voorbeeld.example"} | changes),
    )  # fmt: skip
    found = partners.by_slug(row.slug)
    assert found
    return found


def key(owner: PartnerFact, *, scopes: list[str] | None = None, at: Any = AT, **changes: Any) -> MadeKey:
    """A key of a partner, for everything."""
    said = {"name": "Test", "expires_at": at + timedelta(days=365), "by": BY, "at": at} | changes
    return keys.make(partner_id=owner.id, scopes=EVERYTHING if scopes is None else scopes, **said)
