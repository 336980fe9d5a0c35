"""Entries that a source feeds: its own records whole, and which fields of an entry belong to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative, Provenance
from kracht.domains.initiatives.queries import sourcing
from kracht.domains.initiatives.queries.origins import FieldOrigin, read_origins


@dataclass(frozen=True, slots=True)
class Fed:
    """One record of a source with the entry it feeds; `values` in the form of `facts.SourceRecord`."""

    key: str
    initiative_id: int
    slug: str
    state: str
    values: dict[str, Any]
    owned: tuple[str, ...]
    tags: tuple[str, ...]
    licence: str
    url: str
    gone_at: datetime | None
    created_at: datetime
    updated_at: datetime
    written_at: datetime


def of(source: str, key: str) -> Fed | None:
    """Return one record of a source, whatever its state; None when it never was there."""
    found = _fed(list(Provenance.objects.filter(source=source, source_key=key)))
    return found[0] if found else None


def page(source: str, *, after: str = "", size: int = 50, gone: bool = False) -> list[Fed]:
    """Return records of a source by key, beyond a key."""
    rows = Provenance.objects.filter(source=source, source_key__gt=after, gone_at__isnull=not gone)
    return _fed(list(rows.order_by("source_key")[:size]))


def _fed(rows: Sequence[Provenance]) -> list[Fed]:
    held = sourcing.holdings([row.initiative_id for row in rows])
    return [_one(row, held[row.initiative_id]) for row in rows if row.initiative_id in held]


def _one(row: Provenance, held: sourcing.Holding) -> Fed:
    entry = held.row
    return Fed(
        row.source_key, entry.pk, entry.slug, entry.state, dict(held.values), tuple(row.owned), tuple(entry.tags),
        row.licence or entry.licence, row.url, row.gone_at, entry.created_at, entry.updated_at, row.written_at,
    )  # fmt: skip


def slugs_of(source: str, keys: Sequence[str]) -> dict[str, str]:
    """Return the address of published entries by their key at a source."""
    rows = Provenance.objects.filter(source=source, source_key__in=keys, initiative__state=State.PUBLISHED)
    return dict(rows.values_list("source_key", "initiative__slug"))


def locked_fields(initiative_id: int) -> dict[str, int | None]:
    """Return the fields that only an organisation may change, by its number: others propose (see `origins`)."""
    return {one.field: one.organisation_id for one in origins(initiative_id) if one.locked}


def origins(initiative_id: int) -> list[FieldOrigin]:
    """Return where each field of an entry came from, as far as a source said it; the one that owns it first."""
    rows = Provenance.objects.filter(initiative_id=initiative_id, gone_at__isnull=True).order_by("id")
    return list(read_origins(rows.values_list("source", "organisation_id", "licence", "url", "sent", "owned")))


def published_id(slug: str) -> int | None:
    """Return the number of the published entry at an address."""
    if not slug.isprintable() or len(slug) > 100:
        return None
    return Initiative.objects.published().filter(slug=slug).values_list("id", flat=True).first()


def count_of(source: str) -> int:
    """Return how many published entries a source feeds."""
    return Provenance.objects.filter(source=source, gone_at__isnull=True, initiative__state=State.PUBLISHED).count()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a record of a source stands: the state of its entry, the fields the source owns, whether it removed it."""

    state: str
    owned: frozenset[str]
    gone: bool


def standings(source: str, keys: Sequence[str]) -> dict[str, Standing]:
    """Return how records of a source stand, by key."""
    rows = Provenance.objects.filter(source=source, source_key__in=keys).select_related(None)
    columns = ("source_key", "initiative__state", "owned", "gone_at")
    return {
        key: Standing(state, frozenset(owned), gone is not None)
        for key, state, owned, gone in rows.values_list(*columns)
    }
