"""Records of the REST API: plain dictionaries in camelCase, straight from what the domains return."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings

from kracht.domains.initiatives.exchange import LICENCE_NAMES, LICENCE_URLS
from kracht.domains.initiatives.facts import Licence
from kracht.domains.initiatives.queries.cards import Card
from kracht.domains.initiatives.queries.entry import Entry
from kracht.domains.initiatives.queries.lookups import ThemeFact
from kracht.domains.initiatives.queries.origins import FieldOrigin
from kracht.domains.initiatives.queries.totals import AreaTotals
from kracht.domains.partners.rules import records as forms
from kracht.foundation.organisations.facts import OrganisationCard
from kracht.foundation.organisations.models import Organisation
from kracht.foundation.places.models import Area
from kracht.surfaces.api.pages import naming

ROOT = "/api/v1"
type Json = dict[str, Any]
type Areas = Mapping[int, naming.AreaName]
type Themes = Mapping[int, ThemeFact]


def licence() -> Json:
    """Return the licence of the whole, and how to name the source."""
    return {
        "id": Licence.CC_BY.value,
        "name": LICENCE_NAMES[Licence.CC_BY.value],
        "url": LICENCE_URLS[Licence.CC_BY.value],
        "attribution": f"{settings.SITE_NAME}, {settings.SITE_URL}",
        "note": "A record with another licence in its own licence field keeps that licence.",
    }


def href(path: str) -> str:
    """Return an absolute address inside the API."""
    return _root() + path


@cache
def _root() -> str:
    return settings.SITE_URL + ROOT


def moment(at: datetime | None) -> str | None:
    """Return a moment as RFC 3339 in UTC, in seconds."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z" if at else None


def area_ref(areas: Areas, key: int | None) -> Json | None:
    """Return an area by code and name."""
    found = areas.get(key) if key is not None else None
    return {"code": found.code, "name": found.name} if found else None


def summary(card: Card, themes: Themes, areas: Areas) -> Json:
    """Return an initiative in a list."""
    return {
        "id": card.id,
        "slug": card.slug,
        "name": card.name,
        "summary": card.summary,
        "language": card.language,
        "stage": card.stage,
        "themes": [themes[key].slug for key in card.themes if key in themes],
        "needs": card.needs,
        "sectors": card.sectors,
        "placeName": card.place_name,
        "municipality": area_ref(areas, card.municipality_id),
        "latitude": card.lat,
        "longitude": card.lon,
        "isExample": card.is_example,
        "sourceYear": card.source_year,
        "licence": card.licence,
        "labelUntil": card.label_until.isoformat() if card.label_until else None,
        "confirmedAt": moment(card.fresh_at),
        "_links": {
            "self": {"href": href(f"/initiatives/{card.slug}")},
            "page": {"href": naming.entry_url(card.slug)},
        },
    }


def whole(
    entry: Entry,
    themes: Themes,
    areas: Areas,
    organisations: Mapping[int, OrganisationCard],
    pictures: list[Json],
) -> Json:
    """Return one initiative with everything public."""
    return {
        "id": entry.id,
        "slug": entry.slug,
        "name": entry.name,
        "summary": entry.summary,
        "story": entry.story,
        "language": entry.language,
        "stage": entry.stage,
        "themes": [themes[key].slug for key in entry.themes if key in themes],
        "sdgs": entry.sdgs,
        "needs": [{"kind": need.kind, "text": need.text} for need in entry.needs],
        "parties": [_party(one, organisations) for one in entry.parties],
        "people": entry.people,
        "volunteerHours": entry.volunteer_hours,
        "legalForm": entry.legal_form,
        "since": entry.since,
        "reach": entry.reach,
        "website": entry.website,
        "contact": _contact(entry),
        "openingTimes": entry.opening_times,
        "recipe": {"slug": entry.recipe_slug, "name": entry.recipe_name} if entry.recipe_slug else None,
        "pictures": pictures,
        "tags": list(entry.tags),
        "provenance": [_origin(one, organisations) for one in entry.origins],
        "placeKind": entry.place_kind,
        "placeName": entry.place_name,
        "latitude": entry.lat,
        "longitude": entry.lon,
        "areaEstimated": entry.area_estimated,
        "province": area_ref(areas, entry.province_id),
        "municipality": area_ref(areas, entry.municipality_id),
        "district": area_ref(areas, entry.district_id),
        "neighbourhood": area_ref(areas, entry.neighbourhood_id),
        "isExample": entry.is_example,
        "source": {"name": entry.source, "url": entry.source_url, "year": entry.source_year},
        "licence": entry.licence,
        "licenceUrl": LICENCE_URLS.get(entry.licence),
        "createdAt": moment(entry.created_at),
        "updatedAt": moment(entry.updated_at),
        "publishedAt": moment(entry.published_at),
        "labelUntil": entry.label_until.isoformat() if entry.label_until else None,
        "confirmedAt": moment(entry.fresh_at),
        "_links": {
            "self": {"href": href(f"/initiatives/{entry.slug}")},
            "page": {"href": naming.entry_url(entry.slug)},
        },
    }


