"""What entries said before."""

from dataclasses import dataclass
from datetime import datetime

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Version
from kracht.domains.initiatives.queries import documents
from kracht.domains.initiatives.queries.documents import Document


@dataclass(frozen=True, slots=True)
class Said:
    """A version with the one before it; `before` is empty for the first."""

    number: int
    at: datetime
    actor_key: str
    verb: str
    document: Document
    before: Document


@dataclass(frozen=True, slots=True)
class SaidPage:
    """A part of the versions, newest first; `older` is the number to go on below, or None."""

    rows: tuple[Said, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A latest change in the register, for moderators."""

    number: int
    slug: str
    name: str
    at: datetime
    actor_key: str
    verb: str
    fields: tuple[str, ...]


def page(key: int, *, below: int | None = None, size: int = 20) -> SaidPage:
    """Return versions of an entry, newest first. Who may read them is said by `rules.can_read_versions`."""
    rows = Version.objects.filter(initiative_id=key).order_by("-number")
    if below is not None:
        rows = rows.filter(number__lt=below)
    found = list(rows[: size + 1])
    shown = found[:size]
    said = tuple(
        Said(row.number, row.at, row.actor_key, row.verb, row.document, older.document if older else {})
        for row, older in zip(shown, [*found[1:], None], strict=False)
    )
    return SaidPage(said, shown[-1].number if len(found) > size else None)


def count(key: int) -> int:
    """Return how many versions are kept; an entry that never changed has none."""
    return Version.objects.filter(initiative_id=key).count()


def one(key: int, number: int) -> Said | None:
    """Return one version, with what the entry says now in place of the one before."""
    row = Version.objects.filter(initiative_id=key, number=number).first()
    if row is None:
        return None
    return Said(row.number, row.at, row.actor_key, row.verb, row.document, documents.present(key))


def latest(*, moderator: bool, size: int = 50) -> list[Changed]:
    """Return the newest changes in the register, for moderators."""
    rules.check_can_moderate(moderator=moderator)
    rows = list(Version.objects.filter(number__gt=1).select_related("initiative").order_by("-at", "-id")[:size])
    before = {
        (row.initiative_id, row.number): row.document
        for row in Version.objects.filter(
            initiative_id__in={row.initiative_id for row in rows}, number__in={row.number - 1 for row in rows}
        )
    }
    return [
        Changed(
            row.number, row.initiative.slug, row.initiative.name, row.at, row.actor_key, row.verb,
            tuple(documents.differing(before.get((row.initiative_id, row.number - 1), {}), row.document, (*documents.FIELDS, "state"))),
        )
        for row in rows
    ]  # fmt: skip


def published_then(document: Document) -> bool:
    """Return whether the entry was on the map in this version."""
    return bool(document.get("state", State.PUBLISHED) == State.PUBLISHED)
