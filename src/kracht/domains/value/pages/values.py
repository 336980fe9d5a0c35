"""The screens of the value set: its versions, one version, one row, and two versions beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from kracht.domains.value.facts import Ledger, SetState
from kracht.domains.value.forms.others import NoteForm, RowForm
from kracht.domains.value.models import Value
from kracht.domains.value.pages.words import euros, plain
from kracht.domains.value.queries.values import Difference, Version
from kracht.foundation.accounts.queries import names


@dataclass(frozen=True, slots=True)
class SetLine:
    """One version in the list."""

    version: Version
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class SetsPage:
    """All versions."""

    lines: tuple[SetLine, ...]
    reviewer: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of a version."""

    row: Value
    amounts: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class SetPage:
    """One version with its rows by ledger."""

    version: Version
    state: str
    groups: tuple[tuple[str, tuple[RowLine, ...]], ...]
    editable: bool
    proposed: bool
    may_accept: bool
    proposer: str
    note: NoteForm
    compare_url: str
    csv_url: str
    base_year: int
    wellby: str
    hours: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowPage:
    """One row to change."""

    number: int
    code: str
    form: RowForm


@dataclass(frozen=True, slots=True)
class Effect:
    """What a published sheet would have been."""

    name: str
    year: int
    url: str
    changes: tuple[str, ...]
    why_not: str


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two versions."""

    difference: Difference
    effects: tuple[Effect, ...]


def sets_page(versions: Sequence[Version], *, reviewer: bool) -> SetsPage:
    """Return all versions that this person may see."""
    return SetsPage(
        tuple(
            SetLine(one, str(SetState(one.state).label), reverse("value:set", args=[one.number])) for one in versions
        ),
        reviewer,
    )


def set_page(version: Version, rows: Sequence[Value], *, reviewer: bool, me: str, note: NoteForm) -> SetPage:
    """Return one version."""
    editable = reviewer and version.state == SetState.DRAFT
    groups = tuple(
        (
            str(ledger.label),
            tuple(_line(row, version.number, editable=editable) for row in rows if row.ledger == ledger),
        )
        for ledger in Ledger
    )
    wellby = version.parameters.get("wellby", {})
    before = version.based_on
    return SetPage(
        version=version,
        state=str(SetState(version.state).label),
        groups=tuple(group for group in groups if group[1]),
        editable=editable,
        proposed=version.state == SetState.PROPOSED,
        may_accept=reviewer and version.state == SetState.PROPOSED and me != version.proposed_by,
        proposer=names([version.proposed_by]).get(version.proposed_by, ""),
        note=note,
        compare_url=reverse("value:difference", args=[before, version.number]) if before else "",
        csv_url=reverse("value:set_csv", args=[version.number]),
        base_year=int(version.parameters.get("base_year", 2024)),
        wellby=" – ".join(euros(round(wellby[key] * 100)) for key in ("low", "central", "high")) if wellby else "",
        hours=tuple(
            (year, euros(round(float(value) * 100), exact=True))
            for year, value in sorted(version.parameters.get("hour_values", {}).items())
        ),
    )


def _line(row: Value, number: int, *, editable: bool) -> RowLine:
    amounts = [row.low, row.central, row.high]
    if row.ledger == Ledger.PROFILE:
        words = "–"
    elif row.ledger == Ledger.WELLBEING:
        words = " – ".join(plain(float(one), 2) for one in amounts)
    else:
        words = " – ".join(euros(round(one * 100)) for one in amounts)
    return RowLine(row, words, reverse("value:row", args=[number, row.code]) if editable else "")


def difference_page(found: Difference) -> DifferencePage:
    """Return two versions beside each other, with what each published sheet would have been."""
    effects = [
        Effect(
            name=one.name,
            year=one.year,
            url=reverse("value:sheet", args=[one.slug, one.year]),
            changes=tuple(
                f"{Ledger(key).label}: {euros(before)} → {euros(one.after[key])}"
                for key, before in one.before.items()
                if one.after is not None and one.after[key] != before
            ),
            why_not=one.why_not,
        )
        for one in found.consequences
    ]
    return DifferencePage(found, tuple(effect for effect in effects if effect.changes or effect.why_not))
