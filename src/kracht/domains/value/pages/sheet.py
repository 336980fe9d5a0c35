"""The public calculation sheet: every euro with its factors, down to the source."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.value import wording
from kracht.domains.value.facts import Dimension, Ledger
from kracht.domains.value.pages import corrected
from kracht.domains.value.pages.asking import break_even, crumbs
from kracht.domains.value.pages.words import euros, plain, share, span
from kracht.domains.value.queries.sheet import Column, Line, Published, Source
from kracht.ui import parts, plots
from socialvalue.reference import CPI_NL

EXPLAIN = {
    "L1": gettext_lazy("What the government does not have to spend. Only the part that really frees money."),
    "L2": gettext_lazy("Money that people or organisations keep or earn."),
    "L3": gettext_lazy("How much more satisfied people are with their lives, in euros of well-being."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One ledger: its sum and range."""

    code: str
    label: str
    explanation: str
    value: str
    span: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the calculation."""

    code: str
    title: str
    ledger: str
    worse: bool
    people: str
    change: str
    share: str
    unit: str
    years: str
    value: str
    told: str
    level: str
    flagged: bool
    capacity: str


@dataclass(frozen=True, slots=True)
class SourceBox:
    """Where a unit value comes from, in words."""

    code: str
    title: str
    demonstration: bool
    facts: tuple[parts.Fact, ...]


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One publication of this year."""

    number: int
    at: datetime
    reason: str
    hash: str
    url: str
    current: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A public calculation sheet."""

    name: str
    slug: str
    year: int
    crumbs: tuple[parts.Link, ...]
    activities: str
    figures: tuple[parts.Figure, ...]
    cards: tuple[Card, ...]
    plot: parts.Plot | None
    rows: tuple[Row, ...]
    sums: tuple[tuple[str, str], ...]
    costs: tuple[parts.Fact, ...]
    sources: tuple[SourceBox, ...]
    unvalued: tuple[str, ...]
    drivers: tuple[str, ...]
    switches: tuple[str, ...]
    chance: str
    level: str
    break_even: str
    profile: tuple[parts.Bar, ...]
    flags: tuple[tuple[str, str, str], ...]
    worse: str
    editions: tuple[EditionLine, ...]
    outdated: bool
    evidence: tuple[str, ...]
    hash: str
    intact: bool
    versions: str
    seed: str
    base_year: int
    value_set: int
    value_set_url: str
    json_url: str
    csv_url: str
    demonstration: bool
    price_note: bool
    links: tuple[parts.Link, ...] = field(default=())


def sheet_page(sheet: Published, moving: dict[str, Any]) -> SheetPage:
    """Return the page of a published sheet; `moving` is what moves its result most."""
    newest = sheet.editions[0].number
    here = reverse("value:sheet", args=[sheet.slug, sheet.year])
    return SheetPage(
        name=sheet.name,
        slug=sheet.slug,
        year=sheet.year,
        crumbs=crumbs(sheet.name, sheet.slug, parts.Link(label=str(sheet.year))),
        activities=sheet.activities,
        figures=_figures(sheet),
        cards=tuple(_card(one) for one in sheet.ledgers),
        plot=plot(sheet),
        rows=tuple(_row(line) for line in sheet.lines),
        sums=tuple((str(Ledger(one.ledger).label), euros(one.cents, exact=True)) for one in sheet.ledgers),
        costs=_costs(sheet),
        sources=_sources(sheet),
        unvalued=tuple(break_even(one.source.title, one.people) for one in sheet.unvalued if one.people),
        drivers=tuple(
            _("%(what)s (%(share)s of the uncertainty)")
            % {"what": wording.of_driver(one["group"]), "share": share(min(1.0, one["total"]))}
            for one in moving["drivers"][:3]
        ),
        switches=_switches(sheet, moving),
        chance=share(sheet.chance),
        level=str(wording.LEVELS[sheet.level]) if sheet.level else "",
        break_even=_break_even(sheet),
        profile=tuple(
            parts.Bar(label=str(Dimension(key).label), value=value, text=plain(value))
            for key, value in sheet.profile.items()
            if value is not None
        ),
        flags=tuple(_flags(sheet)),
        worse=sheet.got_worse,
        editions=tuple(
            EditionLine(
                number=one.number,
                at=one.at,
                reason=one.reason,
                hash=one.hash,
                url=f"{here}?edition={one.number}",
                current=one.number == sheet.number,
                changes=corrected.sentences(one.changes, sheet.titles),
            )
            for one in sheet.editions
        ),
        outdated=sheet.number != newest,
        evidence=tuple(_parts(one) for one in sheet.evidence),
        hash=_parts(sheet.record["hash"]),
        intact=sheet.intact,
        versions=", ".join(f"{key} {value}" for key, value in sorted(sheet.record["versions"].items())),
        seed=sheet.record["seed"],
        base_year=sheet.base_year,
        value_set=sheet.value_set,
        value_set_url=reverse("value:set", args=[sheet.value_set]),
        json_url=reverse("value:sheet_json", args=[sheet.slug, sheet.year]),
        csv_url=reverse("value:sheet_csv", args=[sheet.slug, sheet.year]),
        demonstration=any(line.source.demonstration for line in sheet.lines),
        price_note=sheet.year > max(CPI_NL),
    )


def _parts(fingerprint: str) -> str:
    """Return a fingerprint in groups of eight, so that it fits a narrow screen."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))


