"""The valuation as data: index, members, benchmark, growth map, national figure, sheets, value set, releases.

Every number is one of a stored release or a published sheet. Money is in whole cents of the base year.
"""

from dataclasses import asdict
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest

from kracht.domains.value.queries import figures, public, sheet, values
from kracht.surfaces.api.answers import missing, url, wrong_query
from kracht.surfaces.api.pages import records

type Json = dict[str, Any]

LONGEST = 120


def _one(request: HttpRequest, name: str) -> str:
    given = request.GET.getlist(name)
    if len(given) > 1:
        raise wrong_query([(name, "Give this only once.")])
    value = given[0] if given else ""
    if "\x00" in value or len(value) > LONGEST:
        raise wrong_query([(name, "This cannot be read.")])
    return value


def _release(request: HttpRequest) -> str:
    """Return the release asked for; "" for the newest definitive one. Raises Refusal when there is none of that name."""
    name = _one(request, "release")
    if name and not public.has_release(name):
        raise wrong_query([("release", "There is no release of this name: see /value/releases.")])
    return name


def _linked(request: HttpRequest, data: Json) -> Json:
    return {**data, "licence": records.licence(), "_links": {"self": {"href": url(request.get_full_path())}}}


def index(request: HttpRequest) -> Json:
    """Return an index by its key: all, theme:6, province:PV26, ledger:L1."""
    key, release = _one(request, "key") or "all", _release(request)
    found = figures.index_levels(key, release=release)
    if found is None:
        raise wrong_query([("key", "There is no such index. Use all, theme:6, province:PV26 or ledger:L1.")])
    return _linked(
        request,
        {
            "key": found.key,
            "release": found.release,
            "count": found.count,
            "reason": found.reason,
            "levels": [asdict(one) for one in found.levels],
        },
    )


def members(request: HttpRequest) -> Json:
    """Return the members of the newest definitive index, by address."""
    release = _release(request) or public.newest()
    found = sorted(figures.constituents(release=release), key=lambda one: one.initiative) if release else []
    return _linked(request, {"release": release, "items": [asdict(one) for one in found]})


def benchmark(request: HttpRequest, slug: str) -> Json:
    """Return the peers of one initiative, by address: never in the order of a value."""
    found = figures.benchmark_of(slug) if "\x00" not in slug and len(slug) <= LONGEST else None
    if found is None:
        raise missing()
    return _linked(
        request,
        {
            "initiative": slug,
            "release": found.release,
            "group": found.group,
            "widened": found.widened,
            "effectivePeers": found.effective_peers,
            "reason": found.reason,
            "mine": asdict(found.mine) if found.mine else None,
            "peers": [asdict(one) for one in sorted(found.peers, key=lambda one: one.initiative)],
            "missing": sorted(found.missing),
            "funnel": found.funnel,
        },
    )


def gaps(request: HttpRequest) -> Json:
    """Return the growth map of one change; areas by code."""
    driver, release = _one(request, "driver"), _release(request)
    drivers = figures.drivers_with_gaps(release=release)
    chosen = driver or next(iter(drivers), "")
    if driver and driver not in drivers:
        raise wrong_query([("driver", f"There is no growth map of this. There is: {', '.join(drivers) or '-'}.")])
    found = figures.gaps(chosen, release=release) if chosen else None
    if found is None:
        raise missing()
    return _linked(
        request,
        {
            "release": found.release,
            "driver": found.driver,
            "drivers": drivers,
            "completeness": found.completeness,
            "uptake": found.uptake,
            "valueCents": found.value_cents,
            "costCents": found.cost_cents,
            "recipe": found.recipe,
            "reason": found.reason,
            "areas": [asdict(one) for one in sorted(found.areas, key=lambda one: one.area)],
        },
    )


def national(request: HttpRequest) -> Json:
    """Return what the country saves. Without euros on a site that must not show them yet: `hidden` says which are missing."""
    found = figures.national(release=_release(request))
    if found is None:
        raise missing()
    hidden = public.demonstration(found.release) if settings.PRODUCTION else ()
    data: Json = {"release": found.release, "period": found.period, "hidden": list(hidden), "figure": None}
    if not hidden:
        data["figure"] = {
            "centralCents": found.central_cents,
            "range": asdict(found.range),
            "payers": [asdict(one) for one in found.payers],
            "regions": [
                {"code": code, "centralCents": central, "lowCents": low, "highCents": high}
                for code, central, low, high in found.regions
            ],
            "possibleCents": found.possible_cents,
            "capacityCents": found.capacity_cents,
            "otherCents": found.other_cents,
            "wellbeingCents": found.wellbeing_cents,
            "claims": found.claims,
            "counted": found.counted,
            "held": list(found.held),
        }
    return _linked(request, data)


def sheet_of(slug: str, year: int) -> bytes:
    """Return the record of a published sheet: feed it to `socialvalue` and the same bytes come out."""
    found = sheet.published(slug, year) if len(slug) <= LONGEST else None
    if found is None:
        raise missing()
    return orjson.dumps({"edition": found.number, "hash": found.record["hash"], "record": found.record})


def value_set(request: HttpRequest) -> Json:
    """Return the published value set with every row and its source."""
    current = values.current()
    if current is None:
        raise missing()
    names = (
        "code", "title_nl", "title_en", "driver", "ledger", "kind", "price_year", "payer", "dimension",
        "demonstration", "norm_n", "source", "page", "licence", "owner", "expires",
    )  # fmt: skip
    amounts = ("low", "central", "high", "cashable", "norm")
    rows = [
        {
            **{name: getattr(row, name) for name in names},
            **{name: None if getattr(row, name) is None else float(getattr(row, name)) for name in amounts},
        }
        for row in values.rows_of(current.number)
    ]
    return _linked(
        request,
        {"number": current.number, "digest": current.digest, "parameters": current.parameters, "items": rows},
    )


def releases(request: HttpRequest) -> Json:
    """Return all releases with their hashes, newest first."""
    return _linked(request, {"items": [asdict(one) for one in figures.releases()]})


def release(name: str) -> bytes:
    """Return the published bytes of a release."""
    text = figures.release_document(name) if "\x00" not in name and len(name) <= LONGEST else None
    if text is None:
        raise missing()
    return text.encode()
