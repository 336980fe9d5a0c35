"""The part of the OpenAPI document that describes the valuation."""

from typing import Any

from kracht.surfaces.api.schemas import TEXT, URI, WHOLE, YES_NO, list_of, maybe, objects, ref

type Json = dict[str, Any]

NUMBER: Json = {"type": "number"}
MAYBE_NUMBER: Json = {"type": ["number", "null"]}
MAYBE_WHOLE: Json = {"type": ["integer", "null"]}
ANY: Json = {"type": "object"}
WORDS: Json = list_of(TEXT)
DAY: Json = {"type": "string", "format": "date"}
TAG = "Value"


def parameters() -> Json:
    """Return the questions that can be asked."""
    text = {"type": "string", "maxLength": 120, "pattern": r"^[^\u0000]*$"}
    return {
        "valueKey": _query("key", text, "Which index: all, theme:6, province:PV26 or ledger:L1.", "all"),
        "valueRelease": _query("release", {**text, "maxLength": 20}, "A release by name; without it the newest."),
        "valueDriver": _query("driver", text, "Which change the growth map is of."),
    }


def _query(name: str, schema: Json, words: str, example: str = "") -> Json:
    found: Json = {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
    return {**found, "example": example} if example else found


def paths(operation: Any, item: Any) -> Json:
    """Return the addresses; `operation` and `item` write one as the rest of the document does."""
    found = {
        "/value/index": operation("getIndex", "An index", TAG, "ValueIndex", ["valueKey", "valueRelease"]),
        "/value/constituents": operation(
            "listConstituents", "Members of the index, by address", TAG, "ValueMembers", ["valueRelease"]
        ),
        "/value/benchmark/{slug}": item(
            "getBenchmark", "One initiative beside its peers", TAG, "ValueBenchmark", "slug", "buurtmoestuin"
        ),
        "/value/gaps": operation(
            "getGaps", "Growth map of a change", TAG, "ValueGaps", ["valueDriver", "valueRelease"]
        ),
        "/value/national": operation("getNational", "What the country saves", TAG, "ValueNational", ["valueRelease"]),
        "/value/sheets/{slug}/{year}": item(
            "getSheet", "A published sheet as its record", TAG, "ValueSheet", "slug", "buurtmoestuin"
        ),
        "/value/set": operation("getValueSet", "The published value set", TAG, "ValueSet", []),
        "/value/releases": operation("listReleases", "Releases with their hashes", TAG, "ValueReleases", []),
        "/value/releases/{name}": item(
            "getRelease", "The published bytes of a release", TAG, "ValueRelease", "name", "2025"
        ),
    }
    year = {"type": "integer", "minimum": 1990, "maximum": 2100}
    found["/value/sheets/{slug}/{year}"]["parameters"].append(
        {"name": "year", "in": "path", "required": True, "schema": year, "example": 2025}
    )
    for path in ("/value/gaps", "/value/national", "/value/set"):
        found[path]["get"]["responses"]["404"] = {
            "description": "Nothing is published yet.",
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
    return found


def schemas() -> Json:
    """Return what is answered, by name."""
    link = objects(self=objects(href=URI))
    ends: Json = {"licence": ref("Licence"), "_links": link}
    span = objects(low=WHOLE, middle=WHOLE, high=WHOLE)
    peer = objects(
        initiative=TEXT, y=NUMBER, s=NUMBER, theta=NUMBER, low=NUMBER, high=NUMBER, better_than_half=MAYBE_NUMBER
    )
    level = objects(
        period=TEXT, level=NUMBER, matched=NUMBER, members=WHOLE, change=MAYBE_NUMBER, low=MAYBE_NUMBER,
        high=MAYBE_NUMBER, reach=MAYBE_NUMBER, effect=MAYBE_NUMBER, entered=WORDS, closed=WORDS, removed=WORDS,
        silent=WORDS,
    )  # fmt: skip
    member = objects(
        initiative=TEXT, year=WHOLE, verified=DAY, value_cents=WHOLE, weight=NUMBER, theme=TEXT, province=TEXT,
        level=MAYBE_WHOLE, hash=TEXT,
    )  # fmt: skip
    area = objects(
        area=TEXT, published=YES_NO, reason=TEXT, need=MAYBE_NUMBER, known_reach=MAYBE_NUMBER, gap=MAYBE_NUMBER,
        people=MAYBE_NUMBER, chance_cents=MAYBE_WHOLE, low_cents=MAYBE_WHOLE, high_cents=MAYBE_WHOLE, ordered=YES_NO,
    )  # fmt: skip
    figure = objects(
        centralCents=WHOLE, range=span,
        payers=list_of(objects(name=TEXT, saved_cents=WHOLE, paid_cents=WHOLE, net_cents=WHOLE)),
        regions=list_of(objects(code=TEXT, centralCents=WHOLE, lowCents=WHOLE, highCents=WHOLE)),
        possibleCents=WHOLE, capacityCents=WHOLE, otherCents=WHOLE, wellbeingCents=WHOLE, claims=WHOLE, counted=WHOLE,
        held=WORDS,
    )  # fmt: skip
    row = objects(
        code=TEXT, title_nl=TEXT, title_en=TEXT, driver=TEXT, ledger=TEXT, kind=TEXT, price_year=MAYBE_WHOLE,
        payer=TEXT, dimension=TEXT, demonstration=YES_NO, norm_n=MAYBE_WHOLE, source=TEXT, page=TEXT, licence=TEXT,
        owner=TEXT, expires={"type": ["string", "null"], "format": "date"}, low=NUMBER, central=NUMBER, high=NUMBER,
        cashable=MAYBE_NUMBER, norm=MAYBE_NUMBER,
    )  # fmt: skip
    sealed = objects(
        name=TEXT, kind=TEXT, cutoff=DAY, made_at={"type": "string", "format": "date-time"}, hash=TEXT, previous=TEXT
    )
    return {
        "ValueIndex": objects(key=TEXT, release=TEXT, count=WHOLE, reason=TEXT, levels=list_of(level), **ends),
        "ValueMembers": objects(release=TEXT, items=list_of(member), **ends),
        "ValueBenchmark": objects(
            initiative=TEXT, release=TEXT, group=TEXT, widened=YES_NO, effectivePeers=NUMBER, reason=TEXT,
            mine=maybe(peer), peers=list_of(peer), missing=WORDS, funnel=ANY, **ends,
        ),
        "ValueGaps": objects(
            release=TEXT, driver=TEXT, drivers=WORDS, completeness=NUMBER, uptake=NUMBER, valueCents=WHOLE,
            costCents=WHOLE, recipe=TEXT, reason=TEXT, areas=list_of(area), **ends,
        ),
        "ValueNational": objects(release=TEXT, period=TEXT, hidden=WORDS, figure=maybe(figure), **ends),
        "ValueSheet": objects(edition=WHOLE, hash=TEXT, record=ANY),
        "ValueSet": objects(number=WHOLE, digest=TEXT, parameters=ANY, items=list_of(row), **ends),
        "ValueReleases": objects(items=list_of(sealed), **ends),
        "ValueRelease": ANY,
    }  # fmt: skip
