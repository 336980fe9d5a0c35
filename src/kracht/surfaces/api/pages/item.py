"""One initiative or organisation of the REST API."""

from typing import Any

from kracht.domains.initiatives.queries import entry as entries
from kracht.domains.initiatives.queries import figures
from kracht.domains.initiatives.queries.lookups import themes
from kracht.domains.partners.queries import feed
from kracht.foundation.organisations import queries as organisations
from kracht.surfaces.api.answers import gone, missing
from kracht.surfaces.api.pages import naming, pictures, records


def _found(slug: str) -> entries.Entry:
    entry = entries.by_slug(slug) if slug.isprintable() and len(slug) <= 100 else None
    if entry is None:
        tomb = feed.tombstone(slug) if slug.isprintable() and len(slug) <= 100 else None
        raise gone(records.moment(tomb.at) or "") if tomb else missing()
    return entry


def initiative(slug: str) -> dict[str, Any]:
    """Return one published initiative. Raises Refusal: 410 when it was taken out of the register, 404 for none."""
    entry = _found(slug)
    known = {one.organisation_id for one in entry.parties} | {one.organisation_id for one in entry.origins}
    known.discard(None)
    parties = organisations.by_numbers(key for key in known if key) if known else {}
    areas = naming.area_names((entry.province_id, entry.municipality_id, entry.district_id, entry.neighbourhood_id))
    return records.whole(entry, themes(), areas, parties, pictures.of(entry.pictures))


def organisation(slug: str) -> dict[str, Any]:
    """Return one published organisation. Raises Refusal when there is none."""
    row = organisations.by_slug(slug) if slug.isprintable() and len(slug) <= 100 else None
    if row is None:
        raise missing()
    return records.organisation(row, figures.of_organisation(row.pk, 100))
