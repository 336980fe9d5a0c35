"""Releases and what is in them: index, constituents, benchmark, growth map, national figure; as frozen dataclasses.

Pages of the index and its neighbours read these alone. `release` is the name of a release; without it the newest one
that holds what is asked. Money is in whole cents of the base year; levels have no unit.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kracht.domains.value.facts import ReleaseKind
from kracht.domains.value.models import Part, Release
from kracht.domains.value.queries.sheet import Range
from kracht.domains.value.queries.shown import (
    Benchmark,
    Constituent,
    Gap,
    GrowthMap,
    Index,
    Level,
    National,
    Payer,
    Peer,
    ReleaseRow,
    Totals,
)

__all__ = [
    "Benchmark",
    "Constituent",
    "Gap",
    "GrowthMap",
    "Index",
    "Level",
    "National",
    "Payer",
    "Peer",
    "ReleaseRow",
    "Totals",
    "benchmark_of",
    "constituents",
    "drivers_with_gaps",
    "gaps",
    "index_keys",
    "index_levels",
    "national",
    "release_document",
    "releases",
    "totals",
]


def releases() -> list[ReleaseRow]:
    """All releases, newest first."""
    rows = Release.objects.defer("document").order_by("-pk")
    return [ReleaseRow(row.name, row.kind, row.cutoff, row.made_at, row.hash, row.previous) for row in rows]


def release_document(name: str) -> str | None:
    """The published bytes of a release, to download and compute again."""
    return Release.objects.filter(name=name).values_list("document", flat=True).first()


def _part(stage: str, key: str, release: str, kind: str = "") -> Part | None:
    rows = Part.objects.filter(stage=stage, key=key).select_related("release").defer("release__document")
    if release:
        rows = rows.filter(release__name=release)
    if kind:
        rows = rows.filter(release__kind=kind)
    return rows.order_by("-release_id").first()


def index_levels(key: str = "all", *, release: str = "", kind: str = ReleaseKind.YEAR.value) -> Index | None:
    """The index of the whole, a theme, a province or a ledger; None when no release holds it.

    `kind` chooses between definitive years and provisional quarters; "" takes the newest of both.
    """
    part = _part("index", key, release, "" if release else kind)
    if part is None:
        return None
    document = part.document
    return Index(
        key=key,
        release=part.release.name,
        count=document["count"],
        reason=document["reason"] or "",
        levels=tuple(_levels(document["series"])),
    )


def index_keys(*, release: str = "") -> list[str]:
    """Which indices the newest definitive release holds: all, ledger:L1, province:PV20, theme:1 …"""
    known = _part("index", "all", release, "" if release else ReleaseKind.YEAR.value)
    if known is None:
        return []
    return list(Part.objects.filter(release=known.release, stage="index").order_by("key").values_list("key", flat=True))


def _levels(series: Sequence[dict[str, Any]]) -> list[Level]:
    found = []
    for one in series:
        link = one["link"]
        span = link.get("range") or {}
        ratio = link.get("ratio")
        found.append(
            Level(
                period=one["period"],
                level=one["level"],
                matched=one["matched"],
                members=one["constituents"],
                change=None if ratio is None else ratio - 1,
                low=span.get("p5"),
                high=span.get("p95"),
                reach=link.get("ln_reach"),
                effect=link.get("ln_effect"),
                entered=tuple(one["entered"]),
                closed=tuple(one["closed"]),
                removed=tuple(one["removed"]),
                silent=tuple(one["silent"]),
            )
        )
    return found


def constituents(key: str = "all", *, release: str = "") -> tuple[Constituent, ...]:
    """Members of the newest definitive period, largest first; `key` narrows to theme:6 or province:PV26."""
    part = _part("index", "all", release, "" if release else ReleaseKind.YEAR.value)
    if part is None:
        return ()
    kind, _colon, value = key.partition(":")
    rows = [one for one in part.document["constituents"] if kind not in {"theme", "province"} or one[kind] == value]
    total = sum(one["value_cents"] for one in rows) or 1
    return tuple(
        Constituent(
            initiative=one["initiative"],
            year=one["year"],
            verified=date.fromisoformat(one["verified"]),
            value_cents=one["value_cents"],
            weight=one["value_cents"] / total,
            theme=one["theme"],
            province=one["province"],
            level=one["level"],
            hash=one["hash"],
        )
        for one in rows
    )


def totals(*, release: str = "") -> Totals | None:
    """The three ledgers of the newest definitive period, each apart."""
    rows = Part.objects.filter(stage="totals").select_related("release").defer("release__document")
    rows = rows.filter(release__name=release) if release else rows.filter(release__kind=ReleaseKind.YEAR)
    part = rows.order_by("-release_id").first()
    if part is None:
        return None
    document = part.document
    return Totals(
        period=part.key,
        listings=document["listings"],
        measured_well=document["measured_well"],
        people=document["people"],
        cost_cents=document["cost_cents"],
        central={ledger: one["central_cents"] for ledger, one in document["ledgers"].items()},
        ranges={ledger: Range(one["p5"], one["p50"], one["p95"]) for ledger, one in document["ledgers"].items()},
    )


def benchmark_of(initiative: str, *, release: str = "") -> Benchmark | None:
    """The peers of an initiative (slug): same theme and main outcome, widened to the theme where they are too few.

    None when it is in no group; an empty `peers` with a `reason` when even the theme is too small.
    """
    rows = Part.objects.filter(stage="benchmark").select_related("release").defer("release__document")
    rows = rows.filter(release__name=release) if release else rows.filter(release__kind=ReleaseKind.YEAR)
    newest = rows.order_by("-release_id").first()
    if newest is None:
        return None
    groups = {part.key: part.document for part in rows.filter(release=newest.release)}
    place = next((one for one in constituents(release=newest.release.name) if one.initiative == initiative), None)
    if place is None:
        return None
    wide = f"theme:{place.theme}"
    narrow = [key for key, one in groups.items() if key.startswith(f"{wide}:") and initiative in _named(one)]
    chosen = next(iter(narrow), wide)
    if chosen not in groups:
        return None
    return _benchmark(newest.release.name, chosen, groups[chosen], initiative)


def _named(document: dict[str, Any]) -> set[str]:
    return {one["initiative"] for one in document["peers"]}


def _benchmark(release: str, group: str, document: dict[str, Any], initiative: str) -> Benchmark:
    names = ("initiative", "y", "s", "theta", "low", "high", "better_than_half")
    peers = tuple(Peer(**{name: one[name] for name in names}) for one in document["peers"])
    return Benchmark(
        release=release,
        group=group,
        widened=group.count(":") == 1,
        effective_peers=document.get("effective_peers", 0.0),
        peers=peers,
        missing=tuple(document.get("missing", ())),
        mine=next((one for one in peers if one.initiative == initiative), None),
        funnel=document.get("funnel", {}),
        reason=document.get("reason", ""),
    )


def drivers_with_gaps(*, release: str = "") -> list[str]:
    """For which drivers there is a growth map."""
    rows = Part.objects.filter(stage="gap")
    rows = rows.filter(release__name=release) if release else rows.filter(release__kind=ReleaseKind.YEAR)
    return sorted(set(rows.values_list("key", flat=True)))


def gaps(driver: str, *, release: str = "") -> GrowthMap | None:
    """The growth map of one driver, such as "loneliness"."""
    part = _part("gap", driver, release, "" if release else ReleaseKind.YEAR.value)
    if part is None:
        return None
    document = part.document
    return GrowthMap(
        release=part.release.name,
        driver=driver,
        completeness=document.get("completeness", 0.0),
        uptake=document.get("uptake", 0.0),
        value_cents=round(document.get("value_per_person", 0) * 100),
        cost_cents=round(document.get("cost_per_person", 0) * 100),
        recipe=document.get("recipe", ""),
        reason=document["reason"] or "",
        areas=tuple(_gap(one) for one in document["areas"]),
    )


def _gap(one: dict[str, Any]) -> Gap:
    span = one.get("range") or [None, None, None]
    return Gap(
        area=one["area"],
        published=one["published"],
        reason=one["reason"],
        need=one.get("need"),
        known_reach=one.get("known_reach"),
        gap=one.get("gap"),
        people=one.get("people"),
        chance_cents=_cents(one.get("chance")),
        low_cents=_cents(span[0]),
        high_cents=_cents(span[2]),
        ordered=bool(one.get("ordered")),
    )


def _cents(euros: float | None) -> int | None:
    return None if euros is None else round(euros * 100)


def national(*, release: str = "") -> National | None:
    """The national figure of the newest definitive release, or of the one named."""
    rows = Part.objects.filter(stage="national").select_related("release").defer("release__document")
    rows = rows.filter(release__name=release) if release else rows.filter(release__kind=ReleaseKind.YEAR)
    part = rows.order_by("-release_id").first()
    if part is None:
        return None
    document = part.document
    head, beside = document["headline"], document["beside"]
    scales = list(document["lambda"].values())
    return National(
        release=part.release.name,
        period=part.key,
        central_cents=head["central_cents"],
        range=Range(*(round(head[key] * 100) for key in ("p5", "p50", "p95"))),
        payers=tuple(Payer(name, **one) for name, one in document["payers"].items()),
        regions=tuple(
            (code, one["central_cents"], round(one["p5"] * 100), round(one["p95"] * 100))
            for code, one in document["regions"].items()
        ),
        possible_cents=beside["possible_cents"],
        capacity_cents=beside["capacity_cents"],
        other_cents=beside["other_cents"],
        wellbeing_cents=beside["wellbeing_cents"],
        claims=len(document["claims"]),
        counted=sum(1 for scale in scales if scale > 0),
        overlapping=sum(1 for scale in scales if 0 < scale < 1),
        held=tuple(one["code"] for one in document["hold"]),
    )
