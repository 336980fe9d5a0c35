"""Entering the magazine's entities as real input. Loading twice changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from kracht.domains.initiatives.facts import InitiativeValues, Origin, PartyValues
from kracht.domains.initiatives.operations import entering, writing
from kracht.domains.initiatives.queries import entry, lookups
from kracht.foundation.audit.facts import Actor
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.places import queries as places
from kracht.kernel import text
from kracht.surfaces.demo import magazine
from kracht.surfaces.demo.magazine import Entity

LICENCE = "CC0-1.0"
EDITORS = "redactie@voorbeeld.example"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of the entities are in the register now, and how many this run added."""

    initiatives: int
    organisations: int
    waiting: int
    added: int


@transaction.atomic
def load(*, by: Actor, at: datetime) -> Loaded:
    """Enter what is not here yet: organisations, initiatives, and at the desk what the source does not name."""
    entities = magazine.entities()
    ids, new_organisations = _organisations(entities, by=by, at=at)
    wanted = [entity for entity in entities if not entity.is_organisation]
    here = entry.keys_of_source(magazine.SOURCE)
    missing = [entity for entity in wanted if entity.key not in here]
    themes = {theme.slug: theme.id for theme in lookups.themes().values()}
    pairs = [(entity, (_values(entity, ids, themes), _origin(entity))) for entity in missing]
    named = [pair for entity, pair in pairs if entity.has_name]
    slugs = [writing.free_slug(values.name, values.place_name) for values, _origin in named]
    entering.enter(batch=named, slugs=slugs, by=by, at=at)
    for entity, (values, origin) in pairs:
        if not entity.has_name:
            _leave_at_desk(entity, values, origin, by=by, at=at)
    waiting = sum(not entity.has_name for entity in wanted)
    return Loaded(len(wanted) - waiting, len(ids), waiting, new_organisations + len(missing))


def _organisations(entities: tuple[Entity, ...], *, by: Actor, at: datetime) -> tuple[dict[str, int], int]:
    """Keep every organisation; returns the number of each by key, and how many are new."""
    ids, new = {}, 0
    for entity in entities:
        if entity.is_organisation:
            row, created = organisations.keep_from_source(values=magazine.organisation_values(entity), by=by, at=at)
            ids[entity.key] = row.pk
            new += created
    return ids, new


def _values(entity: Entity, ids: Mapping[str, int], themes: Mapping[str, int]) -> InitiativeValues:
    parties = [PartyValues(partner.name, partner.sector, ids.get(partner.key)) for partner in magazine.partners(entity)]
    return magazine.initiative_values(entity, themes=themes, parties=parties, district=_village(entity))


def _village(entity: Entity) -> str:
    """Code of the district that bears the name of the village; empty for a town that is a whole municipality."""
    if entity.precision != "woonplaats" or entity.lat is None or entity.lon is None:
        return ""
    if text.norm(entity.place) == text.norm(entity.municipality_name):
        return ""
    found = places.resolve(entity.lat, entity.lon)
    district = places.area_by_id(found.district_id) if found.district_id else None
    return district.code if district and text.norm(entity.place) in text.norm(district.name) else ""


def _origin(entity: Entity) -> Origin:
    return Origin(
        source=magazine.SOURCE,
        source_key=entity.key,
        source_year=entity.source_year,
        licence=LICENCE,
        moment=datetime(entity.source_year, 12, 31, tzinfo=UTC),
    )


def _leave_at_desk(entity: Entity, values: InitiativeValues, origin: Origin, *, by: Actor, at: datetime) -> None:
    """The source asks to look up the name before it is published: a moderator finds it in the queue."""
    once = f"{magazine.SOURCE}:{entity.key}"
    received = entering.submit(values=values, email=EDITORS, once_key=once, language="nl", by=by, origin=origin, at=at)
    if received.token:
        entering.confirm(token=received.token, by=by, at=at)
