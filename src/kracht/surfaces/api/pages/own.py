"""A partner's own records as the API shows them, and what became of each that was sent."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils.http import urlencode

from kracht.domains.initiatives.facts import State, Verdict
from kracht.domains.initiatives.queries import fed
from kracht.domains.initiatives.queries.lookups import themes
from kracht.domains.partners.facts import PartnerFact
from kracht.domains.partners.operations.publishing import Outcome
from kracht.domains.partners.queries import feed
from kracht.domains.partners.rules import records as forms
from kracht.kernel import cursor
from kracht.surfaces.api.answers import error_of, gone, missing
from kracht.surfaces.api.pages import naming, records
from kracht.surfaces.api.pages.listing import place_gone

type Json = dict[str, Any]
STATES = {State.PUBLISHED: "published", State.DRAFT: "draft"}


def path_of(key: str) -> str:
    """Return the address of an own record, inside the API."""
    return f"/initiatives/by-source/{quote(key, safe='')}"


def record(one: fed.Fed) -> Json:
    """Return one own record, in the form in which it is written, with where it stands."""
    state = "removed" if one.gone_at else STATES.get(State(one.state), "withdrawn")
    links = {"self": {"href": records.href(path_of(one.key))}}
    if state == "published":
        links |= {
            "initiative": {"href": records.href(f"/initiatives/{one.slug}")},
            "page": {"href": naming.entry_url(one.slug)},
        }
    return {
        "sourceKey": one.key,
        "id": one.initiative_id,
        "slug": one.slug,
        "state": state,
        **forms.written(one.values, {key: fact.slug for key, fact in themes().items()}),
        "tags": list(one.tags),
        "ownFields": sorted({forms.NAMES.get(name, name) for name in one.owned}),
        "licence": one.licence,
        "sourceUrl": one.url,
        "createdAt": records.moment(one.created_at),
        "updatedAt": records.moment(one.updated_at),
        "_links": links,
    }


def found(partner: PartnerFact, key: str) -> fed.Fed:
    """Return one own record. Raises Refusal 404, or 410 for one that was removed."""
    usable = 0 < len(key) <= 200 and key.isprintable()
    one = fed.of(partner.source, key) if usable else None
    if one is None:
        tomb = feed.tombstone_of(partner.source, key) if usable else None
        raise gone(records.moment(tomb.at) or "") if tomb else missing()
    if one.gone_at:
        raise gone(records.moment(one.gone_at) or "")
    return one


def page(partner: PartnerFact, *, after: str, size: int) -> Json:
    """Return own records by key, drafts too. `after` is the cursor of the page before. Raises Refusal."""
    try:
        last = str(cursor.decode(after, str)[0]) if after else ""
    except ValueError:
        raise place_gone() from None
    rows = fed.page(partner.source, after=last, size=size + 1)
    links = {"self": {"href": records.href("/initiatives/by-source")}}
    if len(rows) > size:
        query = urlencode({"limit": str(size), "after": cursor.encode(rows[size - 1].key)})
        links["next"] = {"href": records.href(f"/initiatives/by-source?{query}")}
    return {"items": [record(one) for one in rows[:size]], "_links": links}


def answered(partner: PartnerFact, outcome: Outcome) -> Json:
    """Return an own record after a write, with what became of it."""
    return {**record(found(partner, outcome.key)), "outcome": outcome.verdict, "keptFields": list(outcome.kept)}


def result(outcome: Outcome) -> Json:
    """Return what became of one record of a batch, with the status it would have had alone."""
    status = {Verdict.REFUSED: 422, Verdict.CREATED: 201}.get(Verdict(outcome.verdict), 200)
    return {
        "sourceKey": outcome.key,
        "status": status,
        "outcome": outcome.verdict,
        "id": outcome.initiative_id,
        "slug": outcome.slug or None,
        "keptFields": list(outcome.kept),
        "errors": [error_of(pointer, sentence, place="body") for pointer, sentence in outcome.problems],
    }


def results(outcomes: Sequence[Outcome]) -> Json:
    """Return what became of a batch, with counts by outcome."""
    counts: dict[str, int] = {}
    for one in outcomes:
        counts[one.verdict] = counts.get(one.verdict, 0) + 1
    return {"counts": counts, "results": [result(one) for one in outcomes]}