def plot(sheet: Published) -> parts.Plot | None:
    """Return the ledgers in which something was measured, each with its range on one scale."""
    rows = [(str(Ledger(one.ledger).label), one) for one in sheet.ledgers if one.lines]
    if not rows:
        return None
    ends = [(label, one.cents, one.range.low, one.range.high, euros(one.cents)) for label, one in rows]
    edition = "" if sheet.number == sheet.editions[0].number else f"?edition={sheet.number}"
    return parts.Plot(
        kind="spans",
        caption=_("Value of each kind, with its range"),
        drawn=plots.spans([parts.Span(*one) for one in ends]),
        headings=(_("Kind"), _("Value"), _("Probably between")),
        rows=tuple(parts.Row(label, (value, f"{euros(low)} – {euros(high)}")) for label, _c, low, high, value in ends),
        files=(
            parts.Link(_("Table (CSV)"), reverse("value:sheet_csv", args=[sheet.slug, sheet.year]) + edition),
            parts.Link(_("Picture (SVG)"), reverse("value:sheet_svg", args=[sheet.slug, sheet.year]) + edition),
        ),
        note=_(
            "Nine in ten of all draws lie on the line. The dot is the sum of the lines below; the dotted line is zero."
        ),
    )


def _card(one: Column) -> Card:
    return Card(
        code=one.ledger,
        label=str(Ledger(one.ledger).label),
        explanation=str(EXPLAIN[one.ledger]),
        value=euros(one.cents),
        span=_("Probably %(span)s") % {"span": span(one.range.low, one.range.high)}
        if one.lines
        else _("Nothing measured"),
    )


def _figures(sheet: Published) -> tuple[parts.Figure, ...]:
    return (
        parts.Figure(plain(sheet.participants), _("people took part")),
        parts.Figure(euros(sheet.cost_cents), _("costs, hours included")),
        parts.Figure(plain(sum(1 for line in sheet.lines if not line.worse)), _("outcomes measured")),
    )


def _row(line: Line) -> Row:
    told = ""
    if line.worse:
        told = _("for %(n)s of %(asked)s it got worse") % {"n": plain(line.improved or 0), "asked": plain(line.asked)}
    elif line.answered is not None:
        told = _("%(answered)s of %(asked)s answered, %(improved)s improved") % {
            "answered": plain(line.answered),
            "asked": plain(line.asked),
            "improved": plain(line.improved or 0),
        }
    return Row(
        code=line.code,
        title=line.source.title,
        ledger=str(Ledger(line.ledger).label),
        worse=line.worse,
        people=plain(line.people),
        change=plain(line.change * (-1 if line.worse else 1), 4),
        share=plain(line.share, 4),
        unit=euros(line.unit_cents, exact=True),
        years=plain(line.years, 4),
        value=euros(line.value_cents, exact=True),
        told=told or _("compared with a group that did not take part"),
        level=str(wording.LEVELS[line.level]),
        flagged=line.source.demonstration,
        capacity=euros(line.capacity_cents) if line.capacity_cents else "",
    )


