"""The feed for harvesters: what was made, changed or removed since a place. Its cost does not grow with the register."""

from typing import Any

from django.http import HttpRequest

from kracht.domains.partners.facts import ChangeFact, ChangeKind
from kracht.domains.partners.queries import feed, partners, tags
from kracht.kernel import cursor
from kracht.surfaces.api.answers import wrong_query
from kracht.surfaces.api.pages import naming, records
from kracht.surfaces.api.pages.listing import Listing, place_gone

MOST, DEFAULT = 1000, 200
NOW = "now"
ALLOWED = {"since", "limit"}

type Json = dict[str, Any]


def _asked(request: HttpRequest) -> tuple[int, int]:
    """Return (number to go on from, limit). Raises Refusal."""
    for name in request.GET:
        if len(request.GET.getlist(name)) > 1 and name in ALLOWED:
            raise wrong_query([(name, "Give this only once.")])
    limit = request.GET.get("limit", str(DEFAULT))
    if not (limit.isascii() and limit.isdecimal() and len(limit) < 6 and 1 <= int(limit) <= MOST):
        raise wrong_query([("limit", f"Use a whole number from 1 to {MOST}.")])
    since = request.GET.get("since")
    if since is None:
        return 0, int(limit)
    if since == NOW:
        return feed.latest(), int(limit)
    try:
        (number,) = cursor.decode(since, int)
    except ValueError:
        raise place_gone() from None
    if not isinstance(number, int) or not 0 <= number < 2**62:
        raise place_gone()
    return number, int(limit)


def listing(request: HttpRequest) -> Listing:
    """Return the changes after a place; `next` is always there, since more will come."""
    after, limit = _asked(request)
    found = feed.changes(after=after, limit=limit)
    place = cursor.encode(found[-1].number if found else after)
    here, following = request.get_full_path(), f"{records.ROOT}/changes?since={place}&limit={limit}"
    links = {
        "self": records.href(here.removeprefix(records.ROOT)),
        "next": records.href(following[len(records.ROOT) :]),
    }
    known = partners.names_by_source(sorted({one.source for one in found if one.source.startswith("partner:")}))
    data = {
        "items": [change(one, known[one.source].name if one.source in known else one.source) for one in found],
        "since": place,
        "more": len(found) == limit,
        "licence": records.licence(),
        "_links": {relation: {"href": href} for relation, href in links.items()},
    }
    return Listing(data, links)


def change(one: ChangeFact, source: str) -> Json:
    """Return one change. What was removed has no address any more, only its tombstone."""
    links = {"initiative": {"href": records.href(f"/initiatives/{one.slug}")}}
    if one.kind != ChangeKind.DELETED:
        links["page"] = {"href": naming.entry_url(one.slug)}
    return {
        "kind": one.kind,
        "id": one.initiative_id,
        "slug": one.slug,
        "source": source,
        "licence": one.licence,
        "changedAt": records.moment(one.at),
        "_links": links,
    }


def tag_list() -> Json:
    """Return all tags with how many entries bear them."""
    items = [
        {
            "name": one.name,
            "label": one.label,
            "description": one.description,
            "needsClearance": one.needs_clearance,
            "partner": one.partner,
            "initiatives": one.entries,
            "_links": {"initiatives": {"href": records.href(f"/initiatives?tag={one.name}")}},
        }
        for one in tags.every()
    ]
    links = {"self": {"href": records.href("/tags")}}
    return {"items": items, "licence": records.licence(), "_links": links}