def _origin(one: FieldOrigin, organisations: Mapping[int, OrganisationCard]) -> Json:
    """Return where a field came from; only its source changes a locked one."""
    known = organisations.get(one.organisation_id) if one.organisation_id else None
    return {
        "field": forms.NAMES.get(one.field, one.field),
        "source": known.name if known else one.source,
        "organisation": known.slug if known else None,
        "licence": one.licence,
        "url": one.url,
        "since": moment(one.since),
        "locked": one.locked,
    }


def _party(one: Any, organisations: Mapping[int, OrganisationCard]) -> Json:
    known = organisations.get(one.organisation_id) if one.organisation_id else None
    return {"name": one.name, "sector": one.sector, "organisation": known.slug if known else None}


def _contact(entry: Entry) -> Json | None:
    """The entry carries contacts only when the initiator made them public."""
    if not (entry.contact_name or entry.contact_email or entry.contact_phone):
        return None
    return {"name": entry.contact_name, "email": entry.contact_email, "phone": entry.contact_phone}


def organisation_summary(card: OrganisationCard) -> Json:
    """Return an organisation in a list."""
    return {
        "slug": card.slug,
        "name": card.name,
        "sector": card.sector,
        "kind": card.kind,
        "summary": card.summary,
        "placeName": card.place_name,
        "latitude": card.lat,
        "longitude": card.lon,
        "isExample": card.is_example,
        "sourceYear": card.source_year,
        "_links": {
            "self": {"href": href(f"/organisations/{card.slug}")},
            "page": {"href": naming.page_url("site:organisation", card.slug)},
        },
    }


def organisation(row: Organisation, initiatives: list[Card]) -> Json:
    """Return one organisation; contacts only when it made them public."""
    public = row.contact_public and (row.email or row.phone)
    return {
        "slug": row.slug,
        "name": row.name,
        "sector": row.sector,
        "kind": row.kind,
        "summary": row.summary,
        "story": row.story,
        "language": row.language,
        "website": row.website,
        "contact": {"email": row.email, "phone": row.phone} if public else None,
        "placeName": row.place_name,
        "latitude": row.lat,
        "longitude": row.lon,
        "municipality": {"code": row.municipality.code, "name": row.municipality.name} if row.municipality else None,
        "initiatives": [{"slug": card.slug, "name": card.name} for card in initiatives],
        "isExample": row.is_example,
        "source": {"name": row.source, "url": row.source_url, "year": row.source_year},
        "licence": row.licence,
        "licenceUrl": LICENCE_URLS.get(row.licence),
        "updatedAt": moment(row.updated_at),
        "_links": {
            "self": {"href": href(f"/organisations/{row.slug}")},
            "page": {"href": naming.page_url("site:organisation", row.slug)},
        },
    }


def area_summary(row: Area, initiatives: int) -> Json:
    """Return an area in a list."""
    return {
        "code": row.code,
        "kind": row.kind,
        "name": row.name,
        "slug": row.slug,
        "population": row.population,
        "initiatives": initiatives,
        "latitude": row.lat,
        "longitude": row.lon,
        "_links": {
            "self": {"href": href(f"/areas/{row.code}")},
            "page": {"href": naming.page_url("site:area", row.slug)},
        },
    }


def area(row: Area, totals: AreaTotals, themes: Themes, today: Area | None) -> Json:
    """Return one area with its figures. `today` is what an ended area went into."""
    parent = row.parent
    return {
        **area_summary(row, totals.initiatives),
        "parent": {"code": parent.code, "name": parent.name} if parent else None,
        "areaKm2": row.area_km2,
        "bbox": row.bbox,
        "endedOn": row.ended_on.isoformat() if row.ended_on else None,
        "continuedIn": {"code": today.code, "name": today.name} if today else None,
        "figures": {
            "initiatives": totals.initiatives,
            "examples": totals.examples,
            "per10000Inhabitants": round(totals.initiatives / row.population * 10_000, 2) if row.population else None,
            "people": totals.people,
            "volunteerHoursPerMonth": totals.hours,
            "byTheme": {themes[key].slug: n for key, n in totals.themes.items() if key in themes},
            "byStage": totals.stages,
            "byNeed": totals.needs,
            "bySector": totals.sectors,
            "known": totals.known,
        },
    }


def theme(fact: ThemeFact, initiatives: int) -> Json:
    """Return a theme in both languages with its count."""
    return {
        "id": fact.id,
        "slug": fact.slug,
        "nameNl": fact.name_nl,
        "nameEn": fact.name_en,
        "descriptionNl": fact.description_nl,
        "descriptionEn": fact.description_en,
        "initiatives": initiatives,
        "_links": {"page": {"href": naming.page_url("site:theme", fact.slug)}},
    }