def _costs(sheet: Published) -> tuple[parts.Fact, ...]:
    costs = sheet.costs
    hours = round(costs["hours"] * costs["hour_value"] * 100)
    told = _("%(hours)s hours at %(each)s") % {
        "hours": plain(costs["hours"]),
        "each": euros(round(costs["hour_value"] * 100), exact=True),
    }
    return (
        parts.Fact(_("Money"), euros(round(costs["cash"] * 100), exact=True)),
        parts.Fact(_("Goods and rooms"), euros(round(costs["in_kind"] * 100), exact=True)),
        parts.Fact(_("Hours of volunteers"), f"{euros(hours, exact=True)} ({told})"),
        parts.Fact(_("Costs together"), euros(sheet.cost_cents, exact=True)),
        parts.Fact(_("Public money among it"), euros(round(costs["public"] * 100), exact=True)),
    )


def _sources(sheet: Published) -> tuple[SourceBox, ...]:
    found = {line.code: line.source for line in sheet.lines} | {one.code: one.source for one in sheet.unvalued}
    return tuple(
        SourceBox(code, source.title, source.demonstration, tuple(_facts(source)))
        for code, source in sorted(found.items())
    )


def _facts(source: Source) -> list[parts.Fact]:
    points = source.ledger == Ledger.WELLBEING
    amounts = [
        plain(value, 2) if points else euros(round(value * 100), exact=True)
        for value in (source.low, source.central, source.high)
    ]
    unit = (
        _("points of satisfaction with life") if points else _("euros of %(year)s") % {"year": source.price_year or ""}
    )
    facts = [
        parts.Fact(_("Low, central, high"), f"{amounts[0]} – {amounts[1]} – {amounts[2]} ({unit})"),
        parts.Fact(_("Source"), source.source),
        parts.Fact(_("Page or table"), source.page),
        parts.Fact(_("Licence"), source.licence),
        parts.Fact(_("Kept by"), source.owner),
    ]
    if source.norm is not None:
        facts.append(parts.Fact(_("Improves anyway"), share(source.norm)))
    if source.expires:
        facts.append(parts.Fact(_("Last day of use"), source.expires.isoformat()))
    return facts


def _switches(sheet: Published, moving: dict[str, Any]) -> tuple[str, ...]:
    titles = {line.code: line.source.title for line in sheet.lines}
    found = []
    for one in moving["switching"]["switching"]:
        if not one["reachable"] or one["parameter"] not in wording.DRIVERS:
            continue
        title = titles.get(one["code"], _("A point of satisfaction with life"))
        found.append(
            _("%(title)s: %(what)s would have to be %(at)s instead of %(now)s.")
            % {
                "title": title,
                "what": wording.of_driver(one["parameter"]),
                "at": plain(one["switches_at"], 2),
                "now": plain(one["centre"], 2),
            }
        )
    return tuple(found[:5])


def _break_even(sheet: Published) -> str:
    part = sheet.break_even_share
    if part is None:
        return _("What was measured does not earn the costs back: the balance is below zero.")
    if part > 1:
        return _("The benefits would have to be %(times)s times as large to equal the costs.") % {
            "times": plain(part, 1)
        }
    return _("Even if only %(share)s of the benefits came true, they would equal the costs.") % {
        "share": share(math.ceil(part * 100) / 100)
    }


def _flags(sheet: Published) -> list[tuple[str, str, str]]:
    seen: dict[str, tuple[str, str, str]] = {}
    for flag in sheet.flags:
        colour = str(flag["colour"])
        seen.setdefault(flag["rule"], (colour, str(wording.COLOURS[colour]), wording.of_flag(flag)))
    return sorted(seen.values(), key=lambda one: ("red", "amber", "note").index(one[0]))
